/* bitext: a parallel text as numbers, for the statistics of lex/.
 *
 * Words are what white space parts (utf8_word), lower-cased, so that "The" and
 * "the" are counted together.  A word's stem is its first BITEXT_STEM letters,
 * which in many languages most of its forms share.  Each side numbers its
 * words, and its stems, in the order in which they come. */
#ifndef LEX_BITEXT_H
#define LEX_BITEXT_H

#include "base/arena.h"
#include "base/table.h"

/* Words of a sentence beyond these are as if they were not there: the work
 * on a pair grows with the cube of its length. */
enum { BITEXT_WORDS = 400, BITEXT_STEM = 4 };

enum bitext_level { BITEXT_WORD, BITEXT_STEMS, BITEXT_LEVELS };

/* Sides: 0 the source, 1 the target. */
struct bitext_pair {
    int *id[BITEXT_LEVELS][2];   /* [n[side]]; -1: unknown */
    int n[2];
};

/* The words, or stems, of a side. */
struct bitext_types {
    struct table number;
    long *count;                 /* [number.n], after bitext_count */
};

struct bitext {
    struct bitext_types type[BITEXT_LEVELS][2];
    struct bitext_pair *pair;
    int n, most;
    struct arena *arena;
};

/* Empty, with room for `most` pairs, in `arena`. */
void bitext_init(struct bitext *b, int most, struct arena *arena);

/* Adds a pair of NUL-terminated texts in UTF-8; either may be empty. */
void bitext_add(struct bitext *b, const char *src, const char *tgt);

/* Fills the counts; nothing is added any more. */
void bitext_count(struct bitext *b);

/* The numbers of a pair in `arena` without learning from it: words that the
 * text has not are -1. */
void bitext_lookup(struct bitext_pair *out, const struct bitext *b,
                   const char *src, const char *tgt, struct arena *arena);

/* How many words or stems there are; the word of a number. */
int bitext_size(const struct bitext *b, enum bitext_level level, int side);
const char *bitext_word(const struct bitext *b, int side, int number);

#endif
