#include "base/rng.h"

#include <assert.h>
#include <math.h>

#include "base/fmath.h"

/* 2^64 / golden ratio, odd: its multiples visit every 64-bit word. */
#define WEYL UINT64_C(0x9E3779B97F4A7C15)

/* splitmix64's finaliser: a bijection in which every input bit flips about
 * half of the output bits. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* Each part is mixed in by itself, so that (a, b) and (b, a), or (1, 23) and
 * (12, 3), give unrelated streams. */
struct rng rng_key(uint64_t seed, enum rng_purpose purpose,
                   uint64_t a, uint64_t b)
{
    uint64_t key = mix(seed + WEYL);
    key = mix(key + WEYL * (uint64_t)purpose);
    key = mix(key + WEYL * (a + 1));
    key = mix(key + WEYL * (b + 1));
    return (struct rng){key};
}

uint64_t rng_u64(struct rng r, uint64_t index)
{
    return mix(r.key + WEYL * (index + 1));
}

double rng_uniform(struct rng r, uint64_t index)
{
    return (double)(rng_u64(r, index) >> 11) * 0x1p-53;
}

/* The high half of the product: each result has floor or ceil(2^64 / n) of
 * the 2^64 words, a bias of at most n / 2^64. */
uint64_t rng_below(struct rng r, uint64_t index, uint64_t n)
{
    assert(n > 0);
    __extension__ typedef unsigned __int128 u128;
    return (uint64_t)((u128)rng_u64(r, index) * n >> 64);
}

/* Box-Muller's cosine half.  The radius's uniform is in (0, 1], so that the
 * logarithm stays finite. */
double rng_normal(struct rng r, uint64_t index)
{
    double u = rng_uniform(r, 2 * index) + 0x1p-53;
    double v = rng_uniform(r, 2 * index + 1);
    double turn = 6.283185307179586 * v;
    return sqrt(-2.0 * fmath_log(u)) * fmath_cos(turn);
}

void rng_shuffle(struct rng r, int *order, int n)
{
    for (int i = 0; i < n; i++)
        order[i] = i;
    for (int i = n - 1; i > 0; i--) {
        int j = (int)rng_below(r, (uint64_t)i, (uint64_t)i + 1);
        int t = order[i];
        order[i] = order[j];
        order[j] = t;
    }
}
