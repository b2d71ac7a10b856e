/* What is explained is what network_pass does: the same alpha, contexts and
 * losses; softmax and weighted sum made again; gradients against central
 * differences. */
#include "task/explain.h"

#include <math.h>

#include "little.h"
#include "numeric.h"

static const char source[] = "the cat", target[] = "le dog";

#define CLOSE (REAL_IS_DOUBLE ? 1e-12 : 1e-5)

static struct pass pass_of(struct little *l, const struct explanation *x)
{
    struct batch batch;
    struct network net = l->model.net;
    int first = 0;
    net.output = ARENA_NEW(&l->memory, struct output);
    *net.output = *l->model.net.output;
    net.output->smoothing = 0;
    batch_make(&batch, &x->src, &x->tgt, &first, 1, &l->memory);
    struct run r = {&l->memory, &l->scratch, false, 0, 0, NULL};
    return network_pass(&r, &net, &batch, 1, false);
}

static bool same(const real *a, const real *b, int n)
{
    return memcmp(a, b, (size_t)n * sizeof *a) == 0;
}

/* softmax_j(e_ij), by libm. */
static void check_softmax(const struct explanation *x, const real *e,
                          const real *alpha)
{
    double sum = 0;
    for (int j = 0; j < x->Tx; j++)
        sum += exp((double)e[j]);
    for (int j = 0; j < x->Tx; j++)
        ck_assert_double_eq_tol((double)alpha[j], exp((double)e[j]) / sum,
                                CLOSE);
}

static void check_sum(const struct explanation *x,
                      const struct explain_step *s)
{
    int part = x->N / x->heads;
    for (int k = 0; k < x->N; k++) {
        double sum = 0;
        for (int j = 0; j < x->Tx; j++)
            sum += (double)row_at(s->alpha, k / part, x->Tx)[j] *
                   (double)row_at(x->v, j, x->N)[k];
        ck_assert_double_eq_tol((double)s->ctx[k], sum, CLOSE);
    }
}

/* dot: e_ij = s_{i-1}' h_j. */
static void check_dot(const struct explanation *x,
                      const struct explain_step *s)
{
    for (int j = 0; j < x->Tx; j++) {
        double sum = 0;
        for (int k = 0; k < x->N; k++)
            sum += (double)s->s[k] * (double)row_at(x->h, j, x->N)[k];
        ck_assert_double_eq_tol((double)s->e[j], sum, CLOSE);
    }
}

static void check_words(const struct explain_step *s)
{
    ck_assert_int_eq(s->tops, EXPLAIN_TOP);
    for (int k = 1; k < s->tops; k++)
        ck_assert(s->top[k].p <= s->top[k - 1].p);
    ck_assert(s->top[0].p >= s->p && s->p > 0);
}

static void check(struct little *l, const char *tgt)
{
    struct explanation x;
    explain(&x, &l->model, source, tgt, NULL, &l->memory);
    const struct focus_kind *focus = l->model.net.o.focus;
    struct pass p = pass_of(l, &x);
    int row = x.heads * x.Tx;
    ck_assert(x.Tx == (int)strlen(source) + 1 && x.Ty > 0);
    ck_assert(x.Ty == x.names.Ty && x.Tx == x.names.Tx);
    ck_assert(!tgt || x.Ty == (int)strlen(tgt) + 1);
    for (int i = 0; i < x.Ty; i++) {
        const struct explain_step *s = &x.step[i];
        ck_assert_double_eq_tol(log(s->p), -(double)p.row_loss[i], 1e-4);
        ck_assert(same(s->ctx, row_at(p.attention->ctx, i, x.N), x.N));
        ck_assert((s->alpha != NULL) == focus->aligns);
        ck_assert((s->e != NULL) == focus->scores);
        if (s->alpha) {
            ck_assert(same(s->alpha, row_at(p.alpha, i, row), row));
            check_sum(&x, s);
        }
        for (int h = 0; h < x.heads && focus == &focus_soft; h++)
            check_softmax(&x, row_at(s->e, h, x.Tx),
                          row_at(s->alpha, h, x.Tx));
        if (s->e && l->model.net.o.score == &score_dot)
            check_dot(&x, s);
        check_words(s);
        /* The last is </s> by force where the text grows too long. */
        ck_assert(tgt || i + 1 == x.Ty || s->id == s->top[0].id ||
                  s->top[0].id < ID_EOS);
    }
}

