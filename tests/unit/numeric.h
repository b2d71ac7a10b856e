/* numeric: a hand-written gradient against five-point central differences.
 *
 * What is tested is a function `pass` of a few arrays to one number.  Called
 * with `backward` it also adds the number's gradients to the arrays' g, which
 * begin at NUMERIC_BASE: a backward that sets where it should add is found.
 *
 *     difference = (8 L(w+h) - 8 L(w-h) - L(w+2h) + L(w-2h)) / 12h
 *     error = max |g - difference| / max(|g|, |difference|) over an array */
#ifndef NUMERIC_H
#define NUMERIC_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/real.h"

#define NUMERIC_TOLERANCE (REAL_IS_DOUBLE ? 1e-7 : 2e-2)
#ifndef NUMERIC_STEP       /* smaller for what bends more */
#define NUMERIC_STEP (REAL_IS_DOUBLE ? 1e-3 : 2e-2)
#endif
#define NUMERIC_BASE ((real)0.25)

/* What is known beforehand: a gradient of zeros is a test of nothing, or
 * just what is asked: exactly, or but for rounding. */
enum numeric_guard {
    NUMERIC_LIVE, NUMERIC_FLAT, NUMERIC_CANCELS, NUMERIC_EITHER
};

struct numeric_array {
    const char *name;
    real *w, *g;
    size_t n;
    enum numeric_guard guard;
};

typedef double numeric_pass(void *ctx, bool backward);

static inline double numeric_difference(numeric_pass *pass, void *ctx,
                                        real *w)
{
    static const double at[4] = {1, -1, 2, -2}, weight[4] = {8, -8, -1, 1};
    const real old = *w;
    double slope = 0;
    for (int k = 0; k < 4; k++) {
        *w = old + (real)(at[k] * NUMERIC_STEP);
        slope += weight[k] * pass(ctx, false);
    }
    *w = old;
    return slope / (12 * NUMERIC_STEP);
}

static inline bool numeric_array_agrees(const struct numeric_array *a,
                                        numeric_pass *pass, void *ctx,
                                        FILE *report)
{
    double worst = 0, scale = 0, largest = 0;
    for (size_t k = 0; k < a->n; k++) {
        double g = (double)(a->g[k] - NUMERIC_BASE);
        double d = numeric_difference(pass, ctx, a->w + k);
        largest = fmax(largest, fabs(g));
        scale = fmax(scale, fmax(fabs(g), fabs(d)));
        if (!(fabs(g - d) <= worst))        /* a NaN is the worst */
            worst = isnan(g - d) ? HUGE_VAL : fabs(g - d);
    }
    double error = scale > 0 ? worst / scale : worst;
    bool ok = error <= NUMERIC_TOLERANCE;
    if (a->guard == NUMERIC_LIVE)
        ok = ok && largest > 0;
    if (a->guard == NUMERIC_FLAT)
        ok = scale == 0;
    if (a->guard == NUMERIC_CANCELS)
        ok = scale <= NUMERIC_TOLERANCE;
    if (!ok && report)
        fprintf(report, "%-20s largest %.3g, error %.3g  WRONG\n", a->name,
                largest, error);
    return ok;
}

/* Prints what is wrong unless report is NULL. */
static inline bool numeric_agrees(const struct numeric_array *a, int n,
                                  numeric_pass *pass, void *ctx,
                                  FILE *report)
{
    bool ok = n > 0;
    for (int i = 0; i < n; i++)
        for (size_t k = 0; k < a[i].n; k++)
            a[i].g[k] = NUMERIC_BASE;
    pass(ctx, true);
    for (int i = 0; i < n; i++)
        ok = numeric_array_agrees(a + i, pass, ctx, report) && ok;
    return ok;
}

#endif
