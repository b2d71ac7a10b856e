#include "text/batch.h"

#include <string.h>

#include "base/rng.h"
#include "test.h"

enum { N = 500 };

static struct arena arena;
static int ids[2][N][40];
static struct sentence src[N], tgt[N];

/* N pairs; word t of sentence i of a side is a number of its own. */
static void setup(void)
{
    struct rng r = rng_key(1, RNG_TEST, 0, 0);
    arena_init(&arena, "test");
    for (int i = 0; i < N; i++) {
        src[i] = (struct sentence){ids[0][i], (int)rng_below(r, 2 * i, 40)};
        tgt[i] = (struct sentence){ids[1][i], (int)rng_below(r, 2 * i + 1, 40)};
        for (int t = 0; t < 40; t++) {
            ids[0][i][t] = 1000 * i + t + 4;
            ids[1][i][t] = 1000 * i + t + 504;
        }
    }
}

static void teardown(void)
{
    arena_drop(&arena);
}

/* Places are sorted, counts and offsets agree with lengths. */
static void check_layout(const struct side *d, int B)
{
    int rows = 0;
    ck_assert_int_eq(d->B, B);
    ck_assert_int_eq(d->T, B ? d->len[0] : 0);
    for (int b = 0; b < B; b++) {
        rows += d->len[b];
        if (b > 0)
            ck_assert_int_le(d->len[b], d->len[b - 1]);
    }
    ck_assert_int_eq(d->rows, rows);
    ck_assert_int_eq(d->off[0], 0);
    ck_assert_int_eq(d->off[d->T], rows);
    for (int t = 0; t < d->T; t++) {
        int alive = 0;
        for (int b = 0; b < B; b++)
            alive += d->len[b] > t;
        ck_assert_int_eq(d->n[t], alive);
        ck_assert_int_eq(d->off[t + 1], d->off[t] + alive);
    }
}

START_TEST(example_of_the_header)
{
    static const struct sentence x[3] = {
        {ids[0][0], 0}, {ids[0][1], 3}, {ids[0][2], 2}};
    struct batch b;
    batch_make(&b, x, x, (const int[]){0, 1, 2}, 3, &arena);
    ck_assert_int_eq(b.src.rows, 8);
    ck_assert_mem_eq(b.src.len, ((int[]){4, 3, 1}), 12);
    ck_assert_mem_eq(b.src.n, ((int[]){3, 2, 2, 1}), 16);
    ck_assert_mem_eq(b.src.off, ((int[]){0, 3, 5, 7, 8}), 20);
    ck_assert_mem_eq(
        b.src.in,
        ((int[]){1004, 2004, ID_EOS, 1005, 2005, 1006, ID_EOS, ID_EOS}), 32);
    ck_assert_mem_eq(
        b.tgt.in,
        ((int[]){ID_BOS, ID_BOS, ID_BOS, 1004, 2004, 1005, 2005, 1006}), 32);
    ck_assert_mem_eq(b.tgt.out, b.src.in, 32);
    ck_assert_ptr_null(b.src.out);
}
END_TEST

START_TEST(every_token_has_its_row)
{
    int pick[64];
    struct batch b;
    for (int i = 0; i < 64; i++)
        pick[i] = (i * 37 + 11) % N;
    batch_make(&b, src, tgt, pick, 64, &arena);
    check_layout(&b.src, 64);
    check_layout(&b.tgt, 64);
    for (int k = 0; k < 64; k++) {
        int i = b.pair[k], j = b.src_of[k];
        ck_assert_int_eq(b.tgt.len[k], tgt[i].n + 1);
        ck_assert_int_eq(b.src.len[j], src[i].n + 1);
        for (int t = 0; t < src[i].n; t++)
            ck_assert_int_eq(b.src.in[b.src.off[t] + j], src[i].id[t]);
        ck_assert_int_eq(b.src.in[b.src.off[src[i].n] + j], ID_EOS);
        for (int t = 0; t <= tgt[i].n; t++) {
            int row = b.tgt.off[t] + k;
            ck_assert_int_eq(b.tgt.in[row], t ? tgt[i].id[t - 1] : ID_BOS);
            ck_assert_int_eq(b.tgt.out[row],
                             t < tgt[i].n ? tgt[i].id[t] : ID_EOS);
        }
    }
}
END_TEST

/* A pair that is picked twice in a row stands side by side on both sides, and
 * so do its tokens. */
START_TEST(twice_is_side_by_side)
{
    int pick[60];
    struct batch b;
    for (int i = 0; i < 60; i++)
        pick[i] = (i / 2 * 37 + 11) % N;
    batch_make(&b, src, tgt, pick, 60, &arena);
    for (int k = 0; k < 60; k += 2) {
        ck_assert_int_eq(b.pair[k], b.pair[k + 1]);
        ck_assert_int_eq(b.src_of[k] % 2, 0);
        ck_assert_int_eq(b.src_of[k] + 1, b.src_of[k + 1]);
    }
    for (int row = 0; row < b.tgt.rows; row += 2) {
        ck_assert_int_eq(b.tgt.of[row] + 1, b.tgt.of[row + 1]);
        ck_assert_int_eq(b.tgt.out[row], b.tgt.out[row + 1]);
    }
}
END_TEST

