/* cmd_bench_translate: s2s bench --translate. */
#ifndef CMD_CMD_BENCH_TRANSLATE_H
#define CMD_CMD_BENCH_TRANSLATE_H

#include "cmd/cmd_common.h"

/* Of the model of -m, else of --preset reference with random weights; with
 * one thread and with all.  Writes text or a JSON object. */
bool cmd_bench_translate(const struct common *c, double seconds, bool json,
                         struct error *err);

#endif
