#include "task/train.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/stop.h"
#include "task/trainer.h"

enum {
    SKIPS = 3,             /* updates skipped in a row before a roll-back */
    ROLLBACKS = 3,
    LOG_EVERY = 20,        /* updates */
    /* Seconds before the user sees a translation: of the command, but a few of
     * training at the least. */
    GLIMPSE = 12, GLIMPSE_LEAST = 3,
    TIMED_FROM = 10        /* updates that --time does not measure */
};

/* ==== The loop ==== */

/* step: of the updates that are made. */
static void live_line(struct trainer *t, long step)
{
    double seconds = clock_seconds() - t->began;
    double rate = (double)t->tokens_now / (seconds + 1e-9);
    long total = trainer_updates(t);
    double more = (double)(total - step) * seconds / (double)t->steps_now;
    long long left = more < 1e10 ? (long long)more : 10000000000;
    char best[64] = "", end[64] = "";
    if (t->p.best > -1e8)
        snprintf(best, sizeof best, ", dev BLEU %.1f", t->p.best_bleu);
    if (total > 0)
        snprintf(end, sizeof end, " of %ld, %lld:%02lld left", total, left / 60,
                 left % 60);
    log_live("epoch %d, update %ld%s: loss %.3f%s, %.0f tokens/s",
             t->p.epoch + 1, step, end,
             t->loss_sum / (double)(t->loss_tokens + 1e-9), best, rate);
}

/* The average of the loss that is shown forgets what is older than about a
 * hundred batches. */
static void note_update(struct trainer *t, const struct update *u)
{
    if (t->steps_now % 100 == 0) {
        t->loss_sum /= 2;
        t->loss_tokens /= 2;
    }
    t->loss_sum += u->loss;
    t->loss_tokens += u->tokens;
    t->steps_now++;
    t->tokens_now += u->tokens;
    t->p.tokens += (double)u->tokens;
    long step = t->p.step + 1;
    live_line(t, step);
    if (step == 1 || step % LOG_EVERY == 0)
        trainer_log(t, "{\"event\": \"update\", \"step\": %ld, \"epoch\": "
                    "%d, \"loss\": %.5f, \"norm\": %.4f, \"lr\": %.3g}",
                    step, t->p.epoch + 1,
                    u->loss / (double)u->tokens, u->norm, trainer_rate(t));
}

static int check_every(const struct trainer *t)
{
    return t->batches < 200 ? 200 : t->batches > 1000 ? 1000 : t->batches;
}

/* --time: seconds an update are measured once, then it is --steps. */
static void measure(struct trainer *t)
{
    long made = t->p.step + 1 - t->first_step;
    if (t->job->time <= 0 || t->p.limit > 0)
        return;
    if (made <= TIMED_FROM)
        t->timed_at = clock_seconds();
    if (made < TRAIN_TIMED)
        return;
    double update = (clock_seconds() - t->timed_at) /
                    (double)(made - TIMED_FROM);
    double left = t->job->time - (clock_seconds() - t->began);
    /* A token takes a dev check about as long; a twentieth for saving; no more
     * than --steps may be. */
    double check = update * t->batches * (double)t->job->dev->tokens /
                   (double)t->job->train->tokens;
    double each = update + check / check_every(t);
    t->p.limit = (long)fmin((double)t->p.step + fmax(1, 0.95 * left / each),
                            1e9);
    t->job->model->config.steps = (int)t->p.limit;
    log_say("%.0f s are %ld updates of %.3f s on this machine", t->job->time,
            t->p.limit, update);
}

static void advance(struct trainer *t)
{
    struct error err;
    t->p.step++;
    if (++t->p.batch == t->batches) {
        t->p.batch = 0;
        t->p.epoch++;
    }
    if (t->p.step % check_every(t) != 0)
        return;
    trainer_check(t);
    if (!trainer_save_checkpoint(t, &err))
        log_warn("%s (training goes on)", err.text);
}

/* The best model, or before the first dev check the latest. */
static bool save_model(struct trainer *t, struct error *err)
{
    const real *latest = t->average ? t->average : t->net->ps.w;
    return trainer_save_model(t, t->p.best > -1e8 ? t->best : latest, err);
}

/* False when training has to end with EXIT_DIVERGED. */
static bool skip_update(struct trainer *t, const struct update *u,
                        struct error *err)
{
    t->p.skipped++;
    log_warn("update %ld skipped: loss or gradient is not finite",
             t->p.step + 1);
    trainer_log(t, "{\"event\": \"skipped\", \"step\": %ld, \"norm\": "
                "\"%g\"}", t->p.step + 1, u->norm);
    if (t->p.skipped < SKIPS)
        return true;
    if (t->p.rollbacks < ROLLBACKS)
        return trainer_roll_back(t, err);
    if (t->p.best > -1e8 && !save_model(t, err))
        return false;
    if (t->p.best > -1e8)
        error_set(err, EXIT_DIVERGED, "training diverged: %d roll-backs did "
                  "not help; the best model, of update %ld, is kept",
                  ROLLBACKS, t->p.best_step);
    else
        error_set(err, EXIT_DIVERGED, "training diverged: %d roll-backs did "
                  "not help; there is no model yet", ROLLBACKS);
    return error_hint(err, "a smaller --lr, or --clip 1");
}