START_TEST(source_alone)
{
    int pick[] = {7, 3, 9, 3};
    struct batch b;
    batch_make(&b, src, NULL, pick, 4, &arena);
    check_layout(&b.src, 4);
    ck_assert_int_eq(b.tgt.B, 0);
    for (int k = 0; k < 4; k++) {
        ck_assert_int_eq(b.pair[k], pick[k]);
        ck_assert_int_eq(b.src.len[b.src_of[k]], src[pick[k]].n + 1);
    }
}
END_TEST

START_TEST(no_pairs)
{
    struct batch b;
    batch_make(&b, src, tgt, NULL, 0, &arena);
    check_layout(&b.src, 0);
    check_layout(&b.tgt, 0);
}
END_TEST

START_TEST(plan_takes_each_pair_once)
{
    for (int size = 1; size <= N + 1; size += 83) {
        int order[N], start[N + 1], seen[N] = {0};
        int batches = batch_plan(src, tgt, N, size, 0, 5, 1, order, start, &arena);
        ck_assert_int_eq(batches, (N + size - 1) / size);
        ck_assert_int_eq(start[0], 0);
        ck_assert_int_eq(start[batches], N);
        for (int b = 0; b < batches; b++)
            ck_assert_int_le(start[b + 1] - start[b], size);
        for (int i = 0; i < N; i++)
            ck_assert_int_eq(seen[order[i]]++, 0);
    }
}
END_TEST

/* Inside a batch lengths rise; what two batches span does not overlap. */
START_TEST(plan_groups_like_lengths)
{
    int order[N], start[N + 1], lo[N], hi[N];
    int batches = batch_plan(src, tgt, N, 16, 0, 5, 1, order, start, &arena);
    for (int b = 0; b < batches; b++) {
        lo[b] = tgt[order[start[b]]].n;
        hi[b] = tgt[order[start[b + 1] - 1]].n;
        for (int i = start[b] + 1; i < start[b + 1]; i++) {
            const struct sentence *t = &tgt[order[i - 1]], *u = &tgt[order[i]];
            ck_assert_int_le(t->n, u->n);
            if (t->n == u->n)
                ck_assert_int_le(src[order[i - 1]].n, src[order[i]].n);
        }
    }
    for (int a = 0; a < batches; a++)
        for (int b = 0; b < a; b++)
            ck_assert(hi[a] <= lo[b] || hi[b] <= lo[a]);
}
END_TEST

START_TEST(plan_depends_on_its_arguments_alone)
{
    int a[N], b[N], start[N + 1];
    batch_plan(src, tgt, N, 16, 0, 5, 1, a, start, &arena);
    batch_plan(src, tgt, N, 16, 0, 5, 1, b, start, &arena);
    ck_assert_mem_eq(a, b, sizeof(a));
    batch_plan(src, tgt, N, 16, 0, 5, 2, b, start, &arena);
    ck_assert(memcmp(a, b, sizeof(a)) != 0);
    batch_plan(src, tgt, N, 16, 0, 6, 1, b, start, &arena);
    ck_assert(memcmp(a, b, sizeof(a)) != 0);
}
END_TEST

/* What each pool of batches holds is what the shuffle put there, sorted. */
START_TEST(pools_are_sorted_alone)
{
    enum { SIZE = 16, POOL = 5 };
    int order[N], start[N + 1], shuffled[N], of[N];
    int batches = batch_plan(src, tgt, N, SIZE, POOL, 5, 1, order, start,
                             &arena);
    rng_shuffle(rng_key(5, RNG_SHUFFLE, 1, 0), shuffled, N);
    for (int i = 0; i < N; i++)
        of[shuffled[i]] = i / (SIZE * POOL);
    ck_assert_int_eq(batches, (N + SIZE - 1) / SIZE);
    for (int b = 0; b <= batches; b++)
        ck_assert_int_eq(start[b], b < batches ? b * SIZE : N);
    for (int i = 0; i < N; i++) {
        ck_assert_int_eq(of[order[i]], i / (SIZE * POOL));
        if (i % (SIZE * POOL) == 0)
            continue;
        const struct sentence *t = &tgt[order[i - 1]], *u = &tgt[order[i]];
        ck_assert(t->n < u->n || (t->n == u->n && src[order[i - 1]].n <=
                                                      src[order[i]].n));
    }
}
END_TEST

/* A pool as large as the corpus is one sorted pool. */
START_TEST(pools_of_any_size)
{
    for (int pool = 1; pool < 2000000000 / 2; pool = 3 * pool + 1) {
        int order[N], start[N + 1], seen[N] = {0};
        int batches = batch_plan(src, tgt, N, 33, pool, 5, 1, order, start,
                                 &arena);
        ck_assert_int_eq(batches, (N + 32) / 33);
        for (int i = 0; i < N; i++)
            ck_assert_int_eq(seen[order[i]]++, 0);
    }
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("batch");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, example_of_the_header);
    tcase_add_test(t, every_token_has_its_row);
    tcase_add_test(t, twice_is_side_by_side);
    tcase_add_test(t, source_alone);
    tcase_add_test(t, no_pairs);
    tcase_add_test(t, plan_takes_each_pair_once);
    tcase_add_test(t, plan_groups_like_lengths);
    tcase_add_test(t, pools_are_sorted_alone);
    tcase_add_test(t, pools_of_any_size);
    tcase_add_test(t, plan_depends_on_its_arguments_alone);
    return test_run("batch", t);
}
