/* ttable_find against a table of all pairs of words. */
#include <string.h>

#include "base/rng.h"
#include "lex/ttable.h"

#include "test.h"

enum { PAIRS = 250, LONGEST = 6, NUMBERS = 300 };

static struct arena arena;
static uint64_t drawn;

static void begin(void)
{
    arena_init(&arena, "test");
    drawn = 0;
}

static void end(void)
{
    arena_drop(&arena);
}

static int draw(int n)
{
    return (int)(rng_u64(rng_key(1, RNG_TEST, 0, 0), drawn++) % (uint64_t)n);
}

/* A few words are in most sentences and most words in a few, as in a
 * language. */
static void draw_side(char *text)
{
    for (int left = draw(LONGEST + 1); left-- > 0; )
        text += sprintf(text, " %d", draw(1 + draw(1 + draw(NUMBERS))));
}

static struct bitext draw_text(void)
{
    struct bitext b;
    bitext_init(&b, PAIRS, &arena);
    for (int n = 0; n < PAIRS; n++) {
        char side[2][5 * LONGEST + 1] = {"", ""};
        draw_side(side[0]);
        draw_side(side[1]);
        bitext_add(&b, side[0], side[1]);
    }
    return b;
}

/* mark[e * K[1] + f]: 0 if e and f never stand together, else a number that
 * this pair alone has. */
static float *mark_pairs(const struct bitext *b, const int K[2])
{
    float *mark = ARENA_ARRAY(&arena, float, K[0] * K[1]);
    for (int n = 0; n < b->n; n++) {
        const struct bitext_pair *p = &b->pair[n];
        for (int i = 0; i < p->n[0]; i++)
            for (int j = 0; j < p->n[1]; j++) {
                int at = p->id[BITEXT_WORD][0][i] * K[1] +
                         p->id[BITEXT_WORD][1][j];
                mark[at] = (float)(1 + at);
            }
    }
    return mark;
}

/* All columns in an order that is none, with -1 between them. */
static int scrambled(int *f, int n)
{
    int step = n % 7 ? 7 : 11;
    for (int k = 0; k < n; k++) {
        f[2 * k] = k * step % n;
        f[2 * k + 1] = -1;
    }
    return 2 * n;
}

/* Row e has the pairs that are marked, each at the place of its mark. */
static void same_row(const struct ttable *t, int e, const float *mark)
{
    int f[2 * NUMBERS] = {0}, at[2 * NUMBERS], n = scrambled(f, t->K[1]);
    ttable_find(t, e, f, n, at);
    for (int k = 0; k < n; k++) {
        bool there = e >= 0 && f[k] >= 0 && mark[e * t->K[1] + f[k]] > 0.0f;
        ck_assert_int_eq(at[k] >= 0, there);
        if (there)
            ck_assert(t->up[0][at[k]] == mark[e * t->K[1] + f[k]]);
    }
}

START_TEST(finds_what_was_seen)
{
    struct bitext b = draw_text();
    struct ttable t;
    int dense = 0, pairs = 0;
    ttable_new(&t, &b, BITEXT_WORD, false, &arena);
    const float *mark = mark_pairs(&b, t.K);
    for (int e = 0; e < t.K[0]; e++) {
        dense += t.dense[e] >= 0;
        for (int f = 0, k; f < t.K[1]; f++) {
            ttable_find(&t, e, &f, 1, &k);
            if (k >= 0)
                t.up[0][k] = mark[e * t.K[1] + f];
            pairs += mark[e * t.K[1] + f] > 0.0f;
        }
    }
    ck_assert_int_gt(dense, 10);
    ck_assert_int_gt(t.K[0] - dense, 10);
    ck_assert_int_gt(t.K[1], 128);
    ck_assert_int_eq(t.row[t.K[0]], pairs);
    for (int e = -1; e < t.K[0]; e++)
        same_row(&t, e, mark);
}
END_TEST

/* Of a third of the pairs, and of all that one frequent word has, neither t
 * is worth its room. */
START_TEST(forgets_what_is_pruned)
{
    struct bitext b = draw_text();
    struct ttable t;
    ttable_new(&t, &b, BITEXT_WORD, false, &arena);
    float *mark = mark_pairs(&b, t.K);
    int before = t.row[t.K[0]], gone = 0;
    for (int e = 0, k = 0; e < t.K[0]; e++)
        for (; k < t.row[e + 1]; k++) {
            float *m = &mark[e * t.K[1] + t.col[k]];
            if (e == t.K[0] / 50 || draw(3) == 0)
                *m = 0.0f, gone++;
            t.up[0][k] = *m;
            t.up[1][k] = 0.0f;
        }
    ttable_prune(&t, 1e-3f);
    ck_assert_int_eq(t.row[t.K[0]], before - gone);
    for (int e = -1; e < t.K[0]; e++)
        same_row(&t, e, mark);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("ttable");
    tcase_add_checked_fixture(cases, begin, end);
    tcase_add_test(cases, finds_what_was_seen);
    tcase_add_test(cases, forgets_what_is_pruned);
    return test_run("ttable", cases);
}
