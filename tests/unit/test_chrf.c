#include "eval/chrf.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/file.h"
#include "base/json.h"
#include "test.h"

#define GOLDEN "tests/golden/bleu"

enum { LINES = 64, COLUMNS = 3 };

static struct arena arena;
static struct error err;
static struct cJSON *golden;
static const char *line[LINES][COLUMNS];
static int lines;

static void read_pairs(void)
{
    char *s, *end;
    size_t n;

    ck_assert(file_read(GOLDEN ".tsv", 1 << 20, &arena, &s, &n, &err));
    for (lines = 0; *s; s = end + 1, lines++) {
        ck_assert_int_lt(lines, LINES);
        end = strchr(s, '\n');
        ck_assert_ptr_nonnull(end);
        *end = '\0';
        for (int k = 0; k < COLUMNS; k++) {
            line[lines][k] = s;
            s += strcspn(s, "\t");
            if (*s)
                *s++ = '\0';
        }
    }
}

static void setup(void)
{
    char *s;
    size_t n;

    arena_init(&arena, "test");
    read_pairs();
    ck_assert(file_read(GOLDEN ".json", 1 << 20, &arena, &s, &n, &err));
    ck_assert(json_parse(&golden, s, n, &err));
}

static void teardown(void)
{
    json_free(golden);
    arena_drop(&arena);
}

static double number(const cJSON *row, const char *key)
{
    const cJSON *x = cJSON_GetObjectItemCaseSensitive(row, key);

    return cJSON_IsNumber(x) ? x->valuedouble : 0.0;
}

static const char *word(const cJSON *row, const char *key)
{
    const cJSON *x = cJSON_GetObjectItemCaseSensitive(row, key);

    return cJSON_IsString(x) ? x->valuestring : "";
}

static void close_to(double ours, double theirs)
{
    ck_assert_msg(fabs(ours - theirs) < 1e-6, "%.12f, should be %.12f", ours,
                  theirs);
}

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

    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(golden, "corpus"))
    {
        int from = 1, to = lines;

        if (strcmp(word(row, "metric"), "chrf") != 0)
            continue;
        params = cJSON_GetObjectItemCaseSensitive(row, "params");
        sscanf(word(row, "lines"), "%d-%d", &from, &to);
        close_to(score_lines(from - 1, to, (int)number(row, "refs"),
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

    cJSON_ArrayForEach(row,
                       cJSON_GetObjectItemCaseSensitive(golden, "sentence"))
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
    Suite *s = suite_create("chrf");
    TCase *t = tcase_create("chrf");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, corpus_rows);
    tcase_add_test(t, sentence_rows);
    tcase_add_test(t, by_hand);
    tcase_add_test(t, white_space_does_not_count_for_characters);
    tcase_add_test(t, lower_case);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
