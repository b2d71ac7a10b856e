#include "eval/bleu.h"

#include "../golden/golden.h"
#include "test.h"

/* Does BLEU have this tokeniser? */
static bool known(const char *tokenize)
{
    for (int i = 0; bleu_tokenizer(i); i++)
        if (strcmp(bleu_tokenizer(i), tokenize) == 0)
            return true;
    return false;
}

static struct bleu_options options_of(const cJSON *params)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(params, "value");
    return (struct bleu_options){
        .tokenize = word(params, "tokenize"),
        .smooth = word(params, "smooth"),
        .smooth_value = cJSON_IsNumber(value) ? value->valuedouble
                                              : bleu_default.smooth_value,
        .lowercase =
            cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(params, "lowercase")),
    };
}

static struct bleu_stats sum_lines(int from, int to, int nrefs,
                                   const struct bleu_options *o)
{
    struct bleu_stats sum = {0}, one;

    for (int i = from; i < to; i++) {
        bleu_sentence(&one, line[i][0], &line[i][1], nrefs, o, &arena);
        bleu_add(&sum, &one);
    }
    return sum;
}

static void check_row(const cJSON *row, const struct bleu_options *o, int from,
                      int to)
{
    struct bleu_stats s = sum_lines(from, to, (int)number(row, "refs"), o);
    struct bleu_score score = bleu_compute(&s, o);
    const cJSON *p = cJSON_GetObjectItemCaseSensitive(row, "precisions");

    close_to(score.bleu, number(row, "score"));
    close_to(score.bp, number(row, "bp"));
    ck_assert_int_eq(score.hyp_len, (long long)number(row, "sys_len"));
    ck_assert_int_eq(score.ref_len, (long long)number(row, "ref_len"));
    for (int n = 0; n < BLEU_N; n++)
        close_to(score.precision[n], cJSON_GetArrayItem(p, n)->valuedouble);
}

START_TEST(corpus_rows)
{
    const cJSON *row;
    int done = 0, skipped = 0;

    cJSON_ArrayForEach(row, rows("corpus"))
    {
        const cJSON *params = cJSON_GetObjectItemCaseSensitive(row, "params");
        int from, to;

        if (strcmp(word(row, "metric"), "bleu") != 0)
            continue;
        if (!known(word(params, "tokenize"))) {
            skipped++;
            continue;
        }
        range_of(row, &from, &to);
        struct bleu_options o = options_of(params);
        check_row(row, &o, from, to);
        done++;
    }
    printf("bleu: %d golden rows equal, %d skipped (tokeniser zh)\n", done,
           skipped);
    ck_assert_int_eq(done, 132);
    ck_assert_int_eq(skipped, 24);
}
END_TEST

START_TEST(sentence_rows)
{
    struct bleu_options o = bleu_default;
    const cJSON *row;

    o.effective = true;
    cJSON_ArrayForEach(row, rows("sentence"))
    {
        int i = (int)number(row, "line");
        struct bleu_stats s = sum_lines(i - 1, i, 1, &o);

        close_to(bleu_compute(&s, &o).bleu, number(row, "bleu"));
    }
}
END_TEST

START_TEST(token_rows)
{
    static const char *const kinds[] = {"13a", "intl"};
    const cJSON *row;
    struct strbuf out = STRBUF_INIT;

    cJSON_ArrayForEach(row, rows("tokens")) for (int k = 0; k < 2; k++)
    {
        const char *s = line[(int)number(row, "line") - 1][0];

        strbuf_reset(&out);
        bleu_tokenize(&out, s, strlen(s), kinds[k]);
        ck_assert_str_eq(out.s, word(row, kinds[k]));
    }
    strbuf_release(&out);
}
END_TEST

/* ==== By hand ==== */

static struct bleu_stats stats_of(const char *hyp, const char *ref,
                                  const struct bleu_options *o)
{
    struct bleu_stats s;

    bleu_sentence(&s, hyp, &ref, 1, o, &arena);
    return s;
}

/* Papineni's example: the 2 of "the" in the reference clip the 7. */
START_TEST(clipping)
{
    struct bleu_stats s = stats_of("the the the the the the the",
                                   "the cat is on the mat", &bleu_default);

    ck_assert_int_eq(s.match[0], 2);
    ck_assert_int_eq(s.total[0], 7);
    ck_assert_int_eq(s.match[1], 0);
    ck_assert_int_eq(s.total[3], 4);
}
END_TEST

/* p = 5/6, 3/5, 2/4, 1/3, BP = 1. */
START_TEST(worked_example)
{
    struct bleu_stats s = stats_of("a b c d x f", "a b c d e f", &bleu_default);
    struct bleu_score score = bleu_compute(&s, &bleu_default);

    ck_assert_int_eq(s.match[0], 5);
    ck_assert_int_eq(s.match[1], 3);
    ck_assert_int_eq(s.match[2], 2);
    ck_assert_int_eq(s.match[3], 1);
    close_to(score.bleu, 100.0 * pow(5.0 / 6 * 3 / 5 * 2 / 4 / 3, 0.25));
}
END_TEST

