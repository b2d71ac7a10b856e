/* check_grams: which side of a corpus does a text look like?
 *
 * Counts of three letters in a row, for each side; a text's score is the sum
 * over its own of log p(gram | source side) - log p(gram | target side), the
 * naive Bayes classifier of Dunning 1994 ("Statistical identification of
 * language") with the corpus as its own training text, whose pairs may be
 * turned (check.c). */
#ifndef TEXT_CHECK_GRAMS_H
#define TEXT_CHECK_GRAMS_H

#include "base/arena.h"

enum { GRAMS = 1 << 16 };

/* What is longer is no sentence, and is not to outweigh those that are: no
 * more of it is counted. */
enum { GRAMS_BYTES = 1000 };

struct grams {
    unsigned *count[2];        /* [GRAMS] by hash */
    float *weight;             /* [GRAMS] nats towards the source */
};

void grams_init(struct grams *g, struct arena *arena);
void grams_clear(struct grams *g);
void grams_add(struct grams *g, int side, const char *s, int n);
/* After all were added. */
void grams_weigh(struct grams *g);
/* The score of a text and, in *count, how many grams it has. */
double grams_score(const struct grams *g, const char *s, int n, int *count);

#endif
