/* i8_amx: TDPBSUD, 16 rows by 16 columns by 64 steps of k an instruction.
 * Few rows wait for the weights alone, which the vector unit fetches ahead. */
#include "kern/i8_zmm.h"

enum { MR = 16, NV = 4, FEW = 6, BYTES = 64 };

extern const struct i8 i8_avx512_vnni;

/* Four tiles of sums, one of A, three for B. */
static void configure(int rows)
{
    enum { TILES = 8, A = 4 };
    struct {
        uint8_t palette, start, rest[14];
        uint16_t bytes[16];
        uint8_t rows[16];
    } c = {.palette = 1};
    for (int i = 0; i < TILES; i++) {
        c.bytes[i] = BYTES;
        c.rows[i] = (uint8_t)(i <= A ? rows : BYTES / 4);
    }
    /* gcc 12's header says that a part of it is read */
    __asm__ volatile("" : : "r"(&c) : "memory");
    _tile_loadconfig(&c);
}

static void sums(const struct i8_tile *t, int32_t *out)
{
    const uint8_t *B = t->B;
    const int8_t *A = t->A;
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (int k = 0; k < t->k; k += BYTES, A += BYTES, B += BYTES * I8_NR) {
        _tile_loadd(4, A, t->k);
        _tile_loadd(5, B, 4 * I8_NR);
        _tile_dpbsud(0, 4, 5);
        _tile_loadd(6, B + BYTES, 4 * I8_NR);
        _tile_dpbsud(1, 4, 6);
        _tile_loadd(7, B + 2 * BYTES, 4 * I8_NR);
        _tile_dpbsud(2, 4, 7);
        _tile_loadd(5, B + 3 * BYTES, 4 * I8_NR);
        _tile_dpbsud(3, 4, 5);
    }
    _tile_stored(0, out, 4 * I8_NR);
    _tile_stored(1, out + LANES, 4 * I8_NR);
    _tile_stored(2, out + 2 * LANES, 4 * I8_NR);
    _tile_stored(3, out + 3 * LANES, 4 * I8_NR);
}

static void tile(const struct i8_tile *t)
{
    _Alignas(64) int32_t out[MR * I8_NR];
    if (t->m <= FEW) {
        i8_avx512_vnni.tile(t);
        return;
    }
    configure(t->m);
    sums(t, out);
    _tile_release();
    for (int i = 0; i < t->m; i++) {
        __m512i less = _mm512_set1_epi32(128 * t->row[i].sum), c[NV];
        UNROLL
        for (int j = 0; j < NV; j++)
            c[j] = _mm512_sub_epi32(
                _mm512_load_si512(out + i * I8_NR + j * LANES), less);
        write_row(t, i, NV, c);
    }
}

const struct i8 i8_amx = {"amx_int8", "avx512", MR, i8_body_quantise, tile};