START_TEST(brevity_penalty)
{
    struct bleu_stats s = stats_of("a b c d", "a b c d e f", &bleu_default);
    struct bleu_score score = bleu_compute(&s, &bleu_default);

    close_to(score.bp, exp(1.0 - 6.0 / 4.0));
    close_to(score.bleu, 100.0 * exp(-0.5));
}
END_TEST

START_TEST(closest_reference_is_the_shorter_of_two)
{
    const char *refs[] = {"a b c d e", "a b c"};
    struct bleu_stats s;

    bleu_sentence(&s, "a b c d", refs, 2, &bleu_default, &arena);
    ck_assert_int_eq(s.ref_len, 3);
}
END_TEST

/* Every smoothing, where 4-grams match nothing. */
START_TEST(smoothing)
{
    static const double fourth[] = {50.0 / 3, 100.0 * 0.1 / 3, 100.0 * 1 / 4,
                                    0.0};

    for (int i = 0; bleu_smoothing(i); i++) {
        struct bleu_options o = bleu_default;

        o.smooth = bleu_smoothing(i);
        struct bleu_stats s = stats_of("a b c x e f", "a b c d e f", &o);
        struct bleu_score score = bleu_compute(&s, &o);
        close_to(score.precision[3], fourth[i]);
        ck_assert_int_eq(score.bleu > 0, strcmp(o.smooth, "none") != 0);
    }
}
END_TEST

START_TEST(nothing_in_common_is_zero)
{
    static const char *const hyps[] = {"", " ", "x", "x y z w v"};

    for (size_t k = 0; k < sizeof hyps / sizeof *hyps; k++)
        for (int i = 0; bleu_smoothing(i); i++) {
            struct bleu_options o = bleu_default;

            o.smooth = bleu_smoothing(i);
            struct bleu_stats s = stats_of(hyps[k], "a b", &o);
            ck_assert(bleu_compute(&s, &o).bleu == 0.0);
        }
}
END_TEST

static const struct {
    const char *kind, *in, *out;
} cuts[] = {
    {"13a", "a,,b", "a , , b"},
    {"13a", "1,000.5-6", "1,000.5 - 6"},
    {"13a", "&amp;lt;", "<"},
    {"13a", "x<skipped>y", "xy"},
    {"13a", "hyphen-\nated", "hyphenated"},
    {"13a", ".5", ". 5"},
    {"13a", "é.", "é ."},
    {"13a", "", ""},
    {"intl", "5.", "5."},
    {"intl", "a.5", "a . 5"},
    {"intl", "€5 + x", "€ 5 + x"},
    {"intl", "\xff,x", "\xff , x"},
    {"char", "a bé", "a b é"},
    {"none", " a\t\xc2\xa0 b ", "a b"},
};

START_TEST(cut)
{
    struct strbuf out = STRBUF_INIT;

    bleu_tokenize(&out, cuts[_i].in, strlen(cuts[_i].in), cuts[_i].kind);
    ck_assert_str_eq(out.s, cuts[_i].out);
    strbuf_release(&out);
}
END_TEST

START_TEST(lower_case)
{
    struct bleu_options o = bleu_default;

    ck_assert_int_eq(stats_of("ÉTÉ ЖИЗНЬ", "été жизнь", &o).match[0], 0);
    o.lowercase = true;
    ck_assert_int_eq(stats_of("ÉTÉ ЖИЗНЬ", "été жизнь", &o).match[0], 2);
}
END_TEST

START_TEST(signature)
{
    struct strbuf out = STRBUF_INIT;
    struct bleu_options o = bleu_default;

    bleu_signature(&out, &o, 1);
    ck_assert_ptr_nonnull(strstr(
        out.s, "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|impl:s2s-"));
    strbuf_reset(&out);
    o.smooth = "floor";
    o.lowercase = o.effective = true;
    bleu_signature(&out, &o, 2);
    ck_assert_ptr_nonnull(
        strstr(out.s, "nrefs:2|case:lc|eff:yes|tok:13a|smooth:floor[0.10]|"));
    strbuf_release(&out);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("bleu");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, corpus_rows);
    tcase_add_test(t, sentence_rows);
    tcase_add_test(t, token_rows);
    tcase_add_test(t, clipping);
    tcase_add_test(t, worked_example);
    tcase_add_test(t, brevity_penalty);
    tcase_add_test(t, closest_reference_is_the_shorter_of_two);
    tcase_add_test(t, smoothing);
    tcase_add_test(t, nothing_in_common_is_zero);
    tcase_add_loop_test(t, cut, 0, (int)(sizeof cuts / sizeof *cuts));
    tcase_add_test(t, lower_case);
    tcase_add_test(t, signature);
    return test_run("bleu", t);
}
