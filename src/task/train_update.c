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
    arena_drop(&t->batch);
    arena_drop(&t->scratch);
}

void trainer_plan(struct trainer *t)
{
    if (t->planned == t->p.epoch)
        return;
    const struct data *d = t->job->train;
    enum part outer = part_switch(PART_DATA);
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

/* Shard s has the pairs s, s + S, ... of the batch. */
static double shard_pass(struct trainer *t, const int *pick, int n, int s,
                         real scale)
{
    int S = t->config->shards, m = 0;
    struct batch batch;
    arena_reset(&t->batch);
    int *mine = ARENA_ARRAY(&t->batch, int, n / S + 1);
    for (int i = s; i < n; i += S)
        mine[m++] = pick[i];
    memset(t->net->ps.g, 0, t->net->ps.count * sizeof(real));
    double loss = 0;
    if (m > 0) {
        struct run r = {&t->batch, &t->scratch, true,
                        (uint64_t)t->config->seed,
                        (uint64_t)t->p.step * (uint64_t)S + (uint64_t)s,
                        NULL};
        enum part outer = part_switch(PART_DATA);
        batch_make(&batch, t->job->train->src, t->job->train->tgt, mine, m,
                   &t->batch);
        part_switch(PART_REST);
        loss = network_pass(&r, t->net, &batch, scale, true).loss;
        part_switch(outer);
    }
    comm_add(&t->comm, t->net->ps.g);
    return loss;
}

struct average_work {
    size_t n;
    real keep;
    real *average;
    const real *w;
};

enum { AVERAGE_BLOCK = 4096 };

static void average_blocks(void *ctx, int lo, int hi)
{
    const struct average_work *a = ctx;
    size_t at = (size_t)lo * AVERAGE_BLOCK, end = (size_t)hi * AVERAGE_BLOCK;
    if (end > a->n)
        end = a->n;
    K->scale((int)(end - at), a->keep, a->average + at);
    K->axpy((int)(end - at), 1 - a->keep, a->w + at, a->average + at);
}

/* a = d a + (1 - d) w; d grows from 0.1, so that the first, wild weights are
 * soon forgotten. */
static void average_update(struct trainer *t)
{
    if (!t->average)
        return;
    double step = (double)t->p.step, warm = (1 + step) / (10 + step);
    double d = t->config->average < warm ? t->config->average : warm;
    size_t n = t->net->ps.count;
    struct average_work a = {n, (real)d, t->average, t->net->ps.w};
    par_range((int)((n + AVERAGE_BLOCK - 1) / AVERAGE_BLOCK), 8,
              average_blocks, &a);
}

struct update trainer_gradients(struct trainer *t, const int *pick, int n)
{
    struct update u = {0, 0, 0};
    for (int i = 0; i < n; i++)
        u.tokens += t->job->train->tgt[pick[i]].n + 1;
    for (int s = 0; s < t->config->shards; s++)
        u.loss += shard_pass(t, pick, n, s, 1 / (real)u.tokens);
    comm_sum(&t->comm, t->net->ps.g);
    u.norm = vector_norm(t->net->ps.learnt, t->net->ps.g, t->partial);
    return u;
}

static void apply(struct trainer *t, const struct update *u)
{
    double clip = t->config->clip;
    double scale = clip > 0 && u->norm > clip ? clip / u->norm : 1;
    t->optimizer->update(t->net->ps.learnt, t->net->ps.w, t->net->ps.g,
                         t->state, t->p.step + 1, trainer_rate(t), scale);
    params_moving(&t->net->ps);
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
    if (finite) {
        apply(t, u);
        average_update(t);
    }
    part_switch(outer);
    return finite;
}
