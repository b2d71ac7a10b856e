/* i8_zmm: what the rows with registers of 512 bits share. */
#ifndef KERN_I8_ZMM_H
#define KERN_I8_ZMM_H

#include "kern/i8_body.h"
#include "kern/unroll.h"
#include "kern/zmm.h"

#define FN static inline __attribute__((always_inline))

/* Row i of C from its sums: V vectors of them. */
FN void write_row(const struct i8_tile *t, int i, int V, const __m512i *c)
{
    float *C = t->C + i * t->ldc;
    UNROLL
    for (int j = 0; j < V; j++) {
        __mmask16 some = first_lanes(t->n - j * LANES);
        __m512 s = _mm512_mul_ps(_mm512_set1_ps(t->row[i].scale),
                                 _mm512_loadu_ps(t->scale + j * LANES));
        __m512 x = _mm512_mul_ps(_mm512_cvtepi32_ps(c[j]), s);
        if (t->add)
            x = _mm512_add_ps(_mm512_maskz_loadu_ps(some, C + j * LANES), x);
        _mm512_mask_storeu_ps(C + j * LANES, some, x);
    }
}

#endif
