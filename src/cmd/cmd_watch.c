#include "cmd/cmd_watch.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "report/report.h"
#include "task/look.h"

/* Rows of a matrix: early translations repeat themselves without end. */
enum { ROWS = 16 };

/* What the dev part has for the sample; NULL in a run that goes on with
 * another dev part. */
static const char *reference(const struct train_job *job)
{
    const struct corpus *c = job->dev_text;
    for (int i = 0; i < c->n; i++)
        if (strcmp(c->pair[i].text[0], job->model->sample) == 0)
            return c->pair[i].text[1];
    return NULL;
}

/* Shades, which are the same in a log: a dark sign where a word looked. */
static void say_alignment(const struct model *m, const struct translation *t,
                          struct arena *arena)
{
    struct look look = {LOOK_CROSS, HEAD_MEAN};
    struct alignment whole, words, bare;
    struct report_options o = {.variant = "",
                               .columns = log_columns(STDERR_FILENO)};
    struct strbuf out = STRBUF_INIT;
    look_translation(&look, m, t, &whole, arena);
    alignment_words(&words, &whole, arena);
    alignment_drop_eos(&bare, &words, arena);
    bool cut = bare.Ty > ROWS;
    bare.Ty = cut ? ROWS : bare.Ty;
    report_term.sentence(&out, 1, &bare, &o);
    if (bare.Tx > 0 && bare.Ty > 0)
        log_say("%s%s", out.s, cut ? "...\n" : "");
    strbuf_release(&out);
}

static void say_sample(const struct train_job *job)
{
    struct arena memory;
    struct translation t;
    struct search_options o = {
        .beam = 1, .rank.alpha = 1, .nbest = 1, .align = true};
    const char *text = job->model->sample, *ref = reference(job);
    arena_init(&memory, "sample");
    translate(job->model, &text, 1, &o, &t, NULL, &memory);
    log_say("    source      %s", text);
    log_say("    translation %s", t.text);
    if (ref)
        log_say("    reference   %s", ref);
    if (t.best && translate_aligns(job->model))
        say_alignment(job->model, &t, &memory);
    arena_drop(&memory);
}

void watch_check(void *ctx, const struct train_job *job,
                 const struct progress *p, double loss, double bleu)
{
    (void)ctx;
    log_say("update %ld: dev cross-entropy %.3f, BLEU %.1f%s", p->step, loss,
            bleu, p->best_step == p->step ? " (best so far)" : "");
    say_sample(job);
}

void watch_glimpse(void *ctx, const struct train_job *job,
                   const struct progress *p)
{
    (void)ctx;
    log_say("update %ld: a first glimpse", p->step + 1);
    say_sample(job);
}
