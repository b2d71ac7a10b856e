#include "lex/digamma.h"

#include "base/fmath.h"

/* From here on the series is exact enough. */
#define LARGE 8.0

double digamma_exp(double x)
{
    double below = 0.0;
    if (x < 1e-3)    /* exp(-1/x) is nothing */
        return 0.0;
    for (; x < LARGE; x += 1.0)
        below += 1.0 / x;
    double y = 1.0 / (x * x);
    double rest = y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252)));
    return x * fmath_exp(-0.5 / x - rest - below);
}
