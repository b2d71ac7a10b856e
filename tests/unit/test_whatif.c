/* Attention made otherwise: the rule of shares by hand; a hidden token is
 * not there, whatever the search; a network that reads one word changes when
 * that is erased. */
#include "task/whatif.h"

#include <math.h>

#include "little.h"
#include "task/explain.h"
#include "task/faithful.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, "test");
}

static void teardown(void)
{
    arena_drop(&arena);
}

/* ==== Reading ==== */

START_TEST(reads_lists)
{
    struct whatif w;
    struct error err;
    ck_assert(whatif_read(&w, "2,5", "3:1=1.0,4:2=.25", &arena, &err));
    ck_assert(w.hiddens == 2 && w.hidden[0] == 1 && w.hidden[1] == 4);
    ck_assert(w.sets == 2 && w.set[0].step == 2 && w.set[0].source == 0);
    ck_assert(w.set[1].step == 3 && w.set[1].source == 1);
    ck_assert(w.set[0].weight == 1 && w.set[1].weight == 0.25);
    ck_assert(whatif_read(&w, NULL, NULL, &arena, &err));
    ck_assert(w.hiddens == 0 && w.sets == 0);
}
END_TEST

START_TEST(refuses_what_is_none)
{
    static const char *const mask[] = {"", "0", "-1", "a", "1,", ",1", "1 2",
                                       "1;2", "99999999999"};
    static const char *const set[] = {"", "1", "1:2", "1:2=", "1:2=x",
                                      "1:2=-0.1", "1:2=1.5", "0:1=1",
                                      "1:0=1", "1:1=1,", "1=1:1", "1:1=nan"};
    struct whatif w;
    struct error err;
    for (size_t k = 0; k < sizeof mask / sizeof *mask; k++)
        ck_assert_msg(!whatif_read(&w, mask[k], NULL, &arena, &err), "%s",
                      mask[k]);
    for (size_t k = 0; k < sizeof set / sizeof *set; k++)
        ck_assert_msg(!whatif_read(&w, NULL, set[k], &arena, &err), "%s",
                      set[k]);
}
END_TEST

START_TEST(fits_the_sentence)
{
    static const struct {
        const char *mask, *set;
        bool ok;
    } c[] = {{"3", NULL, true},        {"4", NULL, false},
             {"1,2,3", NULL, false},   {"1,2", NULL, true},
             {NULL, "1:3=1", true},    {NULL, "1:4=1", false},
             {NULL, "1:1=.5,1:2=.5", true}, {NULL, "1:1=.6,1:2=.5", false},
             {NULL, "1:1=.6,2:2=.5", true}, {"2,3", "1:1=.5", false},
             {"2,3", "1:1=1", true},        {NULL, "1:1=.1,1:2=.1,1:3=.1", false}};
    struct whatif w;
    struct error err;
    for (size_t k = 0; k < sizeof c / sizeof *c; k++) {
        ck_assert(whatif_read(&w, c[k].mask, c[k].set, &arena, &err));
        ck_assert_int_eq(whatif_check(&w, 3, &err), c[k].ok);
    }
}
END_TEST

/* ==== Sharing ==== */

START_TEST(shares_by_hand)
{
    static const struct {
        const char *mask, *set;
        double before[3], after[3];
    } c[] = {
        {"2", NULL, {0.2, 0.6, 0.2}, {0.5, 0, 0.5}},
        {"2", NULL, {0, 1, 0}, {0.5, 0, 0.5}},
        {NULL, "1:1=1", {0.2, 0.6, 0.2}, {1, 0, 0}},
        {NULL, "1:1=0.5", {0.2, 0.6, 0.2}, {0.5, 0.375, 0.125}},
        {"3", "1:1=0.25", {0.2, 0.6, 0.2}, {0.25, 0.75, 0}},
        {"1", "1:1=0.25", {0.2, 0.6, 0.2}, {0.25, 0.5625, 0.1875}},
        {NULL, "2:1=1", {0.2, 0.6, 0.2}, {0.2, 0.6, 0.2}}, /* another step */
    };
    struct alpha_row at = {.i = 0, .heads = 2, .Tx = 4, .len = 3};
    struct whatif w;
    struct error err;
    for (size_t k = 0; k < sizeof c / sizeof *c; k++) {
        real alpha[8] = {0};
        for (int j = 0; j < 3; j++)
            alpha[j] = alpha[4 + j] = (real)c[k].before[j];
        ck_assert(whatif_read(&w, c[k].mask, c[k].set, &arena, &err));
        whatif_change(&w, &at, alpha);
        for (int h = 0; h < 2; h++)
            for (int j = 0; j < 4; j++)
                ck_assert_double_eq_tol((double)alpha[4 * h + j],
                                        j < 3 ? c[k].after[j] : 0, 1e-6);
    }
}
END_TEST

/* ==== In a network ==== */

static const char source[] = "the cat";

/* Every focus that aligns: alpha of the changed network is as the rule says,
 * and ctx is the sum that it gives. */
