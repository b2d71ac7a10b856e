#include "eval/alignment.h"

#include <math.h>
#include <string.h>

#include "test.h"

static struct arena arena;

/* "the cats" of the pieces the|cat|s, "les chats" of les|ch|ats. */
static const char *src[] = {"the", "cat", "s", "</s>"};
static const char *tgt[] = {"les", "ch", "ats", "</s>"};
static const bool src_begin[] = {true, true, false, false};
static const bool tgt_begin[] = {true, true, false, false};
static double weight[] = {
    0.7, 0.1, 0.1, 0.1, /* les */
    0.0, 0.5, 0.3, 0.2, /* ch */
    0.2, 0.1, 0.5, 0.2, /* ats */
    0.0, 0.0, 0.1, 0.9, /* </s> */
};

static struct alignment whole(void)
{
    return (struct alignment){.Tx = 4,
                              .Ty = 4,
                              .src = src,
                              .tgt = tgt,
                              .weight = weight,
                              .eos_src = true,
                              .eos_tgt = true,
                              .src_begin = src_begin,
                              .tgt_begin = tgt_begin};
}

static void setup(void)
{
    arena_init(&arena, "test");
}

static void teardown(void)
{
    arena_drop(&arena);
}

static void check_rows(const struct alignment *a, const double *expected)
{
    for (int i = 0; i < a->Ty; i++) {
        double sum = 0.0;

        for (int j = 0; j < a->Tx; j++) {
            double w = a->weight[i * a->Tx + j];

            ck_assert_msg(fabs(w - expected[i * a->Tx + j]) < 1e-12,
                          "[%d][%d] is %g", i, j, w);
            sum += w;
        }
        ck_assert(fabs(sum - 1.0) < 1e-12);
    }
}

START_TEST(words_sum_sources_and_average_targets)
{
    static const double expected[] = {
        0.7, 0.2, 0.1, 0.1, 0.7, 0.2, 0.0, 0.1, 0.9,
    };
    struct alignment a = whole(), w;

    alignment_words(&w, &a, &arena);
    ck_assert_int_eq(w.Tx, 3);
    ck_assert_int_eq(w.Ty, 3);
    ck_assert_str_eq(w.src[1], "cats");
    ck_assert_str_eq(w.tgt[1], "chats");
    ck_assert_str_eq(w.tgt[2], "</s>");
    ck_assert(w.eos_src && w.eos_tgt && !w.src_begin);
    check_rows(&w, expected);
}
END_TEST

START_TEST(words_of_words_are_the_same)
{
    struct alignment a = whole(), w;

    a.src_begin = a.tgt_begin = NULL;
    alignment_words(&w, &a, &arena);
    ck_assert_int_eq(w.Tx, 4);
    ck_assert_str_eq(w.src[2], "s");
    check_rows(&w, weight);
}
END_TEST

START_TEST(a_first_piece_begins_whatever_its_flag)
{
    static const bool none[4];
    struct alignment a = whole(), w;

    a.src_begin = a.tgt_begin = none;
    alignment_words(&w, &a, &arena);
    ck_assert_int_eq(w.Tx, 2);
    ck_assert_str_eq(w.src[0], "thecats");
    ck_assert_str_eq(w.src[1], "</s>");
}
END_TEST

START_TEST(spaces_belong_to_the_next_word_or_the_last)
{
    static const bool begin[] = {true, true, false, true, true, true};
    const char *piece[] = {ALIGNMENT_SPACE, "a", "b", ALIGNMENT_SPACE,
                           ALIGNMENT_SPACE, "</s>"};
    double w[6] = {0.1, 0.2, 0.3, 0.1, 0.1, 0.2};
    struct alignment a = {.Tx = 6, .Ty = 1, .src = piece, .tgt = piece + 5,
                          .weight = w, .eos_src = true, .eos_tgt = true,
                          .src_begin = begin, .tgt_begin = begin}, d;

    alignment_words(&d, &a, &arena);
    ck_assert_int_eq(d.Tx, 2);
    ck_assert_str_eq(d.src[0], "ab");
    ck_assert(fabs(d.weight[0] - 0.8) < 1e-12);
}
END_TEST

START_TEST(drop_eos_renormalises)
{
    static const double expected[] = {
        0.7 / 0.9, 0.1 / 0.9, 0.1 / 0.9, 0.0,       0.5 / 0.8,
        0.3 / 0.8, 0.2 / 0.8, 0.1 / 0.8, 0.5 / 0.8,
    };
    struct alignment a = whole(), d;

    alignment_drop_eos(&d, &a, &arena);
    ck_assert_int_eq(d.Tx, 3);
    ck_assert_int_eq(d.Ty, 3);
    ck_assert(!d.eos_src && !d.eos_tgt);
    check_rows(&d, expected);
}
END_TEST

START_TEST(a_row_on_eos_alone_becomes_uniform)
{
    static const double third[] = {1.0 / 3, 1.0 / 3, 1.0 / 3};
    double all[] = {0.0, 0.0, 0.0, 1.0};
    struct alignment a = whole(), d;

    a.weight = all;
    a.Ty = 1;
    a.eos_tgt = false;
    alignment_drop_eos(&d, &a, &arena);
    check_rows(&d, third);
}
END_TEST

START_TEST(links)
{
    struct strbuf out = STRBUF_INIT;
    struct alignment a = whole();

    alignment_pharaoh(&out, &a);
    ck_assert_str_eq(out.s, "0-0 1-1 2-2");
    strbuf_reset(&out);
    a.eos_src = a.eos_tgt = false;
    alignment_pharaoh(&out, &a);
    ck_assert_str_eq(out.s, "0-0 1-1 2-2 3-3");
    strbuf_release(&out);
}
END_TEST

START_TEST(links_skip_eos_and_take_the_first_of_equals)
{
    double w[] = {0.1, 0.1, 0.0, 0.8, 0.0, 0.0, 0.0, 1.0};
    struct strbuf out = STRBUF_INIT;
    struct alignment a = whole();

    a.weight = w;
    a.Ty = 2;
    alignment_pharaoh(&out, &a);
    ck_assert_str_eq(out.s, "0-0");
    strbuf_release(&out);
}
END_TEST

START_TEST(only_eos)
{
    static const bool begin[] = {true};
    const char *end[] = {"</s>"};
    double one[] = {1.0};
    struct alignment a = {.Tx = 1,
                          .Ty = 1,
                          .src = end,
                          .tgt = end,
                          .weight = one,
                          .eos_src = true,
                          .eos_tgt = true,
                          .src_begin = begin,
                          .tgt_begin = begin},
                     d;
    struct strbuf out = STRBUF_INIT;

    alignment_pharaoh(&out, &a);
    ck_assert_str_eq(out.s, "");
    alignment_words(&d, &a, &arena);
    ck_assert_int_eq(d.Tx, 1);
    alignment_drop_eos(&d, &a, &arena);
    ck_assert_int_eq(d.Tx, 0);
    ck_assert_int_eq(d.Ty, 0);
    strbuf_release(&out);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("alignment");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, words_sum_sources_and_average_targets);
    tcase_add_test(t, words_of_words_are_the_same);
    tcase_add_test(t, a_first_piece_begins_whatever_its_flag);
    tcase_add_test(t, spaces_belong_to_the_next_word_or_the_last);
    tcase_add_test(t, drop_eos_renormalises);
    tcase_add_test(t, a_row_on_eos_alone_becomes_uniform);
    tcase_add_test(t, links);
    tcase_add_test(t, links_skip_eos_and_take_the_first_of_equals);
    tcase_add_test(t, only_eos);
    return test_run("alignment", t);
}
