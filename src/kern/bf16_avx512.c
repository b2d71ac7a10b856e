/* AVX512_BF16 (AMD Zen 4 and later, Intel Cooper Lake and later): VDPBF16PS
 * adds the products of a pair of steps to each of sixteen sums, the odd step
 * first. */
#include "kern/bf16_pack.h"
#include "kern/unroll.h"

enum { MR = 6, NV = 4, NR = NV * LANES };

static void nothing(void)
{
}

static void panel(int n, int k, const real *B, ptrdiff_t rs, ptrdiff_t cs,
                  uint16_t *y)
{
    panel_any(NR, n, k, B, rs, cs, y);
}

struct tile_args {
    int n, k;
    const uint16_t *A, *B;
    float *C;
    ptrdiff_t lda, ldc;
    bool add;
};

BF16_FN __m512i pair_everywhere(const uint16_t *a)
{
    int pair;
    memcpy(&pair, a, sizeof pair);
    return _mm512_set1_epi32(pair);
}

/* M, a constant of the caller, rows of NV vectors. */
BF16_FN void tile_run(int M, const struct tile_args *t)
{
    __m512 c[MR][NV];
    const uint16_t *A = t->A, *B = t->B;
    UNROLL
    for (int i = 0; i < M; i++) {
        UNROLL
        for (int j = 0; j < NV; j++)
            c[i][j] = _mm512_maskz_loadu_ps(
                t->add ? first_lanes(t->n - j * LANES) : 0,
                t->C + i * t->ldc + j * LANES);
    }
    for (int k = t->k; k > 0; k -= 2, A += 2, B += 2 * NR) {
        __m512i b[NV];
        UNROLL
        for (int j = 0; j < NV; j++)
            b[j] = _mm512_loadu_si512(B + 2 * j * LANES);
        UNROLL
        for (int i = 0; i < M; i++) {
            __m512i a = pair_everywhere(A + i * t->lda);
            UNROLL
            for (int j = 0; j < NV; j++)
                c[i][j] = _mm512_dpbf16_ps(c[i][j], (__m512bh)a,
                                           (__m512bh)b[j]);
        }
    }
    UNROLL
    for (int i = 0; i < M; i++) {
        UNROLL
        for (int j = 0; j < NV; j++)
            _mm512_mask_storeu_ps(t->C + i * t->ldc + j * LANES,
                                  first_lanes(t->n - j * LANES), c[i][j]);
    }
}

#define TILE_ROWS(M)                                \
    static void tile_##M(const struct tile_args *t) \
    {                                               \
        tile_run(M, t);                             \
    }
TILE_ROWS(1)
TILE_ROWS(2)
TILE_ROWS(3)
TILE_ROWS(4)
TILE_ROWS(5)
TILE_ROWS(6)

static void tile(int m, int n, int k, const uint16_t *A, ptrdiff_t lda,
                 const uint16_t *B, real *C, ptrdiff_t ldc, bool add)
{
    static void (*const rows[MR])(const struct tile_args *) = {
        tile_1, tile_2, tile_3, tile_4, tile_5, tile_6};
    struct tile_args t = {
        .n = n,
        .k = k,
        .A = A,
        .B = B,
        .C = C,
        .lda = lda,
        .ldc = ldc,
        .add = add,
    };
    rows[m - 1](&t);
}

extern const struct bf16_kern bf16_avx512;

const struct bf16_kern bf16_avx512 = {
    .name = "avx512_bf16",
    .mr = MR,
    .nr = NR,
    .begin = nothing,
    .end = nothing,
    .tile = tile,
    .rows = bf16_rows,
    .turned = bf16_turned,
    .panel = panel,
};