static void check_masked(struct little *l)
{
    struct explanation x;
    struct whatif w;
    struct error err;
    struct intervention alpha = {whatif_change, &w};
    struct sentence begin;
    struct explain_change how = {&alpha, &begin};
    ck_assert(translate_prefix(&l->model, "la", &begin, &arena, &err));
    ck_assert(whatif_read(&w, "2", "3:1=1", &arena, &err));
    explain(&x, &l->model, source, NULL, &how, &arena);
    ck_assert(x.tgt.n >= 2);
    ck_assert_str_eq(x.names.tgt[0], "l");
    ck_assert_str_eq(x.names.tgt[1], "a");
    for (int i = 0; i < x.Ty; i++)
        for (int h = 0; h < x.heads; h++) {
            const real *row = row_at(x.step[i].alpha, h, x.Tx);
            double sum = 0;
            for (int j = 0; j < x.Tx; j++)
                sum += (double)row[j];
            ck_assert_double_eq_tol(sum, 1, 1e-6);
            ck_assert(row[1] == 0);
            ck_assert(i != 2 || row[0] == 1);
            int part = x.N / x.heads;
            for (int k = h * part; k < (h + 1) * part; k++) {
                double ctx = 0;
                for (int j = 0; j < x.Tx; j++)
                    ctx += (double)row[j] * (double)row_at(x.v, j, x.N)[k];
                ck_assert_double_eq_tol((double)x.step[i].ctx[k], ctx, 1e-5);
            }
        }
}

START_TEST(every_focus)
{
    const struct focus_kind *focus;
    for (int k = 0; (focus = focus_kind(k)); k++) {
        struct config c;
        struct little l;
        if (!focus->aligns)
            continue;
        little_config(&c);
        c.focus = focus->kind.name;
        little_new(&l, &c);
        check_masked(&l);
        little_drop(&l);
    }
}
END_TEST

/* The translation and what explains it see the same attention: each word is
 * the likeliest of its step. */
START_TEST(search_and_steps_agree)
{
    struct config c;
    struct little l;
    struct whatif w;
    struct error err;
    struct explanation x, as_it_is;
    struct intervention alpha = {whatif_change, &w};
    struct explain_change how = {&alpha, NULL};
    little_config(&c);
    little_new(&l, &c);
    ck_assert(whatif_read(&w, "1,2,3,4,5", NULL, &arena, &err));
    explain(&x, &l.model, source, NULL, &how, &arena);
    explain(&as_it_is, &l.model, source, NULL, NULL, &arena);
    for (int i = 0; i + 1 < x.Ty; i++) {
        int best = 0; /* <pad> and <s> are never produced */
        while (x.step[i].top[best].id < ID_EOS)
            best++;
        ck_assert_int_eq(x.step[i].id, x.step[i].top[best].id);
    }
    ck_assert(fabs(x.step[0].p - as_it_is.step[0].p) > 1e-9);
    little_drop(&l);
}
END_TEST

/* ==== Faithful ==== */

START_TEST(faithful_counts)
{
    static const char *const text[] = {"the cat sees the dog", "cat",
                                       "a cat sleeps", "the dog sees a cat"};
    struct config c;
    struct little l;
    struct faithful f, again, other;
    little_config(&c);
    little_new(&l, &c);
    faithful(&f, &l.model, text, 4, 1);
    ck_assert_int_eq(f.sentences, 3);
    ck_assert_int_ge(f.steps, 3);
    ck_assert(f.most >= 0 && f.most <= 1 && f.random >= 0 && f.random <= 1);
    ck_assert(f.low <= f.most - f.random && f.most - f.random <= f.high);
    faithful(&again, &l.model, text, 4, 1);
    ck_assert(memcmp(&f, &again, sizeof f) == 0);
    faithful(&other, &l.model, text, 1, 1);
    ck_assert_int_eq(other.sentences, 1);
    faithful(&other, &l.model, text + 1, 1, 1);
    ck_assert(other.sentences == 0 && other.steps == 0);
    little_drop(&l);
}
END_TEST

/* The word of "the cat" (letters and a space) that row i looks at most. */
static bool first_word_most(const struct explanation *x, int i)
{
    double part[2] = {0, 0};
    for (int j = 0; j + 1 < x->Tx; j++)
        part[j >= 3] += (double)x->step[i].alpha[j];
    return part[0] >= part[1];
}

/* By another way: a greedy translation for each step, with the weights of
 * that word set to 0 at that step alone. */
START_TEST(faithful_by_sets)
{
    static const char *const text[] = {source};
    struct config c;
    struct little l;
    struct faithful f;
    struct explanation x, y;
    struct whatif_set set[7];
    struct whatif w = {.set = set};
    struct intervention alpha = {whatif_change, &w};
    struct explain_change how = {&alpha, NULL};
    int changed = 0;
    little_config(&c);
    little_new(&l, &c);
    explain(&x, &l.model, source, NULL, NULL, &arena);
    faithful(&f, &l.model, text, 1, 1);
    ck_assert_int_eq(x.Tx, 8);
    ck_assert(x.names.src_begin[3] && !x.names.src_begin[2]);
    for (int i = 0; i + 1 < x.Ty; i++) {
        bool first = first_word_most(&x, i);
        w.sets = first ? 3 : 4;
        for (int k = 0; k < w.sets; k++)
            set[k] = (struct whatif_set){i, first ? k : 3 + k, 0};
        explain(&y, &l.model, source, NULL, &how, &arena);
        changed += y.step[i].id != x.step[i].id;
    }
    /* The last step of a search may be forced. */
    long found = lrint(f.most * (double)f.steps);
    ck_assert_int_gt(changed, 0);
    ck_assert(found == changed || found == changed + 1);
    little_drop(&l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("whatif");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, reads_lists);
    tcase_add_test(t, refuses_what_is_none);
    tcase_add_test(t, fits_the_sentence);
    tcase_add_test(t, shares_by_hand);
    tcase_add_test(t, every_focus);
    tcase_add_test(t, search_and_steps_agree);
    tcase_add_test(t, faithful_counts);
    tcase_add_test(t, faithful_by_sets);
    return test_run("whatif", t);
}
