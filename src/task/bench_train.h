/* bench_train: how fast training is, on sentences that are made up.
 *
 * Whole updates as `s2s train` makes them (task/trainer.h): batch, forward,
 * backward, clipping, optimizer, packing.  Tokens are target tokens, </s>
 * included; operations are counted (kern/count.h), and as batches hold no
 * padding, all of them are of real tokens. */
#ifndef TASK_BENCH_TRAIN_H
#define TASK_BENCH_TRAIN_H

#include "kern/part.h"
#include "model/config.h"

/* Tokens of the two sides of a pair: x = source + sd z, y = x + target -
 * source + between z', z and z' normal; rounded, and kept within least ..
 * most.  </s> is one of the x, and comes behind the y. */
struct bench_lens {
    const char *name;
    double source, target, sd, between;
    int least, most;
};

/* "short": 13, deviation 4; "long": 30, deviation 10.  NULL after the
 * last. */
const struct bench_lens *bench_lens(int i);
const char *bench_lens_name(int i);

struct bench_job {
    struct config config;      /* nothing left "auto" */
    int vocabulary;            /* Kx = Ky */
    struct bench_lens lens;
    int updates;               /* that are timed: an epoch of so many */
    double seconds;            /* for the peak; at least so long for
                                  bench_token */
};

struct bench_training {
    size_t parameters;
    long source, target;       /* tokens that were trained on */
    double seconds;            /* that it took */
    double part[PARTS];        /* of these */
    double products;           /* multiply-adds */
    double peak;               /* GFLOP/s of all threads together */
    size_t model, vectors, batch, scratch;  /* bytes: peaks of the arenas */
};

/* An epoch to get warm, in which multiply-adds are counted; then the same
 * epoch timed. */
bool bench_training(struct bench_training *out, const struct bench_job *job,
                    struct error *err);

/* Seconds that training takes for a target token: the best update of those
 * that job->seconds have room for. */
bool bench_token(double *out, const struct bench_job *job,
                 struct error *err);

#endif
