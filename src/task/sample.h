/* sample: the next token drawn instead of chosen.
 *
 *     p_y = exp(z_y / T) / sum exp(z_y / T)      temperature T
 *
 * of the `top_k` most probable tokens (Fan, Lewis, Dauphin 2018), and of
 * these of the fewest whose p_y are `top_p` of what they have together (the
 * nucleus of Holtzman et al. 2020).  What is drawn is a function of the seed,
 * the source sentence, its place among all and the place in the translation:
 * not of threads, nor of what the other sentences are. */
#ifndef TASK_SAMPLE_H
#define TASK_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/real.h"
#include "base/rng.h"
#include "text/batch.h"

struct sampling {
    bool on;
    double temperature;    /* > 0 */
    int top_k;             /* 0: all */
    double top_p;          /* 1: all */
    uint64_t seed;
    const long *place;     /* of each sentence that is translated with it, lest
                              it has the same draws wherever it stands again;
                              NULL: 0, 1, 2, ... */
};

struct sample_word {
    double p;              /* up to a factor */
    int token;
};

/* The random numbers of sentence src[i], one a target place. */
struct rng sample_rng(const struct sampling *s, const struct sentence *src,
                      int i);

/* The places of sentences which[0 .. n) of those that s is of, for who
 * translates these alone; NULL where nothing is drawn. */
const long *sample_places(const struct sampling *s, const int *which, int n,
                          struct arena *arena);

/* A token of from .. n - 1 by logits z [n], with u uniform in [0, 1).
 * word [n - from] is room. */
int sample_token(const struct sampling *s, const real *z, int from, int n,
                 double u, struct sample_word *word);

#endif
