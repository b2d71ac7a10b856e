/* faithful: does the output hang on the words that attention points to?
 * (Serrano and Smith 2019, "Is attention interpretable?")
 *
 * Along the greedy translation, at each step from the same state, the word
 * of the source that has most attention is erased from alpha (all its
 * tokens; the rest renormalised), and, apart from that, another word drawn
 * at random.  How often does the likeliest y_i become another? */
#ifndef TASK_FAITHFUL_H
#define TASK_FAITHFUL_H

#include "model/model.h"

struct faithful {
    int sentences;         /* with two words at least */
    long steps;
    double most, random;   /* the parts of steps that changed, in [0, 1] */
    double low, high;      /* of most - random: 95 %, sentences resampled */
};

/* Of n source texts.  The same seed draws the same words.  The model aligns. */
void faithful(struct faithful *out, const struct model *m,
              const char *const *text, int n, uint64_t seed);

#endif
