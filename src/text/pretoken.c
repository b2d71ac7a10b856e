#include "text/pretoken.h"

#include <assert.h>

#include "base/utf8.h"
#include "text/script.h"

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

/* The script of a letter, katakana apart from hiragana, which is SCRIPT_KANA
 * here; marks are of none. */
enum { KATAKANA = SCRIPT_COUNT };

static int hand_at(const char *s, size_t n, size_t at)
{
    enum { LAST_HIRAGANA = 0x309F };
    int len, c = utf8_next(s + at, n - at, &len);
    enum script script = utf8_is_mark(c) ? SCRIPT_OTHER : script_of(c);

    return script == SCRIPT_KANA && c > LAST_HIRAGANA ? KATAKANA : script;
}

/* Does a word end between letters of these?  What is of no script joins. */
static bool parts(int before, int after)
{
    return before != after && before != SCRIPT_OTHER &&
           after != SCRIPT_OTHER &&
           !(before == SCRIPT_HAN && after == SCRIPT_KANA);
}

/* End of the run of letters or digits, or of the one character, at s[at]. */
static size_t run_end(const char *s, size_t n, size_t at, bool by_script)
{
    int len;
    enum utf8_class first = class_at(s, n, at, &len);
    int hand = by_script ? hand_at(s, n, at) : SCRIPT_OTHER;

    at += (size_t)len;
    if (first != UTF8_LETTER && first != UTF8_DIGIT)
        return at;
    for (int chars = 1; at < n && chars < PRETOKEN_MAX; chars++) {
        int before = hand;

        if (class_at(s, n, at, &len) != first)
            break;
        if (by_script)
            hand = hand_at(s, n, at);
        if (parts(before, hand))
            break;
        at += (size_t)len;
    }
    return at;
}

static size_t next(const char *s, size_t n, size_t at, bool by_script)
{
    assert(at < n);
    if (s[at] != ' ')
        return run_end(s, n, at, by_script) - at;
    if (at + 1 == n || s[at + 1] == ' ')
        return 1;
    return run_end(s, n, at + 1, by_script) - at;
}

size_t pretoken_next(const char *s, size_t n, size_t at)
{
    return next(s, n, at, false);
}

size_t pretoken_next_script(const char *s, size_t n, size_t at)
{
    return next(s, n, at, true);
}
