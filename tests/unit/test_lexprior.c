/* The lexicon prior: its formula, its gradient, its text in a model file, and
 * how the links of a corpus become a lexicon. */
#include "nn/lexprior.h"

#include <math.h>

#include "layer.h"
#include "task/lexcount.h"

enum { B = 4, HEADS = 2, EPS_PARTS = 8 };

/* ==== Alone ==== */

struct prior_case {
    struct layer l;
    struct batch batch;
    const struct lextable *t;
    int *place;
    struct leaf alpha, logits;
};

static void prior_case_new(struct prior_case *c)
{
    struct net_options o = {.Kx = LAYER_UNITS, .Ky = LAYER_UNITS + 2,
                            .lexicon = (real)1 / EPS_PARTS};
    memset(c, 0, sizeof *c);
    layer_init(&c->l);
    layer_ragged(&c->l, &c->batch);
    lextable_random(&o, 3, &c->l.model);
    c->t = o.lextable;
    int rows = c->batch.tgt.rows, width = HEADS * c->batch.src.T;
    c->place = ARENA_ARRAY(&c->l.model, int, rows);
    for (int i = 0; i < rows; i++)
        c->place[i] = (3 * i + 1) % B;
    c->alpha = layer_input(&c->l, "alpha", rows, width, NUMERIC_LIVE);
    c->logits = layer_input(&c->l, "logits", rows, o.Ky, NUMERIC_LIVE);
    /* weights are not negative */
    for (int k = 0; k < rows * width; k++)
        c->alpha.w[k] = (real)fabs((double)c->alpha.w[k]);
}

static double prior_pass(void *ctx, bool backward)
{
    struct prior_case *c = ctx;
    struct run *r = &c->l.r;
    int rows = c->batch.tgt.rows, Ky = c->t->Ky;
    layer_begin(&c->l);
    struct lexprior_rows l = {
        lexprior_begin(r, c->t, (real)1 / EPS_PARTS, HEADS, &c->batch.src),
        c->place, c->alpha.w, backward ? c->alpha.g : NULL};
    real *m = run_matrix(r, rows, l.q->most);
    real *z = run_matrix(r, rows, Ky), *dz = run_matrix(r, rows, Ky);
    layer_add(z, c->logits.w, rows, Ky);
    lexprior_forward(&l, rows, m, z);
    double sum = layer_weigh(0, rows, Ky, z, dz);
    if (backward) {
        lexprior_backward(&l, rows, m, dz);
        layer_add(c->logits.g, dz, rows, Ky);
    }
    return sum;
}

