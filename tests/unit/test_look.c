/* Every attention matrix there is, against the attention itself. */
#include "task/look.h"

#include <math.h>

#include "little.h"

static const char source[] = "the dog sees a cat";

static double sum_of_row(const struct alignment *a, int i)
{
    double sum = 0;
    for (int j = 0; j < a->Tx; j++)
        sum += a->weight[i * a->Tx + j];
    return sum;
}

static void check_rows(const struct alignment *a)
{
    for (int i = 0; i < a->Ty; i++)
        ck_assert_double_eq_tol(sum_of_row(a, i), 1, 1e-5);
}

/* The mean of all is the mean, and one is one of all. */
static void check_heads(const struct little *l, enum look_of of, int heads,
                        void show(const struct little *l,
                                  const struct look *look,
                                  struct alignment *out))
{
    struct alignment all[8], mean, last;
    struct look look = {of, LOOK_ALL, false};
    struct error err;
    ck_assert_msg(look_check(&look, &l->model, &err), "%s", err.text);
    ck_assert_int_eq(look_heads(of, &l->model), heads);
    ck_assert_int_eq(look_matrices(&look, &l->model), heads);
    show(l, &look, all);
    look.head = HEAD_MEAN;
    show(l, &look, &mean);
    look.head = heads - 1;
    show(l, &look, &last);
    check_rows(&mean);
    ck_assert_int_eq(mean.head, 0);
    ck_assert_int_eq(last.head, heads);
    for (int k = 0; k < mean.Tx * mean.Ty; k++) {
        double sum = 0;
        for (int h = 0; h < heads; h++)
            sum += all[h].weight[k] / heads;
        ck_assert_double_eq_tol(sum, mean.weight[k], 1e-6);
        ck_assert(!(last.weight[k] < all[heads - 1].weight[k]) &&
                  !(last.weight[k] > all[heads - 1].weight[k]));
    }
    for (int h = 0; h < heads; h++) {
        check_rows(&all[h]);
        ck_assert_int_eq(all[h].head, h + 1);
        ck_assert(all[h].follows == (h > 0));
    }
    look.head = heads;
    ck_assert(!look_check(&look, &l->model, &err));
    ck_assert_int_eq(err.status, EXIT_USAGE);
}

/* ==== The decoder's ==== */

static void show_pair(const struct little *l, const struct look *look,
                      struct alignment *out)
{
    look_pair(look, &l->model, source, "un chien", out, NULL,
              (struct arena *)(uintptr_t)&l->memory);
}

static void show_translation(const struct little *l, const struct look *look,
                             struct alignment *out)
{
    const char *text = source;
    struct translation t;
    struct arena *arena = (struct arena *)(uintptr_t)&l->memory;
    struct search_options o = {
        .beam = 3, .rank.alpha = 1, .nbest = 1, .align = true};
    translate(&l->model, &text, 1, &o, &t, NULL, arena);
    look_translation(look, &l->model, &t, out, arena);
}

START_TEST(heads_of_scores)
{
    struct config c;
    struct little l;
    const struct score_kind *s = score_kind(_i);
    little_config(&c);
    c.score = s->kind.name;
    c.heads = s->heads ? 4 : 1;
    little_new(&l, &c);
    check_heads(&l, LOOK_CROSS, c.heads, show_pair);
    check_heads(&l, LOOK_CROSS, c.heads, show_translation);
    little_drop(&l);
}
END_TEST

START_TEST(focuses)
{
    struct config c;
    struct little l;
    struct error err;
    struct look look = {LOOK_CROSS, HEAD_MEAN, false};
    const struct focus_kind *f = focus_kind(_i);
    little_config(&c);
    c.focus = f->kind.name;
    little_new(&l, &c);
    if (f->aligns)
        check_heads(&l, LOOK_CROSS, 1, show_translation);
    else
        ck_assert(!look_check(&look, &l.model, &err));
    little_drop(&l);
}
END_TEST

/* ==== The encoder's and the summary's ==== */

static void show_source(const struct little *l, const struct look *look,
                        struct alignment *out)
{
    look_source(look, &l->model, source, out,
                (struct arena *)(uintptr_t)&l->memory);
}

