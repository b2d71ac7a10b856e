#include "task/bench.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "model/lextable.h"

const int bench_length[BENCH_LENGTHS] = {10, 20, 40, 80};

const char *bench_family(int i)
{
    static const char *const family[] = {"score",    "focus", "encoder",
                                         "position", "cell",  "summary"};
    int n = (int)(sizeof family / sizeof *family);
    return i >= 0 && i < n ? family[i] : NULL;
}

/* ==== A member ==== */

/* B pairs of exactly T tokens on both sides, </s> included. */
static void batch_of(struct batch *out, int B, int T, int K_units,
                     struct arena *arena)
{
    struct sentence *text[2];
    int *pick = ARENA_ARRAY(arena, int, B);
    for (int s = 0; s < 2; s++) {
        struct rng r = rng_key(1, RNG_TEST, (uint64_t)s, (uint64_t)T);
        text[s] = ARENA_ARRAY(arena, struct sentence, B);
        for (int b = 0; b < B; b++) {
            int *id = ARENA_ARRAY(arena, int, T - 1);
            for (int t = 0; t < T - 1; t++)
                id[t] = ID_UNK + (int)rng_below(r, (uint64_t)(b * T + t),
                                                (uint64_t)(K_units - ID_UNK));
            text[s][b] = (struct sentence){id, T - 1};
            pick[b] = b;
        }
    }
    batch_make(out, text[0], text[1], pick, B, arena);
}

/* Seconds of a training pass, and the bytes that it holds at its end. */
static double pass(struct network *net, const struct batch *batch,
                   struct arena *memory, struct arena *scratch)
{
    struct run r = {memory, scratch, true, 1, 1, NULL};
    arena_reset(memory);
    memset(net->ps.g, 0, net->ps.count * sizeof *net->ps.g);
    double began = clock_seconds();
    network_pass(&r, net, batch, 1 / (real)batch->tgt.rows, true);
    return clock_seconds() - began;
}

/* The best of several: another program may have been in the way. */
static double best_pass(struct network *net, const struct bench_size *size,
                        int T, size_t *memory_used)
{
    struct arena text, memory, scratch;
    struct batch batch;
    arena_init(&text, "text");
    arena_init(&memory, "batch");
    arena_init(&scratch, "scratch");
    batch_of(&batch, size->batch, T, size->vocabulary, &text);
    double best = pass(net, &batch, &memory, &scratch);
    double began = clock_seconds();
    do {
        double now = pass(net, &batch, &memory, &scratch);
        best = now < best ? now : best;
    } while (clock_seconds() - began < size->seconds);
    *memory_used = memory.peak;
    arena_drop(&text);
    arena_drop(&memory);
    arena_drop(&scratch);
    return best;
}

static void measure(struct bench_row *out, struct network *net,
                    const struct bench_size *size)
{
    params_randomise(&net->ps, 1);
    params_pack(&net->ps);
    struct work work = work_pair(net, BENCH_AT, BENCH_AT);
    out->parameters = net->ps.count;
    out->products = work.products / BENCH_AT;
    out->weights = work.weights;
    out->growth = work_growth(net);
    out->steps = work_steps(&net->o, BENCH_AT, BENCH_AT);
    for (int k = 0; k < BENCH_LENGTHS; k++)
        out->ms[k] = 1e3 * best_pass(net, size, bench_length[k], &out->memory);
}

static bool build_and_measure(struct bench_row *out, const struct config *c,
                              const struct bench_size *size,
                              struct error *err)
{
    struct arena arena;
    struct network net;
    struct net_options o;
    if (!config_network(c, size->vocabulary, size->vocabulary, &o, err))
        return false;
    arena_init(&arena, "bench");
    lextable_random(&o, 1, &arena);
    network_init(&net, &o, true, &arena);
    bool ok = config_precision(c, &net.ps, err);
    if (ok)
        measure(out, &net, size);
    arena_drop(&arena);
    return ok;
}

bool bench_kind(struct bench_row *out, const char *family, int j,
                const struct config *c, const struct bench_size *size)
{
    struct opt rows[CONFIG_FIELDS + 1] = {0};
    struct config with = *c;
    struct error err;
    config_options(&with, rows);
    struct opt *row = opt_find(rows, family);
    *out = (struct bench_row){.family = family, .name = row->choices(j)};
    if (!out->name)
        return false;
    bool ok = opt_set(row, out->name, &err);
    config_resolve(&with);
    if (!ok || !build_and_measure(out, &with, size, &err))
        snprintf(out->why, sizeof out->why, "%.200s", err.text);
    return true;
}

/* ==== Products ==== */

static void fill(real *x, size_t n)
{
    struct rng r = rng_key(1, RNG_TEST, 2, 0);
    for (size_t i = 0; i < n; i++)
        x[i] = (real)(rng_uniform(r, i) - 0.5);
}

double bench_product(int m, int n, int k, double seconds)
{
    struct arena arena;
    struct pack p = {.type = PACK_F32};
    double flops = 2.0 * m * n * k, best = 0;
    int repeat = 1 + (int)(1e8 / flops);
    arena_init(&arena, "bench");
    real *A = ARENA_ARRAY(&arena, real, (size_t)m * (size_t)k);
    real *B = ARENA_ARRAY(&arena, real, (size_t)k * (size_t)n);
    real *C = ARENA_ARRAY(&arena, real, (size_t)m * (size_t)n);
    fill(A, (size_t)m * (size_t)k);
    fill(B, (size_t)k * (size_t)n);
    p.data = arena_alloc(&arena, pack_bytes(k, n, PACK_F32));
    pack_b(&p, k, n, B, n, 1);
    double began = clock_seconds(), now = began;
    do {
        double before = now;
        for (int i = 0; i < repeat; i++)
            gemm(m, A, k, &p, C, n, false);
        now = clock_seconds();
        if (flops * repeat / (now - before) > best)
            best = flops * repeat / (now - before);
    } while (now - began < seconds);
    arena_drop(&arena);
    return best * 1e-9;
}
