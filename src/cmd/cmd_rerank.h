/* cmd_rerank: `s2s score --nbest FILE`. */
#ifndef CMD_CMD_RERANK_H
#define CMD_CMD_RERANK_H

#include "cmd/cmd_out.h"
#include "model/model.h"

/* The Moses lines (number ||| translation ||| ...) of the file `nbest`, whose
 * numbers count the lines of the file `sources` ("-": stdin) from 0, go to
 * `to` with the model's score, by their numbers, those of one in its falling
 * order. */
bool rerank(struct out *to, const struct model *m, const char *nbest,
            const char *sources, struct error *err);

#endif