START_TEST(prior_gradients)
{
    struct prior_case c;
    prior_case_new(&c);
    ck_assert(layer_agrees(&c.l, prior_pass, &c));
    ck_assert(layer_threads_agree(&c.l, prior_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* p(y | x), twice the same y in one column summed. */
static double p_of(const struct lextable *t, int y, int x)
{
    double p = 0;
    for (int k = t->first[x]; k < t->first[x + 1]; k++)
        p += t->entry[k].y == y ? (double)t->entry[k].p : 0;
    return p;
}

/* log(L a + eps) - log eps, with L as a whole matrix; from a row in the
 * middle on it is the same. */
START_TEST(prior_equals_formula)
{
    struct prior_case c;
    prior_case_new(&c);
    const struct side *src = &c.batch.src;
    int rows = c.batch.tgt.rows, Ky = c.t->Ky, from = _i;
    struct run *r = &c.l.r;
    struct lexprior_rows all = {
        lexprior_begin(r, c.t, (real)1 / EPS_PARTS, HEADS, src), c.place,
        c.alpha.w, NULL};
    struct lexprior_rows l = lexprior_from(&all, from);
    real *z = run_matrix(r, rows, Ky);
    real *m = run_matrix(r, rows, (int)lexprior_most(&l));
    lexprior_forward(&l, rows - from, m, z);
    bool moved = false;
    for (int i = 0; i < rows - from; i++)
        for (int y = 0; y < Ky; y++) {
            int b = c.place[from + i];
            double want = 0;
            for (int j = 0; j < src->len[b]; j++)
                for (int h = 0; h < HEADS; h++)
                    want += (double)c.alpha.w[((from + i) * HEADS + h) *
                                              src->T + j] / HEADS *
                            p_of(c.t, y, src->in[src->off[j] + b]);
            want = log(want + 1.0 / EPS_PARTS) - log(1.0 / EPS_PARTS);
            moved = moved || want > 0.5;
            ck_assert_double_eq_tol((double)z[i * Ky + y], want,
                                    8 * LAYER_CLOSE);
        }
    ck_assert(moved);
    layer_drop(&c.l);
}
END_TEST

/* One step of a search: the same bits; and nothing without a lexicon. */
START_TEST(step_equals_rows)
{
    struct prior_case c;
    prior_case_new(&c);
    struct run *r = &c.l.r;
    int rows = c.batch.tgt.rows, Ky = c.t->Ky;
    struct lexprior_rows l = {
        lexprior_begin(r, c.t, (real)0.5, HEADS, &c.batch.src), c.place,
        c.alpha.w, NULL};
    size_t bytes = (size_t)rows * (size_t)Ky * sizeof(real);
    real *z = run_matrix(r, rows, Ky), *step = run_matrix(r, rows, Ky);
    lexprior_forward(&l, rows, run_matrix(r, rows, l.q->most), z);
    lexprior_step(r, lexprior_begin(r, NULL, 0, HEADS, &c.batch.src), rows,
                  c.place, c.alpha.w, step);
    ck_assert(memcmp(z, step, bytes) != 0);
    lexprior_step(r, l.q, rows, c.place, c.alpha.w, step);
    ck_assert(memcmp(z, step, bytes) == 0);
    ck_assert_ptr_null(lexprior_from(NULL, 3).q);
    ck_assert_uint_eq(lexprior_most(NULL), 0);
    layer_drop(&c.l);
}
END_TEST

/* p(y | x) by a search of its own. */
static double given(const struct lextable *t, int x, int y)
{
    double p = 0;
    for (int k = t->first[x]; k < t->first[x + 1]; k++)
        p += t->entry[k].y == y ? (double)t->entry[k].p : 0;
    return p;
}

/* (3), with m_iy from (1) for every y. */
START_TEST(posterior)
{
    enum { N = 5 };
    static const int x[N] = {4, 7, 2, 7, 5};
    static const real before[N] = {(real)0.1, (real)0.4, (real)0.2, 0,
                                   (real)0.3};
    struct prior_case c;
    const double eps = 1.0 / EPS_PARTS;
    prior_case_new(&c);
    for (int y = 0; y < c.t->Ky; y++) {
        double m = 0, sum = 0;
        real a[N];
        memcpy(a, before, sizeof a);
        lexprior_posterior(c.t, (real)eps, x, N, y, a);
        for (int j = 0; j < N; j++)
            m += (double)before[j] * given(c.t, x[j], y);
        for (int j = 0; j < N; j++) {
            sum += (double)a[j];
            ck_assert_double_eq_tol(
                (double)a[j],
                (double)before[j] * given(c.t, x[j], y) / (m + eps),
                1e-6);
        }
        ck_assert_double_eq_tol(sum, 1 - eps / (m + eps), 1e-6);
    }
    layer_drop(&c.l);
}
END_TEST

/* ==== As text ==== */

static struct arena memory;

static bool reads(struct lextable *t, const char *text, struct error *err)
{
    return lextable_read(t, text, strlen(text), 3, 7, "lexicon", &memory,
                         err);
}

START_TEST(text_comes_back)
{
    static const char text[] = "\n4 65536\n6 40000 2 40000 5 1\n";
    struct lextable t;
    struct error err;
    struct strbuf out = STRBUF_INIT;
    arena_init(&memory, "memory");
    ck_assert_msg(reads(&t, text, &err), "%s", err.text);
    ck_assert_int_eq(t.first[1], 0);
    ck_assert_int_eq(t.first[2], 1);
    ck_assert_int_eq(t.first[3], 4);
    ck_assert_int_eq(t.entry[1].y, 6);
    ck_assert_double_eq((double)t.entry[1].p, 40000.0 / 65536);
    ck_assert_double_eq((double)t.entry[0].p, 1);
    lextable_write(&out, &t);
    ck_assert_str_eq(out.s, text);
    strbuf_release(&out);
    arena_drop(&memory);
}
END_TEST

START_TEST(wrong_text_is_refused)
{
    static const char *const wrong[] = {
        "", "\n\n", "\n\n\n\n", "\n\n\n ", "\n\n4", "\n\n4 5", "\n\n4\n",
        "\n\n4 \n", "\n\n4 5 \n", "\n\n4 5 6\n", "\n\n1 5\n", "\n\n7 5\n",
        "\n\n4 0\n", "\n\n4 65537\n", "\n\n4 5 5 6\n", "\n\n-4 5\n",
        "\n\n4  5\n", "\n\n4 +5\n", "\n\n4 5\t5 4\n", "\n\n4 5\r\n",
        "\n\n99999999999999999999 5\n", "\n\n4 99999999999999999999\n"};
    struct lextable t;
    struct error err;
    arena_init(&memory, "memory");
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        ck_assert_msg(!reads(&t, wrong[k], &err), "%zu", k);
        ck_assert_int_eq(err.status, EXIT_MODEL);
    }
    ck_assert_ptr_nonnull(strstr(err.text, "lexicon:3: "));
    struct strbuf many = STRBUF_INIT;
    for (int k = 0; k <= LEXTABLE_MOST; k++)
        strbuf_puts(&many, k ? " 4 5" : "4 5");
    strbuf_puts(&many, "\n\n\n");
    ck_assert(!reads(&t, many.s, &err));
    ck_assert(reads(&t, many.s + 4, &err));
    strbuf_release(&many);
    arena_drop(&memory);
}
END_TEST

/* ==== From links ==== */

/* x 4 goes with y 5 one and a half times, with 6 a half; x 5 only with 6; y 7
 * is linked to nothing. */
START_TEST(counts_what_was_counted_by_hand)
{
    static const int x[] = {4, 5}, y[] = {5, 7, 6};
    static const struct guide_link link[2][4] = {
        {{0, 1}, {0, (real)0.5}, {1, (real)0.5}}, {{0, (real)0.5}}};
    static const int first[2][4] = {{0, 1, 1, 3}, {0, 1, 1, 1}};
    static const struct guide guide[] = {{first[0], link[0]},
                                         {first[1], link[1]}};
    struct sentence src[] = {{x, 2}, {x, 1}}, tgt[] = {{y, 3}, {y, 2}};
    struct data d = {src, tgt, 2, 7, 3, guide};
    struct strbuf out = STRBUF_INIT;
    arena_init(&memory, "memory");
    const struct lextable *t = lexcount(&d, 7, 8, &memory);
    lextable_write(&out, t);
    ck_assert_str_eq(out.s, "\n\n\n\n5 49152 6 16384\n6 65536\n\n");
    ck_assert_int_eq(lexcount_units(t), 2);
    strbuf_release(&out);
    arena_drop(&memory);
}
END_TEST

/* Of many only the likeliest, the smaller number first of equals, and none
 * that are rare. */
START_TEST(the_likeliest_are_kept)
{
    enum { UNITS = 40, RARE = 200 };
    int x[] = {4}, y[2 * UNITS + 2 * RARE], first[2 * UNITS + 2 * RARE + 1];
    struct guide_link link[2 * UNITS + 2 * RARE];
    for (int many = 0; many < 2; many++) {
        int n = 0;
        for (int k = UNITS; k-- > 0;)
            for (int twice = 0; twice <= (k % 4 == 0); twice++)
                y[n++] = ID_FIRST + k;
        for (int k = 0; k < many * 2 * RARE; k++)
            y[n++] = ID_FIRST + UNITS;
        for (int i = 0; i <= n; i++)
            first[i] = i;
        for (int i = 0; i < n; i++)
            link[i] = (struct guide_link){0, 1};
        struct guide guide = {first, link};
        struct sentence src = {x, 1}, tgt = {y, n};
        struct data d = {&src, &tgt, 1, n + 1, n, &guide};
        arena_init(&memory, "memory");
        const struct lextable *t = lexcount(&d, 5, ID_FIRST + UNITS + 1,
                                            &memory);
        ck_assert_int_eq(t->first[5], many ? 1 : 20);
        for (int k = 0; k < t->first[5] && !many; k++)
            ck_assert_int_eq(t->entry[k].y,
                             ID_FIRST + (k < 10 ? 4 * k
                                                : 1 + (k - 10) +
                                                      (k - 10) / 3));
        arena_drop(&memory);
    }
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("lexprior");
    tcase_add_test(t, posterior);
    tcase_add_test(t, prior_gradients);
    tcase_add_loop_test(t, prior_equals_formula, 0, 4);
    tcase_add_test(t, step_equals_rows);
    tcase_add_test(t, text_comes_back);
    tcase_add_test(t, wrong_text_is_refused);
    tcase_add_test(t, counts_what_was_counted_by_hand);
    tcase_add_test(t, the_likeliest_are_kept);
    return test_run("lexprior", t);
}
