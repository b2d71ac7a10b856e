#include "cmd/cmd_story.h"

#include <string.h>

#include "base/log.h"
#include "base/shell.h"
#include "cmd/cmd_report.h"
#include "task/twin.h"

enum { MEASURED = 200 /* dev pairs: some seconds at most */ };

/* ==== The command ==== */

/* Sizes that were chosen are said, so that it holds when the choice changes;
 * a time is said as the updates that it was. */
static void put_config(struct strbuf *out, const struct config *c,
                       const struct progress *end)
{
    struct config usual, now = *c;
    struct strbuf value = STRBUF_INIT;
    config_init(&usual);
    if (end->limit > 0)
        now.steps = (int)end->limit;
    if (now.epochs == EPOCHS_ANY)
        now.epochs = usual.epochs;     /* --steps means it */
    /* What the dev part chose, it chooses again. */
    if (strcmp(now.tune, "yes") == 0) {
        now.alpha = usual.alpha;
        now.reward = usual.reward;
        now.char_reward = usual.char_reward;
    }
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        if (config_same(&usual, &now, i) ||
            !config_takes(&now, config_name(i)))
            continue;
        strbuf_reset(&value);
        config_value(&value, &now, i);
        shell_option(out, config_name(i), value.s);
    }
    strbuf_release(&value);
}

static void put_command(struct strbuf *out, const struct training *a,
                        const struct source *source, const struct prepared *p,
                        const struct progress *end, const char *path)
{
    strbuf_puts(out, "s2s train");
    if (source->corpus)
        shell_word(out, source->corpus);
    shell_option(out, "src", source->src);
    shell_option(out, "tgt", source->tgt);
    shell_option(out, "dev", source->dev);
    shell_option(out, "cols", a->corpus.cols);
    if (a->corpus.reverse)
        strbuf_puts(out, " --reverse");
    shell_option(out, "init", p->from);
    put_config(out, &p->model.config, end);
    shell_option(out, "model", path);
}

/* ==== The record ==== */

static bool record(const struct training *a, const struct source *source,
                   const struct prepared *p, const struct progress *end,
                   const char *path, const char *folder, struct error *err)
{
    struct strbuf command = STRBUF_INIT, corpus = STRBUF_INIT;
    struct strbuf dev = STRBUF_INIT;
    /* `train` has no test part to hold back, as `compare` has, nor a dev part
     * held out by another seed than its own. */
    bool other = source->hold ||
                 (!source->dev && source->split >= 0 &&
                  source->split != p->model.config.seed);
    if (!other)
        put_command(&command, a, source, p, end, path);
    strbuf_printf(&corpus, "%s: ", p->train_text.name);
    corpus_summary(&corpus, &p->train_text);
    strbuf_printf(&dev, "%s, %d pairs",
                  source->dev ? source->dev : "held out from the corpus",
                  p->dev_text.n);
    if (p->leaked)
        strbuf_printf(&dev, "; %d of the corpus have a source sentence in it "
                      "and were dropped", p->leaked);
    struct story_record r = {command.s, corpus.s, dev.s,
                             p->from ? p->from : ""};
    bool ok = story_record_write(&r, &p->dev_text, folder, err);
    strbuf_release(&command);
    strbuf_release(&corpus);
    strbuf_release(&dev);
    return ok;
}

/* ==== The page ==== */

static bool page(const struct prepared *p, const char *path,
                 const char *folder, struct error *err)
{
    struct arena arena;
    struct corpus some;
    struct evaluation e;
    struct bylen by;
    struct strbuf name = STRBUF_INIT, where = STRBUF_INIT;
    arena_init(&arena, "report");
    twin_sample(&some, &p->dev_text, MEASURED, &arena);
    story_measure(&e, &by, &p->model, &some, &arena);
    strbuf_printf(&name, "%d sentences of the dev part", some.n);
    strbuf_printf(&where, "%s/report.html", folder);
    struct story s = {.model = &p->model, .path = path, .test = &some,
                      .test_name = name.s, .measured = &e,
                      .curve = {{story_name(&p->model), &by}}, .curves = 1};
    bool ok = report_write(where.s, &s, &arena, err);
    arena_drop(&arena);
    strbuf_release(&name);
    strbuf_release(&where);
    return ok;
}

void training_story(const struct training *a, const struct source *source,
                    const struct prepared *p, const struct progress *end,
                    const char *path, const char *folder)
{
    struct error err;
    if (!record(a, source, p, end, path, folder, &err) ||
        (a->report && !page(p, path, folder, &err)))
        log_warn("%s (the model is there)", err.text);
}
