/* real_math: exp, tanh and fma of one `real` as the ref row has them.
 *
 * In f32 nothing of libm is used but fma, which is exact by definition.  The
 * f64 build exists to prove gradients, not to give the same bits everywhere:
 * it takes libm's exp and tanh as independent witnesses, and a plain a b + c,
 * which a processor without FMA computes a hundred times faster.  Beside
 * base/fmath.c the only place, of those that weights depend on, where libm's
 * functions may be named (lint). */
#ifndef KERN_REAL_MATH_H
#define KERN_REAL_MATH_H

#include <math.h>

#include "base/real.h"

#if REAL_IS_DOUBLE
static inline real real_fma(real a, real b, real c)
{
    return a * b + c;
}
static inline real real_sqrt(real x)
{
    return sqrt(x);
}
static inline real real_exp(real x)
{
    return exp(x);
}
static inline real real_tanh(real x)
{
    return tanh(x);
}
#else
static inline real real_fma(real a, real b, real c)
{
    return fmaf(a, b, c);
}
static inline real real_sqrt(real x)
{
    return sqrtf(x);
}
#endif

#endif
