#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/fmath.h"
#include "base/log.h"
#include "task/evaluate.h"
#include "task/likelihood.h"
#include "task/search.h"
#include "task/trainer.h"

enum {
    RATE_PATIENCE = 2,     /* checks without a better one: half the rate */
    WATCH_EVERY = 1,       /* seconds from glimpse to glimpse ... */
    WATCH_SHARE = 20       /* ... and so many times what one takes */
};

/* Stands for a loss that is not finite: worse than any, and a number that
 * JSON can hold. */
static const double LOSS_NONE = 1e10;

double train_loss_of(const struct network *net, const struct data *d,
                     int batch)
{
    struct arena memory, scratch;
    arena_init(&memory, "dev");
    arena_init(&scratch, "dev scratch");
    int *order = ARENA_ARRAY(&scratch, int, d->n);
    int *start = ARENA_ARRAY(&scratch, int, d->n + 1);
    int batches = batch_plan(d->src, d->tgt, d->n, batch, 0, 0, 0, order,
                             start, &scratch);
    double loss = 0;
    long tokens = 0;
    for (int k = 0; k < batches; k++) {
        struct batch b;
        arena_reset(&memory);
        batch_make(&b, d->src, d->tgt, order + start[k],
                   start[k + 1] - start[k], &memory);
        struct pass p = likelihood_pass(net, &b, &memory);
        loss += p.loss;
        tokens += p.tokens;
    }
    arena_drop(&memory);
    arena_drop(&scratch);
    return tokens ? loss / (double)tokens : 0;
}

/* Greedy BLEU on the raw dev text; over characters where the target has no
 * spaces. */
static double dev_bleu(struct trainer *t)
{
    const struct train_job *job = t->job;
    const struct data *d = job->dev;
    struct arena memory;
    arena_init(&memory, "dev");
    struct search_options o = {.beam = 1, .rank.alpha = 1, .nbest = 1};
    struct hypothesis *h = ARENA_ARRAY(&memory, struct hypothesis, d->n);
    search(t->net, d->src, d->n, &o, h, &memory);
    struct bleu_options bleu = bleu_for(NULL, job->dev_text);
    struct bleu_stats sum = {{0}, {0}, 0, 0};
    struct strbuf text = STRBUF_INIT;
    for (int i = 0; i < d->n; i++) {
        struct bleu_stats one;
        const char *ref = job->dev_text->pair[i].text[1];
        strbuf_reset(&text);
        tokens_decode(&job->model->tokens, SIDE_TGT, h[i].id, h[i].n, &text);
        bleu_sentence(&one, text.s, &ref, 1, &bleu, &t->scratch);
        bleu_add(&sum, &one);
    }
    strbuf_release(&text);
    arena_drop(&memory);
    return bleu_compute(&sum, &bleu).bleu;
}

/* Exchanges the weights with the average. */
static void stand_in(struct trainer *t)
{
    real *w = t->net->ps.w;
    if (!t->average)
        return;
    for (size_t k = 0; k < t->net->ps.count; k++) {
        real x = w[k];
        w[k] = t->average[k];
        t->average[k] = x;
    }
    params_pack(&t->net->ps);
}

struct dev_score trainer_score(struct trainer *t)
{
    struct dev_score s;
    /* Between updates they hold nothing: the check has their room. */
    arena_drop(&t->batch);
    arena_drop(&t->scratch);
    s.loss = train_loss_of(t->net, t->job->dev, CHECK_BATCH);
    if (!isfinite(s.loss))
        s.loss = LOSS_NONE;
    s.bleu = dev_bleu(t);
    s.score = s.bleu - s.loss;
    return s;
}

static void better(struct trainer *t, const struct dev_score *s)
{
    struct error err;
    struct progress *p = &t->p;
    p->best = s->score;
    p->best_loss = s->loss;
    p->best_bleu = s->bleu;
    p->best_step = p->step;
    p->bad = p->bad_rate = 0;
    memcpy(t->best, t->net->ps.w, t->net->ps.count * sizeof(real));
    if (!trainer_save_model(t, t->best, &err))
        log_warn("%s (training goes on)", err.text);
}

static void worse(struct trainer *t)
{
    struct progress *p = &t->p;
    p->bad++;
    if (++p->bad_rate >= RATE_PATIENCE && t->schedule->halves) {
        p->lr /= 2;
        p->bad_rate = 0;
    }
    if (p->bad >= t->config->patience)
        p->done = true;
}

void trainer_check(struct trainer *t)
{
    const struct train_job *job = t->job;
    stand_in(t);
    struct dev_score s = trainer_score(t);
    trainer_log(t, "{\"event\": \"check\", \"step\": %ld, \"epoch\": %d, "
                "\"dev_loss\": %.5f, \"dev_bleu\": %.3f, \"lr\": %.3g}",
                t->p.step, t->p.epoch + (t->p.batch > 0), s.loss, s.bleu,
                trainer_rate(t));
    if (s.loss < LOSS_NONE)
        trainer_keep(t, s.score);
    if (s.score > t->p.best)
        better(t, &s);
    else
        worse(t);
    if (!job->watched)
        t->glimpse_at = (double)INFINITY;
    if (job->on_check)
        job->on_check(job->ctx, job, &t->p, s.loss, s.bleu);
    stand_in(t);
}

void trainer_glimpse(struct trainer *t)
{
    const struct train_job *job = t->job;
    double began = clock_seconds();
    if (job->on_glimpse) {
        stand_in(t);
        job->on_glimpse(job->ctx, job, &t->p);
        stand_in(t);
    }
    double end = clock_seconds();
    t->glimpse_at =
        job->watched ? end + fmax(WATCH_EVERY, WATCH_SHARE * (end - began))
                     : (double)INFINITY;
}
