/* Hard attention on a toy whose every alignment can be listed: one pair of
 * three source and three target tokens, so 27 paths; or, with R-Drop, one of
 * two and two twice, so 16.
 *
 *     J = sum over paths of pi(path) loss(path)
 *
 * is the expected loss, exactly.  Its gradient, by central differences, must
 * be what REINFORCE gives on average: sum over paths of pi(path) times what
 * backward leaves for that path.  Gumbel's average is something else; by how
 * much is printed. */
#include <math.h>
#include <string.h>

#include "layer.h"
#include "model/network.h"

enum { UNITS = 7, DRAWS = 20000 };

struct toy {
    struct arena model, batch_arena, scratch;
    struct network net;
    struct batch batch;
    int Tx, rows, paths;
    real *alpha, *prob, *reward;  /* of the path that is forced */
    real *g;                      /* the expected gradient */
};

static void toy_pair(struct toy *t, bool twice)
{
    static const int source[] = {4, 6}, target[] = {5, 4}, pick[] = {0, 0};
    int tokens = twice ? 1 : 2, passes = twice ? 2 : 1;
    const struct sentence src = {source, tokens}, tgt = {target, tokens};
    batch_make(&t->batch, &src, &tgt, pick, passes, &t->model);
    t->batch.twice = twice;
    t->Tx = t->batch.src.T;
    t->rows = t->batch.tgt.rows;
    t->paths = 1;
    for (int i = 0; i < t->rows; i++)
        t->paths *= t->Tx;
    ck_assert_int_eq(t->paths, twice ? 16 : 27);
}

static void toy_new(struct toy *t, bool gumbel, real baseline, real r_drop)
{
    struct error err;
    struct net_options o = {
        .Kx = UNITS, .Ky = UNITS, .M = 3, .N = 4, .A = 3, .R = 3,
        .layers = 1, .cell = &cell_lstm, .encoder = &encoder_bi,
        .position = &position_none, .summary = &summary_last,
        .score = &score_concat, .focus = &focus_hard, .gumbel = gumbel,
        .r_drop = r_drop};
    ck_assert(kern_init(&err));
    par_set_threads(1);
    arena_init(&t->model, "model");
    arena_init(&t->batch_arena, "batch");
    arena_init(&t->scratch, "scratch");
    network_init(&t->net, &o, true, &t->model);
    params_randomise(&t->net.ps, 7);
    struct params *ps = &t->net.ps;
    for (size_t k = 0; k < ps->learnt; k++)
        ps->w[k] = 2 * ps->w[k] + layer_number(0, k);
    if (!gumbel)
        params_find(ps, "attention.baseline")->w[0] = baseline;
    toy_pair(t, r_drop > 0);
    t->alpha = ARENA_ARRAY(&t->model, real, t->rows * t->Tx);
    t->prob = ARENA_ARRAY(&t->model, real, t->rows * t->Tx);
    t->reward = ARENA_ARRAY(&t->model, real, t->rows);
    t->g = ARENA_ARRAY(&t->model, real, ps->count);
}

static void toy_drop(struct toy *t)
{
    arena_drop(&t->model);
    arena_drop(&t->batch_arena);
    arena_drop(&t->scratch);
}

/* One pass; its gradients alone are in ps.g. */
static struct pass toy_pass(struct toy *t, uint64_t step,
                            const struct attention_seq *replay,
                            bool backward)
{
    struct params *ps = &t->net.ps;
    arena_reset(&t->batch_arena);
    struct run r = {&t->batch_arena, &t->scratch, true, 1, step, replay};
    memset(ps->g, 0, ps->count * sizeof *ps->g);
    return network_pass(&r, &t->net, &t->batch, 1, backward);
}

/* ==== All paths ==== */

/* Path number `path` with its probability and loss. */
static double path_pass(struct toy *t, int path, bool backward, double *loss)
{
    struct attention_seq forced = {.alpha = t->alpha, .prob = t->prob,
                                   .reward = t->reward};
    int Tx = t->Tx;
    real *alpha = t->alpha;
    memset(alpha, 0, (size_t)(t->rows * Tx) * sizeof *alpha);
    for (int i = 0, rest = path; i < t->rows; i++, rest /= Tx)
        alpha[i * Tx + rest % Tx] = 1;
    struct pass p = toy_pass(t, 0, &forced, backward);
    double chance = 1;
    *loss = 0;
    for (int i = 0; i < t->rows; i++, path /= Tx) {
        chance *= (double)p.attention->prob[i * Tx + path % Tx];
        *loss += (double)p.row_loss[i];
    }
    return chance;
}

/* J; with `backward` g += REINFORCE's expectation. */
static double expected_loss(void *ctx, bool backward)
{
    struct toy *t = ctx;
    double J = 0, all = 0, loss;
    params_pack(&t->net.ps);
    for (int path = 0; path < t->paths; path++) {
        double chance = path_pass(t, path, backward, &loss);
        J += chance * loss;
        all += chance;
        for (size_t k = 0; backward && k < t->net.ps.learnt; k++)
            t->g[k] += (real)chance * t->net.ps.g[k];
    }
    ck_assert_double_eq_tol(all, 1, LAYER_CLOSE * 10);
    return J;
}

