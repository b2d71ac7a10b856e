/* bf16: micro-kernels for products of bfloat16 numbers.
 *
 * A bfloat16 is the upper half of a float: its sign and exponent, and 7 bits
 * of its mantissa.  Inputs are rounded to nearest, ties to even (subnormals
 * become 0, NaN and infinity stay); a product of two is exact in fp32, and
 * sums and results are fp32.  For which order the sums are made in, see each
 * row: bits are the same for any number of threads and any blocking, but
 * differ between the rows.
 *
 * Layouts.  Steps of k go in pairs, as the instructions take them, and are
 * filled up with zeros to K(k), the next multiple of BF16_STEPS.
 *
 *     A  rows of K(k) numbers, a stride apart
 *     B  panels of nr columns, each [K(k) / 2][nr][2]: the two steps of a
 *        pair beside one another, the columns after the last all zero */
#ifndef KERN_BF16_H
#define KERN_BF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/real.h"
#include "base/size.h"

enum { BF16_STEPS = 32 };

/* K(k). */
static inline int bf16_whole(int k)
{
    return ceil_div(k, BF16_STEPS) * BF16_STEPS;
}

struct bf16_kern {
    const char *name;
    int mr, nr; /* rows and columns of the micro-kernel */

    /* Around a thread's use of tile. */
    void (*begin)(void);
    void (*end)(void);

    /* C [m x n] (+)= A B, m <= mr, n <= nr, k a multiple of BF16_STEPS; lda
     * and ldc are strides.  A has mr rows that may be read. */
    void (*tile)(int m, int n, int k, const uint16_t *A, ptrdiff_t lda,
                 const uint16_t *B, real *C, ptrdiff_t ldc, bool add);

    /* y [m x K(k)] = x [m x k], or x' with x [k x m], rounded. */
    void (*rows)(int m, int k, const real *x, ptrdiff_t ldx, uint16_t *y,
                 ptrdiff_t ldy);
    void (*turned)(int m, int k, const real *x, ptrdiff_t ldx, uint16_t *y,
                   ptrdiff_t ldy);

    /* A panel of B, B(r, c) = B[r * rs + c * cs] with c < n <= nr; rs or cs
     * is 1. */
    void (*panel)(int n, int k, const real *B, ptrdiff_t rs, ptrdiff_t cs,
                  uint16_t *y);
};

/* The row in use; NULL when there is none. */
extern const struct bf16_kern *BF16;

/* Takes the row that goes with K: the processor's best; with ref, the plain
 * one; with rows of older instruction sets, none.  kern_use calls it. */
void bf16_choose(void);

/* Whether there is a row; or EXIT_USAGE and what to do. */
bool bf16_available(struct error *err);

/* As kern_row, kern_supported, kern_use (which chooses again). */
const struct bf16_kern *bf16_row(int i);
bool bf16_supported(const struct bf16_kern *row);
void bf16_use(const struct bf16_kern *row);

#endif
