/* The sum over shards: the tree of task/comm.h, whatever the threads. */
#include "task/comm.h"

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "kern/kern.h"
#include "test.h"

enum { COUNT = 3 * 4096 + 37 };

static struct arena memory;

/* Sizes from 1e-6 to 1e6: another order of additions gives other bits. */
static real *gradient(int shard)
{
    real *g = ARENA_ARRAY(&memory, real, COUNT);
    struct rng r = rng_key(5, RNG_TEST, (uint64_t)shard, 0);
    for (int k = 0; k < COUNT; k++)
        g[k] = (real)((rng_uniform(r, 2 * (uint64_t)k) - 0.5) *
                      pow(10, 12 * rng_uniform(r, 2 * (uint64_t)k + 1) - 6));
    return g;
}

/* The documented tree over the shards lo .. lo + n, written down plainly:
 * the left half is the largest power of two that leaves something. */
static real *naive(int lo, int n)
{
    int left = 1;
    if (n == 1)
        return gradient(lo);
    while (2 * left < n)
        left *= 2;
    real *a = naive(lo, left), *b = naive(lo + left, n - left);
    for (int k = 0; k < COUNT; k++)
        a[k] = a[k] + b[k];
    return a;
}

static void sum(struct comm *c, int S, real *g)
{
    for (int s = 0; s < S; s++) {
        memcpy(g, gradient(s), COUNT * sizeof *g);
        comm_add(c, g);
    }
    comm_sum(c, g);
}

START_TEST(sums_in_the_tree)
{
    int S = _i;
    struct error err;
    struct comm c;
    ck_assert(kern_init(&err));
    arena_init(&memory, "comm");
    comm_init(&c, COUNT, S, &memory);
    real *g = ARENA_ARRAY(&memory, real, COUNT);
    real *wanted = naive(0, S);
    for (int threads = 1; threads <= 3; threads++) {    /* used again, too */
        par_set_threads(threads);
        sum(&c, S, g);
        ck_assert_int_eq(memcmp(g, wanted, COUNT * sizeof *g), 0);
    }
    arena_drop(&memory);
}
END_TEST

START_TEST(order_matters_here)
{
    arena_init(&memory, "comm");
    real *tree = naive(0, 5), *line = gradient(0);
    for (int s = 1; s < 5; s++) {
        const real *g = gradient(s);
        for (int k = 0; k < COUNT; k++)
            line[k] += g[k];
    }
    ck_assert_int_ne(memcmp(tree, line, COUNT * sizeof *tree), 0);
    arena_drop(&memory);
}
END_TEST

START_TEST(takes_the_most_shards)
{
    struct error err;
    struct comm c;
    real one = 1, g = 0;
    ck_assert(kern_init(&err));
    arena_init(&memory, "comm");
    comm_init(&c, 1, 4096, &memory);    /* --shards goes so far */
    for (int s = 0; s < 4096; s++)
        comm_add(&c, &one);
    comm_sum(&c, &g);
    ck_assert(g == 4096);
    arena_drop(&memory);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("comm");
    tcase_add_loop_test(t, sums_in_the_tree, 1, 10);
    tcase_add_test(t, order_matters_here);
    tcase_add_test(t, takes_the_most_shards);
    return test_run("comm", t);
}
