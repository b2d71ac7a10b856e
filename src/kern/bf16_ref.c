/* The plain row: every other is tested against it.
 *
 * Sums go as TDPBF16PS makes them (Intel SDM): in each BF16_STEPS steps of k
 * the even and the odd ones are summed apart, then added, then added to C. */
#include <string.h>

#include "kern/bf16.h"

enum { MR = 4, NR = 16 };

static uint16_t narrow(real x)
{
    float f = (float)x;
    uint32_t u;
    memcpy(&u, &f, sizeof u);
    uint32_t exponent = u >> 23 & 0xff;
    if (exponent == 0xff && (u & 0x7fffff))
        return (uint16_t)(u >> 16 | 0x40);      /* a NaN stays one */
    if (exponent == 0)
        return (uint16_t)(u >> 16 & 0x8000);
    return (uint16_t)((u + 0x7fff + (u >> 16 & 1)) >> 16);
}

static float widen(uint16_t x)
{
    uint32_t u = (uint32_t)x << 16;
    float f;
    memcpy(&f, &u, sizeof f);
    return f;
}

static void nothing(void)
{
}

/* One element: a a row of A, b a column of a panel. */
static float sum(float c, int k, const uint16_t *a, const uint16_t *b)
{
    for (int k0 = 0; k0 < k; k0 += BF16_STEPS) {
        float part[2] = {0, 0};
        for (int i = k0; i < k0 + BF16_STEPS; i++)
            part[i % 2] += widen(a[i]) * widen(b[i / 2 * 2 * NR + i % 2]);
        c += part[0] + part[1];
    }
    return c;
}

static void tile(int m, int n, int k, const uint16_t *A, ptrdiff_t lda,
                 const uint16_t *B, real *C, ptrdiff_t ldc, bool add)
{
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++) {
            real *c = &C[i * ldc + j];
            *c = (real)sum(add ? (float)*c : 0, k, A + i * lda, B + 2 * j);
        }
}

/* y [m x K(k)], y(i, r) = x[i * si + r * sr]. */
static void copy(int m, int k, const real *x, ptrdiff_t si, ptrdiff_t sr,
                 uint16_t *y, ptrdiff_t ldy)
{
    for (int i = 0; i < m; i++)
        for (int r = 0; r < bf16_whole(k); r++)
            y[i * ldy + r] = r < k ? narrow(x[i * si + r * sr]) : 0;
}

static void rows(int m, int k, const real *x, ptrdiff_t ldx, uint16_t *y,
                 ptrdiff_t ldy)
{
    copy(m, k, x, ldx, 1, y, ldy);
}

static void turned(int m, int k, const real *x, ptrdiff_t ldx, uint16_t *y,
                   ptrdiff_t ldy)
{
    copy(m, k, x, 1, ldx, y, ldy);
}

static void panel(int n, int k, const real *B, ptrdiff_t rs, ptrdiff_t cs,
                  uint16_t *y)
{
    for (int r = 0; r < bf16_whole(k); r++)
        for (int c = 0; c < NR; c++)
            y[r / 2 * 2 * NR + 2 * c + r % 2] =
                r < k && c < n ? narrow(B[r * rs + c * cs]) : 0;
}

extern const struct bf16_kern bf16_ref;

const struct bf16_kern bf16_ref = {
    .name = "ref",
    .mr = MR,
    .nr = NR,
    .begin = nothing,
    .end = nothing,
    .tile = tile,
    .rows = rows,
    .turned = turned,
    .panel = panel,
};
