#include "cmd/cmd_training.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/stop.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_outcome.h"
#include "cmd/cmd_shell.h"
#include "cmd/cmd_story.h"
#include "cmd/cmd_watch.h"
#include "kern/bf16.h"
#include "model/preset.h"
#include "task/tune.h"

/* ==== Options ==== */

static bool given(const struct training *a, int i)
{
    return opt_find(a->rows, config_name(i))->given;
}

/* Who says how hypotheses are ranked does not want it chosen. */
static void keep_ranking(const struct training *a, struct config *c)
{
    bool said = false, tune = false;
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        const char *name = config_name(i);
        said |= given(a, i) && (strcmp(name, "alpha") == 0 ||
                                strcmp(name, "word-reward") == 0);
        tune |= given(a, i) && strcmp(name, "tune") == 0;
    }
    if (said && !tune)
        c->tune = "no";
}

/* What the options ask for, in a run or of a model that has `saved`. */
static bool asked(const struct training *a, const struct config *saved,
                  struct config *out, struct error *err)
{
    *out = *saved;
    if (a->preset && !preset_apply(out, a->preset, err))
        return false;
    for (int i = 0; i < CONFIG_FIELDS; i++)
        if (given(a, i))
            config_copy(out, &a->config, i);
    keep_ranking(a, out);
    return !a->attention || config_attention(out, a->rows, a->attention, err);
}

static bool another(const struct config *saved, int i, const char *option,
                    const char *whose, struct error *err)
{
    struct strbuf was = STRBUF_INIT;
    config_value(&was, saved, i);
    error_set(err, EXIT_USAGE, "--%s with another --%s (%s %s)", option,
              config_name(i), whose, was.s);
    strbuf_release(&was);
    return false;
}

/* --init: the model's shape and basis come with it, and an option may only
 * repeat them; how to use it comes along where no option says. */
static bool take_over(struct training *a, struct error *err)
{
    struct config saved, now;
    if (!model_config(&saved, a->init, err) || !asked(a, &saved, &now, err))
        return false;
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        enum config_role role = config_role(i);
        if (role == ROLE_LEARN || role == ROLE_EXTENT)
            continue;
        if (role != ROLE_USE && !config_same(&saved, &now, i)) {
            another(&saved, i, "init", "the model has", err);
            return error_hint(err, "leave it out: units and sizes come with "
                              "the model");
        }
        config_copy(&a->config, &now, i);
    }
    return true;
}

bool training_options(struct training *a, struct error *err)
{
    keep_ranking(a, &a->config);
    if (a->preset && !preset_fill(&a->config, a->rows, a->preset, err))
        return false;
    if (a->attention &&
        !config_attention(&a->config, a->rows, a->attention, err))
        return false;
    if (a->init && !take_over(a, err))
        return false;
    if (!a->resume && !config_all_read(&a->config, a->rows, err))
        return false;
    if (a->time > 0 && a->config.epochs == 0)
        a->config.epochs = EPOCHS_ANY;
    return strcmp(a->config.precision, "bf16") != 0 || bf16_available(err);
}

void training_use(struct config *c, const struct training *a)
{
    for (int i = 0; i < CONFIG_FIELDS; i++)
        if (config_role(i) == ROLE_USE && given(a, i))
            config_copy(c, &a->config, i);
}

/* May field i change?  Only how far the run goes, and that only to more;
 * train() looks after --steps in a run without. */
static bool may_change(const struct config *saved, const struct config *now,
                       int i)
{
    switch (config_role(i)) {
    case ROLE_EXTENT:
        return now->epochs >= saved->epochs && now->steps >= saved->steps;
    case ROLE_USE:
        return true;
    default:
        return false;
    }
}

/* The run may be compare's, which nobody asked to be resumed. */
static void shorter(const struct config *saved, const struct config *now,
                    int i, struct error *err)
{
    struct strbuf was = STRBUF_INIT, is = STRBUF_INIT;
    config_value(&was, saved, i);
    config_value(&is, now, i);
    error_set(err, EXIT_USAGE, "--%s %s: the run was begun with %s, and can "
              "only become longer", config_name(i), is.s, was.s);
    strbuf_release(&was);
    strbuf_release(&is);
}

/* At --resume an option may repeat what the run was begun with. */
static bool merge(const struct training *a, struct config *saved,
                  struct error *err)
{
    struct config now;
    if (!asked(a, saved, &now, err))
        return false;
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        if (config_same(saved, &now, i) || may_change(saved, &now, i))
            continue;
        if (config_role(i) == ROLE_EXTENT)
            shorter(saved, &now, i, err);
        else
            another(saved, i, "resume", "the run was begun with", err);
        return error_hint(err, "leave it out; --force begins anew");
    }
    *saved = now;
    return true;
}

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

