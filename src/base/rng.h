/* rng: counter-based random numbers.
 *
 * A number is a pure function of its key: (seed, purpose, epoch, step) and an
 * index.  There is no generator state, so nothing has to be saved for a
 * resume and any thread may draw any number.  The mixing is splitmix64's
 * finaliser (Steele, Lea, Flood 2014) applied to a Weyl sequence. */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

/* What a number is for: two purposes never share numbers. */
enum rng_purpose {
    RNG_INIT = 1, RNG_SHUFFLE, RNG_SPLIT, RNG_DROPOUT, RNG_WORD_DROPOUT,
    RNG_BPE_DROPOUT, RNG_SAMPLE, RNG_HARD, RNG_BOOTSTRAP, RNG_TEST,
    RNG_ERASE
};

struct rng {
    uint64_t key;
};

/* The stream of (seed, purpose, a, b); a and b are epoch and step, or a
 * tensor's number and 0, or whatever the purpose counts. */
struct rng rng_key(uint64_t seed, enum rng_purpose purpose,
                   uint64_t a, uint64_t b);

/* The index-th number of the stream: 64 random bits; uniform in [0, 1) with
 * 53 bits; uniform integer in [0, n), n > 0 (bias below 2^-32 for n < 2^32);
 * standard normal (Box-Muller with base/fmath's log and cos). */
uint64_t rng_u64(struct rng r, uint64_t index);
double rng_uniform(struct rng r, uint64_t index);
uint64_t rng_below(struct rng r, uint64_t index, uint64_t n);
double rng_normal(struct rng r, uint64_t index);

/* The permutation of 0..n-1 that belongs to the stream (Fisher-Yates). */
void rng_shuffle(struct rng r, int *order, int n);

#endif
