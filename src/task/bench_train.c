#include "task/bench_train.h"

#include <math.h>

#include "base/clock.h"
#include "base/par.h"
#include "base/rng.h"
#include "kern/count.h"
#include "task/trainer.h"

/* ==== Sentences ==== */

static const struct bench_lens lens[] = {
    {"short", 13, 13, 4, 1.5, 4, 40},
    {"long", 30, 30, 10, 1.5, 5, 60},
};

const struct bench_lens *bench_lens(int i)
{
    int n = (int)(sizeof lens / sizeof *lens);
    return i >= 0 && i < n ? &lens[i] : NULL;
}

const char *bench_lens_name(int i)
{
    return bench_lens(i) ? bench_lens(i)->name : NULL;
}

static int within(const struct bench_lens *l, double x)
{
    x = round(x);
    return x < l->least ? l->least : x > l->most ? l->most : (int)x;
}

static struct sentence sentence(int n, struct rng r, int vocabulary,
                                struct arena *arena)
{
    int *id = ARENA_ARRAY(arena, int, n);
    for (int t = 0; t < n; t++)
        id[t] = ID_FIRST + (int)rng_below(r, (uint64_t)t,
                                          (uint64_t)(vocabulary - ID_FIRST));
    return (struct sentence){id, n};
}

/* As many pairs as the updates take, whole batches. */
static void data_of(struct data *d, const struct bench_job *job,
                    struct arena *arena)
{
    const struct bench_lens *l = &job->lens;
    struct rng r = rng_key(1, RNG_TEST, 0, 0);
    int n = job->updates * job->config.batch;
    *d = (struct data){ARENA_ARRAY(arena, struct sentence, n),
                       ARENA_ARRAY(arena, struct sentence, n), n, 0, 0,
                       NULL};
    for (int i = 0; i < n; i++) {
        uint64_t k = (uint64_t)i;
        int x = within(l, l->source + l->sd * rng_normal(r, 2 * k));
        int y = within(l, x + l->target - l->source +
                              round(l->between * rng_normal(r, 2 * k + 1)));
        d->src[i] = sentence(x - 1, rng_key(1, RNG_TEST, 1, k),
                             job->vocabulary, arena);
        d->tgt[i] = sentence(y, rng_key(1, RNG_TEST, 2, k), job->vocabulary,
                             arena);
        d->tokens += y + 1;
        d->longest = x > d->longest ? x : d->longest;
        d->longest = y > d->longest ? y : d->longest;
    }
}

/* ==== A training without a corpus ==== */

struct bench {
    struct arena arena;
    struct model model;
    struct corpus none;
    struct data data;
    struct train_job train;
    struct trainer trainer;
};

/* With any of them training takes as long; the initial values of a real one
 * take longer than what is measured here. */
static void small_weights(struct params *ps)
{
    struct rng r = rng_key(1, RNG_TEST, 3, 0);
    for (size_t k = 0; k < ps->count; k++)
        ps->w[k] = (real)(0.1 * rng_uniform(r, k) - 0.05);
    params_pack(ps);
}

static bool bench_begin(struct bench *b, const struct bench_job *job,
                        struct error *err)
{
    struct model *m = &b->model;
    struct net_options o;
    *b = (struct bench){.model.config = job->config};
    if (!config_network(&job->config, job->vocabulary, job->vocabulary, &o,
                        err))
        return false;
    arena_init(&b->arena, "model");
    lextable_random(&o, 1, &b->arena);
    network_init(&m->net, &o, true, &b->arena);
    if (!config_precision(&job->config, &m->net.ps, err)) {
        arena_drop(&b->arena);
        return false;
    }
    small_weights(&m->net.ps);
    data_of(&b->data, job, &b->arena);
    b->train = (struct train_job){.model = m, .train_text = &b->none,
                                  .dev_text = &b->none, .train = &b->data,
                                  .dev = &b->data};
    trainer_init(&b->trainer, &b->train);
    return true;
}

static void bench_end(struct bench *b)
{
    trainer_drop(&b->trainer);
    arena_drop(&b->arena);
}

/* Tokens of the update, 0 when it failed. */
static long one_update(struct trainer *t, struct error *err)
{
    struct update u;
    if (!trainer_update(t, &u)) {
        error_set(err, EXIT_DIVERGED, "update %ld: loss or gradient is not "
                  "finite", t->p.step + 1);
        return 0;
    }
    t->p.step++;
    return u.tokens;
}

static bool epoch(struct trainer *t, struct error *err)
{
    trainer_plan(t);
    for (t->p.batch = 0; t->p.batch < t->batches; t->p.batch++)
        if (one_update(t, err) == 0)
            return false;
    return true;
}

/* ==== What is measured ==== */

/* Every thread makes as many operations; the first one says how many. */
static void spin(void *ctx, int lo, int hi)
{
    for (int i = lo; i < hi; i++) {
        double flops = K->spin(200000);
        if (i == 0)
            *(double *)ctx = flops;
    }
}

/* fp32 FMA peak of all threads at once in GFLOP/s. */
static double bench_peak(double seconds)
{
    int threads = par_threads();
    double flops = 0, best = 0, began = clock_seconds(), now = began;
    do {
        double before = now;
        par_range(threads, 1, spin, &flops);
        now = clock_seconds();
        best = fmax(best, threads * flops / (now - before));
    } while (now - began < seconds);
    return best * 1e-9;
}

static void memory(struct bench_training *out, const struct bench *b)
{
    out->model = b->arena.peak;
    out->vectors = b->trainer.memory.peak;
    out->batch = b->trainer.batch.peak;
    out->scratch = b->trainer.scratch.peak;
}

/* The peak is measured on both sides of the epoch: on a machine that others
 * use too it is not the same for long. */
static bool timed_epoch(struct bench_training *out, struct bench *b,
                        double seconds, struct error *err)
{
    double before = bench_peak(seconds), began = clock_seconds();
    part_watch(out->part);
    bool ok = epoch(&b->trainer, err);
    part_watch(NULL);
    out->seconds = clock_seconds() - began;
    out->peak = fmax(before, bench_peak(seconds));
    return ok;
}

bool bench_training(struct bench_training *out, const struct bench_job *job,
                    struct error *err)
{
    struct bench b;
    if (!bench_begin(&b, job, err))
        return false;
    *out = (struct bench_training){.parameters = b.model.net.ps.count,
                                   .target = b.data.tokens};
    for (int i = 0; i < b.data.n; i++)
        out->source += b.data.src[i].n + 1;
    kern_count_begin();
    bool ok = epoch(&b.trainer, err);
    out->products = (double)kern_count_end();
    ok = ok && timed_epoch(out, &b, job->seconds, err);
    memory(out, &b);
    bench_end(&b);
    return ok;
}

bool bench_token(double *out, const struct bench_job *job,
                 struct error *err)
{
    struct bench b;
    if (!bench_begin(&b, job, err))
        return false;
    long tokens = one_update(&b.trainer, err);
    double began = clock_seconds(), now = began, best = HUGE_VAL;
    do {
        double before = now;
        tokens = tokens > 0 ? one_update(&b.trainer, err) : 0;
        now = clock_seconds();
        best = fmin(best, now - before);
    } while (tokens > 0 && now - began < job->seconds);
    *out = best / (double)tokens;
    bench_end(&b);
    return tokens > 0;
}
