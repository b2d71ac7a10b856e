#include "task/bench_translate.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/par.h"
#include "base/rng.h"
#include "model/ahead.h"
#include "model/lextable.h"
#include "task/search.h"

const int bench_beam[BENCH_BEAMS] = {1, 5};

/* Different sentences, one after the other; those before the first time that
 * counts (they get memory from the system, and weights into the cache); times
 * that are kept, at the least and at most. */
enum { SENTENCES = 40, WARM = 5, TIMES_LEAST = 15, TIMES = 4096 };

/* ==== Sentences ==== */

static struct sentence sentence_of(int n, int number, int Kx,
                                   struct arena *arena)
{
    struct rng r = rng_key(1, RNG_TEST, 3, (uint64_t)number);
    int *id = ARENA_ARRAY(arena, int, n);
    for (int i = 0; i < n; i++)
        id[i] = Kx > ID_FIRST
                    ? ID_FIRST + (int)rng_below(r, (uint64_t)i,
                                                (uint64_t)(Kx - ID_FIRST))
                    : ID_UNK;
    return (struct sentence){id, n};
}

/* 13 tokens, deviation 4, none below 4 or above 40. */
static int some_length(int number)
{
    double z = rng_normal(rng_key(1, RNG_TEST, 4, 0), (uint64_t)number);
    int n = (int)lround(BENCH_TOKENS + 4 * z);
    return n < 4 ? 4 : n > 40 ? 40 : n;
}

/* ==== Times ==== */

static double search_seconds(const struct network *net,
                             const struct sentence *src, int n, int beam,
                             struct arena *work)
{
    struct search_options o = {
        .beam = beam, .rank.alpha = 1, .nbest = 1, .exact = true,
        .align = net->o.focus->aligns};
    double began = clock_seconds();
    arena_reset(work);
    struct hypothesis *out = ARENA_ARRAY(work, struct hypothesis, n);
    search(net, src, n, &o, out, work);
    return clock_seconds() - began;
}

static double one_seconds(const struct network *net, int number, int beam,
                          struct arena *arena, struct arena *work)
{
    struct sentence x = sentence_of(BENCH_TOKENS, number % SENTENCES,
                                    net->o.Kx, arena);
    return search_seconds(net, &x, 1, beam, work);
}

static int rising(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void latency(struct bench_speed *s, const struct network *net, int k,
                    double seconds, struct arena *arena, struct arena *work)
{
    double *t = ARENA_ARRAY(arena, double, TIMES);
    for (int i = 0; i < WARM; i++)
        one_seconds(net, i, bench_beam[k], arena, work);
    double began = clock_seconds();
    int n = 0;
    do {
        t[n] = one_seconds(net, n, bench_beam[k], arena, work);
        n++;
    } while (n < TIMES &&
             (n < TIMES_LEAST || clock_seconds() - began < seconds));
    qsort(t, (size_t)n, sizeof *t, rising);
    s->median_ms[k] = 1e3 * t[n / 2];
    s->best_ms[k] = 1e3 * t[0];
}

static double file_seconds(const struct network *net, double seconds,
                           struct arena *arena, struct arena *work)
{
    struct sentence *src = ARENA_ARRAY(arena, struct sentence, BENCH_FILE);
    for (int i = 0; i < BENCH_FILE; i++)
        src[i] = sentence_of(some_length(i), i, net->o.Kx, arena);
    double best = HUGE_VAL, began = clock_seconds();
    do {
        double now = search_seconds(net, src, BENCH_FILE,
                                    bench_beam[BENCH_BEAMS - 1], work);
        best = now < best ? now : best;
    } while (clock_seconds() - began < seconds);
    return best;
}

struct bench_speed bench_translate(const struct network *net, double seconds)
{
    struct bench_speed s = {.threads = par_threads()};
    struct arena arena, work;
    arena_init(&arena, "bench");
    arena_init(&work, "translations");
    for (int k = 0; k < BENCH_BEAMS; k++)
        latency(&s, net, k, seconds, &arena, &work);
    s.per_second = BENCH_FILE / file_seconds(net, seconds, &arena, &work);
    arena_drop(&arena);
    arena_drop(&work);
    return s;
}

bool bench_network(struct network *net, const struct config *c,
                   int vocabulary, struct arena *arena, struct error *err)
{
    struct net_options o;
    if (!config_network(c, vocabulary, vocabulary, &o, err))
        return false;
    lextable_random(&o, 1, arena);
    network_init(net, &o, false, arena);
    params_randomise(&net->ps, 1);
    params_pack(&net->ps);
    ahead_words(net, AHEAD_WORDS, arena);
    return true;
}
