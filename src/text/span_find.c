/* Spans of a text: pieces between white space first, then what is in them,
 * then numbers that take more than one. */
#include <string.h>

#include "base/strbuf.h"
#include "text/span.h"
#include "text/span_chars.h"

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

/* ==== Numbers of several words, and with signs ==== */

/* How many of the n spans from x on are numbers, one space between them. */
static int spaced(const struct finder *f, const struct span *x, int n)
{
    int k = 0, end;
    do {
        if (x[k].kind != SPAN_NUMBER)
            return k;
        end = x[k].start + x[k].len;
        k++;
    } while (k < n && x[k].start > end &&
             utf8_class(char_here(f->s, f->n, end)) == UTF8_SPACE &&
             step_back(f->s, x[k].start) == end);
    return k;
}

/* 12 000, 1 204 567,50 */
static bool is_grouped(const struct finder *f, const struct span *x, int n)
{
    bool yes = n > 1 && x[0].len <= 3 && f->s[x[0].start] != '0' &&
               span_digits(f->s + x[0].start, x[0].len);
    for (int k = 1; k < n && yes; k++) {
        const char *s = f->s + x[k].start;
        yes = x[k].len >= 3 && span_digits(s, 3) &&
              (x[k].len == 3 || (k == n - 1 && (s[3] == ',' || s[3] == '.')));
    }
    return yes;
}

/* 06 12 34 56 78, +33 612 345678 */
static bool is_dialled(const struct finder *f, const struct span *x, int n)
{
    enum { GROUPS = 3, DIGITS = 4 };
    if (char_before(f->s, x[0].start) == '+')
        return n > 1;
    bool yes = n >= GROUPS;
    for (int k = 0; k < n && yes; k++)
        yes = x[k].len <= DIGITS && span_digits(f->s + x[k].start, x[k].len);
    return yes;
}

/* (555) 123-4567 */
static bool has_area(const struct finder *f, const struct span *x, int n)
{
    return n > 1 && x[0].kind == SPAN_NUMBER && x[1].kind == SPAN_NUMBER &&
           char_before(f->s, x[0].start) == '(' &&
           x[1].start - x[0].start == x[0].len + 2 &&
           memcmp(f->s + x[0].start + x[0].len, ") ", 2) == 0 &&
           memchr(f->s + x[1].start, '-', (size_t)x[1].len) != NULL;
}

/* A minus, not a dash between two things: nothing but white space or an
 * opening bracket is before it. */
static bool is_minus(const struct finder *f, int from, int start)
{
    int c = start > from ? char_before(f->s, start) : ' ';
    if (c != '-' && c != 0x2212)
        return false;
    int at = step_back(f->s, start), before = char_before(f->s, at);
    return at == 0 || utf8_class(before) == UTF8_SPACE || before == '(';
}

static void take_before(const struct finder *f, struct span *x)
{
    int start = step_back(f->s, x->start);
    x->len += x->start - start;
    x->start = start;
}

/* Takes in signs that stand right before, at `from` or behind it, or right
 * behind: $20, -5, -$5, 50%, +33 612. */
static void add_signs(const struct finder *f, struct span *x, int from,
                      bool dialled)
{
    int before = x->start > from ? char_before(f->s, x->start) : ' ', len;
    int end = x->start + x->len;
    if (utf8_is_currency(before) || (dialled && before == '+'))
        take_before(f, x);
    if (is_minus(f, from, x->start))
        take_before(f, x);
    if (end < f->n) {
        int behind = char_at(f->s, f->n, end, &len);
        if (utf8_is_currency(behind) || behind == '%')
            x->len += len;
    }
}

/* Makes one span of those of a number. */
static int join_numbers(const struct finder *f, struct span *x, int n)
{
    int out = 0, from = 0;
    for (int k = 0, take; k < n; k += take) {
        int run = spaced(f, x + k, n - k), start = x[k].start;
        bool dialled = run > 0 && is_dialled(f, x + k, run);
        bool area = has_area(f, x + k, n - k);
        take = area ? 2 : dialled || is_grouped(f, x + k, run) ? run : 1;
        int end = x[k + take - 1].start + x[k + take - 1].len;
        x[out] = (struct span){x[k].kind, start - area, end - start + area};
        if (x[out].kind == SPAN_NUMBER && !area)
            add_signs(f, &x[out], from, dialled);
        from = x[out].start + x[out].len;
        out++;
    }
    return out;
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
    return join_numbers(&f, *out, spans);
}
