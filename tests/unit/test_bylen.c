#include "eval/bylen.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "test.h"

enum { N = 2000, LONGEST = 100 };

static struct arena arena;
static struct bleu_stats stats[N];
static int len[N];

/* Sentences whose matches are right with probability `right`. */
static void fill(double right, uint64_t seed)
{
    struct rng r = rng_key(seed, RNG_TEST, 0, 0);
    uint64_t k = 0;

    for (int i = 0; i < N; i++) {
        len[i] = 1 + (int)rng_below(r, k++, 60);
        stats[i] = (struct bleu_stats){.hyp_len = len[i], .ref_len = len[i]};
        for (int n = 0; n < BLEU_N; n++) {
            stats[i].total[n] = len[i] > n ? len[i] - n : 0;
            for (int m = 0; m < stats[i].total[n]; m++)
                stats[i].match[n] += rng_uniform(r, k++) < right;
        }
    }
}

static void setup(void)
{
    arena_init(&arena, "test");
    fill(0.5, 1);
}

static void teardown(void)
{
    arena_drop(&arena);
}

static void compute(struct bylen *by, int n, int width, int last)
{
    struct bylen_spans spans = bylen_every(width, last, &arena);

    int *train = ARENA_ARRAY(&arena, int, LONGEST + 1);
    for (int i = 0; i < n; i++)
        train[len[i]]++;
    bylen_compute(by, stats, len, n, &bleu_default, train, LONGEST + 1,
                  &spans, 200, 7, &arena);
}

/* BLEU of the sentences of lo to hi words, summed one by one. */
static struct bleu_score score_of(int lo, int hi, int *count)
{
    struct bleu_stats sum = {0};

    *count = 0;
    for (int i = 0; i < N; i++)
        if (len[i] >= lo && len[i] <= hi) {
            bleu_add(&sum, &stats[i]);
            ++*count;
        }
    return bleu_compute(&sum, &bleu_default);
}

START_TEST(bins_cover_all)
{
    struct bylen by;
    int n = 0;

    compute(&by, N, 10, 51);
    ck_assert_int_eq(by.bins, 6);
    for (int k = 0; k < by.bins; k++) {
        const struct bylen_bin *b = &by.bin[k];
        int count;
        struct bleu_score s = score_of(b->lo, b->hi, &count);

        ck_assert_int_eq(b->lo, 10 * k + 1);
        ck_assert_int_eq(b->hi, k < 5 ? 10 * k + 10 : INT_MAX);
        ck_assert_int_eq(count, b->n);
        ck_assert_int_eq(b->train, b->n);
        ck_assert(s.bleu == b->score.bleu && s.bp == b->score.bp);
        ck_assert(b->mean_len >= b->lo && b->mean_len <= b->hi);
        ck_assert(b->low <= s.bleu && s.bleu <= b->high);
        n += b->n;
    }
    ck_assert_int_eq(n, N);
    ck_assert(by.low < by.all.bleu && by.all.bleu < by.high);
    ck_assert(fabs(by.all.bleu - 50.0) < 1.0);
}
END_TEST

START_TEST(open_bin_is_the_one_last_falls_into)
{
    struct bylen by;

    compute(&by, N, 10, 50);
    ck_assert_int_eq(by.bins, 5);
    ck_assert_int_eq(by.bin[4].lo, 41);
    ck_assert_int_eq(by.bin[4].hi, INT_MAX);
}
END_TEST

START_TEST(empty_bins_are_left_out)
{
    struct bylen by;

    len[0] = 3, len[1] = 0, len[2] = 33;
    compute(&by, 3, 10, 51);
    ck_assert_int_eq(by.bins, 2);
    ck_assert_int_eq(by.bin[0].n, 2);
    ck_assert_int_eq(by.bin[1].lo, 31);
    compute(&by, 0, 10, 51);
    ck_assert_int_eq(by.bins, 0);
    ck_assert(by.all.bleu == 0.0 && by.high == 0.0);
}
END_TEST

