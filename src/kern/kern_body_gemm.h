/* kern_body_gemm: the micro-kernel of the matrix product.
 *
 * A tile of C stays in registers while k runs: each step loads TILE_NV
 * vectors of B's panel and broadcasts one element of A a row.  Every element
 * of C is one chain of fma over k in order, so its bits do not depend on the
 * tile's shape or on where k is cut into blocks. */
#ifndef KERN_KERN_BODY_GEMM_H
#define KERN_KERN_BODY_GEMM_H

#include "kern/unroll.h"

#if VEC == 1
#define KERN_UNROLL    /* ref is plain loops */
#else
#define KERN_UNROLL UNROLL
#endif

_Static_assert(TILE_MR == 4 || TILE_MR == 6, "a body for each row");

struct tile_args {
    int k, last; /* steps; lanes used of a row's last vector */
    const real *A, *B, *from, *next;
    real *C;
    ptrdiff_t rsa, csa, ldf, ldc, step;
};

/* The tile, M rows of V vectors; M and V are constants of the caller. */
VEC_FN void tile_read(int M, int V, const struct tile_args *t,
                      vec c[TILE_MR][TILE_NV])
{
    KERN_UNROLL
    for (int i = 0; i < M; i++) {
        KERN_UNROLL
        for (int j = 0; j < V; j++) {
            ptrdiff_t at = i * t->ldf + j * VEC;
            if (!t->from)
                c[i][j] = vec_set1(0);
            else if (j < V - 1 || t->last == VEC)
                c[i][j] = vec_load(t->from + at);
            else
                c[i][j] = vec_load_n(t->from + at, t->last, 0);
        }
    }
}

VEC_FN void tile_write(int M, int V, const struct tile_args *t,
                       vec c[TILE_MR][TILE_NV])
{
    KERN_UNROLL
    for (int i = 0; i < M; i++) {
        real *C = t->C + i * t->ldc;
        KERN_UNROLL
        for (int j = 0; j < V; j++) {
            if (j < V - 1 || t->last == VEC)
                vec_store(C + j * VEC, c[i][j]);
            else
                vec_store_n(C + j * VEC, c[i][j], t->last);
        }
    }
}

/* The tile below will be wanted next, and its rows of C are far apart. */
VEC_FN void tile_fetch_below(int M, int V, const struct tile_args *t)
{
    enum { LINE = 64 / sizeof(real) };
    KERN_UNROLL
    for (int i = M; i < 2 * M; i++) {
        KERN_UNROLL
        for (int j = 0; j < V * VEC; j += LINE)
            __builtin_prefetch(t->C + i * t->ldc + j, 1, 2);
    }
}

/* One step of k, `at` elements into the rows of A.  The rows come by threes:
 * of three addresses x, x + rsa and x + 2 rsa one is a register. */
VEC_FN void tile_step(int M, int V, const real *const A[], ptrdiff_t rsa,
                      ptrdiff_t at, const real *B, vec c[TILE_MR][TILE_NV])
{
    vec b[TILE_NV];
    KERN_UNROLL
    for (int j = 0; j < V; j++)
        b[j] = vec_load(B + j * VEC);
    KERN_UNROLL
    for (int i = 0; i < M; i++) {
        vec a = vec_set1(A[i / 3][i % 3 * rsa + at]);
        KERN_UNROLL
        for (int j = 0; j < V; j++)
            c[i][j] = vec_fma(a, b[j], c[i][j]);
    }
}

/* Two steps a round: with one, the round's own counting costs 7 %. */
VEC_FN void tile_run(int M, int V, ptrdiff_t rsa, ptrdiff_t csa,
                     const struct tile_args *t)
{
    enum { ROW = TILE_NV * VEC };
    vec c[TILE_MR][TILE_NV];
    const real *A[] = {t->A, M > 3 ? t->A + 3 * rsa : NULL};
    const real *B = t->B, *next = t->next;
    ptrdiff_t step = t->step;
    int k = t->k;

    tile_read(M, V, t, c);
    tile_fetch_below(M, V, t);
    for (; k > 1; k -= 2) {
        tile_step(M, V, A, rsa, 0, B, c);
        __builtin_prefetch(next, 0, 2); /* 2: second-level cache */
        tile_step(M, V, A, rsa, csa, B + ROW, c);
        __builtin_prefetch(next + step, 0, 2);
        next += 2 * step;
        KERN_UNROLL
        for (int i = 0; i < (M + 2) / 3; i++)
            A[i] += 2 * csa;
        B += 2 * ROW;
    }
    if (k > 0)
        tile_step(M, V, A, rsa, 0, B, c);
    tile_write(M, V, t, c);
}

/* Bodies of a tile, by A's strides.  Where multiply and add are two, or come
 * one by one, three are not worth the time of compiling them. */
#ifndef TILE_BODIES
#define TILE_BODIES (VEC_FMA && VEC > 1 ? 3 : 1)
#endif

/* A is as the caller has it, row after row, or in tiles, or neither.  A stride
 * that the compiler knows costs no instruction, and where a core is shared,
 * each one beside the FMAs costs. */
VEC_FN void tile_by_strides(int M, int V, const struct tile_args *t)
{
    if (TILE_BODIES == 3 && t->csa == 1)
        tile_run(M, V, t->rsa, 1, t);
    else if (TILE_BODIES == 3 && t->rsa == 1 && t->csa == M)
        tile_run(M, V, 1, M, t);
    else
        tile_run(M, V, t->rsa, t->csa, t);
}

/* tile_M: a tile of M rows, a body for every number of vectors there is. */
#define TILE_ROWS(M)                                       \
    static void tile_##M(int V, const struct tile_args *t) \
    {                                                      \
        if (TILE_NV > 1 && V == 1)                         \
            tile_by_strides(M, 1, t);                      \
        else if (TILE_NV > 2 && V == 2)                    \
            tile_by_strides(M, 2, t);                      \
        else if (TILE_NV > 3 && V == 3)                    \
            tile_by_strides(M, 3, t);                      \
        else                                               \
            tile_by_strides(M, TILE_NV, t);                \
    }

TILE_ROWS(1)
TILE_ROWS(2)
TILE_ROWS(3)
TILE_ROWS(4)
#if TILE_MR > 4
TILE_ROWS(5)
TILE_ROWS(6)
#endif

static void (*const tile_rows[TILE_MR])(int, const struct tile_args *) = {
    tile_1, tile_2, tile_3, tile_4,
#if TILE_MR > 4
    tile_5, tile_6,
#endif
};

static void tile(int m, int n, int k, const real *A, ptrdiff_t rsa,
                 ptrdiff_t csa, const real *B, const real *from, ptrdiff_t ldf,
                 real *C, ptrdiff_t ldc, const real *next, ptrdiff_t step)
{
    int V = (n + VEC - 1) / VEC;
    struct tile_args t = {
        .k = k,
        .last = n - (V - 1) * VEC,
        .A = A,
        .B = B,
        .C = C,
        .rsa = rsa,
        .csa = csa,
        .ldc = ldc,
        .from = from,
        .ldf = ldf,
        .next = next,
        .step = step,
    };
    tile_rows[m - 1](V, &t);
}

#endif
