/* wide: sixteen virtual lanes, whatever the processor has.
 *
 * Element i of an array belongs to lane i mod 16.  A wide is one AVX-512
 * register, two AVX ones, four SSE ones, or sixteen scalars, so that a
 * reduction adds the same numbers in the same order everywhere. */
#ifndef KERN_WIDE_H
#define KERN_WIDE_H

#define WIDE       16
#define WIDE_PARTS (WIDE / VEC)

struct wide {
    vec v[WIDE_PARTS];
};

#define WIDE_EACH(p) for (int p = 0; p < WIDE_PARTS; p++)

/* wide_X(a, b): vec_X on every part. */
#define WIDE_BINARY(X)                                          \
    VEC_FN struct wide wide_##X(struct wide a, struct wide b) { \
        WIDE_EACH(p) a.v[p] = vec_##X(a.v[p], b.v[p]);          \
        return a;                                               \
    }
WIDE_BINARY(add)
WIDE_BINARY(sub)
WIDE_BINARY(mul)
WIDE_BINARY(div)
WIDE_BINARY(min)
WIDE_BINARY(max)
WIDE_BINARY(if_nan)

VEC_FN struct wide wide_set1(real x)
{
    struct wide a;
    WIDE_EACH(p) a.v[p] = vec_set1(x);
    return a;
}

VEC_FN struct wide wide_sqrt(struct wide a)
{
    WIDE_EACH(p) a.v[p] = vec_sqrt(a.v[p]);
    return a;
}

/* a b + c */
VEC_FN struct wide wide_fma(struct wide a, struct wide b, struct wide c)
{
    WIDE_EACH(p) a.v[p] = vec_fma(a.v[p], b.v[p], c.v[p]);
    return a;
}

VEC_FN struct wide wide_if_less(struct wide a, struct wide b, struct wide yes,
                                struct wide no)
{
    WIDE_EACH(p) a.v[p] = vec_if_less(a.v[p], b.v[p], yes.v[p], no.v[p]);
    return a;
}

/* How many of the n elements that are left fall into part p. */
VEC_FN int wide_part(int n, int p)
{
    int left = n - p * VEC;
    return left < 0 ? 0 : left < VEC ? left : VEC;
}

/* Up to 16 of the n > 0 elements at x; `fill` in lanes beyond the end. */
VEC_FN struct wide wide_load_or(const real *x, int n, real fill)
{
    struct wide a;
    if (n >= WIDE) {
        WIDE_EACH(p) a.v[p] = vec_load(x + p * VEC);
    } else {
        WIDE_EACH(p)
        a.v[p] = vec_load_n(x + p * VEC, wide_part(n, p), fill);
    }
    return a;
}

VEC_FN struct wide wide_load(const real *x, int n)
{
    return wide_load_or(x, n, 0);
}

VEC_FN void wide_store(real *x, int n, struct wide a)
{
    if (n >= WIDE) {
        WIDE_EACH(p) vec_store(x + p * VEC, a.v[p]);
    } else {
        WIDE_EACH(p) vec_store_n(x + p * VEC, a.v[p], wide_part(n, p));
    }
}

/* The fixed tree: 8 + 8, 4 + 4, 2 + 2, 1 + 1 lanes. */
VEC_FN real wide_fold_add(struct wide a)
{
    for (int half = WIDE_PARTS / 2; half > 0; half /= 2)
        for (int p = 0; p < half; p++)
            a.v[p] = vec_add(a.v[p], a.v[p + half]);
    return vec_fold_add(a.v[0]);
}

/* NaN when a lane is NaN.  Both zeros give +0, because max may take its
 * elements in any order and must not depend on it. */
VEC_FN real wide_fold_max(struct wide a)
{
    for (int half = WIDE_PARTS / 2; half > 0; half /= 2)
        for (int p = 0; p < half; p++)
            a.v[p] = vec_if_nan(a.v[p + half], vec_max(a.v[p + half], a.v[p]));
    return vec_fold_max(a.v[0]) + 0;
}

#endif
