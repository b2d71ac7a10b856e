/* i8_avx2: |w| times a with the sign of w.  Stored weights, 1 .. 255, times
 * signed numbers would saturate VPMADDUBSW's sums of two products; those of
 * magnitudes cannot: 2 * 128 * 127 < 2^15. */
#include "kern/i8_ymm.h"

enum {
    MR = 2,
    NV = I8_NR / LANES,    /* vectors of a panel, for a row alone */
    PAIR_NV = 4            /* for two, whose sums are registers, too */
};

/* Of each column, the sum of four products. */
FN __m256i four_products(__m256i size, __m256i w, __m256i a)
{
    __m256i two = _mm256_maddubs_epi16(size, _mm256_sign_epi8(a, w));
    return _mm256_madd_epi16(two, _mm256_set1_epi16(1));
}

/* M rows of V vectors of columns, both constants of the caller, from column
 * j on. */
FN void run(int M, int V, const struct i8_tile *t, int j)
{
    __m256i c[MR][NV];
    UNROLL
    for (int i = 0; i < M; i++) {
        UNROLL
        for (int v = 0; v < V; v++)
            c[i][v] = _mm256_setzero_si256();
    }
    for (int k = 0; k < t->k; k += 4) {
        const __m256i *B = (const void *)line_of(t, j, k);
        __m256i a[MR];
        UNROLL
        for (int i = 0; i < M; i++)
            a[i] = _mm256_set1_epi32(four_of(t, i, k));
        UNROLL
        for (int v = 0; v < V; v++) {
            __m256i w = _mm256_xor_si256(_mm256_loadu_si256(B + v),
                                         _mm256_set1_epi8(-128));
            __m256i size = _mm256_abs_epi8(w);
            UNROLL
            for (int i = 0; i < M; i++) {
                c[i][v] = _mm256_add_epi32(c[i][v],
                                           four_products(size, w, a[i]));
                /* one after the other: gcc began all sums at once, which
                 * are more than there are registers */
                __asm__("" : "+x"(c[i][v]));
            }
        }
    }
    UNROLL
    for (int i = 0; i < M; i++) {
        UNROLL
        for (int v = 0; v < V; v++)
            write_eight(t, i, j + v * LANES, c[i][v]);
    }
}

static void tile(const struct i8_tile *t)
{
    if (t->m == 1) {
        run(1, NV, t, 0);
        return;
    }
    for (int j = 0; j < t->n; j += PAIR_NV * LANES)
        run(2, PAIR_NV, t, j);
}

const struct i8 i8_avx2 = {"avx2", "avx2", MR, i8_body_quantise, tile};
