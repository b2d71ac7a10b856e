/* Parameters: the layout of the flat vectors and the initial values. */
#include "nn/param.h"

#include "layer.h"
#include "nn/cell.h"

/* Tensors of every initialisation; `width` is that of the second. */
static void declare(struct params *ps, int width)
{
    params_add(ps, INIT_EMBED, PARAM_VECTOR, 40, 25, "embed");
    params_add(ps, INIT_GLOROT, PARAM_MATRIX, 30, width, "glorot");
    params_add(ps, INIT_ZERO, PARAM_VECTOR, 7, 0, "zero");
    params_add(ps, INIT_ORTHOGONAL, PARAM_MATRIX, 24, 8, "gates")->blocks = 3;
    params_add(ps, INIT_ORTHOGONAL, PARAM_MATRIX, 5, 12, "wide");
    params_add(ps, INIT_ORTHOGONAL, PARAM_MATRIX, 12, 5, "tall");
    params_add(ps, INIT_ORTHOGONAL, PARAM_MATRIX, 8, 6, "short")->blocks = 2;
    params_add(ps, INIT_ORTHOGONAL, PARAM_MATRIX, 14, 3, "both")->blocks = 2;
    params_add(ps, INIT_FORGET, PARAM_VECTOR, 20, 0, "forget");
    params_add(ps, INIT_GLOROT, PARAM_VECTOR, 30, 0, "vector");
    params_add(ps, INIT_GLOROT, PARAM_MATRIX, 30, 11, "glorot again");
}

static void values(struct layer *l, int width, uint64_t seed, bool train)
{
    layer_init(l);
    declare(&l->ps, width);
    params_seal(&l->ps, train);
    params_randomise(&l->ps, seed);
}

static bool same(const struct param *a, const struct param *b)
{
    return param_count(a) == param_count(b) &&
           memcmp(a->w, b->w, param_count(a) * sizeof *a->w) == 0;
}

START_TEST(seal_lays_out_in_order)
{
    struct layer l;
    bool train = _i == 1;
    values(&l, 11, 1, train);
    size_t at = 0;
    for (int i = 0; i < l.ps.n; i++) {
        struct param *p = l.ps.list[i];
        ck_assert_ptr_eq(p->w, l.ps.w + at);
        ck_assert(train ? p->g == l.ps.g + at : p->g == NULL);
        ck_assert(p->w == params_find(&l.ps, p->name)->w);
        ck_assert((p->wt.data != NULL) == (p->use == PARAM_MATRIX));
        ck_assert((p->wn.data != NULL) ==
                  (train && p->use == PARAM_MATRIX));
        at += param_count(p);
    }
    ck_assert_uint_eq(at, l.ps.count);
    ck_assert((l.ps.g != NULL) == train);
    ck_assert_ptr_null(params_find(&l.ps, "glorot "));
    ck_assert_uint_eq(param_count(params_find(&l.ps, "zero")), 7);
    ck_assert_uint_eq(param_count(params_find(&l.ps, "wide")), 60);
    layer_drop(&l);
}
END_TEST

/* More tensors than the list has room for at first. */
START_TEST(many_tensors)
{
    struct layer l;
    layer_init(&l);
    struct param *first = params_add(&l.ps, INIT_ZERO, PARAM_VECTOR, 1, 0,
                                     "first");
    for (int i = 0; i < 200; i++)
        params_add(&l.ps, INIT_ZERO, PARAM_VECTOR, 1 + i % 3, 0, "p%d", i);
    params_seal(&l.ps, false);
    ck_assert_int_eq(l.ps.n, 201);
    ck_assert_ptr_eq(first->w, l.ps.w);
    ck_assert_ptr_eq(params_find(&l.ps, "p199")->w,
                     l.ps.w + l.ps.count - 2);
    layer_drop(&l);
}
END_TEST

START_TEST(values_are_a_function_of_seed)
{
    struct layer a, b, other;
    values(&a, 11, 5, false);
    values(&b, 11, 5, true);
    values(&other, 11, 6, false);
    ck_assert(memcmp(a.ps.w, b.ps.w, a.ps.count * sizeof(real)) == 0);
    memset(b.ps.w, 1, b.ps.count * sizeof(real));
    params_randomise(&b.ps, 5);
    ck_assert(memcmp(a.ps.w, b.ps.w, a.ps.count * sizeof(real)) == 0);
    for (int i = 0; i < a.ps.n; i++) {
        enum param_init init = a.ps.list[i]->init;
        bool constant = init == INIT_ZERO || init == INIT_FORGET;
        ck_assert(same(a.ps.list[i], other.ps.list[i]) == constant);
    }
    layer_drop(&a);
    layer_drop(&b);
    layer_drop(&other);
}
END_TEST

/* Another shape of one tensor changes no other; no two are alike. */
START_TEST(tensors_are_independent)
{
    struct layer a, b;
    values(&a, 11, 5, false);
    values(&b, 17, 5, false);
    for (int i = 0; i < a.ps.n; i++)
        ck_assert(same(a.ps.list[i], b.ps.list[i]) == (i != 1));
    ck_assert(!same(params_find(&a.ps, "glorot"),
                    params_find(&a.ps, "glorot again")));
    layer_drop(&a);
    layer_drop(&b);
}
END_TEST

/* Row i of a block, or column i: `stride` between its elements. */
static double product(const real *a, const real *b, int n, int stride)
{
    double sum = 0;
    for (int k = 0; k < n; k++)
        sum += (double)a[k * stride] * (double)b[k * stride];
    return sum;
}

