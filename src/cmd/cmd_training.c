#include "cmd/cmd_training.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/shell.h"
#include "base/stop.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_outcome.h"
#include "cmd/cmd_story.h"
#include "cmd/cmd_text.h"
#include "cmd/cmd_watch.h"
#include "nn/schedule.h"
#include "task/story.h"
#include "task/tune.h"

/* ==== Words ==== */

/* The check that the model is of, or the checks. */
static void say_best(const struct progress *end)
{
    char whose[64];
    if (end->averaged)
        snprintf(whose, sizeof whose, "mean of the %d best checks of",
                 end->averaged);
    else
        snprintf(whose, sizeof whose, "at update %ld of", end->best_step);
    log_say("best: greedy dev BLEU %.2f, cross-entropy %.3f, %s %ld%s",
            end->best_bleu, end->best_loss, whose, end->step,
            end->averaged ? " updates" : "");
}

static int summary(const struct training *a, struct prepared *p,
                   const struct progress *end, const char *path,
                   const char *folder)
{
    struct error err;
    say_best(end);
    if (a->detailed && !a->common.quiet)
        outcome_say(p, end);
    log_say("model: %s", path);
    log_say("log:   %s/log.jsonl", folder);
    if (!a->json)
        return EXIT_OK;
    struct strbuf out = STRBUF_INIT;
    strbuf_printf(&out, "{\"schema_version\": 1, \"steps\": %ld, "
                  "\"best_step\": %ld, \"dev_bleu\": %.4f, \"dev_loss\": "
                  "%.6f, \"parameters\": %zu}\n", end->step, end->best_step,
                  end->best_bleu, end->best_loss, p->model.net.ps.count);
    bool ok = out_write(NULL, &out, &err);
    strbuf_release(&out);
    return ok ? EXIT_OK : cmd_fail(&err);
}

/* --tune, once the weights are there; the model is written again if need be. */
static bool choose_ranking(struct prepared *p, const char *path,
                           struct error *err)
{
    struct model *m = &p->model;
    struct arena scratch;
    struct ranking old = translate_options(m).rank;
    if (strcmp(m->config.tune, "yes") != 0 || p->dev_text.n < TUNE_LEAST)
        return true;
    struct tuning t = tune(m, &p->dev_text);
    if (t.sentences > 0)
        log_say("search: alpha %g, reward of a token %g, of a character %g: "
                "BLEU of %d dev sentences with beam %d %.1f (%.1f with %g, "
                "%g and %g)", m->config.alpha, m->config.reward,
                m->config.char_reward, t.sentences, m->config.beam, t.after,
                t.before, old.alpha, old.reward, old.char_reward);
    if (t.after <= t.before)
        return true;
    arena_init(&scratch, "saving");
    bool ok = model_save(m, path, m->net.ps.w, NULL, &scratch, err);
    arena_drop(&scratch);
    return ok;
}

/* The command that goes on: what decides the learning is in the checkpoint,
 * where the text is has to be said again. */
static void say_how_to_resume(const struct training *a,
                              const struct source *source,
                              const struct progress *end, const char *path)
{
    struct strbuf line = STRBUF_INIT;
    if (a->again) {
        log_warn("stopped and saved; %s", a->again);
        return;
    }
    if (source->corpus)
        shell_word(&line, source->corpus);
    shell_option(&line, "src", source->src);
    shell_option(&line, "tgt", source->tgt);
    shell_option(&line, "dev", source->dev);
    shell_option(&line, "cols", a->corpus.cols);
    if (a->corpus.reverse)
        strbuf_puts(&line, " --reverse");
    /* A time becomes a number of updates, once they have been measured. */
    if (a->time > 0 && end->limit == 0)
        strbuf_printf(&line, " --time %g", a->time);
    shell_option(&line, "model", path);
    log_warn("stopped and saved; go on with: s2s train%s --resume", line.s);
    strbuf_release(&line);
}

/* ==== The run ==== */

static bool may_begin(const struct training *a, const char *path,
                      const char *checkpoint, struct error *err)
{
    if (a->resume) {
        enum precision p;
        if (model_precision(&p, path) && !model_trains(p, path, err))
            return false;
        if (file_exists(checkpoint))
            return true;
        error_set(err, EXIT_IO, "%s: no checkpoint to go on from",
                  checkpoint);
        return error_hint(err, "without --resume training begins anew");
    }
    if (!file_exists(path) || a->force)
        return true;
    error_set(err, EXIT_USAGE, "%s: is there already", path);
    if (a->again)
        return error_hint(err, "--force trains it anew; another folder keeps "
                          "both");
    return error_hint(err, "--force trains anew, --resume goes on, -m FILE "
                      "writes another file");
}

/* --init's units are another text's: a script that this had none of is all
 * <unk>, which is easily learnt and worth nothing. */
static void warn_of_unknown(const struct prepared *p)
{
    for (int side = 0; side < 2; side++) {
        double share = data_unknown(&p->train, side);
        if (share > 0.05)
            log_warn("%.0f %% of the %s text is in characters that %s does "
                     "not know", 100 * share,
                     side == SIDE_SRC ? "source" : "target", p->from);
    }
}

