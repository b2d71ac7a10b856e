/* cmd_outcome: what `train` says at its end of what was learnt: BLEU and what
 * it means, the best and the worst dev sentences, hints.  On stderr. */
#ifndef CMD_CMD_OUTCOME_H
#define CMD_CMD_OUTCOME_H

#include "task/prepare.h"

/* p->model has the weights of the best model. */
void outcome_say(struct prepared *p, const struct progress *end);

#endif