static bool update(struct trainer *t, struct error *err)
{
    struct update u;
    if (!trainer_update(t, &u)) {
        int rollbacks = t->p.rollbacks;
        if (!skip_update(t, &u, err))
            return false;
        if (t->p.rollbacks == rollbacks)
            advance(t);
        return true;
    }
    t->p.skipped = 0;
    note_update(t, &u);
    measure(t);
    if (clock_seconds() >= t->glimpse_at)
        trainer_glimpse(t);
    advance(t);
    return true;
}

/* Of a checkpoint, whose error is `first`, and then a model: where one cannot
 * be written the other is written all the same. */
static enum exit_status both_saved(bool checkpoint, const struct error *first,
                                   bool model, struct error *err)
{
    if (checkpoint && model)
        return EXIT_OK;
    if (model)
        *err = *first;
    return err->status;
}

static enum exit_status stopped(struct trainer *t, int sig,
                                struct error *err)
{
    struct error first;
    log_live_end();
    bool saved = trainer_save_checkpoint(t, &first);
    /* once more, too, if it could not be written when it was found */
    enum exit_status status =
        both_saved(saved, &first, save_model(t, err), err);
    return status ? status : sig == SIGINT ? EXIT_INT : EXIT_TERM;
}

static bool over(const struct trainer *t)
{
    return t->p.done || t->p.epoch >= t->config->epochs ||
           (t->p.limit > 0 && t->p.step >= t->p.limit);
}

/* The closing check and the mean come after the checkpoint: what they decide
 * must not touch a run that goes on from there with a larger limit. */
static enum exit_status finish(struct trainer *t, struct error *err)
{
    struct error first;
    trainer_plan(t);
    bool saved = trainer_save_checkpoint(t, &first);
    struct kept kept = t->p.kept;
    if (t->p.step % check_every(t) != 0)
        trainer_check(t);
    log_live_end();
    trainer_mean(t);
    if (saved)
        trainer_prune(t, &kept);
    return both_saved(saved, &first, save_model(t, err), err);
}

static enum exit_status loop(struct trainer *t, struct error *err)
{
    while (!over(t)) {
        if (!update(t, err))
            return err->status;
        if (stop_signal() && !over(t))
            return stopped(t, stop_signal(), err);
    }
    return finish(t, err);
}

/* --resume with --steps: the limit moves, but not behind what was done. */
static bool extend(struct trainer *t, struct error *err)
{
    int steps = t->config->steps;
    trainer_plan(t);
    if (t->p.batch >= t->batches)
        return error_set(err, EXIT_MODEL, "the checkpoint is not of this "
                         "corpus: batch %d of %d", t->p.batch, t->batches);
    if (steps > 0 && steps < t->p.step)
        return error_set(err, EXIT_USAGE, "--steps %d: %ld updates have been "
                         "made already", steps, t->p.step);
    if (steps > 0)
        t->p.limit = steps;
    if (t->job->time > 0 && t->p.limit > 0)
        log_warn("the run was to make %ld updates; --steps N, with --resume, "
                 "makes them more, --time does not", t->p.limit);
    else if (t->job->time > 0 && t->schedule->ends &&
             t->p.step + TRAIN_TIMED > t->config->warmup)
        return error_set(err, EXIT_USAGE, "--time: the rate falls from update "
                         "%d on, and needs to know the last one: --steps N",
                         t->config->warmup);
    if (over(t))
        log_say("the run had ended after %ld updates: nothing is left to "
                "train", t->p.step);
    return true;
}

enum exit_status train(struct train_job *job, struct progress *out,
                       struct error *err)
{
    struct trainer t;
    trainer_init(&t, job);
    double now = clock_seconds();
    t.glimpse_at = job->watched ? now
                   : fmax(job->began + GLIMPSE, now + GLIMPSE_LEAST);
    bool ok = true;
    if (job->resume) {
        ok = trainer_restore(&t, &job->resumed, err) && extend(&t, err);
    } else {
        trainer_plan(&t);
        if (job->tuned)
            trainer_check(&t);
        ok = trainer_save_checkpoint(&t, err);
    }
    t.began = clock_seconds();
    t.first_step = t.p.step;
    enum exit_status status = ok ? loop(&t, err) : err->status;
    log_live_end();
    if (t.p.best > -1e8) {
        memcpy(t.net->ps.w, t.best, t.net->ps.count * sizeof(real));
        params_pack(&t.net->ps);
    }
    *out = t.p;
    trainer_drop(&t);
    return status;
}
