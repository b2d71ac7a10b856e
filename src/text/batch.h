/* batch: a few sentence pairs as the network sees them, without padding.
 *
 * Everything is time-major and packed: the sentences of a side stand in
 * order of falling length, so that those still alive at step t are the first
 * n[t], and step t is the contiguous rows off[t] .. off[t] + n[t] of every
 * matrix over that side.  No row is ever computed for padding.
 *
 *     len = 4 3 1        t: 0 1 2 3      rows: 0 1 2 | 3 4 | 5 6 | 7
 *                     n[t]: 3 2 2 1      off:  0       3     5     7   8
 *
 * The two sides have different orders; src_of leads from the target's to the
 * source's.  All arrays live in the arena that the batch was made in. */
#ifndef TEXT_BATCH_H
#define TEXT_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/real.h"

/* Ids that every vocabulary shares. */
enum { ID_PAD = 0, ID_BOS = 1, ID_EOS = 2, ID_UNK = 3, ID_FIRST = 4 };

struct side {
    int B;            /* sentences */
    int T;            /* steps: the longest sentence */
    int rows;         /* tokens: the sum of len */
    const int *len;   /* [B], falling */
    const int *n;     /* [T] sentences alive at step t, falling */
    const int *off;   /* [T + 1] first row of step t; off[T] = rows */
    const int *of;    /* [rows] place of the sentence that a row is of */
    const int *in;    /* [rows] ids read: x_j, or y_{i-1} with <s> first */
    const int *out;   /* [rows] ids to be predicted: y_i; target only */
};

/* What the tokens of a pair stand for, as far as that is known: y_i, i from 0,
 * for x_j with each link first[i] .. first[i + 1] - 1; </s> has none.  The
 * weights of an i that has links sum to 1. */
struct guide_link {
    int j;
    real weight;
};

struct guide {
    const int *first;              /* [tokens of the target + 1] */
    const struct guide_link *link;
};

struct batch {
    struct side src;       /* x_1 .. x_Tx, </s> last */
    struct side tgt;
    const int *src_of;     /* [B] place in src of the pair at place b in tgt */
    const int *pair;       /* [B] number in the data of the pair at b in tgt */
    const struct guide *guide;     /* by that number; NULL, as batch_make
                                      leaves it: nothing is known */
    bool twice;                    /* each pair stands there twice, at places
                                      2k and 2k + 1 of either side (R-Drop) */
};

/* A sentence as ids, without <s> and </s>. */
struct sentence {
    const int *id;
    int n;
};

/* Packs the pairs pick[0..B) of src and tgt (tgt may be NULL: then the batch
 * has a source only, src_of is the place of pick[b] and pair its number). */
void batch_make(struct batch *out, const struct sentence *src,
                const struct sentence *tgt, const int *pick, int B,
                struct arena *arena);

/* Cuts the n pairs into batches of at most `size` pairs of like length.
 * order [n] receives the pairs, start [batches + 1] where each batch begins;
 * returns the number of batches.  The pairs are shuffled by (seed, epoch),
 * sorted by target and then source length, cut, and the batches shuffled: a
 * function of its arguments.
 *
 * With pool > 0 the shuffled pairs are taken `pool` batches at a time, and
 * only these are sorted and cut; the batches stay where they are (Bahdanau,
 * Cho, Bengio 2015, B.2, with pool 20; there the corpus was shuffled but
 * once). */
int batch_plan(const struct sentence *src, const struct sentence *tgt, int n,
               int size, int pool, uint64_t seed, uint64_t epoch, int *order,
               int *start, struct arena *scratch);

#endif
