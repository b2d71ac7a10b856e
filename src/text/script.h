/* script: which writing system a text uses. */
#ifndef TEXT_SCRIPT_H
#define TEXT_SCRIPT_H

#include <stddef.h>

#define SCRIPTS(X)                                                            \
    X(OTHER)                                                                  \
    X(LATIN) X(GREEK) X(CYRILLIC) X(ARMENIAN) X(HEBREW) X(ARABIC) X(INDIC)    \
        X(THAI) X(LAO) X(TIBETAN) X(MYANMAR) X(GEORGIAN) X(ETHIOPIC) X(KHMER) \
            X(MONGOLIAN) X(KANA) X(HANGUL) X(HAN)

enum script {
#define X(name) SCRIPT_##name,
    SCRIPTS(X)
#undef X
        SCRIPT_COUNT
};

enum script script_of(int c);

/* Adds the characters of s, by script, to count. */
void script_count(long long count[SCRIPT_COUNT], const char *s, size_t n);

/* The characters counted that are of a script: no digits, no punctuation. */
long long script_letters(const long long count[SCRIPT_COUNT]);

/* How much of two texts is of the same scripts, 0..1: the sum over scripts
 * of the lesser share.  Characters of no script (digits, punctuation) do not
 * count. */
double script_overlap(const long long a[SCRIPT_COUNT],
                      const long long b[SCRIPT_COUNT]);

#endif