static void announce(void (*report)(struct strbuf *, const struct prepared *),
                     const struct prepared *p)
{
    struct strbuf out = STRBUF_INIT;
    report(&out, p);
    log_say("%.*s", (int)out.n - 1, out.s);
    strbuf_release(&out);
}

/* While --time measures, nobody knows how many updates there will be: what is
 * learnt until then must be the same when they are given (--steps). */
static void warm_up(struct config *c)
{
    if (schedule_kind_find(c->schedule)->ends && c->warmup < TRAIN_TIMED)
        c->warmup = TRAIN_TIMED;
}

/* Everything before the first update; units and links of a large corpus take
 * seconds, so what was read is said before. */
static bool set_up(const struct training *a, const struct source *source,
                   const char *checkpoint, struct prepared *p,
                   struct extras *x, struct arena *arena, struct error *err)
{
    memset(p, 0, sizeof *p);
    p->from = a->init;
    if (!a->resume) {
        if (!prepare_text(p, source, (uint64_t)a->config.seed, arena, err))
            return false;
        announce(prepare_report_text, p);
        if (!prepare_model(p, &a->config, arena, err))
            return false;
        if (p->from)
            warn_of_unknown(p);
        if (a->time > 0)
            warm_up(&p->model.config);
        return true;
    }
    if (!prepare_resume(p, checkpoint, x, arena, err) ||
        !training_merge(a, &p->model.config, err) ||
        !prepare_text(p, source, (uint64_t)p->model.config.seed, arena,
                      err))
        return false;
    prepare_encode(p, arena);
    return true;
}

static enum exit_status train_watched(const struct training *a,
                                      struct train_job *job,
                                      struct progress *end,
                                      struct error *err)
{
    struct watch watch;
    if (!a->common.quiet)
        watch_begin(&watch, job, a->watch);
    stop_install();
    enum exit_status status = train(job, end, err);
    stop_remove();
    if (!a->common.quiet)
        watch_end(&watch);
    return status;
}

/* The folder is this training's alone.  A process that was faster may have
 * made the model meanwhile. */
static bool claim(int *held, const struct training *a, const char *path,
                  const char *folder, const char *checkpoint,
                  struct error *err)
{
    if (!file_mkdir(folder, err))
        return false;
    if (!file_claim(held, folder, err))
        return error_hint(err, a->again ? "another folder has others"
                                        : "-m FILE trains another model");
    return may_begin(a, path, checkpoint, err);
}

static void say_begin(const struct training *a, struct prepared *p)
{
    if (a->time > 0)
        p->minutes = a->time / 60;
    if (a->resume)
        log_say("going on from the last checkpoint");
    else
        announce(prepare_report_model, p);
    text_warn_exchanged(&p->model, &p->dev_text);
}

/* What the run folder says of how this training began, or is to say. */
static bool know_beginning(const struct training *a, struct prepared *p,
                           const char *folder, struct arena *arena,
                           struct error *err)
{
    if (a->resume) {
        struct story_record r;
        story_record_read(&r, folder, arena);
        p->from = *r.init ? r.init : NULL;
        return true;
    }
    story_forget(folder);
    return story_begin(a->init, folder, err);
}

static int run(const struct training *a, const struct source *source,
               const char *path, const char *folder, const char *checkpoint)
{
    struct arena arena;
    struct error err;
    struct prepared p;
    struct progress end;
    int held = -1;
    struct train_job job = {
        .model = &p.model, .path = path, .folder = folder,
        .train_text = &p.train_text, .dev_text = &p.dev_text,
        .train = &p.train, .dev = &p.dev, .began = clock_seconds(),
        .time = a->time,
        .resume = a->resume, .tuned = a->init != NULL};
    arena_init(&arena, "model");
    /* The checkpoint must not be another's by the time it is gone on from. */
    if (!may_begin(a, path, checkpoint, &err) ||
        (a->resume && !claim(&held, a, path, folder, checkpoint, &err)) ||
        !set_up(a, source, checkpoint, &p, &job.resumed, &arena, &err) ||
        (!a->resume && !(out_is_own(path, &err) &&
                         claim(&held, a, path, folder, checkpoint, &err))) ||
        !know_beginning(a, &p, folder, &arena, &err)) {
        file_unclaim(held, folder);
        arena_drop(&arena);
        return cmd_fail(&err);
    }
    say_begin(a, &p);
    int status = (int)train_watched(a, &job, &end, &err);
    if (status == EXIT_OK && !choose_ranking(&p, path, &err))
        status = (int)err.status;
    if (status == EXIT_OK) {
        status = summary(a, &p, &end, path, folder);
        training_story(a, source, &p, &end, path, folder);
    } else if (status == EXIT_INT || status == EXIT_TERM) {
        say_how_to_resume(a, source, &end, path);
    } else {
        cmd_fail(&err);
    }
    file_unclaim(held, folder);
    arena_drop(&arena);
    return status;
}

int training_run(const struct training *a, const struct source *source,
                 const char *path)
{
    struct strbuf folder = STRBUF_INIT, checkpoint = STRBUF_INIT;
    model_run_folder(&folder, path);
    strbuf_printf(&checkpoint, "%s/checkpoint.safetensors", folder.s);
    int status = run(a, source, path, folder.s, checkpoint.s);
    strbuf_release(&folder);
    strbuf_release(&checkpoint);
    return status;
}
