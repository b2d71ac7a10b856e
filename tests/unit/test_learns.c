/* Every row of every family learns to copy and to reverse a sequence; and
 * where the reversed one was learnt with soft attention, the arg-max of
 * alpha lies on the anti-diagonal.  A row that cannot says so (struct kind's
 * unproved) with its reason, and is left out.  Slow: for make check-all. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "model/network.h"
#include "nn/optimizer.h"
#include "test.h"

enum { UNITS = 12, SHORTEST = 3, LONGEST = 8, BATCH = 32, STEPS = 2500 };

/* Nats a token. */
static const double ENOUGH = 0.1;

struct learner {
    struct arena model, batch, scratch, data;
    struct network net;
    real *state[OPTIMIZER_STATES];
    wide *partial;
};

static struct net_options small(void)
{
    return (struct net_options){
        .Kx = ID_FIRST + UNITS, .Ky = ID_FIRST + UNITS, .M = 24, .N = 64,
        .A = 32, .R = 24, .layers = 1, .cell = &cell_lstm,
        .encoder = &encoder_bi, .position = &position_none,
        .summary = &summary_last, .score = &score_concat,
        .focus = &focus_soft, .heads = 1, .scale = true, .mlp_layers = 2,
        .window = 2, .enc_window = 1, .enc_heads = 2, .residual = true,
        .layer_norm = true, .positions = LONGEST + 1, .dropout.p = (real)0.1};
}

/* Batch number `step` of an endless corpus. */
static void draw(struct learner *l, bool reverse, uint64_t step,
                 struct batch *out)
{
    struct sentence s[2][BATCH];
    int pick[BATCH];
    struct rng r = rng_key(11, RNG_TEST, reverse, step);
    arena_reset(&l->data);
    for (int b = 0; b < BATCH; b++) {
        uint64_t at = (uint64_t)b * 64;
        int n = SHORTEST + (int)rng_below(r, at, LONGEST - SHORTEST + 1);
        int *x = ARENA_ARRAY(&l->data, int, n);
        int *y = ARENA_ARRAY(&l->data, int, n);
        for (int j = 0; j < n; j++)
            x[j] = ID_FIRST + (int)rng_below(r, at + 1 + (uint64_t)j, UNITS);
        for (int j = 0; j < n; j++)
            y[j] = x[reverse ? n - 1 - j : j];
        s[0][b] = (struct sentence){x, n};
        s[1][b] = (struct sentence){y, n};
        pick[b] = b;
    }
    batch_make(out, s[0], s[1], pick, BATCH, &l->data);
}

static void learner_init(struct learner *l, const struct net_options *o)
{
    struct error err;
    ck_assert(kern_init(&err));
    ck_assert_msg(network_check(o, &err), "%s", err.text);
    arena_init(&l->model, "model");
    arena_init(&l->batch, "batch");
    arena_init(&l->scratch, "scratch");
    arena_init(&l->data, "data");
    network_init(&l->net, o, true, &l->model);
    params_randomise(&l->net.ps, 7);
    for (int i = 0; i < OPTIMIZER_STATES; i++)
        l->state[i] = ARENA_ARRAY(&l->model, real, l->net.ps.count);
    l->partial = ARENA_ARRAY(&l->model, wide,
                             vector_norm_room(l->net.ps.count));
}

static void learner_drop(struct learner *l)
{
    arena_drop(&l->model);
    arena_drop(&l->batch);
    arena_drop(&l->scratch);
    arena_drop(&l->data);
}

/* One update; the loss a token before it. */
static double learn(struct learner *l, bool reverse, long step)
{
    struct params *ps = &l->net.ps;
    struct batch batch;
    draw(l, reverse, (uint64_t)step, &batch);
    arena_reset(&l->batch);
    struct run r = {&l->batch, &l->scratch, true, 1, (uint64_t)step, NULL};
    memset(ps->g, 0, ps->count * sizeof *ps->g);
    params_pack(ps);
    struct pass p = network_pass(&r, &l->net, &batch,
                                 1 / (real)batch.tgt.rows, true);
    wide norm = vector_norm(ps->learnt, ps->g, l->partial);
    wide rate = 0.004 * (1 - (wide)step / (STEPS + 1));
    optimizer_adam.update(ps->learnt, ps->w, ps->g, l->state, step + 1, rate,
                          norm > 1 ? 1 / norm : 1);
    params_moving(ps);
    return p.loss / (double)p.tokens;
}

