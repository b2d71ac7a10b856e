/* matrix: operands for the tests of products. */
#ifndef MATRIX_H
#define MATRIX_H

#include "base/arena.h"
#include "base/rng.h"

/* The test's memory: it begins with arena_init and ends with arena_drop. */
static struct arena arena;

/* Numbers between -1 and 1; another salt, others. */
static inline real *random_matrix(int rows, int stride, int salt)
{
    size_t n = (size_t)rows * (size_t)stride;
    real *x = ARENA_ARRAY(&arena, real, n);
    struct rng r = rng_key(2, RNG_TEST, (uint64_t)salt, 0);
    for (size_t i = 0; i < n; i++)
        x[i] = (real)(rng_uniform(r, i) * 2 - 1);
    return x;
}

#endif
