#include "eval/chrf.h"

#include "../golden/golden.h"
#include "test.h"

static double score_lines(int from, int to, int nrefs, int word_order)
{
    struct chrf_stats sum = {0}, one;

    for (int i = from; i < to; i++) {
        chrf_sentence(&one, line[i][0], &line[i][1], nrefs, word_order, false,
                      &arena);
        chrf_add(&sum, &one);
    }
    return chrf_compute(&sum, word_order);
}

START_TEST(corpus_rows)
{
    const cJSON *row, *params;
    int done = 0;

    cJSON_ArrayForEach(row, rows("corpus"))
    {
        int from, to;

        if (strcmp(word(row, "metric"), "chrf") != 0)
            continue;
        params = cJSON_GetObjectItemCaseSensitive(row, "params");
        range_of(row, &from, &to);
        close_to(score_lines(from, to, (int)number(row, "refs"),
                             (int)number(params, "word_order")),
                 number(row, "score"));
        done++;
    }
    ck_assert_int_eq(done, 24);
}
END_TEST

START_TEST(sentence_rows)
{
    const cJSON *row;

    cJSON_ArrayForEach(row, rows("sentence"))
    {
        int i = (int)number(row, "line");

        close_to(score_lines(i - 1, i, 1, 0), number(row, "chrf"));
    }
}
END_TEST

static double score(const char *hyp, const char *ref, int word_order,
                    bool lowercase)
{
    struct chrf_stats s;

    chrf_sentence(&s, hyp, &ref, 1, word_order, lowercase, &arena);
    return chrf_compute(&s, word_order);
}

/* "ab" against "abc": P = (1 + 1) / 2, R = (2/3 + 1/2) / 2 over orders 1
 * and 2; order 3 has no hypothesis n-gram and does not count. */
START_TEST(by_hand)
{
    double p = 1.0, r = (2.0 / 3 + 1.0 / 2) / 2;

    close_to(score("ab", "abc", 0, false), 100.0 * 5.0 * p * r / (4.0 * p + r));
    close_to(score("same words.", "same words.", 2, false), 100.0);
    close_to(score("", "abc", 0, false), 0.0);
    close_to(score("abc", "", 0, false), 0.0);
    close_to(score("xyz", "abc", 2, false), 0.0);
}
END_TEST

START_TEST(white_space_does_not_count_for_characters)
{
    close_to(score("a b\xc2\xa0"
                   "c",
                   "ab c", 0, false),
             100.0);
    ck_assert(score("ab c", "a bc", 2, false) < 100.0);
}
END_TEST

START_TEST(lower_case)
{
    close_to(score("ÉTÉ", "été", 2, true), 100.0);
    close_to(score("ÉTÉ", "été", 2, false), 0.0);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("chrf");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, corpus_rows);
    tcase_add_test(t, sentence_rows);
    tcase_add_test(t, by_hand);
    tcase_add_test(t, white_space_does_not_count_for_characters);
    tcase_add_test(t, lower_case);
    return test_run("chrf", t);
}