/* Once the weights are there; the model is written again if need be. */
static bool choose_ranking(struct prepared *p, const char *path,
                           struct error *err)
{
    struct model *m = &p->model;
    struct arena scratch;
    double alpha = m->config.alpha, reward = m->config.reward;
    struct tuning t = tune(m, &p->dev_text);
    if (t.sentences > 0)
        log_say("search: alpha %g, word reward %g: BLEU of %d dev sentences "
                "with beam %d %.1f (%.1f with %g and %g)", m->config.alpha,
                m->config.reward, t.sentences, m->config.beam, t.after,
                t.before, alpha, reward);
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
    return error_hint(err, "--force trains anew, --resume goes on, -m FILE "
                      "writes another file");
}

static void announce(void (*report)(struct strbuf *, const struct prepared *),
                     const struct prepared *p)
{
    struct strbuf out = STRBUF_INIT;
    report(&out, p);
    log_say("%.*s", (int)out.n - 1, out.s);
    strbuf_release(&out);
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
        return prepare_model(p, &a->config, arena, err);
    }
    if (!prepare_resume(p, checkpoint, x, arena, err) ||
        !merge(a, &p->model.config, err) ||
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
        return error_hint(err, "-m FILE trains another model");
    if (may_begin(a, path, checkpoint, err))
        return true;
    file_unclaim(*held);
    return false;
}

static int run(const struct training *a, const struct source *source,
               const char *path, const char *folder, const char *checkpoint)
{
    struct arena arena;
    struct error err;
    struct prepared p;
    struct progress end;
    int held;
    struct train_job job = {
        .model = &p.model, .path = path, .folder = folder,
        .train_text = &p.train_text, .dev_text = &p.dev_text,
        .train = &p.train, .dev = &p.dev, .time = a->time,
        .resume = a->resume, .tuned = a->init != NULL};
    arena_init(&arena, "model");
    if (!may_begin(a, path, checkpoint, &err) ||
        !set_up(a, source, checkpoint, &p, &job.resumed, &arena, &err) ||
        !(a->resume || out_is_own(path, &err)) ||
        !claim(&held, a, path, folder, checkpoint, &err)) {
        arena_drop(&arena);
        return cmd_fail(&err);
    }
    if (a->time > 0)
        p.minutes = a->time / 60;
    if (a->resume)
        log_say("going on from the last checkpoint");
    else
        announce(prepare_report_model, &p);
    int status = (int)train_watched(a, &job, &end, &err);
    if (status == EXIT_OK && strcmp(p.model.config.tune, "yes") == 0 &&
        !choose_ranking(&p, path, &err))
        status = (int)err.status;
    if (status == EXIT_OK)
        training_story(a, source, &p, &end, path, folder);
    if (status == EXIT_OK)
        status = summary(a, &p, &end, path, folder);
    else if (status == EXIT_INT || status == EXIT_TERM)
        say_how_to_resume(a, source, &end, path);
    else
        cmd_fail(&err);
    file_unclaim(held);
    arena_drop(&arena);
    return status;
}

bool training_source(const struct training *a, const char *corpus,
                     struct source *out, struct error *err)
{
    *out = (struct source){.corpus = corpus, .src = a->corpus.src,
                           .tgt = a->corpus.tgt, .dev = a->dev,
                           .split = -1};
    return corpus_args_check(&a->corpus, corpus, &out->columns, err);
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

int training_rows(struct training *a, struct opt *rows)
{
    const struct opt own[] = {
        {.name = "dev", .type = OPT_STRING, .value = &a->dev, .arg = "FILE",
         .help = "dev part, TSV (split off the corpus)"},
        OPT_ROWS_CORPUS(a->corpus),
        {.name = "time", .type = OPT_SECONDS, .value = &a->time, .min = 1,
         .max = 1e9, .arg = "T", .help = "train so long: 90s, 30m, 2h"},
        {.name = "attention", .type = OPT_STRING, .value = &a->attention,
         .arg = "NAME", .help = "a score with soft focus, or a focus"},
        {.name = "preset", .type = OPT_CHOICE, .value = &a->preset,
         .choices = preset_kind_name, .arg = "NAME",
         .help = "a known model (info --kinds); what is given wins"},
        {.name = "force", .type = OPT_FLAG, .value = &a->force,
         .help = "train anew over an existing model"},
        OPT_ROW_THREADS(a->common), OPT_ROW_QUIET(a->common)};
    enum { OWN = sizeof own / sizeof *own };
    config_init(&a->config);
    memcpy(rows, own, sizeof own);
    a->rows = rows;
    return OWN + config_options(&a->config, rows + OWN);
}
