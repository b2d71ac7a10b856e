/* AMX (Intel Sapphire Rapids and later): TDPBF16PS multiplies a tile of 16
 * rows x 32 steps of A by one of 32 steps x 16 columns of B.  In these steps
 * the even and the odd ones are summed apart, then added, then added to C
 * (Intel SDM).
 *
 * Four tiles of C, two by two, stay in registers while k runs: each tile of A
 * and B that is loaded is used twice.  The system must have been asked for
 * the tiles (cpu.c); a thread that has configured them carries 8 KB more
 * until `end`. */
#include "kern/bf16_pack.h"

enum { TILE = 16, MR = 2 * TILE, NR = 2 * TILE, LINE = 64 };

/* LDTILECFG's operand: palette 1, eight tiles of 16 rows of 64 bytes. */
struct tile_config {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
};

#define EIGHT(x) {x, x, x, x, x, x, x, x}

static void begin(void)
{
    static const struct tile_config config = {
        .palette = 1, .row_bytes = EIGHT(LINE), .rows = EIGHT(TILE)};
    _tile_loadconfig(&config);
}

static void end(void)
{
    _tile_release();
}

static void panel(int n, int k, const real *B, ptrdiff_t rs, ptrdiff_t cs,
                  uint16_t *y)
{
    panel_any(NR, n, k, B, rs, cs, y);
}

/* ==== Whole tiles ==== */

/* Tile registers: 0 1 / 2 3 are C, 4 / 5 A, 6 7 B. */
static void two_by_two(int k, const uint16_t *A, ptrdiff_t lda,
                       const uint16_t *B, real *C, ptrdiff_t ldc, bool add)
{
    ptrdiff_t row = ldc * (ptrdiff_t)sizeof *C;
    ptrdiff_t a = lda * (ptrdiff_t)sizeof *A;
    real *below = C + TILE * ldc;
    if (add) {
        _tile_loadd(0, C, row);
        _tile_loadd(1, C + TILE, row);
        _tile_loadd(2, below, row);
        _tile_loadd(3, below + TILE, row);
    } else {
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
    }
    for (; k > 0; k -= BF16_STEPS, A += BF16_STEPS, B += BF16_STEPS * NR) {
        _tile_loadd(4, A, a);
        _tile_loadd(6, B, 2 * LINE);
        _tile_dpbf16ps(0, 4, 6);
        _tile_loadd(7, B + LINE / 2, 2 * LINE);
        _tile_dpbf16ps(1, 4, 7);
        _tile_loadd(5, A + TILE * lda, a);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
    _tile_stored(0, C, row);
    _tile_stored(1, C + TILE, row);
    _tile_stored(2, below, row);
    _tile_stored(3, below + TILE, row);
}

static void one_by_two(int k, const uint16_t *A, ptrdiff_t lda,
                       const uint16_t *B, real *C, ptrdiff_t ldc, bool add)
{
    ptrdiff_t row = ldc * (ptrdiff_t)sizeof *C;
    ptrdiff_t a = lda * (ptrdiff_t)sizeof *A;
    if (add) {
        _tile_loadd(0, C, row);
        _tile_loadd(1, C + TILE, row);
    } else {
        _tile_zero(0);
        _tile_zero(1);
    }
    for (; k > 0; k -= BF16_STEPS, A += BF16_STEPS, B += BF16_STEPS * NR) {
        _tile_loadd(4, A, a);
        _tile_loadd(6, B, 2 * LINE);
        _tile_dpbf16ps(0, 4, 6);
        _tile_loadd(7, B + LINE / 2, 2 * LINE);
        _tile_dpbf16ps(1, 4, 7);
    }
    _tile_stored(0, C, row);
    _tile_stored(1, C + TILE, row);
}

/* ==== Any size ==== */

static void copy(int m, int n, real *to, ptrdiff_t ldto, const real *from,
                 ptrdiff_t ldfrom)
{
    __mmask16 left = first_lanes(n), right = first_lanes(n - LANES);
    for (int i = 0; i < m; i++, to += ldto, from += ldfrom) {
        __m512 a = _mm512_maskz_loadu_ps(left, from);
        __m512 b = _mm512_maskz_loadu_ps(right, from + LANES);
        _mm512_mask_storeu_ps(to, left, a);
        _mm512_mask_storeu_ps(to + LANES, right, b);
    }
}

/* C's edges go through a whole block of their own. */
static void tile(int m, int n, int k, const uint16_t *A, ptrdiff_t lda,
                 const uint16_t *B, real *C, ptrdiff_t ldc, bool add)
{
    _Alignas(LINE) real block[MR * NR];
    bool whole = n == NR && m % TILE == 0;
    real *out = whole ? C : block;
    ptrdiff_t ldo = whole ? ldc : NR;
    if (!whole && add)
        copy(m, n, block, NR, C, ldc);
    if (m <= TILE)
        one_by_two(k, A, lda, B, out, ldo, add);
    else
        two_by_two(k, A, lda, B, out, ldo, add);
    if (!whole)
        copy(m, n, C, ldc, block, NR);
}

extern const struct bf16_kern bf16_amx;

const struct bf16_kern bf16_amx = {
    .name = "amx_bf16",
    .mr = MR,
    .nr = NR,
    .begin = begin,
    .end = end,
    .tile = tile,
    .rows = bf16_rows,
    .turned = bf16_turned,
    .panel = panel,
};