static void block_is_orthonormal(const real *w, int rows, int cols)
{
    bool flat = rows <= cols;
    int vectors = flat ? rows : cols, n = flat ? cols : rows;
    int apart = flat ? cols : 1, stride = flat ? 1 : cols;
    for (int i = 0; i < vectors; i++)
        for (int j = 0; j <= i; j++)
            ck_assert_double_eq_tol(
                product(w + i * apart, w + j * apart, n, stride),
                i == j ? 1 : 0, LAYER_CLOSE);
}

START_TEST(orthogonal_is_orthonormal)
{
    struct layer l;
    values(&l, 11, 5, false);
    int found = 0;
    for (int i = 0; i < l.ps.n; i++) {
        const struct param *p = l.ps.list[i];
        int rows = p->rows / p->blocks;
        for (int b = 0; p->init == INIT_ORTHOGONAL && b < p->blocks; b++) {
            block_is_orthonormal(p->w + b * rows * p->cols, rows, p->cols);
            found++;
        }
    }
    ck_assert_int_eq(found, 3 + 1 + 1 + 2 + 2);
    const struct param *gates = params_find(&l.ps, "gates");
    ck_assert(memcmp(gates->w, gates->w + 64, 64 * sizeof(real)) != 0);
    layer_drop(&l);
}
END_TEST

START_TEST(glorot_and_embed_have_their_size)
{
    struct layer l;
    values(&l, 11, 5, false);
    static const struct {
        const char *name;
        int in_out;
    } row[] = {{"glorot", 41}, {"vector", 31}};
    for (int i = 0; i < 2; i++) {
        const struct param *p = params_find(&l.ps, row[i].name);
        double bound = sqrt(6.0 / row[i].in_out), low = 0, high = 0;
        for (size_t k = 0; k < param_count(p); k++) {
            low = fmin(low, (double)p->w[k]);
            high = fmax(high, (double)p->w[k]);
        }
        ck_assert(low >= -bound * (1 + 1e-6) && low < -0.8 * bound);
        ck_assert(high <= bound * (1 + 1e-6) && high > 0.8 * bound);
    }
    const struct param *e = params_find(&l.ps, "embed");
    double sum = 0, squares = 0, n = (double)param_count(e);
    for (size_t k = 0; k < param_count(e); k++) {
        sum += (double)e->w[k];
        squares += (double)e->w[k] * (double)e->w[k];
    }
    ck_assert_double_eq_tol(sum / n, 0, 4 * 0.2 / sqrt(n));
    ck_assert_double_eq_tol(sqrt(squares / n), 0.2, 0.02);
    layer_drop(&l);
}
END_TEST

/* i f g o: the second quarter, in the tensor alone and in every cell. */
START_TEST(forget_bias_is_one)
{
    struct layer l;
    layer_init(&l);
    params_add(&l.ps, INIT_FORGET, PARAM_VECTOR, 20, 0, "forget");
    struct cell *c = cell_new(&l.ps, &cell_lstm, 3, 5, false, "cell");
    params_seal(&l.ps, false);
    params_randomise(&l.ps, 3);
    for (int k = 0; k < 20; k++) {
        ck_assert(l.ps.w[k] == (k >= 5 && k < 10 ? 1 : 0));
        ck_assert(c->b->w[k] == l.ps.w[k]);
    }
    for (int g = 0; g < 4; g++)
        block_is_orthonormal(c->U->w + g * 25, 5, 5);
    layer_drop(&l);
}
END_TEST

static double deviation(const struct param *p)
{
    double squares = 0;
    for (size_t k = 0; k < param_count(p); k++)
        squares += (double)p->w[k] * (double)p->w[k];
    return sqrt(squares / (double)param_count(p));
}

/* Bahdanau, Cho, Bengio 2015, B.1 */
START_TEST(rnnsearch_has_the_papers_values)
{
    struct layer l;
    layer_init(&l);
    declare(&l.ps, 11);
    for (int k = 0; k < 2; k++)
        params_add(&l.ps, INIT_GLOROT, PARAM_MATRIX, 30, 20, "attention.%c_a",
                   "WU"[k]);
    params_add(&l.ps, INIT_GLOROT, PARAM_VECTOR, 30, 0, "attention.v_a");
    l.ps.scheme = INIT_SCHEME_RNNSEARCH;
    params_seal(&l.ps, false);
    params_randomise(&l.ps, 3);
    for (int i = 0; i < l.ps.n; i++) {
        const struct param *p = l.ps.list[i];
        bool tiny = strstr(p->name, "W_a") || strstr(p->name, "U_a");
        bool zero = strstr(p->name, "v_a") || p->init == INIT_ZERO ||
                    p->init == INIT_FORGET;
        double want = zero ? 0 : tiny ? 0.001 : 0.01;
        if (p->init == INIT_ORTHOGONAL)
            block_is_orthonormal(p->w, p->rows / p->blocks, p->cols);
        else
            ck_assert(fabs(deviation(p) - want) <= 0.3 * want);
    }
    layer_drop(&l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("param");
    tcase_add_loop_test(t, seal_lays_out_in_order, 0, 2);
    tcase_add_test(t, many_tensors);
    tcase_add_test(t, values_are_a_function_of_seed);
    tcase_add_test(t, tensors_are_independent);
    tcase_add_test(t, orthogonal_is_orthonormal);
    tcase_add_test(t, glorot_and_embed_have_their_size);
    tcase_add_test(t, forget_bias_is_one);
    tcase_add_test(t, rnnsearch_has_the_papers_values);
    return test_run("param", t);
}
