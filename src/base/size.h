/* size: arithmetic on sizes and counts; those that come from a file or a user
 * may overflow. */
#ifndef BASE_SIZE_H
#define BASE_SIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool size_add(size_t a, size_t b, size_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}

static inline bool size_mul(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

/* a / b rounded up, for a >= 0 and b > 0. */
static inline int ceil_div(int a, int b)
{
    return a / b + (a % b != 0);
}

/* Where part i of `parts` of n begins, i <= parts; they differ by one at
 * most. */
static inline int even_cut(int n, int i, int parts)
{
    return (int)((long long)n * i / parts);
}

#endif
