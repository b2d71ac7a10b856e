/* bpe: byte-pair encoding (Sennrich, Haddow, Birch 2016) over characters,
 * never across pre-tokens, with the space before a word as part of it.
 *
 * Learning keeps pair counts in a heap and updates only the words that hold
 * the merged pair.  Of pairs that occur equally often the one whose text is
 * greater goes first, so the merges are a function of the text alone.
 *
 * The file is subword-nmt's: "#version: 0.2" (0.1 is read, too), then one
 * merge "a b" a line, units escaped as in text/unit.h.  One thing differs:
 * subword-nmt marks where a word ends, with </w>; here a word begins with
 * the space before it, written U+2581, which is a character like any other:
 *
 *     subword-nmt   "t h", "th e</w>"
 *     s2s           "t h", "U+2581 th", "U+2581th e"   (U+2581 as itself)
 *
 * So the files are alike in form and not interchangeable.  A second line
 * "#bare" says that no space is put before a text (tokens.h's bare). */
#ifndef TEXT_BPE_H
#define TEXT_BPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/rng.h"
#include "base/strbuf.h"
#include "base/table.h"

struct bpe;

struct bpe_options {
    int merges;            /* at most */
    int least;             /* times that a pair must occur, >= 2 */
    /* Which pair goes first: the greatest count(ab) / (count(a) count(b))^G
     * of what is left to merge.  0: the most frequent one.  1: the one whose
     * halves are seen least without each other, which is how WordPiece is
     * commonly retold (Schuster and Nakajima 2012 themselves take the unit
     * that raises the likelihood of the text most).  Between them, words are
     * found where no spaces part them: frequent words are often neighbours by
     * chance.  Other than 0 it takes time in proportion to frequent pairs
     * times merges. */
    double association;
};

/* Learns merges from the words of `words` (pre-token -> index into count). */
struct bpe *bpe_learn(const struct table *words, const long long *count,
                      const struct bpe_options *o, struct arena *arena,
                      struct arena *scratch);

/* BPE-dropout (Provilkov, Emelianenko, Voita 2020, algorithm 1): before each
 * merge every place where one could be made is left out with probability p;
 * where all are left out, the word stays as it is. */
struct bpe_dropout {
    double p;
    struct rng rng;
    uint64_t drawn;            /* numbers of rng that are used up */
};

/* Cuts one pre-token into units: writes the byte length of each to len and
 * returns their number (<= n).  With `known` (may be NULL), a unit for which
 * it returns false is taken apart again along its merges.  `drop` may be
 * NULL. */
int bpe_apply(const struct bpe *b, const char *word, int n, int *len,
              struct bpe_dropout *drop,
              bool (*known)(void *ctx, const char *unit, int n), void *ctx);

int bpe_merges(const struct bpe *b);
void bpe_write(struct strbuf *out, const struct bpe *b, bool bare);
bool bpe_read(struct bpe **b, bool *bare, const char *s, size_t n,
              const char *where, struct arena *arena, struct error *err);

#endif
