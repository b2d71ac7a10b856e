/* zmm: registers of 512 bits, sixteen lanes of 32. */
#ifndef KERN_ZMM_H
#define KERN_ZMM_H

#include <immintrin.h>

enum { LANES = 16 };

/* The mask of the first n lanes; n may be too much or below 0. */
static inline __mmask16 first_lanes(int n)
{
    return (__mmask16)(n >= LANES ? 0xFFFF : n > 0 ? (1u << n) - 1 : 0);
}

#endif