START_TEST(scores)
{
    struct config c;
    struct little l;
    const struct score_kind *s = score_kind(_i);
    little_config(&c);
    c.score = s->kind.name;
    c.heads = s->heads ? 2 : 1;
    little_new(&l, &c);
    check(&l, NULL);
    check(&l, target);
    little_drop(&l);
}
END_TEST

START_TEST(focuses)
{
    struct config c;
    struct little l;
    little_config(&c);
    c.focus = focus_kind_name(_i);
    c.window = 2;
    c.layers = 2;
    little_new(&l, &c);
    check(&l, NULL);
    check(&l, target);
    little_drop(&l);
}
END_TEST

START_TEST(nothing_gives_nothing)
{
    struct config c;
    struct little l;
    struct explanation x;
    little_config(&c);
    little_new(&l, &c);
    explain(&x, &l.model, "", target, NULL, &l.memory);
    ck_assert(x.Tx == 0 && x.Ty == 0);
    explain(&x, &l.model, source, "", NULL, &l.memory);
    ck_assert(x.Ty == 1 && x.step[0].id == ID_EOS);
    little_drop(&l);
}
END_TEST

/* ==== Gradients ==== */

/* No letter stands twice in it, so that a row of E_x is one x_j. */
static const char letters[] = "the ca";

struct asked {
    struct little *l;
    int step;
};

/* -log p of the step, with the weights as they are. */
static double loss_of(void *ctx, bool backward)
{
    const struct asked *a = ctx;
    struct explanation x;
    struct arena arena;
    (void)backward;
    arena_init(&arena, "loss");
    params_pack(&a->l->model.net.ps);
    explain(&x, &a->l->model, letters, target, NULL, &arena);
    double loss = -log(x.step[a->step].p);
    arena_drop(&arena);
    return loss;
}

static void check_gradient(struct little *l, int i)
{
    struct explanation x;
    double norm[16], most = 0, far = 0;
    struct asked a = {l, i};
    const struct param *E = l->model.net.E_x;
    int M = l->model.net.o.M;
    explain(&x, &l->model, letters, target, NULL, &l->memory);
    double loss = explain_gradient(&x, &l->model, i, norm, &l->memory);
    ck_assert_double_eq_tol(loss, -log(x.step[i].p), 1e-4);
    for (int j = 0; j < x.Tx; j++) {
        int id = j < x.src.n ? x.src.id[j] : ID_EOS;
        double sum = 0;
        for (int k = 0; k < M; k++) {
            double d = numeric_difference(loss_of, &a,
                                          row_of(E->w, id, M) + k);
            sum += d * d;
        }
        far = fmax(far, fabs(sqrt(sum) - norm[j]));
        most = fmax(most, norm[j]);
    }
    ck_assert_msg(most > 0 && far <= most * NUMERIC_TOLERANCE, "%g of %g",
                  far, most);
}

START_TEST(gradients_of_encoders)
{
    struct config c;
    struct little l;
    little_config(&c);
    c.encoder = encoder_kind_name(_i / 2);
    c.focus = _i % 2 ? "none" : "soft";
    c.smoothing = 0.1;
    c.dropout = 0.3;
    c.word_dropout = 0.5;
    little_new(&l, &c);
    check_gradient(&l, 0);
    check_gradient(&l, (int)strlen(target));
    little_drop(&l);
}
END_TEST

START_TEST(gradients_of_cells)
{
    struct config c;
    struct little l;
    little_config(&c);
    c.cell = cell_kind_name(_i / 2);
    c.focus = _i % 2 ? "none" : "soft";
    c.encoder = "uni";
    little_new(&l, &c);
    check_gradient(&l, 2);
    little_drop(&l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("explain");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, scores, 0, test_count(score_kind_name));
    tcase_add_loop_test(t, focuses, 0, test_count(focus_kind_name));
    tcase_add_loop_test(t, gradients_of_encoders, 0,
                        2 * test_count(encoder_kind_name));
    tcase_add_loop_test(t, gradients_of_cells, 0, 2 * test_count(cell_kind_name));
    tcase_add_test(t, nothing_gives_nothing);
    return test_run("explain", t);
}
