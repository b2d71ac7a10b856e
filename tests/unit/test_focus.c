/* Focuses that are not soft: windows, samples, and that threads do not
 * matter. */
#include "nn/focus.h"

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "model/network.h"
#include "task/gradcheck.h"
#include "test.h"

enum { KX = 11, KY = 9 };

static struct arena model, batch_arena, scratch;

static struct net_options small(const struct focus_kind *focus)
{
    return (struct net_options){
        .Kx = KX, .Ky = KY, .M = 6, .N = 8, .A = 5, .R = 7, .layers = 1,
        .cell = &cell_lstm, .encoder = &encoder_bi,
        .position = &position_none, .summary = &summary_last,
        .score = &score_concat, .focus = focus, .window = 2,
        .dropout.p = (real)0.3, .smoothing = (real)0.1};
}

static void arenas_new(void)
{
    struct error err;
    ck_assert(kern_init(&err));
    par_set_threads(1);
    arena_init(&model, "model");
    arena_init(&batch_arena, "batch");
    arena_init(&scratch, "scratch");
}

static void arenas_drop(void)
{
    arena_drop(&model);
    arena_drop(&batch_arena);
    arena_drop(&scratch);
}

/* The loss of each target row and the gradients of a pass in training. */
struct result {
    int rows;
    real *row_loss, *g;
    size_t count;
};

static struct result trained(const struct net_options *o, uint64_t step)
{
    struct network net;
    struct batch batch;
    network_init(&net, o, true, &model);
    params_randomise(&net.ps, 7);
    params_pack(&net.ps);
    gradcheck_batch(&batch, 6, 12, 12, KX, KY, false, 5, &model);
    arena_reset(&batch_arena);
    struct run r = {&batch_arena, &scratch, true, 1, step, NULL};
    struct pass p = network_pass(&r, &net, &batch, 1, true);
    struct result out = {(int)p.tokens,
                         ARENA_ARRAY(&model, real, (size_t)p.tokens),
                         net.ps.g, net.ps.learnt};
    memcpy(out.row_loss, p.row_loss, (size_t)p.tokens * sizeof(real));
    return out;
}

static bool same(const struct result *a, const struct result *b)
{
    return a->rows == b->rows && a->count == b->count &&
           memcmp(a->row_loss, b->row_loss,
                  (size_t)a->rows * sizeof(real)) == 0 &&
           memcmp(a->g, b->g, a->count * sizeof(real)) == 0;
}

/* ==== Windows ==== */

static bool window_is_right(int i, int D, int len)
{
    struct focus_window w = focus_window(i, D, len);
    int centre = i < 0 ? 0 : i < len ? i : len - 1, n = 0, wrong = 0;
    for (int j = 0; j < len; j++) {
        bool in = j >= w.from && j < w.from + w.n;
        wrong += in != (abs(j - centre) <= D);
        n += in;
    }
    return wrong == 0 && n > 0 && n == w.n;
}

START_TEST(windows_are_never_empty)
{
    for (int len = 1; len <= 30; len++)
        for (int D = 0; D <= 35; D++)
            for (int i = -3; i <= 40; i++)
                if (!window_is_right(i, D, len))
                    ck_abort_msg("i %d, D %d, len %d", i, D, len);
    struct focus_window far = focus_window(1 << 30, 1 << 30, 7);
    ck_assert(far.from == 0 && far.n == 7);
}
END_TEST

/* A window as wide as the sentence is no window, to the bit; a narrower one
 * is. */
START_TEST(local_m_equals_soft)
{
    arenas_new();
    struct net_options o = small(&focus_soft);
    struct result soft = trained(&o, 1);
    o.focus = &focus_local_m;
    o.window = 12;
    struct result wide_window = trained(&o, 1);
    ck_assert(same(&soft, &wide_window));
    o.window = 10000;
    struct result widest = trained(&o, 1);
    ck_assert(same(&soft, &widest));
    o.window = 2;
    struct result narrow = trained(&o, 1);
    ck_assert(!same(&soft, &narrow));
    arenas_drop();
}
END_TEST

/* ==== local-p ==== */

enum { N = 4, A = 3, WIDTH = A + 1, LONGEST = 9 };

struct predicted {
    struct params ps;
    void *self;
    real e[LONGEST], alpha[LONGEST], x[WIDTH];
};

