/* kern_body_row: one row of a matrix product, which a sentence that is
 * translated by itself asks for at every step.
 *
 * Each element of B is used once, so the memory decides.  ROW_PANELS panels
 * side by side are as many streams for the processor to foresee, and chains
 * of fma enough to hide their latency; they are the tile's chains. */
#ifndef KERN_KERN_BODY_ROW_H
#define KERN_KERN_BODY_ROW_H

#include "kern/kern_body_gemm.h"

static void row(int k, const real *a, ptrdiff_t csa, const real *B,
                const real *from, real *C)
{
    enum { ROW = TILE_NV * VEC, NV = ROW_PANELS * TILE_NV };
    ptrdiff_t panel = (ptrdiff_t)k * ROW;
    vec c[NV];
    KERN_UNROLL
    for (int j = 0; j < NV; j++)
        c[j] = from ? vec_load(from + j * VEC) : vec_set1(0);
    for (; k > 0; k--, a += csa, B += ROW) {
        vec x = vec_set1(*a);
        KERN_UNROLL
        for (int j = 0; j < NV; j++)
            c[j] = vec_fma(
                x, vec_load(B + j / TILE_NV * panel + j % TILE_NV * VEC), c[j]);
    }
    KERN_UNROLL
    for (int j = 0; j < NV; j++)
        vec_store(C + j * VEC, c[j]);
}

#endif
