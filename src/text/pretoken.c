#include "text/pretoken.h"

#include <assert.h>

#include "base/utf8.h"

/* Class of the character at s[at]; ASCII without a table look-up, because
 * most text is mostly ASCII. */
static enum utf8_class class_at(const char *s, size_t n, size_t at, int *len)
{
    unsigned char c = (unsigned char)s[at];

    if (c >= 0x80)
        return utf8_class(utf8_next(s + at, n - at, len));
    *len = 1;
    if ((unsigned char)((c | 0x20) - 'a') < 26)
        return UTF8_LETTER;
    if ((unsigned char)(c - '0') < 10)
        return UTF8_DIGIT;
    return UTF8_OTHER;
}

/* End of the run of letters or digits, or of the one character, at s[at]. */
static size_t run_end(const char *s, size_t n, size_t at)
{
    int len;
    enum utf8_class first = class_at(s, n, at, &len);

    at += (size_t)len;
    if (first != UTF8_LETTER && first != UTF8_DIGIT)
        return at;
    for (int chars = 1; at < n && chars < PRETOKEN_MAX; chars++) {
        if (class_at(s, n, at, &len) != first)
            break;
        at += (size_t)len;
    }
    return at;
}

size_t pretoken_next(const char *s, size_t n, size_t at)
{
    assert(at < n);
    if (s[at] != ' ')
        return run_end(s, n, at) - at;
    if (at + 1 == n || s[at + 1] == ' ')
        return 1;
    return run_end(s, n, at + 1) - at;
}
