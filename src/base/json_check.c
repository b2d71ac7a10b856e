/* One pass over the bytes by recursive descent, at most MAX_DEPTH deep.
 *
 *     value  = object | array | string | number | true | false | null
 *
 * Each function expects the cursor on the first byte of what it reads and
 * leaves it behind the last.  Duplicate keys are found with one table for
 * the whole text: a key is entered as "NUMBER:KEY", where the number tells
 * its object from all others. */
#include "base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/table.h"
#include "base/utf8.h"

#define MAX_DEPTH 16
#define MAX_NUMBER 60   /* bytes; cJSON cuts numbers at 63 */

struct check {
    const char *s;
    size_t n, at;
    int depth;
    int objects;            /* begun so far */
    struct table keys;
    struct strbuf text;     /* the last string, decoded */
    struct error *err;
};

static bool check_value(struct check *c);

static bool bad(struct check *c, const char *what)
{
    return error_set(c->err, EXIT_DATA, "byte %zu: %s", c->at, what);
}

/* The byte at the cursor, or -1 at the end. */
static int peek(const struct check *c)
{
    return c->at < c->n ? (unsigned char)c->s[c->at] : -1;
}

static bool accept(struct check *c, int byte)
{
    if (peek(c) != byte)
        return false;
    c->at++;
    return true;
}

static void skip_space(struct check *c)
{
    while (accept(c, ' ') || accept(c, '\n') || accept(c, '\t') ||
           accept(c, '\r'))
        ;
}

/* ==== Strings ==== */

/* Four hex digits; -1 if they are not. */
static int hex4(struct check *c)
{
    int x = 0;
    for (int i = 0; i < 4; i++) {
        int b = peek(c), digit;
        if (b >= '0' && b <= '9')
            digit = b - '0';
        else if ((b | 32) >= 'a' && (b | 32) <= 'f')
            digit = (b | 32) - 'a' + 10;
        else
            return -1;
        x = x * 16 + digit;
        c->at++;
    }
    return x;
}

/* Behind "\u". */
static bool check_unicode(struct check *c)
{
    int x = hex4(c);
    if (x < 0)
        return bad(c, "\\u wants four hexadecimal digits");
    if (x == 0)
        return bad(c, "\\u0000 is not accepted");
    if (x >= 0xD800 && x < 0xDC00) {
        int low = accept(c, '\\') && accept(c, 'u') ? hex4(c) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return bad(c, "half of a surrogate pair");
        x = 0x10000 + ((x - 0xD800) << 10) + (low - 0xDC00);
    } else if (x >= 0xDC00 && x < 0xE000) {
        return bad(c, "half of a surrogate pair");
    }
    utf8_put(&c->text, x);
    return true;
}

/* Behind a backslash. */
static bool check_escape(struct check *c)
{
    static const char name[] = "\"\\/bfnrt", byte[] = "\"\\/\b\f\n\r\t";
    int b = peek(c);
    const char *p = b > 0 ? strchr(name, b) : NULL;
    if (p != NULL) {
        c->at++;
        strbuf_putc(&c->text, byte[p - name]);
        return true;
    }
    if (accept(c, 'u'))
        return check_unicode(c);
    return bad(c, "an unknown escape after a backslash");
}

/* Leaves the decoded string in c->text.  That the bytes are UTF-8 was
 * checked before for all of them at once. */
static bool check_string(struct check *c)
{
    strbuf_reset(&c->text);
    if (!accept(c, '"'))
        return bad(c, "expected a string");
    for (;;) {
        int b = peek(c);
        if (b < 0)
            return bad(c, "the string has no end");
        if (b < 0x20)
            return bad(c, "a control character in a string");
        c->at++;
        if (b == '"')
            return true;
        if (b != '\\')
            strbuf_putc(&c->text, b);
        else if (!check_escape(c))
            return false;
    }
}

/* ==== Numbers, words ==== */

static int skip_digits(struct check *c)
{
    int n = 0;
    for (; peek(c) >= '0' && peek(c) <= '9'; n++)
        c->at++;
    return n;
}

