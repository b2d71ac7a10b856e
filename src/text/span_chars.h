/* span_chars: characters of a text, for span*.c. */
#ifndef TEXT_SPAN_CHARS_H
#define TEXT_SPAN_CHARS_H

#include <stdbool.h>

#include "base/utf8.h"

static inline int char_at(const char *s, int n, int at, int *len)
{
    return utf8_next(s + at, (size_t)(n - at), len);
}

static inline bool in_word(int c)
{
    enum utf8_class class = utf8_class(c);
    return (class == UTF8_LETTER && !utf8_is_spaceless(c)) ||
           class == UTF8_DIGIT;
}

static inline bool is_digit(int c)
{
    return utf8_class(c) == UTF8_DIGIT;
}

/* Where the character before `at` > 0 begins. */
static inline int step_back(const char *s, int at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
    return at;
}

/* The character before `at` in s, or a space. */
static inline int char_before(const char *s, int at)
{
    int from = at > 0 ? step_back(s, at) : 0, len;
    return at > 0 ? utf8_next(s + from, (size_t)(at - from), &len) : ' ';
}

/* The character at s[at], or a space at the end. */
static inline int char_here(const char *s, int n, int at)
{
    int len;
    return at < n ? char_at(s, n, at, &len) : ' ';
}

#endif
