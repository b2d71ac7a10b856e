#include "cmd/cmd_watch.h"

#include <string.h>
#include <unistd.h>

#include "base/live.h"
#include "base/log.h"
#include "base/utf8.h"
#include "report/report.h"
#include "report/screen.h"
#include "task/look.h"

/* Rows of a matrix: early translations repeat themselves without end. */
enum { ROWS = 16 };

static const struct look cross = {LOOK_CROSS, HEAD_MEAN, false};

/* ==== The sentence ==== */

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

/* Does its matrix fit into 80 columns and, below the texts, 24 rows? */
static bool fits_window(const struct pair *p)
{
    int words = corpus_length(p->text[1], p->len[1]);
    return corpus_length(p->text[0], p->len[0]) >= 5 && words >= 5 &&
           words <= 10 && utf8_width(p->text[0], (size_t)p->len[0]) <= 56;
}

/* A sentence that fits, or else the sample. */
static void choose(struct watch *w, const struct train_job *job)
{
    const struct corpus *c = job->dev_text;
    int i = 0;
    while (i < c->n && !fits_window(&c->pair[i]))
        i++;
    w->src = i < c->n ? c->pair[i].text[0] : job->model->sample;
    w->ref = i < c->n ? c->pair[i].text[1] : reference(job);
}

static void translate_one(const struct train_job *job, const char *src,
                          struct translation *t, struct arena *arena)
{
    struct search_options o = {
        .beam = 1, .rank.alpha = 1, .nbest = 1, .align = true};
    translate(job->model, &src, 1, &o, t, NULL, arena);
}

static void in_words(struct alignment *out, const struct alignment *pieces,
                     struct arena *arena)
{
    struct alignment words;
    alignment_words(&words, pieces, arena);
    alignment_drop_eos(out, &words, arena);
}

/* ==== Printed ==== */

/* Shades, which are the same in a log: a dark sign where a word looked. */
static void say_alignment(const struct model *m, const struct translation *t,
                          struct arena *arena)
{
    struct alignment whole, bare;
    struct report_options o = {.variant = "",
                               .columns = log_columns(STDERR_FILENO)};
    struct strbuf out = STRBUF_INIT;
    look_translation(&cross, m, t, &whole, arena);
    in_words(&bare, &whole, arena);
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
    const char *ref = reference(job);
    arena_init(&memory, "sample");
    translate_one(job, job->model->sample, &t, &memory);
    log_say("    source      %s", job->model->sample);
    log_say("    translation %s", t.text);
    if (ref)
        log_say("    reference   %s", ref);
    if (t.best && translate_aligns(job->model))
        say_alignment(job->model, &t, &memory);
    arena_drop(&memory);
}

static void say_check(const struct progress *p, double loss, double bleu)
{
    log_say("update %ld: dev cross-entropy %.3f, BLEU %.1f%s", p->step, loss,
            bleu, p->best_step == p->step ? " (best so far)" : "");
}

static void print_check(void *ctx, const struct train_job *job,
                        const struct progress *p, double loss, double bleu)
{
    (void)ctx;
    say_check(p, loss, bleu);
    say_sample(job);
}

static void print_glimpse(void *ctx, const struct train_job *job,
                          const struct progress *p)
{
    (void)ctx;
    log_say("update %ld: a first glimpse", p->step + 1);
    say_sample(job);
}

/* ==== Drawn ==== */

static void put_row(struct strbuf *out, const char *label, const char *text,
                    int columns)
{
    strbuf_printf(out, "%-12s", label);
    screen_fit(out, text, columns - 12);
    strbuf_putc(out, '\n');
}

static int lines_of(const struct strbuf *b)
{
    int n = 0;
    for (size_t i = 0; i < b->n; i++)
        n += b->s[i] == '\n';
    return n;
}

/* What has no room is left out: half a matrix would say something else. */
static void draw(struct strbuf *out, int columns, int rows, const void *ctx)
{
    const struct watch *w = ctx;
    struct report_options o = {
        .variant = "", .colours = w->colours, .columns = columns - 1};
    struct strbuf matrix = STRBUF_INIT;
    int texts = w->ref ? 3 : 2;
    if (w->a.Tx > 0 && w->a.Ty > 0)
        report_term.sentence(&matrix, 1, &w->a, &o);
    int need = lines_of(&matrix);
    if (w->hyp && columns > 24 && rows >= texts) {
        put_row(out, "source", w->src, columns - 1);
        put_row(out, "translation", w->hyp, columns - 1);
        if (w->ref)
            put_row(out, "reference", w->ref, columns - 1);
        if (rows >= texts + need)
            strbuf_add(out, matrix.s, matrix.n);
        else if (rows > texts)
            put_row(out, "alignment", "the window is too small for it",
                    columns - 1);
    }
    strbuf_release(&matrix);
}

static void look_again(struct watch *w, const struct train_job *job)
{
    struct translation t;
    struct alignment whole;
    arena_reset(&w->memory);
    memset(&w->a, 0, sizeof w->a);
    translate_one(job, w->src, &t, &w->memory);
    w->hyp = t.text;
    if (!translate_aligns(job->model))
        return;
    look_pair(&cross, job->model, w->src, w->ref ? w->ref : w->hyp, &whole,
              NULL, &w->memory);
    in_words(&w->a, &whole, &w->memory);
}

static void draw_check(void *ctx, const struct train_job *job,
                       const struct progress *p, double loss, double bleu)
{
    look_again(ctx, job);
    say_check(p, loss, bleu);
}

static void draw_glimpse(void *ctx, const struct train_job *job,
                         const struct progress *p)
{
    (void)p;
    look_again(ctx, job);
}

/* ==== Begin and end ==== */

void watch_begin(struct watch *w, struct train_job *job, bool picture)
{
    bool draws = picture && live_possible();
    memset(w, 0, sizeof *w);
    arena_init(&w->memory, "watch");
    if (picture && !draws)
        log_say("--watch: no picture, for stderr is no terminal that could "
                "draw one; each check prints its own");
    if (picture && !translate_aligns(job->model))
        log_say("--watch: this model makes no alignments; its translation is "
                "shown");
    w->colours = log_colours(STDERR_FILENO);
    if (draws)
        choose(w, job);
    job->ctx = w;
    job->watched = draws;
    job->on_check = draws ? draw_check : print_check;
    job->on_glimpse = draws ? draw_glimpse : print_glimpse;
    if (draws)
        live_picture(draw, w);
}

void watch_end(struct watch *w)
{
    live_end();
    live_picture(NULL, NULL);
    arena_drop(&w->memory);
}