/* [-] (0 | 1-9 digits) [. digits] [e [+-] digits] */
static bool number_shape(struct check *c)
{
    accept(c, '-');
    if (!accept(c, '0') && skip_digits(c) == 0)
        return false;
    if (accept(c, '.') && skip_digits(c) == 0)
        return false;
    if (!accept(c, 'e') && !accept(c, 'E'))
        return true;
    if (!accept(c, '+'))
        accept(c, '-');
    return skip_digits(c) > 0;
}

static bool check_number(struct check *c)
{
    char copy[MAX_NUMBER + 1];
    size_t from = c->at;
    if (!number_shape(c))
        return bad(c, "not a JSON value");
    size_t n = c->at - from;
    if (n > MAX_NUMBER)
        return bad(c, "a number of more than 60 characters");
    memcpy(copy, c->s + from, n);
    copy[n] = '\0';
    if (!isfinite(strtod(copy, NULL)))
        return bad(c, "a number too large for a double");
    return true;
}

static bool check_word(struct check *c, const char *word)
{
    size_t n = strlen(word);
    if (c->n - c->at < n || memcmp(c->s + c->at, word, n) != 0)
        return bad(c, "not a JSON value");
    c->at += n;
    return true;
}

/* ==== Arrays, objects ==== */

static bool check_array(struct check *c)
{
    c->at++;
    skip_space(c);
    if (accept(c, ']'))
        return true;
    do {
        skip_space(c);
        if (!check_value(c))
            return false;
        skip_space(c);
    } while (accept(c, ','));
    return accept(c, ']') || bad(c, "expected , or ]");
}

static bool check_key(struct check *c, int object)
{
    if (!check_string(c))
        return false;
    struct strbuf key = STRBUF_INIT;
    strbuf_printf(&key, "%d:", object);
    strbuf_add(&key, c->text.s, c->text.n);
    int before = c->keys.n;
    table_set(&c->keys, key.s, (int)key.n, 0);
    strbuf_release(&key);
    if (c->keys.n == before)
        return error_set(c->err, EXIT_DATA, "byte %zu: the key \"%s\" stands "
                         "twice in one object", c->at, c->text.s);
    skip_space(c);
    return accept(c, ':') || bad(c, "expected : after a key");
}

static bool check_object(struct check *c)
{
    int object = c->objects++;
    c->at++;
    skip_space(c);
    if (accept(c, '}'))
        return true;
    do {
        skip_space(c);
        if (!check_key(c, object))
            return false;
        skip_space(c);
        if (!check_value(c))
            return false;
        skip_space(c);
    } while (accept(c, ','));
    return accept(c, '}') || bad(c, "expected , or }");
}

static bool check_value(struct check *c)
{
    int b = peek(c);
    if (b == '"')
        return check_string(c);
    if (b == 't')
        return check_word(c, "true");
    if (b == 'f')
        return check_word(c, "false");
    if (b == 'n')
        return check_word(c, "null");
    if (b != '[' && b != '{')
        return check_number(c);
    if (++c->depth > MAX_DEPTH)
        return bad(c, "nested more than 16 deep");
    bool ok = b == '[' ? check_array(c) : check_object(c);
    c->depth--;
    return ok;
}

static bool check_all(struct check *c)
{
    c->at = utf8_valid_prefix(c->s, c->n);
    if (c->at < c->n)
        return bad(c, "not UTF-8");
    c->at = 0;
    skip_space(c);
    if (!check_value(c))
        return false;
    skip_space(c);
    return c->at == c->n || bad(c, "more text after the JSON value");
}

bool json_check(const char *s, size_t n, struct error *err)
{
    struct arena arena;
    arena_init(&arena, "JSON keys");
    struct check c = {.s = s, .n = n, .err = err};
    table_init(&c.keys, &arena);
    strbuf_init(&c.text);
    bool ok = n < (size_t)1 << 30 ||
              error_set(err, EXIT_DATA, "more than 1 GiB of JSON");
    ok = ok && check_all(&c);
    strbuf_release(&c.text);
    arena_drop(&arena);
    return ok;
}
