/* utf8: Unicode behind a few functions; the only user of utf8proc.
 *
 * Malformed bytes never stop or hang anything: decoding always advances by
 * at least one byte and yields U+FFFD for what is not UTF-8. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum utf8_class {
    UTF8_LETTER,   /* L*: letters, and M*: marks */
    UTF8_DIGIT,    /* Nd, Nl, No */
    UTF8_SPACE,    /* Zs, Zl, Zp, TAB, LF, VT, FF, CR, U+0085, U+001C..1F */
    UTF8_OTHER     /* punctuation, symbols, controls, the rest */
};

/* Decodes one code point of s[0..n), n > 0; *len is how many bytes it took
 * (>= 1).  Overlong forms, surrogates, stray and truncated bytes give
 * U+FFFD and len 1. */
int utf8_next(const char *s, size_t n, int *len);

/* Appends the UTF-8 of code point c. */
void utf8_put(struct strbuf *out, int c);

/* Offset of the first byte that is not valid UTF-8, or n. */
size_t utf8_valid_prefix(const char *s, size_t n);

enum utf8_class utf8_class(int c);
/* The letter under its accents: the first code point of c decomposed. */
int utf8_base(int c);
bool utf8_is_mark(int c);
bool utf8_is_punct(int c);   /* general category P* */
bool utf8_is_symbol(int c);  /* S* */
bool utf8_is_currency(int c);   /* Sc */
bool utf8_is_upper(int c);
bool utf8_is_lower(int c);

/* Appends NFC(s) to out.  Runs of more than 30 combining marks are cut into
 * runs of 30 by U+034F first (UAX #15's Stream-Safe form), because
 * utf8proc's normalisation is quadratic in them.  Invalid bytes become
 * U+FFFD. */
void utf8_nfc(struct strbuf *out, const char *s, size_t n);

/* Appends s lower-cased as Unicode has it (3.13, with SpecialCasing.txt: a
 * sigma that ends a word, I with a dot), which is Python's str.lower(). */
void utf8_lower(struct strbuf *out, const char *s, size_t n);

/* Appends s in capitals, a character for a character, but SS for the sharp s
 * of German. */
void utf8_upper(struct strbuf *out, const char *s, size_t n);

/* Are more than half of its letters capitals? */
bool utf8_is_loud(const char *s, size_t n);

/* The next word of s[*at..n), as white space (UTF8_SPACE) parts them: how long
 * it is, 0 after the last.  *at moves to where it begins. */
size_t utf8_word(const char *s, size_t n, size_t *at);
int utf8_words(const char *s, size_t n);   /* how many there are */

/* Where s[0..*n) begins, and in *n how long it is, without the white space of
 * ASCII at its ends. */
const char *utf8_trim(const char *s, size_t *n);

/* Columns that s takes in a terminal: 2 for wide CJK, 0 for marks. */
int utf8_width(const char *s, size_t n);

/* Number of code points. */
int utf8_length(const char *s, size_t n);

/* Appends s with control characters, bidi controls and invalid bytes made
 * visible (<U+001B>), so that data never drives a terminal. */
void utf8_printable(struct strbuf *out, const char *s, size_t n);
/* The same for text of several lines: LF and TAB stay. */
void utf8_printable_lines(struct strbuf *out, const char *s, size_t n);

/* True when the script of c is written without spaces between words: Han,
 * kana, Thai, Lao, Khmer, Myanmar. */
bool utf8_is_spaceless(int c);

#endif