/* One row of local-p with p_i = len sigma(a). */
static void predict(struct predicted *c, int D, int len, double a)
{
    struct net_options o = {.N = N, .A = A, .window = D};
    int width;
    struct run r = {&batch_arena, &scratch, true, 1, 1, NULL};
    params_init(&c->ps, &model);
    c->self = focus_local_p.declare(&c->ps, &o, &width);
    ck_assert_int_eq(width, WIDTH);
    for (int j = 0; j < LONGEST; j++) {
        c->e[j] = (real)(rng_uniform(rng_key(4, RNG_TEST, 0, 0),
                                     (uint64_t)j) * 4 - 2);
        c->alpha[j] = (real)0.5;
    }
    c->x[A] = (real)a;
    struct focus_step f = {.n = 1, .heads = 1, .Tx = LONGEST, .len = &len,
                           .x = c->x};
    focus_local_p.forward(&r, c->self, &f, 0, 1, c->e, c->alpha);
}

/* Luong's (9) and (10), and divided by the sum; the plain way. */
static void local_p_formula(const real *e, int D, int len, double a,
                            double *alpha)
{
    double p = len / (1 + exp(-a)), sigma = D / 2.0, sum = 0;
    int near = (int)(p + 0.5) < len ? (int)(p + 0.5) : len - 1;
    for (int j = 0; j < len; j++) {
        double gauss = D > 0 ? exp(-(j - p) * (j - p) / (2 * sigma * sigma))
                             : 1;
        alpha[j] = abs(j - near) <= D ? exp((double)e[j]) * gauss : 0;
        sum += alpha[j];
    }
    for (int j = 0; j < len; j++)
        alpha[j] /= sum;
}

START_TEST(local_p_equals_formula)
{
    static const double at[] = {-800, -3, -0.7, 0, 0.1, 1, 2.5, 800};
    arenas_new();
    for (int D = 0; D <= 10; D++)
        for (int len = 1; len <= LONGEST; len++)
            for (int k = 0; k < (int)(sizeof at / sizeof *at); k++) {
                struct predicted c;
                double want[LONGEST];
                predict(&c, D, len, at[k]);
                local_p_formula(c.e, D, len, at[k], want);
                for (int j = 0; j < len; j++)
                    ck_assert_double_eq_tol((double)c.alpha[j], want[j],
                                            REAL_IS_DOUBLE ? 1e-14 : 2e-6);
            }
    arenas_drop();
}
END_TEST

/* The nearest token alone, whatever the scores. */
START_TEST(local_p_of_no_width)
{
    arenas_new();
    for (int k = -20; k <= 20; k++) {
        struct predicted c;
        predict(&c, 0, LONGEST, k / 4.0);
        int ones = 0;
        for (int j = 0; j < LONGEST; j++) {
            ck_assert(c.alpha[j] == 0 || c.alpha[j] == 1);
            ones += c.alpha[j] == 1;
        }
        ck_assert_int_eq(ones, 1);
    }
    arenas_drop();
}
END_TEST

/* ==== hard ==== */

enum { DRAWS = 20000 };

static const real score_row[LONGEST] = {1, -2, (real)0.5, 0, 9, 9, 9, 9, 9};

/* The place of the only 1 among the first 4 of a row.  Each assertion is a
 * system call, so what is drawn many times asks first. */
static int one_hot(const real *alpha)
{
    int at = -1, wrong = 0;
    for (int j = 0; j < LONGEST; j++) {
        wrong += alpha[j] != 0 && (alpha[j] != 1 || at >= 0 || j >= 4);
        at = alpha[j] == 1 ? j : at;
    }
    if (wrong > 0 || at < 0)
        ck_abort_msg("not one-hot: %d wrong, at %d", wrong, at);
    return at;
}

static int drawn(bool gumbel, bool train, uint64_t step, int row, int head)
{
    struct net_options o = {.N = N, .A = A, .gumbel = gumbel};
    struct params ps;
    struct arena_mark mark = arena_mark(&model);
    real e[2 * LONGEST], alpha[2 * LONGEST] = {0}, prob[2 * LONGEST] = {0};
    int len = 4, width = 0;
    params_init(&ps, &model);
    void *self = focus_hard.declare(&ps, &o, &width);
    if (width != 0)
        ck_abort_msg("width %d", width);
    memcpy(e, score_row, sizeof score_row);
    memcpy(e + LONGEST, score_row, sizeof score_row);
    struct run r = {&batch_arena, &scratch, train, 1, step, NULL};
    struct focus_step f = {.n = 1, .heads = 2, .Tx = LONGEST, .len = &len,
                           .row = row, .prob = prob};
    focus_hard.forward(&r, self, &f, 0, 1, e, alpha);
    arena_release(&model, mark);
    one_hot(alpha + (1 - head) * LONGEST);
    return one_hot(alpha + head * LONGEST);
}

