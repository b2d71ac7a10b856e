/* bf16_pack: the layouts of kern/bf16.h with AVX-512 BF16.
 *
 * Thirty-two numbers of bf16 are sixteen pairs, and a pair is one 32-bit
 * lane.  What has its steps of k apart in memory is turned in blocks of
 * sixteen lanes by sixteen rows. */
#ifndef KERN_BF16_PACK_H
#define KERN_BF16_PACK_H

#include <string.h>

#include "kern/bf16.h"
#include "kern/zmm.h"

#define BF16_FN static inline __attribute__((always_inline))

enum { PAIRS = BF16_STEPS / 2 };

/* x[0 .. n - 1] and zeros, thirty-two numbers in their order. */
BF16_FN __m512i narrow_row(const float *x, int n)
{
    __m512 low = _mm512_maskz_loadu_ps(first_lanes(n), x);
    __m512 high = _mm512_maskz_loadu_ps(first_lanes(n - LANES), x + LANES);
    return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}

/* Lane j is the pair x0[j], x1[j]. */
BF16_FN __m512i narrow_pairs(__m512 x0, __m512 x1)
{
    const __m512i order = _mm512_set_epi32(
        0x1f000f, 0x1e000e, 0x1d000d, 0x1c000c, 0x1b000b, 0x1a000a, 0x190009,
        0x180008, 0x170007, 0x160006, 0x150005, 0x140004, 0x130003, 0x120002,
        0x110001, 0x100000);
    __m512i both = (__m512i)_mm512_cvtne2ps_pbh(x1, x0);
    return _mm512_permutexvar_epi16(order, both);
}

/* The pair of steps r, r + 1 of k, in up to sixteen columns from x on; ldx
 * between the steps. */
BF16_FN __m512i load_pair(const float *x, ptrdiff_t ldx, int r, int k,
                          __mmask16 columns)
{
    __m512 x0 = _mm512_setzero_ps(), x1 = x0;
    if (r < k)
        x0 = _mm512_maskz_loadu_ps(columns, x + r * ldx);
    if (r + 1 < k)
        x1 = _mm512_maskz_loadu_ps(columns, x + (r + 1) * ldx);
    return narrow_pairs(x0, x1);
}

/* Lanes become vectors: v[i] lane j and v[j] lane i change places. */
BF16_FN void turn(__m512i v[16])
{
    __m512i t[16];
    for (int i = 0; i < 16; i += 2) {
        t[i] = _mm512_unpacklo_epi32(v[i], v[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi32(v[i], v[i + 1]);
    }
    for (int i = 0; i < 16; i += 4)
        for (int j = 0; j < 2; j++) {
            v[i + 2 * j] = _mm512_unpacklo_epi64(t[i + j], t[i + j + 2]);
            v[i + 2 * j + 1] = _mm512_unpackhi_epi64(t[i + j], t[i + j + 2]);
        }
    for (int i = 0; i < 16; i += 8)
        for (int j = 0; j < 4; j++) {
            t[i + j] = _mm512_shuffle_i32x4(v[i + j], v[i + j + 4], 0x88);
            t[i + j + 4] = _mm512_shuffle_i32x4(v[i + j], v[i + j + 4], 0xdd);
        }
    for (int j = 0; j < 8; j++) {
        v[j] = _mm512_shuffle_i32x4(t[j], t[j + 8], 0x88);
        v[j + 8] = _mm512_shuffle_i32x4(t[j], t[j + 8], 0xdd);
    }
}

/* ==== A ==== */

static void bf16_rows(int m, int k, const float *x, ptrdiff_t ldx, uint16_t *y,
                      ptrdiff_t ldy)
{
    for (int i = 0; i < m; i++)
        for (int r = 0; r < k; r += BF16_STEPS)
            _mm512_storeu_si512(y + i * ldy + r,
                                narrow_row(x + i * ldx + r, k - r));
}

static void bf16_turned(int m, int k, const float *x, ptrdiff_t ldx,
                        uint16_t *y, ptrdiff_t ldy)
{
    for (int r = 0; r < k; r += BF16_STEPS)
        for (int i0 = 0; i0 < m; i0 += LANES) {
            __m512i v[PAIRS];
            for (int p = 0; p < PAIRS; p++)
                v[p] = load_pair(x + i0, ldx, r + 2 * p, k,
                                 first_lanes(m - i0));
            turn(v);
            for (int i = 0; i < LANES && i0 + i < m; i++)
                _mm512_storeu_si512(y + (i0 + i) * ldy + r, v[i]);
        }
}

/* ==== B ==== */

/* Columns beside one another. */
BF16_FN void panel_flat(int nr, int n, int k, const float *B, ptrdiff_t rs,
                        uint16_t *y)
{
    for (int r = 0; r < bf16_whole(k); r += 2, y += 2 * nr)
        for (int c = 0; c < nr; c += LANES)
            _mm512_storeu_si512(
                y + 2 * c, load_pair(B + c, rs, r, k, first_lanes(n - c)));
}

/* Steps of k beside one another. */
BF16_FN void panel_turned(int nr, int n, int k, const float *B, ptrdiff_t cs,
                          uint16_t *y)
{
    for (int c = 0; c < nr; c += LANES)
        for (int r = 0; r < k; r += BF16_STEPS) {
            __m512i v[LANES];
            for (int j = 0; j < LANES; j++)
                v[j] = c + j < n ? narrow_row(B + (c + j) * cs + r, k - r)
                                 : _mm512_setzero_si512();
            turn(v);
            for (int p = 0; p < PAIRS; p++)
                _mm512_storeu_si512(y + (r + 2 * p) * nr + 2 * c, v[p]);
        }
}

BF16_FN void panel_any(int nr, int n, int k, const float *B, ptrdiff_t rs,
                       ptrdiff_t cs, uint16_t *y)
{
    if (cs == 1)
        panel_flat(nr, n, k, B, rs, y);
    else
        panel_turned(nr, n, k, B, cs, y);
}

#endif
