/* The posterior of a given pair against its formula, from what `explain` says
 * of each step when one weight of it is made otherwise. */
#include "task/posterior.h"

#include "little.h"
#include "task/explain.h"
#include "task/look.h"

static const char source[] = "the dog sees a cat", target[] = "un chien";

/* One row of alpha made otherwise: all of it at word j, or nothing read. */
struct only {
    int step, j;                                    /* j < 0: nothing */
};

static void read_only(const void *self, const struct alpha_row *at,
                      real *alpha)
{
    const struct only *o = self;
    for (int k = 0; k < at->heads * at->Tx && at->i == o->step; k++)
        alpha[k] = k % at->Tx == o->j;
}

/* p(y_i | c_i = h_j), and for j = -1 p(y_i | c_i = 0). */
static double p_given(const struct little *l, int i, int j,
                      struct arena *arena)
{
    struct explanation x;
    struct only only = {i, j};
    struct intervention alpha = {read_only, &only};
    struct explain_change how = {&alpha, NULL};
    explain(&x, &l->model, source, target, &how, arena);
    return x.step[i].p;
}

static void check_formula(const struct little *l)
{
    struct look look = {LOOK_CROSS, HEAD_MEAN, false};
    struct alignment before, after;
    struct arena arena;
    arena_init(&arena, "test");
    look_pair(&look, &l->model, source, target, &before, NULL, &arena);
    look.posterior = true;
    look_pair(&look, &l->model, source, target, &after, NULL, &arena);
    ck_assert(after.posterior && !before.posterior);
    ck_assert_int_eq(after.Ty, (int)strlen(target) + 1);
    for (int i = 0; i < after.Ty; i++) {
        const double *a = &before.weight[i * after.Tx];
        double p[32], sum = POSTERIOR_NOTHING * p_given(l, i, -1, &arena);
        for (int j = 0; j < after.Tx; j++) {
            p[j] = p_given(l, i, j, &arena);
            sum += a[j] * p[j];
        }
        for (int j = 0; j < after.Tx; j++)
            ck_assert_double_eq_tol(after.weight[i * after.Tx + j],
                                    a[j] * p[j] / sum, 1e-5);
    }
    arena_drop(&arena);
}

/* Without a lexicon, with one head and with several. */
START_TEST(is_its_formula)
{
    struct config c;
    struct little l;
    little_config(&c);
    c.lexicon = 0;
    c.score = _i ? "qk" : "concat";
    c.heads = _i ? 4 : 1;
    little_new(&l, &c);
    check_formula(&l);
    little_drop(&l);
}
END_TEST

/* Something came from some word, and something from none. */
START_TEST(every_focus_that_aligns)
{
    const struct focus_kind *f = focus_kind(_i);
    struct look look = {LOOK_CROSS, HEAD_MEAN, true};
    struct alignment a;
    struct config c;
    struct little l;
    struct error err;
    little_config(&c);
    c.focus = f->kind.name;
    little_new(&l, &c);
    ck_assert(look_check(&look, &l.model, &err) == f->aligns);
    if (f->aligns)
        look_pair(&look, &l.model, source, target, &a, NULL, &l.memory);
    for (int i = 0; f->aligns && i < a.Ty; i++) {
        double sum = 0;
        for (int j = 0; j < a.Tx; j++)
            sum += a.weight[i * a.Tx + j];
        ck_assert(sum > 0 && sum < 1);
    }
    little_drop(&l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("posterior");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, is_its_formula, 0, 2);
    tcase_add_loop_test(t, every_focus_that_aligns, 0,
                        test_count(focus_kind_name));
    return test_run("posterior", t);
}
