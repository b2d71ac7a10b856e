#include "text/span.h"

#include <string.h>

#include "base/strbuf.h"
#include "text/span_chars.h"

/* ==== Words ==== */

int span_run(const char *s, int n, int *at)
{
    int end, len;
    while (*at < n && !in_word(char_at(s, n, *at, &len)))
        *at += len;
    for (end = *at; end < n && in_word(char_at(s, n, end, &len)); end += len)
        continue;
    return end - *at;
}

bool span_ends_in_run(const char *s, int n)
{
    return in_word(char_before(s, n));
}

bool span_begins_in_run(const char *s)
{
    return in_word(char_here(s, (int)strlen(s), 0));
}

bool span_capital(const char *s, int n)
{
    return utf8_is_upper(char_here(s, n, 0));
}

bool span_digits(const char *s, int n)
{
    for (int at = 0, len; at < n; at += len)
        if (!is_digit(char_at(s, n, at, &len)))
            return false;
    return n > 0;
}

bool span_lower_seen(const struct vocab *seen, const char *s, int n)
{
    struct strbuf lower = STRBUF_INIT;
    utf8_lower(&lower, s, (size_t)n);
    bool yes = vocab_id(seen, lower.s, (int)lower.n) >= 0;
    strbuf_release(&lower);
    return yes;
}

/* Not the first letter alone, as that of a sentence? */
static bool is_loud(const char *s, int n)
{
    int len;
    return utf8_is_upper(char_at(s, n, 0, &len)) &&
           utf8_is_upper(char_here(s, n, len));
}

/* Has the word, which has not been seen, with a capital first? */
static bool name_seen(const struct vocab *seen, const char *s, int n)
{
    struct strbuf name = STRBUF_INIT;
    int len;
    char_at(s, n, 0, &len);
    strbuf_add(&name, s, (size_t)len);
    utf8_lower(&name, s + len, (size_t)(n - len));
    bool yes = vocab_id(seen, name.s, (int)name.n) >= 0;
    strbuf_release(&name);
    return yes;
}

/* Digits, and names in capitals that were never seen, say nothing. */
bool span_all_capitals(const struct vocab *seen, const char *s, int n)
{
    int raised = 0, other = 0;
    bool any_loud = false;
    for (int at = 0, len; (len = span_run(s, n, &at)) > 0; at += len) {
        bool as_here = vocab_id(seen, s + at, len) >= 0;
        bool loud = is_loud(s + at, len);
        any_loud = any_loud || loud;
        if (!as_here && (span_lower_seen(seen, s + at, len) ||
                         name_seen(seen, s + at, len)))
            raised++;
        else if (!span_digits(s + at, len) && (as_here || !loud))
            other++;
    }
    return (raised >= 2 || any_loud) && raised > other;
}

/* ==== Characters never seen ==== */

/* Is it more than a quote, a dash, an accent for an apostrophe? */
static bool is_written(int c)
{
    enum utf8_class class = utf8_class(c);
    return class == UTF8_LETTER || class == UTF8_DIGIT ||
           (utf8_is_symbol(c) && c != '`' && c != 0xB4) ||
           (c > 0 && c < 0x80 && strchr("%#@&/\\_", c));
}

static bool trim(const char *s, int *start, int *end)
{
    int len;
    while (*start < *end && !is_written(char_at(s, *end, *start, &len)))
        *start += len;
    while (*start < *end && !is_written(char_before(s, *end)))
        *end = step_back(s, *end);
    return *start < *end;
}

static bool is_joint(char c)
{
    return c != '\0' && strchr(".:-", c) != NULL;
}

/* To the ends of the word, over what joins it: C:\temp, foo_bar.txt */
static void widen(const char *s, int whole, int *start, int *end)
{
    int len;
    while (*start > 0 &&
           (in_word(char_before(s, *start)) ||
            (is_joint(s[*start - 1]) && in_word(char_before(s, *start - 1)))))
        *start = step_back(s, *start);
    while (*end < whole &&
           (in_word(char_at(s, whole, *end, &len)) ||
            (is_joint(s[*end]) && in_word(char_here(s, whole, *end + 1)))))
        *end += len;
}

/* [1], {name}, [laughs]: from a bracket at `start` to the one that closes it
 * in the same chunk, with something in between; 0: none. */
static int bracketed(const char *s, int whole, int start)
{
    static const char open[] = "[{<", close[] = "]}>";
    const char *which = s[start] ? strchr(open, s[start]) : NULL;
    int at = start + 1;
    for (int len; which && at < whole; at += len) {
        if (s[at] == close[which - open])
            return at > start + 1 ? at + 1 : 0;
        if (utf8_class(char_at(s, whole, at, &len)) == UTF8_SPACE)
            break;
    }
    return 0;
}

int span_add_unseen(struct span *span, int n, const char *s, int whole,
                    int start, int end)
{
    int closed = bracketed(s, whole, start);
    if (closed)
        end = closed > end ? closed : end;
    else if (!trim(s, &start, &end))
        return n;
    widen(s, whole, &start, &end);
    int first = n, last = n;
    while (first > 0 && span[first - 1].start + span[first - 1].len >= start)
        first--;
    while (last > first && span[last - 1].start > end)
        last--;
    if (last > first) {
        const struct span *x = &span[first], *y = &span[last - 1];
        start = x->start < start ? x->start : start;
        end = y->start + y->len > end ? y->start + y->len : end;
    }
    struct span *before = first > 0 ? &span[first - 1] : NULL;
    if (before && before->kind == SPAN_UNSEEN && start > 0 &&
        s[start - 1] == ' ' && before->start + before->len == start - 1) {
        start = before->start;
        first--;
    }
    memmove(span + first + 1, span + last, (size_t)(n - last) * sizeof *span);
    span[first] = (struct span){SPAN_UNSEEN, start, end - start};
    return n - (last - first) + 1;
}

