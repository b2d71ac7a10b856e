/* cmd_bench: what the files of `s2s bench` share. */
#ifndef CMD_CMD_BENCH_H
#define CMD_CMD_BENCH_H

#include "cmd/cmd_common.h"
#include "task/bench.h"
#include "task/bench_train.h"

struct bench_args {
    struct common c;
    struct config config;
    struct bench_size size;
    const char *attention, *only, *preset, *lens;
    int updates;
    bool kinds, train, growth, translate, json;
};

/* Each writes text or a JSON object.  --train and --growth; config is
 * filled. */
bool bench_put_training(const struct bench_args *a, struct error *err);
bool bench_put_growth(const struct bench_args *a, struct error *err);

/* --translate, with one thread and with all; config is filled unless a model
 * is given. */
bool bench_put_translation(const struct bench_args *a, struct error *err);

#endif
