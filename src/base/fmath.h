/* fmath: the program's own exp, log, sin, cos and pow, in double.
 *
 * Everything that may reach a weight, a sample or a search decision uses
 * these instead of libm's, so that the same corpus gives the same bits with
 * every libc.  Only +, -, *, / and sqrt are used, so every compiler and
 * processor agrees.  Accuracy: 2 units in the last place of double or
 * better over the range the program uses; tests/unit/test_fmath.c checks it
 * against libm.  (The vector kernels have their own float versions,
 * kern/kern.h.) */
#ifndef BASE_FMATH_H
#define BASE_FMATH_H

double fmath_exp(double x);
double fmath_log(double x);      /* log(0) = -inf, log(<0) = nan */
double fmath_pow(double x, double y);   /* x > 0 */
double fmath_sin(double x);      /* |x| < 1e6 */
double fmath_cos(double x);

#endif