static int toy_arrays(struct toy *t, struct numeric_array *a)
{
    struct params *ps = &t->net.ps;
    int n = 0;
    for (int i = 0; i < ps->n; i++) {
        struct param *p = ps->list[i];
        if (!(p->use & PARAM_MOVING))
            a[n++] = (struct numeric_array){p->name, p->w,
                                            t->g + (p->w - ps->w),
                                            param_count(p), NUMERIC_LIVE};
    }
    return n;
}

/* Whatever the baseline is, it cancels. */
START_TEST(reinforce_is_right_on_average)
{
    static const real baseline[] = {0, (real)1.7, -5};
    struct toy t;
    struct numeric_array a[32];
    toy_new(&t, false, baseline[_i], 0);
    ck_assert(numeric_agrees(a, toy_arrays(&t, a), expected_loss, &t,
                             stderr));
    toy_drop(&t);
}
END_TEST

START_TEST(reinforce_is_right_with_r_drop)
{
    struct toy t;
    struct numeric_array a[32];
    toy_new(&t, false, 1, 4);
    ck_assert(numeric_agrees(a, toy_arrays(&t, a), expected_loss, &t,
                             stderr));
    toy_drop(&t);
}
END_TEST

/* ... and a term left out is found: the loss so far without what follows. */
static void no_future(struct run *r, void *self, const struct side *tgt,
                      const real *row_loss, int from, int n, real scale,
                      real *reward)
{
    focus_hard.reward(r, self, tgt, row_loss, from, n, scale, reward);
    for (int i = 0; i + 1 < tgt->rows; i++)
        reward[i] -= reward[i + 1];
}

START_TEST(planted_error_is_found)
{
    struct toy t;
    struct numeric_array a[32];
    struct focus_kind wrong = focus_hard;
    wrong.reward = no_future;
    toy_new(&t, false, 0, 0);
    t.net.decoder->attention->focus = &wrong;
    ck_assert(!numeric_agrees(a, toy_arrays(&t, a), expected_loss, &t,
                              NULL));
    toy_drop(&t);
}
END_TEST

/* ==== Draws ==== */

/* How far the mean of the draws' gradients is from the exact one, and how far
 * chance alone would bring it, relative to the exact one's norm. */
struct bias {
    double error, noise;
};

static struct bias bias_of(const real *exact, size_t from, size_t end,
                           const double *sum, const double *squares)
{
    double error = 0, noise = 0, norm = 0;
    for (size_t k = from; k < end; k++) {
        double mean = sum[k] / DRAWS, d = mean - (double)exact[k];
        error += d * d;
        noise += (squares[k] / DRAWS - mean * mean) / DRAWS;
        norm += (double)exact[k] * (double)exact[k];
    }
    return (struct bias){sqrt(error / norm), sqrt(noise / norm)};
}

/* Of all parameters, and of the score's alone. */
static void measure(bool gumbel, struct bias *all, struct bias *score)
{
    struct toy exact, t;
    toy_new(&exact, false, 0, 0);
    expected_loss(&exact, true);
    toy_new(&t, gumbel, (real)1.5, 0);
    params_pack(&t.net.ps);
    size_t n = t.net.ps.learnt;
    ck_assert(n == exact.net.ps.learnt);
    ck_assert(memcmp(exact.net.ps.w, t.net.ps.w, n * sizeof(real)) == 0);
    double *sum = ARENA_ARRAY(&t.model, double, n);
    double *squares = ARENA_ARRAY(&t.model, double, n);
    for (int step = 0; step < DRAWS; step++) {
        toy_pass(&t, (uint64_t)step, NULL, true);
        for (size_t k = 0; k < n; k++) {
            double g = (double)t.net.ps.g[k];
            sum[k] += g;
            squares[k] += g * g;
        }
    }
    const struct param *W_a = params_find(&t.net.ps, "attention.W_a");
    const struct param *v_a = params_find(&t.net.ps, "attention.v_a");
    size_t from = (size_t)(W_a->w - t.net.ps.w);
    size_t end = (size_t)(v_a->w - t.net.ps.w) + param_count(v_a);
    *all = bias_of(exact.g, 0, n, sum, squares);
    *score = bias_of(exact.g, from, end, sum, squares);
    printf("%s, %d draws: the mean gradient is off by %.3f of its norm "
           "(chance: %.3f), that of W_a, U_a, v_a by %.3f (%.3f)\n",
           gumbel ? "gumbel" : "reinforce", DRAWS, all->error, all->noise,
           score->error, score->noise);
    toy_drop(&exact);
    toy_drop(&t);
}

START_TEST(reinforce_draws_are_unbiased)
{
    struct bias all, score;
    measure(false, &all, &score);
    ck_assert_double_lt(all.error, 2 * all.noise);
    ck_assert_double_lt(score.error, 2 * score.noise);
    ck_assert_double_lt(score.noise, 0.2);
}
END_TEST

START_TEST(gumbel_draws_are_biased)
{
    struct bias all, score;
    measure(true, &all, &score);
    ck_assert_double_gt(score.error, 5 * score.noise);
    ck_assert_double_lt(all.error, 0.5);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("hard");
    tcase_set_timeout(t, 240);
    tcase_add_loop_test(t, reinforce_is_right_on_average, 0, 3);
    tcase_add_test(t, reinforce_is_right_with_r_drop);
    tcase_add_test(t, planted_error_is_found);
    tcase_add_test(t, reinforce_draws_are_unbiased);
    tcase_add_test(t, gumbel_draws_are_biased);
    return test_run("hard", t);
}