/* ==== Finding again ==== */

const char *span_word(const char *text, const char *from, const char *s, int n)
{
    int whole = (int)strlen(text);
    for (int at = (int)(from - text); at + n <= whole; at++)
        if (memcmp(text + at, s, (size_t)n) == 0 &&
            !in_word(char_before(text, at)) &&
            !in_word(char_here(text, whole, at + n)))
            return text + at;
    return NULL;
}

/* Separators of digits: one punctuation mark or no-break space. */
static bool separates(int c)
{
    return (c < 0x80 && c > ' ' && strchr(".,:/'-_", c)) || c == 0xA0 ||
           c == 0x202F || c == 0x2019;
}

/* Digits at s[at]. */
static int digits_here(const char *s, int n, int at)
{
    int digits = 0;
    for (int len; at < n && is_digit(char_at(s, n, at, &len)); at += len)
        digits++;
    return digits;
}

/* The groups of digits of s, a space before each and one at the end; groups
 * with a separator between them are one, with a point before those that are no
 * thousands: 1,204.50 is 1204.50, and 50.2 is not 502. */
static void put_digits(struct strbuf *out, const char *s, int n)
{
    bool after = false; /* a digit, or one and a separator */
    for (int at = 0, len; at < n; at += len) {
        int c = char_at(s, n, at, &len);
        if (is_digit(c)) {
            if (!after)
                strbuf_putc(out, ' ');
            else if (!is_digit(char_before(s, at)) &&
                     digits_here(s, n, at) != 3)
                strbuf_putc(out, '.');
            strbuf_add(out, s + at, (size_t)len);
            after = true;
        } else {
            after = after && separates(c) && is_digit(char_before(s, at));
        }
    }
    strbuf_putc(out, ' ');
}

/* The same where nothing but a letter parts groups, nor is a point put. */
static void put_all_digits(struct strbuf *out, const char *s, int n)
{
    bool after = false;
    for (int at = 0, len; at < n; at += len) {
        int c = char_at(s, n, at, &len);
        if (is_digit(c)) {
            if (!after)
                strbuf_putc(out, ' ');
            strbuf_add(out, s + at, (size_t)len);
        }
        after = is_digit(c) || (after && !in_word(c));
    }
    strbuf_putc(out, ' ');
}

static bool has_space(const char *s, int n)
{
    for (int at = 0, len; at < n; at += len)
        if (utf8_class(char_at(s, n, at, &len)) == UTF8_SPACE)
            return true;
    return false;
}

/* Is every group of a there in b? */
static bool groups_within(const char *a, const char *b)
{
    for (const char *next; a[1]; a = next) {
        next = strchr(a + 1, ' ');
        size_t n = (size_t)(next - a) + 1;
        const char *at = b;
        while (at && strncmp(at, a, n) != 0)
            at = strchr(at + 1, ' ');
        if (!at)
            return false;
    }
    return true;
}

static bool digits_within(const char *s, int n, const char *text)
{
    struct strbuf want = STRBUF_INIT, have = STRBUF_INIT;
    void (*put)(struct strbuf *, const char *, int) =
        has_space(s, n) ? put_all_digits : put_digits;
    put(&want, s, n);
    put(&have, text, (int)strlen(text));
    bool yes = groups_within(want.s, have.s);
    strbuf_release(&want);
    strbuf_release(&have);
    return yes;
}

static bool is_minus(int c)
{
    return c == '-' || c == 0x2212;
}

/* Is there a minus right before a digit, or before a sign that is? */
static bool minus_within(const char *text)
{
    int n = (int)strlen(text);
    for (int at = 0, len; at < n; at += len) {
        if (!is_minus(char_at(text, n, at, &len)))
            continue;
        int behind = char_here(text, n, at + len);
        if (is_digit(behind) || utf8_is_currency(behind))
            return true;
    }
    return false;
}

static bool name_within(const char *s, int n, const char *text)
{
    int whole = (int)strlen(text);
    for (int at = 0; at + n <= whole; at++)
        if (memcmp(text + at, s, (size_t)n) == 0 &&
            !in_word(char_before(text, at)))
            return true;
    return false;
}

/* The runs of a code that begin with a letter: of 3rd the digits will do. */
static bool letters_within(const char *s, int n, const char *text)
{
    for (int at = 0, len; (len = span_run(s, n, &at)) > 0; at += len)
        if (!is_digit(char_here(s, n, at)) && !name_within(s + at, len, text))
            return false;
    return true;
}

bool span_within(enum span_kind kind, const char *s, int n, const char *text)
{
    if (kind != SPAN_NUMBER && kind != SPAN_CODE)
        return name_within(s, n, text);
    if (is_minus(char_here(s, n, 0)) && !minus_within(text))
        return false;
    return digits_within(s, n, text) &&
           (kind == SPAN_NUMBER || letters_within(s, n, text));
}
