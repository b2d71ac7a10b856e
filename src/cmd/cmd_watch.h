/* cmd_watch: what is shown while a training runs: a dev sentence, its
 * translation by now beside its reference, and their alignment.  On stderr. */
#ifndef CMD_CMD_WATCH_H
#define CMD_CMD_WATCH_H

#include "task/train.h"

/* For train_job's on_check and on_glimpse. */
void watch_check(void *ctx, const struct train_job *job,
                 const struct progress *p, double loss, double bleu);
void watch_glimpse(void *ctx, const struct train_job *job,
                   const struct progress *p);

#endif
