/* What a training holds, and one update of it. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "kern/part.h"
#include "task/trainer.h"

/* ==== Memory and plan ==== */

static real *vector(struct trainer *t)
{
    return ARENA_ARRAY(&t->memory, real, t->net->ps.count);
}

void trainer_init(struct trainer *t, struct train_job *job)
{
    *t = (struct trainer){.job = job, .net = &job->model->net,
                          .config = &job->model->config, .planned = -1};
    arena_init(&t->memory, "training");
    arena_init(&t->text, "text");
    arena_init(&t->batch, "batch");
    arena_init(&t->scratch, "scratch");
    size_t count = t->net->ps.count;
    t->optimizer = optimizer_kind_find(t->config->optimizer);
    t->schedule = schedule_kind_find(t->config->schedule);
    for (int i = 0; i < t->optimizer->states; i++)
        t->state[i] = vector(t);
    t->average = t->config->average > 0 ? vector(t) : NULL;
    t->best = vector(t);
    t->partial = ARENA_ARRAY(&t->memory, double, vector_norm_room(count));
    comm_init(&t->comm, count, t->config->shards, &t->memory);
    t->train = job->train;
    t->cutting = (struct cutting){job->train, job->train_text,
                                    &job->model->tokens, t->config};
    t->order = ARENA_ARRAY(&t->memory, int, job->train->n);
    t->start = ARENA_ARRAY(&t->memory, int, job->train->n + 1);
    t->p.lr = t->config->lr;
    t->p.best = t->p.best_loss = -1e9;
    t->p.limit = t->config->steps;
    t->p.corpus = data_fingerprint(job->train_text);
    t->p.dev = data_fingerprint(job->dev_text);
    if (t->average)
        memcpy(t->average, t->net->ps.w, count * sizeof(real));
}

void trainer_drop(struct trainer *t)
{
    arena_drop(&t->memory);
    arena_drop(&t->text);
    arena_drop(&t->batch);
    arena_drop(&t->scratch);
}

/* With BPE-dropout the text is another one in each epoch. */
static void read_anew(struct trainer *t)
{
    if (t->config->bpe_dropout <= 0)
        return;
    arena_reset(&t->text);
    data_sample(&t->sampled, &t->cutting, t->p.epoch, &t->text);
    t->train = &t->sampled;
}

void trainer_plan(struct trainer *t)
{
    if (t->planned == t->p.epoch)
        return;
    enum part outer = part_switch(PART_DATA);
    read_anew(t);
    const struct data *d = t->train;
    t->batches = batch_plan(d->src, d->tgt, d->n, t->config->batch,
                            t->config->pool, (uint64_t)t->config->seed,
                            (uint64_t)t->p.epoch, t->order, t->start,
                            &t->scratch);
    part_switch(outer);
    t->planned = t->p.epoch;
}

long trainer_updates(const struct trainer *t)
{
    long total = (long)t->batches * t->config->epochs;
    if (t->p.limit > 0)
        return t->p.limit < total ? t->p.limit : total;
    return t->job->time > 0 ? 0 : total;
}

double trainer_rate(const struct trainer *t)
{
    return schedule_rate(t->schedule, t->p.lr, t->p.step + 1,
                         t->config->warmup, trainer_updates(t));
}

/* ==== One update ==== */

/* Shard s has the pairs s, s + S, ... of the batch, each twice with R-Drop:
 * its loss is the mean of both passes. */
