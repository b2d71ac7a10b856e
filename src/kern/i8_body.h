/* i8_body: what the rows of i8.h have in common, compiled with the flags of
 * each: plain loops, which the compiler makes vectors of.  Every result is
 * exact or rounded once in one order, so that the flags do not change it. */
#ifndef KERN_I8_BODY_H
#define KERN_I8_BODY_H

#include <float.h>
#include <math.h>
#include <string.h>

#include "kern/i8.h"

static inline int32_t i8_bits(float x)
{
    int32_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}

/* Magnitudes compare as their bits do; what is not finite is the largest. */
static inline float i8_largest(int k, const real *x)
{
    int32_t top = 0;
    float max;
    for (int i = 0; i < k; i++) {
        int32_t u = i8_bits((float)x[i]) & 0x7FFFFFFF;
        top = u > top ? u : top;
    }
    memcpy(&max, &top, sizeof max);
    return max;
}

/* A whole number added to 1.5 * 2^23 is in the sum's low bits, rounded to
 * the nearest, ties to even. */
static inline struct i8_row i8_body_quantise(int k, const real *x, int8_t *q)
{
    const float round = 12582912, least = 1e-30f;
    float max = i8_largest(k, x);
    struct i8_row row = {(real)(max / 127), 0};
    if (!(max >= least && max <= FLT_MAX)) {
        row.scale = max < least ? 0 : (real)NAN;
        if (k > 0)
            memset(q, 0, (size_t)k);
        return row;
    }
    float inverse = 127 / max;
    for (int i = 0; i < k; i++) {
        int32_t u = i8_bits((float)x[i] * inverse + round);
        q[i] = (int8_t)(uint8_t)(u & 0xFF);
        row.sum += q[i];
    }
    return row;
}

#endif
