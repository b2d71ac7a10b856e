/* real: the number type of everything that is learnt.
 *
 * float in a release; double with `make MODE=f64`, where central differences
 * prove the gradients to 1e-7.  Nothing in nn/ spells float or double out. */
#ifndef BASE_REAL_H
#define BASE_REAL_H

#ifdef S2S_F64
typedef double real;
#define REAL_IS_DOUBLE 1
#else
typedef float real;
#define REAL_IS_DOUBLE 0
#endif

/* What is computed once, outside the loops, and must not lose digits:
 * initial values, bias corrections, norms. */
typedef double wide;

#endif
