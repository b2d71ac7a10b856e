/* i8_avx512_vnni: VPDPBUSD, 64 products an instruction. */
#include "kern/i8_zmm.h"

enum { MR = 6, NV = 4, AHEAD = 16 * I8_NR };

/* c += four products of b and a in each lane.  Not the intrinsic: gcc copies
 * the sum before and after it, which takes longer than the products. */
FN __m512i dot(__m512i c, __m512i b, __m512i a)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(c) : "v"(b), "v"(a));
    return c;
}

/* M rows of V vectors, which are registers: M and V are constants of the
 * caller. */
FN void run(int M, int V, const struct i8_tile *t)
{
    __m512i c[MR][NV], b[NV];
    const uint8_t *B = t->B;
    const int8_t *A = t->A;

    UNROLL
    for (int i = 0; i < M; i++) {
        UNROLL
        for (int j = 0; j < V; j++)
            c[i][j] = _mm512_set1_epi32(-128 * t->row[i].sum);
    }
    for (int k = 0; k < t->k; k += 4, A += 4, B += 4 * I8_NR) {
        UNROLL
        for (int j = 0; j < V; j++) {
            b[j] = _mm512_loadu_si512(B + 64 * j);
            _mm_prefetch((const char *)B + 64 * j + 4 * AHEAD, _MM_HINT_T0);
        }
        UNROLL
        for (int i = 0; i < M; i++) {
            int four;
            memcpy(&four, A + (ptrdiff_t)i * t->k, sizeof four);
            __m512i a = _mm512_set1_epi32(four);
            UNROLL
            for (int j = 0; j < V; j++)
                c[i][j] = dot(c[i][j], b[j], a);
        }
    }
    UNROLL
    for (int i = 0; i < M; i++)
        write_row(t, i, V, c[i]);
}

#define ROWS(M)                                  \
    static void run_##M(const struct i8_tile *t) \
    {                                            \
        if (t->n > 2 * LANES)                    \
            run(M, NV, t);                       \
        else                                     \
            run(M, 2, t);                        \
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

const struct i8 i8_avx512_vnni = {"avx512_vnni", "avx512", MR,
                                  i8_body_quantise, tile};
