/* defaults: what `s2s train` decides from the size of the corpus.
 *
 * One documented row a size; every choice is an option and wins over the
 * row.  The rows follow Sennrich and Zhang 2019 and the LIUM systems for
 * Multi30k (small vocabularies and strong dropout for little data), tuned on
 * dev parts only. */
#ifndef MODEL_DEFAULTS_H
#define MODEL_DEFAULTS_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "model/config.h"

struct defaults {
    int pairs;             /* up to this many training pairs */
    int bpe, min_count;
    int embed, hidden, attn_size;
    const char *cell_norm;
    double dropout, word_dropout, r_drop, guide, lexicon;
    int batch;
    double lr;
    const char *schedule;
    int warmup;            /* at most a tenth of --steps */
    int epochs;
};

/* i-th row by growing size, NULL after the last. */
const struct defaults *defaults_row(int i);

/* Fills every field of c that is still "auto" from the row for `pairs`. */
void defaults_apply(struct config *c, int pairs);

/* Before that, for text whose words are not parted, on the sides that say so:
 * two fifths of the merges, or units grow over whole phrases, which are
 * rarer than words.  As the target, translations are rewarded for their
 * characters (task/ranking.h), unless c says how to rank, or not to tune that:
 * it is what the tuning starts from. */
void defaults_unsegmented(struct config *c, int pairs, const bool side[2]);

#endif
