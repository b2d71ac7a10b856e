/* jumps: how far alignments jump in the HMM.
 *
 *     A(i', i) = s_e(i - i') / sum_l s_e(l - i'),      e the word at i'
 *
 * The widths d = i - i' are in buckets: each short one by itself, longer ones
 * together.  Each word e has its own s_e, drawn towards that of all words, s
 * (He 2007, "Using word-dependent transition models in HMM-based word
 * alignment"), and so has the first jump, which leaves from before e_1.
 *
 * A jump that there was no room for in a sentence is no evidence against it.
 * With n(i') the expected number of jumps from i', Z(i') the sum under A and
 * b the bucket of d, the update is
 *
 *                 sum xi(i', i) + tau s(b)
 *     s_e(b) = --------------------------------
 *              sum n(i') m_b(i') / Z(i') + tau
 *
 * with m_b(i') the number of l whose l - i' is in b: the minorisation of
 * Hunter 2004 ("MM algorithms for generalized Bradley-Terry models"), which
 * never lowers the likelihood (of s alone, or under the Gamma prior of
 * s_e). */
#ifndef LEX_JUMPS_H
#define LEX_JUMPS_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/arena.h"

enum { JUMP_NEAR = 6, JUMP_SIDE = 10, JUMP_BUCKETS = 2 * JUMP_SIDE + 1 };

struct jumps {
    int K;                       /* words; rows K (all) and K + 1 (first) */
    double tau;                  /* < 0: no word has its own */
    float *s;                    /* [(K + 2) * JUMP_BUCKETS] */
    _Atomic int64_t *made;       /* the same shape: sum of xi, 2^-32 */
    _Atomic int64_t *room;       /* sum of n m / Z, 2^-20: on lines
                                    of 400 words one adds some 180 */
};

void jumps_new(struct jumps *j, int K, double tau, struct arena *arena);

int jumps_bucket(int d);

/* A[(I + 1) * I] (hmm.h) of a sentence of I words (-1: unknown). */
void jumps_matrix(float *A, const struct jumps *j, const int *word, int I);

/* Adds what a sentence had: xi of hmm.h. */
void jumps_count(struct jumps *j, const float *xi, const int *word, int I);

/* s from the counts, which are zeroed. */
void jumps_update(struct jumps *j);

#endif
