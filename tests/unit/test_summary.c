/* Summaries, each alone: gradients, the formulas in plain double, where
 * sentences end, what look shows. */
#include "layer.h"
#include "nn/summary.h"

enum { N = 4 };

/* Of the units 3 .. 8 of layer_batch. */
static const unsigned char ends[LAYER_UNITS] = {[4] = UNIT_MARK,
                                                [5] = UNIT_ENDS,
                                                [8] = UNIT_MARK};

/* Texts, and the sentence that each word (</s> the last) is in. */
enum { TEXTS = 5, LONGEST = 8 };
static const int text[TEXTS][LONGEST] = {
    {6, 7, 4, 3, 8, 4, 6}, {4, 4, 6, 3}, {6, 5, 5, 8, 7, 4}, {6, 4}, {0}};
static const int words[TEXTS] = {7, 4, 6, 2, 0};
static const int sentence_of[TEXTS][LONGEST] = {
    {0, 0, 0, 1, 1, 1, 2, 2}, {0}, {0, 0, 1, 1, 2, 2, 2}, {0}, {0}};

struct summary_case {
    struct layer l;
    const struct summary_kind *kind;
    void *self;
    struct batch batch;
    struct leaf H;
    int split;
};

/* The texts from .. from + n; without `ends` each is one sentence. */
static void texts_new(struct summary_case *c, const struct summary_kind *kind,
                      int split, int from, int n,
                      const unsigned char *unit_ends)
{
    struct sentence *side = ARENA_ARRAY(&c->l.model, struct sentence, n);
    int *pick = ARENA_ARRAY(&c->l.model, int, n);
    for (int i = 0; i < n; i++) {
        side[i] = (struct sentence){text[from + i], words[from + i]};
        pick[i] = i;
    }
    batch_make(&c->batch, side, NULL, pick, n, &c->l.model);
    struct net_options o = {.N = N, .A = N, .summary = kind,
                            .ends = unit_ends};
    c->kind = kind;
    c->split = split;
    c->self = kind->declare ? kind->declare(&c->l.ps, &o) : NULL;
}

static void summary_new(struct summary_case *c,
                        const struct summary_kind *kind, int split,
                        const unsigned char *unit_ends)
{
    layer_init(&c->l);
    texts_new(c, kind, split, 0, TEXTS, unit_ends);
    c->H = layer_input(&c->l, "H", c->batch.src.rows, N, NUMERIC_LIVE);
    /* No two of a column within a double's steps: `max` has kinks. */
    for (int i = 0; i < c->batch.src.rows * N; i++)
        c->H.w[i] = (real)(round(8 * (double)c->H.w[i]) / 8 +
                           i / N * 0.005);
    layer_seal(&c->l, NUMERIC_LIVE);
}

static struct annotations annotations_of(const struct summary_case *c)
{
    return (struct annotations){.src = &c->batch.src, .N = N,
                                .split = c->split, .H = c->H.w,
                                .dH = c->H.g};
}

static double summary_pass(void *ctx, bool backward)
{
    struct summary_case *c = ctx;
    const struct side *src = &c->batch.src;
    struct annotations a = annotations_of(c);
    layer_begin(&c->l);
    real *z = run_matrix(&c->l.r, src->B, N);
    real *dz = run_matrix(&c->l.r, src->B, N);
    void *cache = c->kind->forward(&c->l.r, c->self, &a, z);
    double sum = layer_weigh(0, src->B, N, z, dz);
    if (backward)
        c->kind->backward(&c->l.r, c->self, cache, &a, dz);
    return sum;
}

/* A float's steps are so wide that another word becomes the largest. */
static bool has_kinks(const struct summary_kind *kind)
{
    return !REAL_IS_DOUBLE && kind == &summary_max;
}

START_TEST(summary_gradients)
{
    if (has_kinks(summary_kind(_i)))
        return;
    for (int split = 0; split <= N; split += 2) {
        struct summary_case c;
        summary_new(&c, summary_kind(_i), split, ends);
        ck_assert(layer_agrees(&c.l, summary_pass, &c));
        layer_drop(&c.l);
    }
}
END_TEST

