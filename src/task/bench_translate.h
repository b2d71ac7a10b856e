/* bench_translate: how fast sentences are translated by a network.
 *
 * The sentences are made up, of random tokens, and as many tokens are written
 * as were read, </s> included on both sides: what a network without training
 * would write has no end. */
#ifndef TASK_BENCH_TRANSLATE_H
#define TASK_BENCH_TRANSLATE_H

#include "model/config.h"
#include "model/network.h"

/* One sentence at a time, or many at once as from a file. */
enum { BENCH_TOKENS = 13, BENCH_FILE = 512, BENCH_BEAMS = 2 };
extern const int bench_beam[BENCH_BEAMS];          /* greedy and wide */

struct bench_speed {
    int threads;
    double median_ms[BENCH_BEAMS];     /* a sentence of BENCH_TOKENS words */
    double best_ms[BENCH_BEAMS];
    double per_second;                 /* sentences of 4 .. 40 tokens, about
                                          13, with the wider beam */
};

/* Sentences of a beam, and files, for at least so many seconds each. */
struct bench_speed bench_translate(const struct network *net, double seconds);

/* The network of a configuration (nothing left "auto" but names) and two
 * vocabularies of so many units, with random weights. */
bool bench_network(struct network *net, const struct config *c,
                   int vocabulary, struct arena *arena, struct error *err);

#endif
