/* run: what every forward and backward of a module needs to know. */
#ifndef NN_RUN_H
#define NN_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/par.h"
#include "base/real.h"
#include "base/rng.h"

struct attention_seq;

struct run {
    struct arena *batch;    /* activations and caches, until the next batch */
    struct arena *scratch;  /* marked and released inside one function */
    bool train;             /* dropout on; caches kept for backward */
    uint64_t seed;
    uint64_t step;          /* of training: keys this step's random numbers */
    /* The attention of an earlier pass over the same batch, whose random
     * choices are taken again, so that differences can be measured; NULL
     * otherwise. */
    const struct attention_seq *replay;
};

/* n x m reals of the batch arena, for what is written whole. */
static inline real *run_room(struct run *r, int n, int m)
{
    return (real *)arena_room(r->batch,
                              (size_t)n * (size_t)m * sizeof(real));
}

/* The same, of zeros. */
static inline real *run_matrix(struct run *r, int n, int m)
{
    real *x = run_room(r, n, m);
    par_zero(x, (size_t)n * (size_t)m * sizeof *x);
    return x;
}

/* Address of row i of a matrix m wide. */
static inline real *row_of(real *x, int i, int m)
{
    return x + (size_t)i * (size_t)m;
}

static inline const real *row_at(const real *x, int i, int m)
{
    return x + (size_t)i * (size_t)m;
}

#endif
