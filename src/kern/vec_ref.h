/* vec_ref: the vector vocabulary in plain C, with vectors of one lane.
 *
 * It is the specification of the other vec_<isa>.h: every function there
 * does in each lane what the function of the same name does here, bit for
 * bit.  A NaN may differ in its payload only.
 *
 * To add an instruction set: write vec_<isa>.h with every name of this file,
 * kern_<isa>.c, its line in KERN_ROWS (kern.c) and in cpu.c, and its flags in
 * the Makefile.  The tests loop over the rows. */
#ifndef KERN_VEC_REF_H
#define KERN_VEC_REF_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/real.h"
#include "kern/real_math.h"

#define VEC_NAME   ref
#define VEC_FMA    true /* vec_fma rounds once */
#define VEC        1    /* lanes: 1, 2, 4, 8 or 16 */
#define TILE_MR    4    /* tile of the matrix product: rows, and ... */
#define TILE_NV    4    /* ... vectors in a row */
#define VEC_CHAINS 8    /* FMAs in flight that reach the peak */
#define VEC_FN     static inline __attribute__((unused))

typedef real vec;
typedef uint32_t vint; /* as many 32-bit integers as vec has lanes */

VEC_FN vec vec_set1(real x)
{
    return x;
}
VEC_FN vec vec_load(const real *p)
{
    return *p;
}
VEC_FN void vec_store(real *p, vec x)
{
    *p = x;
}

/* The first n lanes from memory, 0 <= n <= VEC, `fill` in the others;
 * the others' memory is not touched. */
VEC_FN vec vec_load_n(const real *p, int n, real fill)
{
    return n > 0 ? *p : fill;
}

VEC_FN void vec_store_n(real *p, vec x, int n)
{
    if (n > 0)
        *p = x;
}

VEC_FN vec vec_add(vec a, vec b)
{
    return a + b;
}
VEC_FN vec vec_sub(vec a, vec b)
{
    return a - b;
}
VEC_FN vec vec_mul(vec a, vec b)
{
    return a * b;
}
VEC_FN vec vec_div(vec a, vec b)
{
    return a / b;
}
VEC_FN vec vec_sqrt(vec a)
{
    return real_sqrt(a);
}
VEC_FN vec vec_fma(vec a, vec b, vec c)
{
    return real_fma(a, b, c);
}

/* b where a or b is NaN, and where they are equal: x86's rule. */
VEC_FN vec vec_min(vec a, vec b)
{
    return a < b ? a : b;
}
VEC_FN vec vec_max(vec a, vec b)
{
    return a > b ? a : b;
}

/* a < b ? yes : no; `no` where a or b is NaN. */
VEC_FN vec vec_if_less(vec a, vec b, vec yes, vec no)
{
    return a < b ? yes : no;
}

/* x where x is NaN, else y. */
VEC_FN vec vec_if_nan(vec x, vec y)
{
    return x != x ? x : y;
}

/* The lanes folded in halves: lane l with lane l + VEC/2, and so on. */
VEC_FN real vec_fold_add(vec a)
{
    return a;
}
VEC_FN real vec_fold_max(vec a)
{
    return a;
}

/* Lanes a_0 b_0 a_1 b_1 ... of the lower halves of a and b, and of the upper
 * halves; a single lane has none. */
VEC_FN vec vec_zip_low(vec a, vec b)
{
    (void)b;
    return a;
}
VEC_FN vec vec_zip_high(vec a, vec b)
{
    (void)a;
    return b;
}

/* ==== 32-bit integers, wrapping ==== */

VEC_FN vint vint_set1(uint32_t x)
{
    return x;
}
VEC_FN vint vint_count(uint32_t x)
{
    return x;
} /* x, x + 1, x + 2, ... */
VEC_FN vint vint_add(vint a, vint b)
{
    return a + b;
}
VEC_FN vint vint_xor(vint a, vint b)
{
    return a ^ b;
}
VEC_FN vint vint_mul(vint a, vint b)
{
    return a * b;
}
#define vint_shift_right(a, bits) ((a) >> (bits))

/* (int32_t)a < (int32_t)b ? 0 : x */
VEC_FN vec vec_zero_if_less(vint a, vint b, vec x)
{
    return (int32_t)a < (int32_t)b ? 0 : x;
}

#if !REAL_IS_DOUBLE
/* x 2^e, where e is an integer that was added to 1.5 * 2^23 to give t: the
 * low bits of t are e, and go to x's exponent.  x 2^e must be normal. */
VEC_FN vec vec_add_exponent(vec x, vec t)
{
    uint32_t xi, ti;
    memcpy(&xi, &x, sizeof xi);
    memcpy(&ti, &t, sizeof ti);
    xi += ti << 23;
    memcpy(&x, &xi, sizeof xi);
    return x;
}
#endif

#endif
