#include "eval/paired.h"

#include "base/rng.h"
#include "test.h"

enum { N = 300, WORDS = 20, RESAMPLES = 400 };

static struct bleu_stats a[N], b[N];

/* Each word right with probability `right`. */
static void fill(struct bleu_stats *s, double right, uint64_t seed)
{
    struct rng r = rng_key(seed, RNG_TEST, 1, 0);
    uint64_t k = 0;
    for (int i = 0; i < N; i++) {
        s[i] = (struct bleu_stats){.hyp_len = WORDS, .ref_len = WORDS};
        for (int n = 0; n < BLEU_N; n++) {
            s[i].total[n] = WORDS - n;
            for (int m = 0; m < s[i].total[n]; m++)
                s[i].match[n] += rng_uniform(r, k++) < right;
        }
    }
}

static struct paired compared(void)
{
    struct paired p;
    paired_bootstrap(&p, a, b, N, &bleu_default, RESAMPLES, 1);
    return p;
}

START_TEST(nothing_differs)
{
    fill(a, 0.5, 1);
    fill(b, 0.5, 1);
    struct paired p = compared();
    ck_assert_double_eq(p.difference, 0.0);
    ck_assert_double_eq(p.low, 0.0);
    ck_assert_double_eq(p.high, 0.0);
    ck_assert_double_eq(p.p, 1.0);
}
END_TEST

START_TEST(much_differs)
{
    fill(a, 0.4, 1);
    fill(b, 0.6, 2);
    struct paired p = compared();
    ck_assert(p.low > 15.0 && p.high < 25.0);
    ck_assert(p.low < p.difference && p.difference < p.high);
    ck_assert_double_eq(p.p, 2.0 / (RESAMPLES + 1));
}
END_TEST

/* The other way round the sign turns, and nothing else. */
START_TEST(mirrored)
{
    fill(a, 0.50, 3);
    fill(b, 0.51, 4);
    struct paired p = compared(), q;
    paired_bootstrap(&q, b, a, N, &bleu_default, RESAMPLES, 1);
    ck_assert_double_eq(p.difference, -q.difference);
    ck_assert_double_eq(p.p, q.p);
    ck_assert_double_eq(p.low, -q.high);
}
END_TEST

/* Under the null hypothesis p <= 0.05 is rare: about 5 of 100 pairs. */
START_TEST(rarely_wrong)
{
    int low = 0;
    for (uint64_t k = 0; k < 100; k++) {
        fill(a, 0.5, 2 * k + 100);
        fill(b, 0.5, 2 * k + 101);
        low += compared().p <= 0.05;
    }
    ck_assert_int_ge(low, 1);
    ck_assert_int_le(low, 10);
}
END_TEST

/* What two systems have in common does not blur their difference: paired,
 * a small one is seen that intervals side by side do not show. */
START_TEST(pairs)
{
    fill(a, 0.5, 1);
    fill(b, 0.5, 1);
    for (int i = 0; i < N; i += 4)
        for (int n = 0; n < BLEU_N; n++)
            b[i].match[n] += b[i].match[n] < b[i].total[n];
    struct paired p = compared();
    ck_assert(p.difference > 0.0 && p.difference < 4.0);
    ck_assert(p.low > 0.0);
    ck_assert(p.p < 0.01);
}
END_TEST

TEST_MAIN("paired", nothing_differs, much_differs, mirrored, rarely_wrong,
          pairs)