START_TEST(one_sentence_has_a_point_for_an_interval)
{
    double low, high;

    bootstrap_interval(stats, 1, &bleu_default, 100, 1, &low, &high);
    ck_assert(low == high);
    ck_assert(low == bleu_compute(&stats[0], &bleu_default).bleu);
}
END_TEST

START_TEST(same_seed_same_interval)
{
    double low[3], high[3];

    for (int k = 0; k < 3; k++)
        bootstrap_interval(stats, N, &bleu_default, 200, k < 2 ? 1 : 2, &low[k],
                           &high[k]);
    ck_assert(low[0] == low[1] && high[0] == high[1]);
    ck_assert(low[0] != low[2] || high[0] != high[2]);
}
END_TEST

/* Of samples of a known truth some 95 % of the intervals hold it. */
START_TEST(spans_are_read)
{
    static const char *const bad[] = {"",     "1",      "-",     "5-1",
                                      "1-5,", "1-5,5-9", "a-b",  "1-,7-9",
                                      "0-5",  "1-5x",    "1--5", "1-2-3",
                                      "1--",  "12345678901-"};
    struct bylen_spans s;
    struct error err;

    ck_assert(bylen_parse(&s, "1-30,31-60,61-", &arena, &err));
    ck_assert_int_eq(s.n, 3);
    ck_assert(s.span[1].lo == 31 && s.span[1].hi == 60);
    ck_assert(s.span[2].lo == 61 && s.span[2].hi == INT_MAX);
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        ck_assert_msg(!bylen_parse(&s, bad[k], &arena, &err), "%s", bad[k]);
}
END_TEST

/* Short sentences three quarters right, long ones half: the interval of the
 * ratio holds 2/3; a gap between the bins stays out. */
START_TEST(last_over_first)
{
    struct bylen_spans s;
    struct error err;
    struct bylen by;

    fill(0.5, 3);
    for (int i = 0; i < N; i++)
        for (int m = 0; len[i] <= 20 && m < BLEU_N; m++)
            stats[i].match[m] = stats[i].total[m] * 3 / 4;
    ck_assert(bylen_parse(&s, "1-20,31-60", &arena, &err));
    bylen_compute(&by, stats, len, N, &bleu_default, NULL, 0, &s, 200, 7,
                  &arena);
    ck_assert_int_eq(by.bins, 2);
    ck_assert_double_eq(by.ratio,
                        by.bin[1].score.bleu / by.bin[0].score.bleu);
    ck_assert(by.ratio_low < by.ratio && by.ratio < by.ratio_high);
    ck_assert(by.ratio > 0.6 && by.ratio < 0.75);
    ck_assert(by.ratio_high - by.ratio_low < 0.1);
    compute(&by, 1, 60, 60);
    ck_assert_double_eq(by.ratio, 0.0);
}
END_TEST

START_TEST(intervals_cover)
{
    int inside = 0;
    double low, high;

    for (uint64_t seed = 1; seed <= 100; seed++) {
        fill(0.5, seed);
        bootstrap_interval(stats, 200, &bleu_default, 200, seed, &low, &high);
        inside += low <= 50.0 && 50.0 <= high;
    }
    ck_assert_int_ge(inside, 88);
    ck_assert_int_le(inside, 100);
}
END_TEST

START_TEST(is_fast)
{
    double low, high, begin = test_seconds(), seconds;

    bootstrap_interval(stats, N, &bleu_default, 1000, 1, &low, &high);
    seconds = test_seconds() - begin;
    printf("bootstrap of %d sentences: %.3f s\n", N, seconds);
    ck_assert(seconds < 1.5 * TEST_SLOWER); /* 0.3 seen */
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("bylen");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, bins_cover_all);
    tcase_add_test(t, open_bin_is_the_one_last_falls_into);
    tcase_add_test(t, empty_bins_are_left_out);
    tcase_add_test(t, one_sentence_has_a_point_for_an_interval);
    tcase_add_test(t, same_seed_same_interval);
    tcase_add_test(t, spans_are_read);
    tcase_add_test(t, last_over_first);
    tcase_add_test(t, intervals_cover);
    tcase_add_test(t, is_fast);
    return test_run("bylen", t);
}
