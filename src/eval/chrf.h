/* chrf: chrF and chrF++ (Popovic 2015, 2017) as sacreBLEU computes them:
 * character n-grams to 6, word n-grams to `word_order` (0 or 2), beta 2. */
#ifndef EVAL_CHRF_H
#define EVAL_CHRF_H

#include <stdbool.h>

#include "base/arena.h"

enum { CHRF_CHARS = 6, CHRF_WORDS = 2, CHRF_N = CHRF_CHARS + CHRF_WORDS };

struct chrf_stats {
    long long hyp[CHRF_N], ref[CHRF_N], match[CHRF_N];
};

/* Of several references the one that scores best for this sentence. */
void chrf_sentence(struct chrf_stats *out, const char *hyp,
                   const char *const *refs, int nrefs, int word_order,
                   bool lowercase, struct arena *scratch);
void chrf_add(struct chrf_stats *sum, const struct chrf_stats *one);
double chrf_compute(const struct chrf_stats *s, int word_order);

#endif
