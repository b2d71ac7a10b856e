#include "text/span.h"

#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

/* ==== Characters ==== */

static int char_at(const char *s, int n, int at, int *len)
{
    return utf8_next(s + at, (size_t)(n - at), len);
}

static bool in_word(int c)
{
    enum utf8_class class = utf8_class(c);
    return (class == UTF8_LETTER && !utf8_is_spaceless(c)) ||
           class == UTF8_DIGIT;
}

static bool is_digit(int c)
{
    return utf8_class(c) == UTF8_DIGIT;
}

/* Where the character before `at` > 0 begins. */
static int step_back(const char *s, int at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
    return at;
}

/* The character before `at` in s, or a space. */
static int char_before(const char *s, int at)
{
    int from = at > 0 ? step_back(s, at) : 0, len;
    return at > 0 ? utf8_next(s + from, (size_t)(at - from), &len) : ' ';
}

/* The character at s[at], or a space at the end. */
static int char_here(const char *s, int n, int at)
{
    int len;
    return at < n ? char_at(s, n, at, &len) : ' ';
}

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

bool span_all_capitals(const struct vocab *seen, const char *s, int n)
{
    int words = 0, raised = 0;
    for (int at = 0, len; (len = span_run(s, n, &at)) > 0; at += len) {
        words++;
        raised += vocab_id(seen, s + at, len) < 0 &&
                  span_lower_seen(seen, s + at, len);
    }
    return raised >= 2 && 2 * raised > words;
}

/* ==== Finding ==== */

struct finder {
    const char *s;
    int n;
    const struct vocab *seen;
    struct strbuf list; /* of struct span */
};

static void add(struct finder *f, enum span_kind kind, int start, int end)
{
    struct span x = {kind, start, end - start};
    struct span *last = f->list.n > 0 ? (struct span *)(void *)f->list.s +
                                            f->list.n / sizeof x - 1
                                      : NULL;
    if (kind == SPAN_NAME && last && last->kind == SPAN_NAME &&
        last->start + last->len + 1 == start && f->s[start - 1] == ' ')
        last->len = end - last->start;
    else
        strbuf_add(&f->list, &x, sizeof x);
}

static bool is_name(const struct finder *f, const char *s, int n)
{
    if (!f->seen || !span_capital(s, n) || utf8_length(s, (size_t)n) < 2)
        return false;
    for (int at = 0, len; (len = span_run(s, n, &at)) > 0; at += len)
        if (vocab_id(f->seen, s + at, len) < 0 &&
            !span_lower_seen(f->seen, s + at, len))
            return true;
    return false;
}

/* The word s[start .. end): runs and what joins them. */
static void add_word(struct finder *f, int start, int end)
{
    bool digits = false, letters = false;
    for (int at = start, len; at < end; at += len) {
        int c = char_at(f->s, end, at, &len);
        digits = digits || is_digit(c);
        letters = letters || utf8_class(c) == UTF8_LETTER;
    }
    if (digits)
        add(f, letters ? SPAN_CODE : SPAN_NUMBER, start, end);
    else if (is_name(f, f->s + start, end - start))
        add(f, SPAN_NAME, start, end);
}

/* O'Brien */
static bool is_irish(const char *s, int n, int at)
{
    return s[at] == '\'' && at > 0 && s[at - 1] == 'O' &&
           !in_word(char_before(s, at - 1)) &&
           utf8_is_upper(char_here(s, n, at + 1));
}

/* Does s[at], one byte, join what is before and behind it to one word? */
static bool joins(const char *s, int n, int at)
{
    if (at + 1 >= n || !memchr("-.,:/'_", s[at], 7))
        return false;
    int before = char_before(s, at), behind = char_here(s, n, at + 1);
    if (s[at] == '-')
        return in_word(before) && in_word(behind);
    if (is_irish(s, n, at))
        return true;
    return is_digit(before) && is_digit(behind);
}

static void add_words(struct finder *f, int start, int end)
{
    for (int at = start, len; (len = span_run(f->s, end, &at)) > 0;) {
        int from = at;
        at += len;
        while (joins(f->s, end, at)) {
            at++;
            len = span_run(f->s, end, &at);
            at += len;
        }
        add_word(f, from, at);
    }
}

static bool is_address(const char *s, int n)
{
    const char *at = memchr(s, '@', (size_t)n);
    for (int i = 1; i + 3 < n; i++)
        if (memcmp(s + i, "://", 3) == 0)
            return true;
    if (n > 4 && memcmp(s, "www.", 4) == 0)
        return true;
    return at && at > s && memchr(at, '.', (size_t)(n - (at - s))) != NULL;
}

/* A piece between white space, without the punctuation around it. */
static void add_chunk(struct finder *f, int start, int end)
{
    while (end > start && strchr(".,;:!?\"')]}>", f->s[end - 1]))
        end--;
    while (start < end && strchr("\"'([{<", f->s[start]))
        start++;
    if (is_address(f->s + start, end - start))
        add(f, SPAN_ADDRESS, start, end);
    else
        add_words(f, start, end);
}

/* Scripts without spaces and their punctuation end a chunk as a space
 * does. */
static bool in_chunk(int c)
{
    return utf8_class(c) != UTF8_SPACE && !utf8_is_spaceless(c) &&
           (c < 0x80 || !utf8_is_punct(c));
}

int span_find(const char *s, int n, const struct vocab *seen, struct span **out,
              struct arena *arena)
{
    struct finder f = {s, n, seen, STRBUF_INIT};
    for (int at = 0, len; at < n; at += len) {
        int start = at;
        len = 0;
        while (at < n && in_chunk(char_at(s, n, at, &len)))
            at += len;
        if (at > start)
            add_chunk(&f, start, at);
        if (at == n)
            break;
    }
    int spans = (int)(f.list.n / sizeof **out);
    *out = ARENA_ARRAY(arena, struct span, spans);
    if (spans > 0)
        memcpy(*out, f.list.s, f.list.n);
    strbuf_release(&f.list);
    return spans;
}

/* ==== Characters never seen ==== */

/* Is it more than a quote, a dash, an accent for an apostrophe? */
static bool is_written(int c)
{
    enum utf8_class class = utf8_class(c);
    return class == UTF8_LETTER || class == UTF8_DIGIT ||
           (utf8_is_symbol(c) && c != '`' && c != 0xB4) ||
           (c > 0 && c < 0x80 && strchr("%#@&", c));
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

static void widen(const char *s, int whole, int *start, int *end)
{
    while (*start > 0 && in_word(char_before(s, *start)))
        *start = step_back(s, *start);
    for (int len; *end < whole && in_word(char_at(s, whole, *end, &len));)
        *end += len;
}

int span_add_unseen(struct span *span, int n, const char *s, int whole,
                    int start, int end)
{
    if (!trim(s, &start, &end))
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
    put_digits(&want, s, n);
    put_digits(&have, text, (int)strlen(text));
    bool yes = groups_within(want.s, have.s);
    strbuf_release(&want);
    strbuf_release(&have);
    return yes;
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
    return digits_within(s, n, text) &&
           (kind == SPAN_NUMBER || letters_within(s, n, text));
}