START_TEST(encoders)
{
    struct config c;
    struct little l;
    struct error err;
    struct alignment a;
    struct look look = {LOOK_SELF, HEAD_MEAN, false};
    const struct encoder_kind *e = encoder_kind(_i);
    little_config(&c);
    c.encoder = e->kind.name;
    little_new(&l, &c);
    ck_assert(look_check(&look, &l.model, &err) == (e->look != NULL));
    if (!e->look) {
        ck_assert_ptr_nonnull(strstr(err.text, e->kind.name));
    } else {
        check_heads(&l, LOOK_SELF, e->heads(l.model.net.encoder),
                    show_source);
        show_source(&l, &look, &a);
        ck_assert(a.Tx == (int)strlen(source) + 1 && a.Ty == a.Tx);
        ck_assert_str_eq(a.of, "self");
        ck_assert_str_eq(a.tgt[a.Ty - 1], "</s>");
    }
    little_drop(&l);
}
END_TEST

START_TEST(summaries)
{
    struct config c;
    struct little l;
    struct error err;
    struct alignment a;
    struct look look = {LOOK_SUMMARY, HEAD_MEAN, false};
    const struct summary_kind *s = summary_kind(_i);
    little_config(&c);
    c.summary = s->kind.name;
    c.focus = "none";
    little_new(&l, &c);
    ck_assert(look_check(&look, &l.model, &err) == (s->look != NULL));
    if (!s->look) {
        ck_assert_ptr_nonnull(strstr(err.text, s->kind.name));
    } else {
        check_heads(&l, LOOK_SUMMARY, 1, show_source);
        show_source(&l, &look, &a);
        ck_assert(a.Tx == (int)strlen(source) + 1 && a.Ty == 1);
        ck_assert_str_eq(a.tgt[0], "summary");
        ck_assert_double_eq_tol(sum_of_row(&a, 0), 1, 1e-5);
    }
    little_drop(&l);
}
END_TEST

/* ==== Words ==== */

START_TEST(heads_are_read)
{
    static const char *const bad[] = {"", "0", "-1", "1x", "x", "1.5",
                                      "99999999999999999999"};
    struct error err;
    int head;
    ck_assert(look_head("mean", &head, &err) && head == HEAD_MEAN);
    ck_assert(look_head("all", &head, &err) && head == LOOK_ALL);
    ck_assert(look_head("3", &head, &err) && head == 2);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!look_head(bad[i], &head, &err), "%s", bad[i]);
}
END_TEST

/* Whatever the units, and two spaces are one. */
START_TEST(words_are_words)
{
    static const char *const src[] = {"the", "cat", "sees", "a", "dog", "</s>"};
    static const char *const tgt[] = {"un", "chat", "dort", "</s>"};
    struct config c;
    struct little l;
    struct alignment a, w;
    struct look look = {LOOK_CROSS, HEAD_MEAN, false};
    little_config(&c);
    c.tokens = token_kind_name(_i);
    little_new(&l, &c);
    look_pair(&look, &l.model, "the cat  sees a   dog", "un  chat dort", &a,
              NULL, &l.memory);
    alignment_words(&w, &a, &l.memory);
    ck_assert_int_eq(w.Tx, 6);
    ck_assert_int_eq(w.Ty, 4);
    for (int j = 0; j < w.Tx; j++)
        ck_assert_str_eq(w.src[j], src[j]);
    for (int i = 0; i < w.Ty; i++)
        ck_assert_str_eq(w.tgt[i], tgt[i]);
    check_rows(&w);
    little_drop(&l);
}
END_TEST

START_TEST(nothing_gives_nothing)
{
    struct config c;
    struct little l;
    struct alignment a;
    struct look look = {LOOK_CROSS, HEAD_MEAN, false};
    struct translation t = {.text = ""};
    little_config(&c);
    little_new(&l, &c);
    look_translation(&look, &l.model, &t, &a, &l.memory);
    ck_assert(a.Tx == 0 && a.Ty == 0);
    look.of = LOOK_SELF;
    look_source(&look, &l.model, "", &a, &l.memory);
    ck_assert(a.Tx == 0 && a.Ty == 0);
    little_drop(&l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("look");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, heads_of_scores, 0, test_count(score_kind_name));
    tcase_add_loop_test(t, focuses, 0, test_count(focus_kind_name));
    tcase_add_loop_test(t, encoders, 0, test_count(encoder_kind_name));
    tcase_add_loop_test(t, summaries, 0, test_count(summary_kind_name));
    tcase_add_loop_test(t, words_are_words, 0, test_count(token_kind_name));
    tcase_add_test(t, heads_are_read);
    tcase_add_test(t, nothing_gives_nothing);
    return test_run("look", t);
}
