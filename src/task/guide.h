/* guide: what guided alignment learns from (nn/attention_guide.c).
 *
 * The statistical aligner (lex/) learns from the training text itself; its
 * words are pre-tokens (text/pretoken.h), so that "dog" and "dog." are one,
 * or units on a side that is written without spaces.  Its grow-diag links are
 * spread over units: the links of y_i are those of the words that it is part
 * of, each linked source word with the same weight, divided among its
 * units. */
#ifndef TASK_GUIDE_H
#define TASK_GUIDE_H

#include "task/data.h"

/* Fills d->guide, in `arena`.  d is `c` as data_encode made it with t. */
void guide_learn(struct data *d, const struct corpus *c,
                 const struct tokens *t, struct arena *arena);

/* The share of the target units, </s> aside, that have links. */
double guide_share(const struct data *d);

#endif