START_TEST(summary_threads_agree)
{
    struct summary_case c;
    summary_new(&c, summary_kind(_i), 2, ends);
    ck_assert(layer_threads_agree(&c.l, summary_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* ==== Formulas ==== */

/* What must come out for text i, in plain double: z [N], and the weight of
 * each word where there is one. */
typedef void formula(const struct summary_case *c, int i, double *z,
                     double *weight);

static double element(const struct summary_case *c, int i, int j, int k)
{
    int row = c->batch.src.off[j] + c->batch.src_of[i];
    return (double)c->H.w[row * N + k];
}

static void last_formula(const struct summary_case *c, int i, double *z,
                         double *weight)
{
    (void)weight;
    for (int k = 0; k < N; k++)
        z[k] = element(c, i, k < c->split ? words[i] : 0, k);
}

static void first_formula(const struct summary_case *c, int i, double *z,
                          double *weight)
{
    (void)weight;
    for (int k = 0; k < N; k++)
        z[k] = c->split < N && k < c->split ? 0 : element(c, i, 0, k);
}

static void mean_formula(const struct summary_case *c, int i, double *z,
                         double *weight)
{
    (void)weight;
    for (int k = 0; k < N; k++) {
        z[k] = 0;
        for (int j = 0; j <= words[i]; j++)
            z[k] += element(c, i, j, k) / (words[i] + 1);
    }
}

static void max_formula(const struct summary_case *c, int i, double *z,
                        double *weight)
{
    (void)weight;
    for (int k = 0; k < N; k++) {
        z[k] = -(double)INFINITY;
        for (int j = 0; j <= words[i]; j++)
            z[k] = fmax(z[k], element(c, i, j, k));
    }
}

static double weight_of(const struct summary_case *c, const char *name,
                        int i, int j)
{
    struct param *p = params_find(&c->l.ps, name);
    return (double)p->w[i * p->cols + j];
}

/* z and alpha [T] of x_1 .. x_T with the weights W and W_c. */
static void plain(const struct summary_case *c, const char *W,
                  const char *W_c, int split, int T, double x[][N],
                  double *z, double *alpha)
{
    double sum = 0, v[2 * N] = {0};
    for (int k = 0; k < N; k++)
        v[N + k] = x[k < split ? T - 1 : 0][k];
    for (int j = 0; j < T; j++) {
        double e = 0;
        for (int k = 0; k < N; k++)
            for (int l = 0; l < N; l++)
                e += x[j][k] * weight_of(c, W, k, l) * v[N + l];
        sum += alpha[j] = exp(e);
    }
    for (int j = 0; j < T; j++) {
        alpha[j] /= sum;
        for (int k = 0; k < N; k++)
            v[k] += alpha[j] * x[j][k];
    }
    for (int k = 0; k < N; k++) {
        double y = 0;
        for (int l = 0; l < 2 * N; l++)
            y += weight_of(c, W_c, k, l) * v[l];
        z[k] = tanh(y);
    }
}

/* The words j0 .. j0 + T of text i. */
static void plain_words(const struct summary_case *c, int i, int j0, int T,
                        double *z, double *alpha)
{
    double x[LONGEST][N];
    for (int j = 0; j < T; j++)
        for (int k = 0; k < N; k++)
            x[j][k] = element(c, i, j0 + j, k);
    plain(c, "summary.W", "summary.W_c", c->split, T, x, z, alpha);
}

static void attention_formula(const struct summary_case *c, int i, double *z,
                              double *weight)
{
    plain_words(c, i, 0, words[i] + 1, z, weight);
}

static void hier_formula(const struct summary_case *c, int i, double *z,
                         double *weight)
{
    double u[LONGEST][N], beta[LONGEST];
    int n = 0;
    for (int j = 0, T; j <= words[i]; j += T) {
        for (T = 1; j + T <= words[i] && sentence_of[i][j + T] == n; )
            T++;
        plain_words(c, i, j, T, u[n++], weight + j);
    }
    if (n == 1) {
        memcpy(z, u[0], sizeof u[0]);
        return;
    }
    plain(c, "summary.sentence.W", "summary.sentence.W_c", N, n, u, z, beta);
    for (int j = 0; j <= words[i]; j++)
        weight[j] *= beta[sentence_of[i][j]];
}

static const struct {
    const struct summary_kind *kind;
    formula *f;
} formulas[] = {
    {&summary_last, last_formula},
    {&summary_first, first_formula},
    {&summary_mean, mean_formula},
    {&summary_max, max_formula},
    {&summary_attention, attention_formula},
    {&summary_hier, hier_formula},
};
enum { FORMULAS = sizeof formulas / sizeof *formulas };

static void equals_formula(const struct summary_case *c, formula *f)
{
    struct run r = c->l.r;
    struct annotations a = annotations_of(c);
    real *z = run_matrix(&r, TEXTS, N);
    void *cache = c->kind->forward(&r, c->self, &a, z);
    for (int i = 0; i < TEXTS; i++) {
        double want[N], weight[LONGEST], sum = 0;
        int b = c->batch.src_of[i];
        real look[LONGEST];
        f(c, i, want, weight);
        for (int k = 0; k < N; k++)
            ck_assert_double_eq_tol((double)z[b * N + k], want[k],
                                    LAYER_CLOSE);
        if (!c->kind->look)
            continue;
        c->kind->look(c->self, cache, &a, b, look);
        for (int j = 0; j <= words[i]; j++) {
            ck_assert_double_eq_tol((double)look[j], weight[j], LAYER_CLOSE);
            sum += (double)look[j];
        }
        ck_assert_double_eq_tol(sum, 1, LAYER_CLOSE);
    }
}

START_TEST(summary_equals_formula)
{
    for (int split = 0; split <= N; split += 2) {
        struct summary_case c;
        summary_new(&c, formulas[_i].kind, split, ends);
        equals_formula(&c, formulas[_i].f);
        layer_drop(&c.l);
    }
}
END_TEST

START_TEST(every_summary_has_a_formula)
{
    bool found = false;
    for (int k = 0; k < FORMULAS; k++)
        found = found || formulas[k].kind == summary_kind(_i);
    ck_assert(found);
}
END_TEST

/* ==== Bits ==== */

/* Rows of a text, out of H of the batch. */
static void copy_text(const struct summary_case *all, int i,
                      struct summary_case *one)
{
    for (int j = 0; j <= words[i]; j++)
        memcpy(one->H.w + j * N,
               all->H.w + (all->batch.src.off[j] + all->batch.src_of[i]) * N,
               N * sizeof *one->H.w);
}

START_TEST(text_alone_equals_batch)
{
    struct summary_case c;
    summary_new(&c, summary_kind(_i), 2, ends);
    struct annotations a = annotations_of(&c);
    real *z = run_matrix(&c.l.r, TEXTS, N), alone[N];
    c.kind->forward(&c.l.r, c.self, &a, z);
    for (int i = 0; i < TEXTS; i++) {
        struct summary_case one;
        layer_init(&one.l);
        texts_new(&one, c.kind, 2, i, 1, ends);
        one.H = layer_input(&one.l, "H", words[i] + 1, N, NUMERIC_LIVE);
        layer_seal(&one.l, NUMERIC_LIVE);
        copy_text(&c, i, &one);
        a = annotations_of(&one);
        memset(alone, 0, sizeof alone);
        c.kind->forward(&one.l.r, one.self, &a, alone);
        ck_assert(memcmp(alone, z + c.batch.src_of[i] * N, sizeof alone) ==
                  0);
        layer_drop(&one.l);
    }
    layer_drop(&c.l);
}
END_TEST

/* Where every text is one sentence, hier is attention: z, and the gradients
 * of H, W and W_c. */
START_TEST(hier_of_one_sentence_is_attention)
{
    static const unsigned char none[LAYER_UNITS] = {UNIT_OPEN};
    struct summary_case h, c;
    summary_new(&c, &summary_attention, 2, NULL);
    summary_new(&h, &summary_hier, 2, _i ? none : NULL);
    double sum = summary_pass(&c, true);
    ck_assert(sum == summary_pass(&h, true));
    ck_assert_int_eq(h.l.arrays, c.l.arrays + 2);
    for (int k = 0; k < c.l.arrays; k++) {
        ck_assert_str_eq(h.l.array[k].name, c.l.array[k].name);
        ck_assert(memcmp(h.l.array[k].g, c.l.array[k].g,
                         c.l.array[k].n * sizeof(real)) == 0);
    }
    layer_drop(&c.l);
    layer_drop(&h.l);
}
END_TEST

/* Of equal values the first word's is taken, and alone gets the gradient. */
START_TEST(max_takes_the_first_of_equals)
{
    struct summary_case c;
    summary_new(&c, &summary_max, 2, ends);
    size_t n = (size_t)c.batch.src.rows * N;
    memset(c.H.w, 0, n * sizeof *c.H.w);
    summary_pass(&c, true);
    for (size_t i = 0; i < n; i++)
        ck_assert((c.H.g[i] != 0) == (i < TEXTS * N));
    layer_drop(&c.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("summary");
    tcase_set_timeout(t, 240);        /* sanitizers */
    int rows = test_count(summary_kind_name);
    tcase_add_loop_test(t, summary_gradients, 0, rows);
    tcase_add_loop_test(t, summary_threads_agree, 0, rows);
    tcase_add_loop_test(t, summary_equals_formula, 0, FORMULAS);
    tcase_add_loop_test(t, every_summary_has_a_formula, 0, rows);
    tcase_add_loop_test(t, text_alone_equals_batch, 0, rows);
    tcase_add_loop_test(t, hier_of_one_sentence_is_attention, 0, 2);
    tcase_add_test(t, max_takes_the_first_of_equals);
    return test_run("summary", t);
}
