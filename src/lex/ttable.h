/* ttable: t(f|e) and t(e|f) of all word pairs that stand in one sentence pair
 * of a text, as a sparse matrix; and the counts that make it.  What is said of
 * words here holds for their stems (bitext.h) in a table of their own.
 *
 * A direction `to` says which side is generated: 1 is t(f|e), the target
 * from the source, 0 is t(e|f).  Rows are source words e, columns target
 * words f.  The expected counts c(e, f) are integers, in units of 2^-32: a
 * sum of integers is the same in any order, so that any number of threads
 * makes the same bits.
 *
 *     t(f|e) = exp psi(c(e,f) + a) / exp psi(sum_f c(e,f) + a n_e)
 *
 * with n_e the words that e was seen with: the mean-field estimate under a
 * Dirichlet prior (Riley and Gildea 2012, "Improving the IBM alignment models
 * using variational Bayes").  With a = 0 it is c(e,f) / sum_f c(e,f): plain
 * EM.  The empty word has a row of its own in each direction. */
#ifndef LEX_TTABLE_H
#define LEX_TTABLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "lex/bitext.h"

/* No t is smaller; also that of pairs which are not in the table. */
#define TTABLE_FLOOR 1e-7f

/* 64 columns of a row. */
struct ttable_block {
    uint64_t has;                /* bit f % 64: there is such a pair */
    int place;                   /* of the first of them */
};

struct ttable {
    int K[2];                    /* words of source, target */
    int *row;                    /* [K[0] + 1] where each e begins */
    int *col;                    /* [row[K[0]]] f, ascending in a row */
    int *dense;                  /* [K[0]] the first of its (K[1] + 63) / 64
                                    blocks; -1: too sparse to have any */
    struct ttable_block *block;
    bool shared;                 /* one count for both directions */
    /* each by direction; with `shared` up[0] and up[1] are the same array,
     * count[0] and count[1], too */
    float *up[2];                /* [n] the numerator of t */
    _Atomic int64_t *count[2];   /* [n] */
    float *down[2];              /* down[to][word of the side that is given]:
                                    one over the denominator */
    float *empty[2];             /* empty[to][word of side to]: t(w|NULL) */
    _Atomic int64_t *empty_count[2];
    int *seen[2];                /* n_e, n_f: lengths of rows and columns
                                    before any was pruned */
};

/* All pairs of a text; every t from one given word is the same. */
void ttable_new(struct ttable *t, const struct bitext *b,
                enum bitext_level level, bool shared, struct arena *arena);

/* at[k]: the place of (e, f[k]) for k < n; -1: not there, or a word is -1. */
void ttable_find(const struct ttable *t, int e, const int *f, int n, int *at);

/* t of the pair at place k of ttable_find. */
static inline float ttable_get(const struct ttable *t, int to, int k, int e,
                               int f)
{
    if (k < 0)
        return TTABLE_FLOOR;
    float p = t->up[to][k] * t->down[to][to ? e : f];
    return p > TTABLE_FLOOR ? p : TTABLE_FLOOR;
}

/* t(w|NULL) of a word of side `to`. */
static inline float ttable_empty(const struct ttable *t, int to, int w)
{
    float p = w < 0 ? 0.0f : t->empty[to][w];
    return p > TTABLE_FLOOR ? p : TTABLE_FLOOR;
}

/* Adds x >= 0 to a count. */
static inline void ttable_add(_Atomic int64_t *count, float x)
{
    atomic_fetch_add_explicit(count, (int64_t)(x * 0x1p32f),
                              memory_order_relaxed);
}

/* t from the counts, which are zeroed; prior is a. */
void ttable_update(struct ttable *t, double prior);

/* Forgets the pairs whose t is below `least` in both directions. */
void ttable_prune(struct ttable *t, float least);

#endif
