/* tune: how a model wants its finished hypotheses ranked, chosen on the dev
 * part at the end of training: length normalisation and a reward, of tokens or
 * of characters (task/ranking.h), of a small grid by BLEU. */
#ifndef TASK_TUNE_H
#define TASK_TUNE_H

#include "task/translate.h"
#include "text/corpus.h"

/* What is best for fewer sentences is so by chance, folds or not. */
enum { TUNE_LEAST = 100 };

struct tuning {
    int sentences;             /* of the dev part; 0: nothing was tried */
    double before, after;      /* their BLEU */
};

/* Searches once, with the model's beam, for the first sentences of the dev
 * part, and ranks what was found by every setting of the grid.  The best goes
 * to m->config if choosing like this is better than what is there, judged by
 * cross-validation: for each sentence by the setting that is best for
 * others. */
struct tuning tune(struct model *m, const struct corpus *dev);

#endif
