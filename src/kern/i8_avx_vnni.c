/* i8_avx_vnni: VPDPBUSD of 256 bits, for processors without AVX-512. */
#include "kern/i8_ymm.h"

enum { MR = 6 };

/* M rows, a constant of the caller, of columns j .. j + 15. */
FN void run(int M, const struct i8_tile *t, int j)
{
    __m256i c[MR][2];
    UNROLL
    for (int i = 0; i < M; i++)
        c[i][0] = c[i][1] = _mm256_set1_epi32(-128 * t->row[i].sum);
    for (int k = 0; k < t->k; k += 4) {
        const __m256i *B = (const void *)line_of(t, j, k);
        __m256i low = _mm256_loadu_si256(B), high = _mm256_loadu_si256(B + 1);
        UNROLL
        for (int i = 0; i < M; i++) {
            __m256i a = _mm256_set1_epi32(four_of(t, i, k));
            c[i][0] = _mm256_dpbusd_avx_epi32(c[i][0], low, a);
            c[i][1] = _mm256_dpbusd_avx_epi32(c[i][1], high, a);
        }
    }
    UNROLL
    for (int i = 0; i < M; i++) {
        write_eight(t, i, j, c[i][0]);
        write_eight(t, i, j + LANES, c[i][1]);
    }
}

#define ROWS(M)                                  \
    static void run_##M(const struct i8_tile *t) \
    {                                            \
        for (int j = 0; j < t->n; j += LINE)     \
            run(M, t, j);                        \
    }
ROWS(1)
ROWS(2)
ROWS(3)
ROWS(4)
ROWS(5)
ROWS(6)

static void tile(const struct i8_tile *t)
{
    static void (*const rows[MR])(const struct i8_tile *) = {
        run_1, run_2, run_3, run_4, run_5, run_6};
    rows[t->m - 1](t);
}

const struct i8 i8_avx_vnni = {"avx_vnni", "avx2", MR, i8_body_quantise,
                               tile};
