/* span: parts of a text that a translation should hold as they are.
 *
 *     number    12, 3.5, 1,204, 10:30, 12/05/2020, $20, -5, 50%, 1 000 000,
 *               06 12 34 56 78, +33 612 345678, (555) 123-4567
 *     code      a word of digits and letters: A4, COVID-19, 1990s
 *     address   what has "://" or begins "www."; x@y.z
 *     name      capitalised, and a word of it was never seen, in no case:
 *               Kowalski, Jan Kowalski, Anne-Kowalska
 *     unseen    a word with a character never seen, or a symbol: C++, 50%;
 *               what stands in brackets never seen, without spaces: {name}
 *
 * Punctuation around them, and a possessive 's, are not part of them. */
#ifndef TEXT_SPAN_H
#define TEXT_SPAN_H

#include <stdbool.h>

#include "base/arena.h"
#include "text/vocab.h"

enum span_kind { SPAN_NUMBER, SPAN_CODE, SPAN_ADDRESS, SPAN_NAME, SPAN_UNSEEN };

struct span {
    enum span_kind kind;
    int start, len; /* bytes */
};

/* The spans of s[0..n), from left to right, in `arena`; returns how many.
 * `seen` are the words that have been seen; NULL: no names are looked for. */
int span_find(const char *s, int n, const struct vocab *seen, struct span **out,
              struct arena *arena);

/* Adds s[start .. end), whose characters were never seen, to the n spans of
 * s[0..whole), which have room for one more: without the quotes and other
 * punctuation at its ends (nothing may be left), with the letters and digits
 * beside it and the spans that it meets.  One that follows another after a
 * space goes on with it.  Returns how many there are. */
int span_add_unseen(struct span *span, int n, const char *s, int whole,
                    int start, int end);

/* Does `text` hold the span s[0..n)?  Of a number or a code its digits are
 * wanted, a minus before them, and what of a code begins with a letter: 1,204
 * is there as 1.204 or 1 204 with a no-break space, 1 204 as 1,204, $3 as 3,
 * 3rd as 3., A4 as A4; of a name the beginning of a word: Kowalskis has
 * Kowalski. */
bool span_within(enum span_kind kind, const char *s, int n, const char *text);

/* Where the word s[0..n) stands in text from `from` on, with neither letter
 * nor digit beside it; NULL: nowhere. */
const char *span_word(const char *text, const char *from, const char *s, int n);

/* The next run of letters, marks and digits at or after s[*at], *at its
 * place; 0: none.  Letters of scripts without spaces are no words. */
int span_run(const char *s, int n, int *at);

/* Is the last character of s[0..n), the first of s, one of a run? */
bool span_ends_in_run(const char *s, int n);
bool span_begins_in_run(const char *s);

/* Has it a capital first?  And is it digits alone? */
bool span_capital(const char *s, int n);
bool span_digits(const char *s, int n);
/* Has the word been seen without capitals? */
bool span_lower_seen(const struct vocab *seen, const char *s, int n);
/* Were most words of s[0..n) seen, but not as here, only with fewer capitals?
 * Of a single word more than the first letter has to be one. */
bool span_all_capitals(const struct vocab *seen, const char *s, int n);

#endif
