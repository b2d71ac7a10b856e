/* i8_avx2: pairs of products in 16 bits, which are exact where those of
 * VPMADDUBSW would saturate. */
#include "kern/i8_ymm.h"

enum { MR = 2, NV = 4 };

/* The sums of columns 0 .. 7 from those of their two halves of four. */
FN __m256i joined(__m256i low, __m256i high)
{
    return _mm256_permute4x64_epi64(_mm256_hadd_epi32(low, high), 0xD8);
}

/* M rows, a constant of the caller, of columns j .. j + 15; c has two sums
 * for each of four columns, and both begin with half of the correction. */
FN void run(int M, const struct i8_tile *t, int j)
{
    __m256i c[MR][NV];
    UNROLL
    for (int i = 0; i < M; i++) {
        UNROLL
        for (int v = 0; v < NV; v++)
            c[i][v] = _mm256_set1_epi32(-64 * t->row[i].sum);
    }
    for (int k = 0; k < t->k; k += 4) {
        const __m128i *B = (const void *)line_of(t, j, k);
        __m256i a[MR];
        UNROLL
        for (int i = 0; i < M; i++)
            a[i] = _mm256_cvtepi8_epi16(_mm_set1_epi32(four_of(t, i, k)));
        UNROLL
        for (int v = 0; v < NV; v++) {
            __m256i b = _mm256_cvtepu8_epi16(_mm_loadu_si128(B + v));
            UNROLL
            for (int i = 0; i < M; i++)
                c[i][v] = _mm256_add_epi32(c[i][v],
                                           _mm256_madd_epi16(b, a[i]));
        }
    }
    UNROLL
    for (int i = 0; i < M; i++) {
        write_eight(t, i, j, joined(c[i][0], c[i][1]));
        write_eight(t, i, j + LANES, joined(c[i][2], c[i][3]));
    }
}

static void tile(const struct i8_tile *t)
{
    for (int j = 0; j < t->n; j += LINE)
        if (t->m == 1)
            run(1, t, j);
        else
            run(2, t, j);
}

const struct i8 i8_avx2 = {"avx2", "avx2", MR, i8_body_quantise, tile};
