#include "cmd/cmd_training.h"

#include <string.h>

#include "cmd/cmd.h"
#include "kern/bf16.h"
#include "model/preset.h"
#include "nn/schedule.h"
#include "task/train.h"

/* ==== What they mean ==== */

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
                                strcmp(name, "word-reward") == 0 ||
                                strcmp(name, "char-reward") == 0);
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
            return error_hint(err, given(a, i)
                ? "leave it out: it comes with the model"
                : "--preset and --attention may only repeat what the model "
                  "has");
        }
        config_copy(&a->config, &now, i);
    }
    return true;
}

/* --time is measured while the rate rises, whatever falls later. */
static bool time_fits(const struct training *a, struct error *err)
{
    const struct config *c = &a->config;
    const struct schedule_kind *s = schedule_kind_find(c->schedule);
    if (c->steps > 0)
        return error_set(err, EXIT_USAGE, "--time and --steps: one of them");
    if (c->warmup < 0 || c->warmup >= TRAIN_TIMED || (s && !s->ends))
        return true;
    error_set(err, EXIT_USAGE, "--time with --schedule %s: --warmup %d at "
              "least", c->schedule, TRAIN_TIMED);
    return error_hint(err, "the first %d updates are measured", TRAIN_TIMED);
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
    if (a->time > 0 && !a->resume && !time_fits(a, err))
        return false;
    bool limited = a->time > 0 || a->config.steps > 0;
    if (limited && a->config.epochs == 0 && !a->resume)
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

bool training_merge(const struct training *a, struct config *saved,
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

bool training_differs(const struct training *a, const struct config *saved,
                      struct strbuf *out)
{
    struct config now;
    struct error err;
    bool known = asked(a, saved, &now, &err);
    for (int i = 0; known && i < CONFIG_FIELDS; i++) {
        enum config_role role = config_role(i);
        if (role == ROLE_EXTENT || role == ROLE_USE ||
            config_same(saved, &now, i))
            continue;
        strbuf_printf(out, "--%s ", config_name(i));
        config_value(out, saved, i);
        strbuf_puts(out, ", not ");
        config_value(out, &now, i);
        return true;
    }
    return false;
}

/* ==== What there is ==== */

bool training_source(const struct training *a, const char *corpus,
                     struct source *out, struct error *err)
{
    *out = (struct source){.corpus = corpus, .src = a->corpus.src,
                           .tgt = a->corpus.tgt, .dev = a->dev,
                           .split = -1};
    return corpus_args_check(&a->corpus, corpus, &out->columns, err);
}

int training_rows(struct training *a, struct opt *rows)
{
    const struct opt own[] = {
        {.name = "dev", .type = OPT_FILE, .value = &a->dev, .arg = "FILE",
         .help = "dev part, TSV (split off the corpus)"},
        OPT_ROWS_CORPUS(a->corpus),
        {.name = "time", .type = OPT_SECONDS, .value = &a->time, .min = 1,
         .max = 1e9, .arg = "T",
         .help = "train about so long: 90s, 30m, 2h; in place of --steps"},
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