/* Loss a token on a batch never trained on, and the share of target tokens
 * (</s> aside) that look where they should. */
static double judge(struct learner *l, bool reverse, double *right)
{
    struct batch batch;
    int hit = 0, all = 0;
    draw(l, reverse, STEPS + 1, &batch);
    arena_reset(&l->batch);
    struct run r = {&l->batch, &l->scratch, false, 1, 0, NULL};
    params_pack(&l->net.ps);
    struct pass p = network_pass(&r, &l->net, &batch, 1, false);
    for (int i = 0; p.alpha && i < batch.tgt.T; i++)
        for (int b = 0; b < batch.tgt.n[i]; b++) {
            int n = batch.tgt.len[b] - 1, best = 0;
            const real *alpha = row_at(p.alpha, batch.tgt.off[i] + b,
                                       p.heads * batch.src.T);
            if (i == n)
                continue;
            for (int j = 1; j <= n; j++)
                best = alpha[j] > alpha[best] ? j : best;
            hit += best == (reverse ? n - 1 - i : i);
            all++;
        }
    *right = all ? (double)hit / all : 0;
    return p.loss / (double)p.tokens;
}

/* What keeps any of these rows from being asked. */
static bool asked(const struct net_options *o, unsigned proof)
{
    const struct kind *row[] = {&o->cell->kind,    &o->encoder->kind,
                                &o->position->kind, &o->summary->kind,
                                &o->score->kind,   &o->focus->kind};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        if (row[i]->unproved & proof) {
            ck_assert_msg(row[i]->why != NULL, "%s: no reason",
                          row[i]->name);
            return false;
        }
    return true;
}

static void learns(const struct net_options *o, const char *name)
{
    for (int reverse = 0; reverse < 2; reverse++) {
        static struct learner l;
        if (!asked(o, reverse ? PROOF_REVERSE : PROOF_COPY))
            continue;
        learner_init(&l, o);
        bool align = reverse && o->focus == &focus_soft &&
                     asked(o, PROOF_ALIGN);
        double right = 0, loss = 1e9;
        long step = 0;
        par_set_threads(1);
        while (step < STEPS && !(loss < ENOUGH && (!align || right >= 0.95))) {
            for (int k = 0; k < 100; k++)
                learn(&l, reverse, step++);
            loss = judge(&l, reverse, &right);
        }
        fprintf(stderr, "%-12s %-8s loss %.4f  %s %.3f after %ld updates\n",
                name, reverse ? "reverse" : "copy", loss,
                align ? "right" : "(right)", right, step);
        ck_assert_double_lt(loss, ENOUGH);
        ck_assert(!align || right >= 0.95);
        learner_drop(&l);
    }
}

#define LEARNS(family)                                  \
    START_TEST(family##_learns)                         \
    {                                                   \
        struct net_options o = small();                 \
        o.family = family##_kind(_i);                   \
        if (strcmp(o.encoder->kind.name, "self") == 0)  \
            o.position = &position_sin;                 \
        learns(&o, family##_kind_name(_i));             \
    }                                                   \
    END_TEST

LEARNS(cell)
LEARNS(encoder)
LEARNS(position)
LEARNS(summary)
LEARNS(score)
LEARNS(focus)

/* The estimator that is not the default: quicker, and right on the diagonal
 * where REINFORCE is on half of it. */
START_TEST(gumbel_learns)
{
    struct net_options o = small();
    o.focus = &focus_hard;
    o.gumbel = true;
    learns(&o, "hard, gumbel");
}
END_TEST

int main(void)
{
#define X(family)                                             \
    TCase *family = tcase_create(#family);                    \
    tcase_set_timeout(family, 240);                           \
    tcase_add_loop_test(family, family##_learns, 0,           \
                        test_count(family##_kind_name));
    X(cell) X(encoder) X(position) X(summary) X(score) X(focus)
#undef X
    tcase_add_test(focus, gumbel_learns);
    return test_run("learns", cell, encoder, position, summary, score, focus);
}
