/* trainer: what the parts of training share: train.c (the loop),
 * train_update.c (one update), train_check.c (dev checks), train_mean.c (the
 * mean of the best ones) and train_save.c (checkpoints, log). */
#ifndef TASK_TRAINER_H
#define TASK_TRAINER_H

#include "nn/optimizer.h"
#include "nn/schedule.h"
#include "task/comm.h"
#include "task/train.h"

struct trainer {
    struct train_job *job;
    struct network *net;
    const struct config *config;
    const struct optimizer_kind *optimizer;
    const struct schedule_kind *schedule;
    struct progress p;
    struct comm comm;

    /* Vectors as long as the weights. */
    real *state[OPTIMIZER_STATES];
    real *average;             /* NULL with --average 0; holds the weights
                                  while it stands in for them */
    real *best;
    double *partial;           /* vector_norm's */
    bool g_is_zero;            /* the last update has left it so */

    /* The current epoch: job->train, or `sampled` from it; and its plan. */
    const struct data *train;
    struct cutting cutting;
    struct data sampled;
    int *order, *start;
    int batches, planned;      /* planned: epoch of the plan, -1: none */

    struct arena memory;       /* vectors and plan */
    struct arena text;         /* sampled */
    struct arena batch, scratch;

    /* For progress lines only: nothing learnt depends on these. */
    long first_step;           /* of this process */
    double began, loss_sum;
    long loss_tokens, steps_now, tokens_now;
    double timed_at;
    bool log_failed;           /* the last line: warn only once */
    double glimpse_at;         /* when the user shall see a translation */
};

/* ==== train_update.c ==== */

/* Everything in memory; job->model has its initial weights, packed. */
void trainer_init(struct trainer *t, struct train_job *job);
void trainer_drop(struct trainer *t);

/* Cuts epoch p.epoch into batches, unless that is done. */
void trainer_plan(struct trainer *t);

/* Updates that will be made at most; 0 while --time is still measuring. */
long trainer_updates(const struct trainer *t);

/* The learning rate of the next update. */
double trainer_rate(const struct trainer *t);

struct update {
    double loss;               /* sum over the batch */
    long tokens;
    double norm;
};

/* Gradients of the pairs pick[0..n), in net->ps.g; nothing else changes. */
struct update trainer_gradients(struct trainer *t, const int *pick, int n);

/* One update with batch p.batch of epoch p.epoch; p stays.  False, and the
 * weights stay too, when loss or gradient is not finite. */
bool trainer_update(struct trainer *t, struct update *u);

/* ==== train_save.c ==== */

/* Also prunes what the checkpoint no longer names. */
bool trainer_save_checkpoint(struct trainer *t, struct error *err);
bool trainer_save_model(struct trainer *t, const real *w, struct error *err);
/* Takes vectors and progress from a checkpoint's extras. */
bool trainer_restore(struct trainer *t, const struct extras *x,
                     struct error *err);
/* Back to the last checkpoint, at half the rate; the log goes on. */
bool trainer_roll_back(struct trainer *t, struct error *err);
/* One JSON line into the run's log. */
void trainer_log(struct trainer *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ==== train_check.c ==== */

enum { CHECK_BATCH = 64 };     /* dev pairs whose loss is computed at a time */

struct dev_score {
    double loss, bleu;         /* cross-entropy a token; greedy BLEU */
    double score;              /* BLEU - loss: what checks are compared by */
};

/* Of the dev part under the weights as they are. */
struct dev_score trainer_score(struct trainer *t);

/* Cross-entropy and greedy BLEU of the dev part under the average; keeps
 * the best; halves the rate on a plateau where
 * the schedule says so; sets p.done when patience ends.
 * The caller saves the checkpoint. */
void trainer_check(struct trainer *t);

/* Calls job->on_glimpse and says when to do so again; nothing is learnt from
 * it. */
void trainer_glimpse(struct trainer *t);

/* ==== train_mean.c ==== */

/* Saves the weights of a check with that score, if it is among the K best of
 * p.kept, and enters it there.  What it drives out stays until it is pruned. */
void trainer_keep(struct trainer *t, double score);

/* Removes the files of checks that are not in `kept`. */
void trainer_prune(const struct trainer *t, const struct kept *kept);

/* At the end: the mean of p.kept into best and p, unless there are fewer than
 * two, or it is worse.  The current weights are lost. */
void trainer_mean(struct trainer *t);

#endif