static double shard_pass(struct trainer *t, const int *pick, int n, int s,
                         real scale)
{
    int S = t->config->shards, m = 0, passes = t->net->o.r_drop > 0 ? 2 : 1;
    struct batch batch;
    arena_reset(&t->batch);
    int *mine = ARENA_ARRAY(&t->batch, int, passes * (n / S + 1));
    for (int i = s; i < n; i += S)
        for (int k = 0; k < passes; k++)
            mine[m++] = pick[i];
    if (!t->g_is_zero)
        par_zero(t->net->ps.g, t->net->ps.count * sizeof(real));
    t->g_is_zero = false;
    double loss = 0;
    if (m > 0) {
        struct run r = {&t->batch, &t->scratch, true,
                        (uint64_t)t->config->seed,
                        (uint64_t)t->p.step * (uint64_t)S + (uint64_t)s,
                        NULL};
        enum part outer = part_switch(PART_DATA);
        batch_make(&batch, t->train->src, t->train->tgt, mine, m, &t->batch);
        batch.guide = t->train->guide;
        batch.twice = passes == 2;
        part_switch(PART_REST);
        loss = network_pass(&r, t->net, &batch, scale / (real)passes,
                            true).loss / passes;
        part_switch(outer);
    }
    comm_add(&t->comm, t->net->ps.g);
    return loss;
}

struct update trainer_gradients(struct trainer *t, const int *pick, int n)
{
    struct update u = {0, 0, 0};
    for (int i = 0; i < n; i++)
        u.tokens += t->train->tgt[pick[i]].n + 1;
    for (int s = 0; s < t->config->shards; s++)
        u.loss += shard_pass(t, pick, n, s, 1 / (real)u.tokens);
    comm_sum(&t->comm, t->net->ps.g);
    u.norm = vector_norm(t->net->ps.learnt, t->net->ps.g, t->partial);
    return u;
}

/* The share of the old in the running average; it grows from 0.1, so that the
 * first, wild weights are soon forgotten. */
static double average_keep(const struct trainer *t)
{
    double step = (double)t->p.step, warm = (1 + step) / (10 + step);
    return t->config->average < warm ? t->config->average : warm;
}

struct flat_work {
    struct trainer *t;
    double scale;              /* clipping */
    real keep;
};

/* Elements at .. at + n - 1 of the flat vectors. */
static void flat_piece(const struct flat_work *f, size_t at, int n)
{
    struct trainer *t = f->t;
    struct params *ps = &t->net->ps;
    size_t left = at >= ps->learnt ? 0 : ps->learnt - at;
    int learnt = left < (size_t)n ? (int)left : n;
    real *state[OPTIMIZER_STATES] = {NULL};
    for (int i = 0; i < t->optimizer->states; i++)
        state[i] = t->state[i] + at;
    t->optimizer->update(learnt, ps->w + at, ps->g + at, state,
                         t->p.step + 1, trainer_rate(t), f->scale);
    if (t->average) {
        K->scale(n, f->keep, t->average + at);
        K->axpy(n, 1 - f->keep, ps->w + at, t->average + at);
    }
    memset(ps->g + at, 0, (size_t)n * sizeof *ps->g);
}

/* All that is done with an element while it is in the cache. */
enum { FLAT_PIECE = 8192 };

static void flat_pieces(void *ctx, int lo, int hi)
{
    const struct flat_work *f = ctx;
    size_t count = f->t->net->ps.count, end = (size_t)hi * FLAT_PIECE;
    for (size_t at = (size_t)lo * FLAT_PIECE; at < end && at < count;
         at += FLAT_PIECE)
        flat_piece(f, at,
                   count - at < FLAT_PIECE ? (int)(count - at) : FLAT_PIECE);
}

static void apply(struct trainer *t, const struct update *u)
{
    double clip = t->config->clip;
    double scale = clip > 0 && u->norm > clip ? clip / u->norm : 1;
    size_t count = t->net->ps.count;
    struct flat_work f = {t, scale, (real)average_keep(t)};
    params_moving(&t->net->ps);
    par_range((int)((count + FLAT_PIECE - 1) / FLAT_PIECE), 4, flat_pieces,
              &f);
    t->g_is_zero = true;
    params_pack(&t->net->ps);
}

bool trainer_update(struct trainer *t, struct update *u)
{
    enum part outer = part_switch(PART_OPTIMIZER);
    trainer_plan(t);
    const int *pick = t->order + t->start[t->p.batch];
    *u = trainer_gradients(t, pick,
                           t->start[t->p.batch + 1] - t->start[t->p.batch]);
    bool finite = isfinite(u->loss) && isfinite(u->norm);
    if (finite)
        apply(t, u);
    part_switch(outer);
    return finite;
}
