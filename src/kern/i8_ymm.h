/* i8_ymm: what the rows with registers of 256 bits share. */
#ifndef KERN_I8_YMM_H
#define KERN_I8_YMM_H

#include <immintrin.h>

#include "kern/i8_body.h"
#include "kern/unroll.h"

#define FN static inline __attribute__((always_inline))

/* Columns of a register; of a cache line of packed weights. */
enum { LANES = 8, LINE = 16 };

/* Columns j .. j + 7 of row i of C from their sums. */
FN void write_eight(const struct i8_tile *t, int i, int j, __m256i sum)
{
    float *C = t->C + i * t->ldc + j, some[LANES] = {0};
    int n = t->n - j < LANES ? t->n - j : LANES;
    __m256 s = _mm256_mul_ps(_mm256_set1_ps(t->row[i].scale),
                             _mm256_loadu_ps(t->scale + j));
    __m256 x = _mm256_mul_ps(_mm256_cvtepi32_ps(sum), s);
    if (n == LANES) {
        if (t->add)
            x = _mm256_add_ps(_mm256_loadu_ps(C), x);
        _mm256_storeu_ps(C, x);
    } else if (n > 0) {
        memcpy(some, C, (size_t)n * sizeof *C);
        if (t->add)
            x = _mm256_add_ps(_mm256_loadu_ps(some), x);
        _mm256_storeu_ps(some, x);
        memcpy(C, some, (size_t)n * sizeof *C);
    }
}

/* Four steps of k of row i of A. */
FN int four_of(const struct i8_tile *t, int i, int k)
{
    int a;
    memcpy(&a, t->A + (ptrdiff_t)i * t->k + k, sizeof a);
    return a;
}

/* The packed weights of columns j .. j + 15, and the same lines of some steps
 * later, fetched. */
FN const uint8_t *line_of(const struct i8_tile *t, int j, int k)
{
    enum { AHEAD = 16 };
    const uint8_t *B = t->B + (ptrdiff_t)k * I8_NR + 4 * j;
    _mm_prefetch((const char *)B + 4 * AHEAD * I8_NR, _MM_HINT_T0);
    return B;
}

#endif
