/* familiar: the words of the source side of a training, and how often each
 * came over into the target as it was.  What is not among them is new to
 * the model; what always came over is a name. */
#ifndef TEXT_FAMILIAR_H
#define TEXT_FAMILIAR_H

#include "text/tokens.h"

/* Words are the runs of text/span.h; of those seen, or copied, FAMILIAR_SEEN
 * times the FAMILIAR_MOST most frequent are kept: one copied once counts as
 * never copied. */
enum { FAMILIAR_SEEN = 2, FAMILIAR_MOST = 65536 };

struct familiar {
    struct vocab seen;   /* with counts */
    struct vocab copied; /* words that the target had too, counted so */
};

/* None. */
void familiar_init(struct familiar *f, struct arena *arena);

/* Adds those of `texts` pairs of NFC texts, source and target, in arena. */
void familiar_learn(struct familiar *f, const struct token_text *const text[2],
                    int texts, struct arena *arena, struct arena *scratch);

/* How often the i-th word (an id of seen) came over. */
long long familiar_copied(const struct familiar *f, int id);

#endif
