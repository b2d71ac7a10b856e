#include "text/sentences.h"

#include <stdbool.h>
#include <string.h>

#include "base/strbuf.h"
#include "text/span_chars.h"

/* In lower case; English, French, German, Spanish. */
static const char *const abbreviations[] = {
    "mr",   "mrs", "ms",   "dr",  "prof", "st",   "sr",     "jr",  "vs",
    "mt",   "no",  "nos",  "fig", "vol",  "pp",   "cf",     "etc", "inc",
    "ltd",  "co",  "gen",  "col", "capt", "lt",   "sgt",    "rev", "hon",
    "dept", "mm",  "mme",  "mlle", "mgr", "bzw",  "approx", "usw", "ca",
    "nr",   "str", "hr",   "ggf", "evtl", "sra",  "srta"};

static bool is_full_width(int c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF61;
}

static bool is_end(int c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x203C || c == 0x2047 ||
           c == 0x0964 || c == 0x061F || c == 0x06D4 || is_full_width(c);
}

/* Closes a quotation or brackets. */
static bool closes(int c)
{
    return (c > 0 && c < 0x80 && strchr(")]}\"'", c)) || c == 0x2019 ||
           c == 0x201D || c == 0xBB || c == 0x300D || c == 0x300F ||
           c == 0xFF09;
}

/* Where the word that ends before s[end] begins, without what opens it. */
static int word_start(const char *s, int from, int end)
{
    int at = end;
    while (at > from && utf8_class(char_before(s, at)) != UTF8_SPACE)
        at = step_back(s, at);
    while (at < end && strchr("\"'([{", s[at]))
        at++;
    return at;
}

static bool is_listed(const char *word)
{
    for (size_t i = 0; i < sizeof abbreviations / sizeof *abbreviations; i++)
        if (strcmp(abbreviations[i], word) == 0)
            return true;
    return false;
}

/* Is the point at s[at] that of Mr., J., p.m. or 3.? */
static bool is_abbreviated(const char *s, int from, int at)
{
    struct strbuf lower = STRBUF_INIT;
    int start = word_start(s, from, at), n = at - start;
    if (n <= 0 || memchr(s + start, '.', (size_t)n) ||
        utf8_length(s + start, (size_t)n) == 1)
        return true;
    bool digits = n <= 2;
    for (int i = start; i < at; i++)
        digits = digits && s[i] >= '0' && s[i] <= '9';
    utf8_lower(&lower, s + start, (size_t)n);
    bool yes = digits || is_listed(lower.s);
    strbuf_release(&lower);
    return yes;
}

/* Where the white space at s[at] ends. */
static int skip_space(const char *s, int n, int at)
{
    int len;
    while (at < n && utf8_class(char_at(s, n, at, &len)) == UTF8_SPACE)
        at += len;
    return at;
}

/* Behind the ends and closing marks from s[at] on; French has a space before
 * its guillemet. */
static int behind(const char *s, int n, int at)
{
    int len;
    while (at < n && is_end(char_at(s, n, at, &len)))
        at += len;
    int next = skip_space(s, n, at);
    if (char_here(s, n, next) == 0xBB)
        at = next;
    while (at < n && closes(char_at(s, n, at, &len)))
        at += len;
    return at;
}

/* May what follows white space at s[at] begin a sentence, after a point? */
static bool may_begin(const char *s, int n, int at, bool point)
{
    int c = char_here(s, n, at);
    enum utf8_class class = utf8_class(c);
    return !utf8_is_lower(c) && class != UTF8_SPACE &&
           !(point && class == UTF8_DIGIT);
}

/* Does the sentence that began at `from` end with the mark at s[at], up to
 * s[end]?  Then *next is where another begins. */
static bool ends_here(const char *s, int n, int from, int at, int end,
                      int *next)
{
    bool wide = is_full_width(char_here(s, n, at)), point = s[at] == '.';
    int begin = *next = skip_space(s, n, end);
    if (begin == n)
        return false;
    if (wide)
        return true;
    if (begin == end || !may_begin(s, n, begin, point))
        return false;
    return !point || (s[at + 1] != '.' && !is_abbreviated(s, from, at));
}

int sentences_find(struct sentence_text **out, const char *s, int n,
                   struct arena *arena)
{
    struct strbuf list = STRBUF_INIT;
    int from = skip_space(s, n, 0);
    for (int at = from, next, len; at < n; at += len) {
        if (!is_end(char_at(s, n, at, &len)))
            continue;
        int end = behind(s, n, at);
        if (ends_here(s, n, from, at, end, &next)) {
            struct sentence_text x = {from, end - from};
            strbuf_add(&list, &x, sizeof x);
            from = next;
        }
        len = end - at;
    }
    size_t left = (size_t)(n - from);
    utf8_trim(s + from, &left);
    if (left > 0) {
        struct sentence_text x = {from, (int)left};
        strbuf_add(&list, &x, sizeof x);
    }
    int count = (int)(list.n / sizeof **out);
    *out = ARENA_ARRAY(arena, struct sentence_text, count);
    if (count > 0)
        memcpy(*out, list.s, list.n);
    strbuf_release(&list);
    return count;
}
