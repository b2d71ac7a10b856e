/* Training with --precision bf16: it learns as fp32 does, by every row that
 * runs here, and its bits do not depend on threads. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "kern/bf16.h"
#include "model/config.h"
#include "model/network.h"
#include "nn/optimizer.h"
#include "test.h"

enum { UNITS = 20, LENGTH = 7, BATCH = 24, STEPS = 40 };

struct learner {
    struct arena arena, batch, scratch;
    struct network net;
    struct batch data;
    real *state[OPTIMIZER_STATES];
};

/* Sentences to learn by heart, backwards. */
static void draw(struct learner *l)
{
    struct sentence s[2][BATCH];
    int pick[BATCH];
    for (int b = 0; b < BATCH; b++) {
        struct rng r = rng_key(5, RNG_TEST, 0, (uint64_t)b);
        int n = 1 + b % LENGTH;
        int *x = ARENA_ARRAY(&l->arena, int, n);
        int *y = ARENA_ARRAY(&l->arena, int, n);
        for (int j = 0; j < n; j++)
            x[j] = y[n - 1 - j] =
                ID_FIRST + (int)rng_below(r, (uint64_t)j, UNITS);
        s[0][b] = (struct sentence){x, n};
        s[1][b] = (struct sentence){y, n};
        pick[b] = b;
    }
    batch_make(&l->data, s[0], s[1], pick, BATCH, &l->arena);
}

static void learner_init(struct learner *l, const char *precision)
{
    struct config c;
    struct net_options o;
    struct error err;
    config_init(&c);
    c.embed = 24;
    c.hidden = 40;
    c.attn_size = 20;
    c.dropout = 0;
    c.precision = precision;
    config_resolve(&c);
    arena_init(&l->arena, "model");
    arena_init(&l->batch, "batch");
    arena_init(&l->scratch, "scratch");
    ck_assert(config_network(&c, ID_FIRST + UNITS, ID_FIRST + UNITS, &o,
                             &err));
    network_init(&l->net, &o, true, &l->arena);
    ck_assert(config_precision(&c, &l->net.ps, &err));
    params_randomise(&l->net.ps, 7);
    for (int i = 0; i < OPTIMIZER_STATES; i++)
        l->state[i] = ARENA_ARRAY(&l->arena, real, l->net.ps.count);
    draw(l);
}

static void learner_drop(struct learner *l)
{
    arena_drop(&l->arena);
    arena_drop(&l->batch);
    arena_drop(&l->scratch);
}

/* The loss a token before the update. */
static double learn(struct learner *l, long step)
{
    struct params *ps = &l->net.ps;
    arena_reset(&l->batch);
    struct run r = {&l->batch, &l->scratch, true, 1, (uint64_t)step, NULL};
    memset(ps->g, 0, ps->count * sizeof *ps->g);
    params_pack(ps);
    struct pass p = network_pass(&r, &l->net, &l->data,
                                 1 / (real)l->data.tgt.rows, true);
    optimizer_adam.update(ps->learnt, ps->w, ps->g, l->state, step + 1, 0.01,
                          1);
    return p.loss / (double)p.tokens;
}

struct course {
    double first, last;
};

static struct course train(struct learner *l, const char *precision)
{
    struct course c = {0, 0};
    learner_init(l, precision);
    for (long step = 0; step < STEPS; step++) {
        c.last = learn(l, step);
        c.first = step == 0 ? c.last : c.first;
    }
    return c;
}

static void setup(void)
{
    struct error err;
    ck_assert(kern_init(&err));
    par_set_threads(1);
}

START_TEST(it_learns_as_fp32_does)
{
    struct learner l;
    struct course right = train(&l, "fp32");
    learner_drop(&l);
    ck_assert(right.last < 0.7 * right.first);
    for (int i = 0; bf16_row(i) != NULL; i++) {
        if (!bf16_supported(bf16_row(i)))
            continue;
        bf16_use(bf16_row(i));
        struct course c = train(&l, "bf16");
        learner_drop(&l);
        ck_assert_msg(fabs(c.first - right.first) < 0.005 * right.first &&
                          fabs(c.last - right.last) < 0.03 * right.last,
                      "%s: from %g to %g, expected %g to %g", BF16->name,
                      c.first, c.last, right.first, right.last);
        ck_assert(c.last != right.last);
    }
}
END_TEST

START_TEST(bits_do_not_depend_on_threads)
{
    struct learner one, other;
    for (int i = 0; bf16_row(i) != NULL; i++) {
        if (!bf16_supported(bf16_row(i)))
            continue;
        bf16_use(bf16_row(i));
        par_set_threads(1);
        train(&one, "bf16");
        par_set_threads(3);
        train(&other, "bf16");
        ck_assert(memcmp(one.net.ps.w, other.net.ps.w,
                         one.net.ps.count * sizeof(real)) == 0);
        learner_drop(&one);
        learner_drop(&other);
    }
}
END_TEST

START_TEST(refused_without_the_instructions)
{
    struct learner l;
    struct config c;
    struct error err;
    learner_init(&l, "fp32");
    config_init(&c);
    c.precision = "bf16";
    bf16_use(NULL);
    ck_assert(!config_precision(&c, &l.net.ps, &err));
    ck_assert_int_eq(err.status, EXIT_USAGE);
    ck_assert(err.hint[0] != '\0');
    learner_drop(&l);
}
END_TEST

int main(void)
{
    TCase *c = tcase_create("bf16_training");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, setup, NULL);
    tcase_add_test(c, it_learns_as_fp32_does);
    tcase_add_test(c, bits_do_not_depend_on_threads);
    tcase_add_test(c, refused_without_the_instructions);
    return test_run("bf16_training", c);
}