/* One-hot always; the arg-max outside training; softmax(e) in training, over
 * steps and over rows, with either estimator and head. */
START_TEST(hard_draws_from_softmax)
{
    arenas_new();
    bool gumbel = _i & 1;
    int head = _i >> 1 & 1, by_row = _i >> 2;
    double seen[4] = {0}, sum = 0;
    for (int k = 0; k < 100; k++)
        ck_assert_int_eq(drawn(gumbel, false, (uint64_t)k, k, head), 0);
    for (int k = 0; k < DRAWS; k++)
        seen[drawn(gumbel, true, by_row ? 1 : (uint64_t)k, by_row ? k : 0,
                   head)] += 1.0 / DRAWS;
    for (int j = 0; j < 4; j++)
        sum += exp((double)score_row[j]);
    for (int j = 0; j < 4; j++) {
        double want = exp((double)score_row[j]) / sum;
        ck_assert_double_eq_tol(seen[j], want,
                                4 * sqrt(want * (1 - want) / DRAWS));
    }
    arenas_drop();
}
END_TEST

/* Another step, other draws; the same step, the same. */
START_TEST(hard_draws_are_keyed)
{
    arenas_new();
    struct net_options o = small(&focus_hard);
    o.dropout.p = 0;
    o.gumbel = _i;
    struct result a = trained(&o, 1), b = trained(&o, 2), c = trained(&o, 1);
    ck_assert(!same(&a, &b) && same(&a, &c));
    arenas_drop();
}
END_TEST

/* What moves is not learnt: last in the vector, w = 0.9 w + 0.1 mean loss. */
START_TEST(baseline_moves)
{
    arenas_new();
    struct net_options o = small(&focus_hard);
    struct network net;
    struct batch batch;
    network_init(&net, &o, true, &model);
    params_randomise(&net.ps, 7);
    params_pack(&net.ps);
    gradcheck_batch(&batch, 6, 12, 12, KX, KY, false, 5, &model);
    struct run r = {&batch_arena, &scratch, true, 1, 1, NULL};
    real scale = 1 / (real)batch.tgt.rows;
    double loss = network_pass(&r, &net, &batch, scale, true).loss;
    struct param *p = params_find(&net.ps, "attention.baseline");
    ck_assert(p && p->w == net.ps.w + net.ps.learnt);
    ck_assert(net.ps.count == net.ps.learnt + 1);
    p->w[0] = 3;
    params_moving(&net.ps);
    ck_assert_double_eq_tol((double)p->w[0],
                            2.7 + 0.1 * loss * (double)scale, 1e-5);
    arenas_drop();
}
END_TEST

/* ==== Threads ==== */

START_TEST(threads_do_not_matter)
{
    arenas_new();
    struct net_options o = small(focus_kind(_i / 2));
    o.gumbel = _i % 2;
    struct result one = trained(&o, 3);
    par_set_threads(2);
    struct result two = trained(&o, 3);
    par_set_threads(3);
    struct result three = trained(&o, 3);
    par_set_threads(1);
    ck_assert(same(&one, &two) && same(&one, &three));
    arenas_drop();
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("focus");
    tcase_set_timeout(t, 120);
    int focuses = 0;
    while (focus_kind(focuses))
        focuses++;
    tcase_add_test(t, windows_are_never_empty);
    tcase_add_test(t, local_m_equals_soft);
    tcase_add_test(t, local_p_equals_formula);
    tcase_add_test(t, local_p_of_no_width);
    tcase_add_loop_test(t, hard_draws_from_softmax, 0, 8);
    tcase_add_loop_test(t, hard_draws_are_keyed, 0, 2);
    tcase_add_test(t, baseline_moves);
    tcase_add_loop_test(t, threads_do_not_matter, 0, 2 * focuses);
    return test_run("focus", t);
}
