/* lexcount: the lexicon of a corpus, in the model's own units.
 *
 * With w_ij the weight of the link from y_i to x_j (task/guide.h),
 *
 *     p(y | x) = sum w_ij over x_j = x, y_i = y
 *              / sum w_ij over x_j = x
 *
 * over all pairs (as Koehn, Och and Marcu 2003, "Statistical phrase-based
 * translation", section 4.3, of words).  Of each x the likeliest y are
 * kept. */
#ifndef TASK_LEXCOUNT_H
#define TASK_LEXCOUNT_H

#include "task/data.h"

/* From the links in d->guide, of Kx and Ky units, in `arena`. */
const struct lextable *lexcount(const struct data *d, int Kx, int Ky,
                                struct arena *arena);

/* Source units that have entries. */
int lexcount_units(const struct lextable *t);

#endif
