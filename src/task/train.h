/* train: epochs of updates, dev checks, checkpoints, the best model kept.
 *
 * What is learnt is a function of the corpus, the configuration and the
 * seed: not of threads, time, instruction set, or of having been stopped.
 *
 * One update: the gradients of a batch's shards are summed (comm), clipped,
 * and applied; the running average of the weights follows.  A dev check
 * computes cross-entropy and greedy BLEU of the average; its score is
 * BLEU - cross-entropy (while BLEU is still 0, cross-entropy decides).  A
 * better score saves the model; without one for 2 checks the rate of the
 * schedule plateau is halved, for `patience` checks training ends.
 *
 * With --average-best K the weights of the K best checks stay in the run
 * folder, a model file each, as long as the checkpoint names them (and one more
 * while a check is being saved).  At the end the mean of their weights
 * (Junczys-Dowmunt, Dwojak, Sennrich 2016, "The AMU-UEDIN submission to the
 * WMT16 news translation task") is checked as they were, and is the model
 * unless it is worse than the best of them.
 *
 * Checks come every so many updates, and a closing one after the last.  The
 * checkpoint stands before the closing check, so that a run which is resumed
 * with a larger --epochs or --steps equals, byte for byte, one that had them
 * from the start, where the schedule does not depend on the end (nn/schedule.h:
 * plateau and sqrt; linear and cosine fall towards it) and --warmup is given
 * or 0 (else a tenth of --steps is its most); a model that only the
 * closing check of the shorter run found to be the best is then written over.
 * Resuming a finished run repeats its closing check and writes the same
 * bytes.
 *
 * A loss or gradient that is not finite: the update is skipped and logged;
 * three in a row roll back to the last checkpoint at half the rate; the
 * fourth roll-back ends with EXIT_DIVERGED, the best model kept. */
#ifndef TASK_TRAIN_H
#define TASK_TRAIN_H

#include "task/data.h"

/* The best checks so far, the best first; of equal ones the earlier. */
enum { KEPT_MOST = 32 };       /* the most that --average-best takes */

struct kept {
    int n;
    struct kept_check {
        long step;             /* the update after which it was */
        double score;
    } check[KEPT_MOST];
};

/* Where training stands: all of it is in the checkpoint. */
struct progress {
    long step;             /* updates made */
    int epoch;             /* passes finished */
    int batch;             /* batches of this pass done */
    double lr;
    double best;           /* best dev score; < -1e8: none yet */
    double best_bleu, best_loss;
    long best_step;
    int bad;               /* dev checks since the best */
    int bad_rate;          /* ... or since the rate was halved */
    int skipped;           /* updates skipped in a row */
    int rollbacks;
    long limit;            /* steps to make in all, 0: no limit */
    bool done;
    uint32_t corpus;       /* fingerprints */
    uint32_t dev;
    long log;              /* bytes of the log when this was saved */
    double tokens;         /* target tokens seen */
    struct kept kept;      /* empty without --average-best */
    int averaged;          /* checks whose mean the model is; 0: it is that of
                              best_step.  Known at the end, in no checkpoint */
};

/* Updates after which --time knows how many there will be; a schedule that
 * depends on that must still be warming up. */
enum { TRAIN_TIMED = 40 };

struct train_job {
    struct model *model;               /* built, randomised or resumed */
    const char *path;                  /* of the model file */
    const char *folder;                /* run folder: log and checkpoint */
    const struct corpus *train_text, *dev_text;
    const struct data *train, *dev;
    double began;                      /* the command, by clock_seconds */
    double time;                       /* --time in seconds, 0: none */
    bool tuned;                        /* the weights are another training's:
                                          a check before the first update, and
                                          nothing worse is kept */
    bool resume;
    struct extras resumed;             /* of the checkpoint, with resume */
    /* Called after each dev check, for samples and curves; may be NULL. */
    void (*on_check)(void *ctx, const struct train_job *job,
                     const struct progress *p, double loss, double bleu);
    /* Called once, some seconds after the beginning, where no check came
     * before; with `watched` from the beginning on, about every second, but
     * for a twentieth of the time at most; may be NULL. */
    bool watched;
    void (*on_glimpse)(void *ctx, const struct train_job *job,
                       const struct progress *p);
    void *ctx;
};

/* Runs until the end, a limit, or a signal.  Returns the exit status:
 * EXIT_OK, EXIT_DIVERGED, EXIT_IO, EXIT_INT or EXIT_TERM; before the first
 * update, where it cannot be resumed, EXIT_USAGE, EXIT_DATA or EXIT_MODEL.
 * After it the model's weights are those of the best model.  *out gets the
 * final progress. */
enum exit_status train(struct train_job *job, struct progress *out,
                       struct error *err);

/* JSON of a progress and back. */
void progress_write(struct strbuf *out, const struct progress *p);
bool progress_read(struct progress *p, const char *json, struct error *err);

/* Bytes that all arenas will hold, at their highest, beyond what they hold
 * now when `job` is trained from its beginning: a rehearsal.  The heaviest
 * batch of the first epoch is passed forward and backward, the heaviest of
 * the dev part forward; only the gradients change.  It begins with one pair,
 * and ends with fewer than the whole batch when that would take more than
 * `room`: *halvings says how often to halve the batch; the result is of what
 * was passed. */
size_t train_memory(struct train_job *job, size_t room, int *halvings);

/* Mean cross-entropy a token (no smoothing) of d under the current
 * weights. */
double train_loss_of(const struct network *net, const struct data *d,
                     int batch);

#endif
