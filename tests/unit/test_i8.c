/* Quantised rows against the definition; products of every row of i8.h
 * against sums of whole numbers, bit for bit, with one thread and several. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "kern/i8.h"
#include "test.h"

static struct arena arena;

static real *random_matrix(int rows, int cols, int salt, real size)
{
    size_t n = (size_t)rows * (size_t)cols;
    real *x = ARENA_ARRAY(&arena, real, n);
    struct rng r = rng_key(2, RNG_TEST, (uint64_t)salt, 0);
    for (size_t i = 0; i < n; i++)
        x[i] = (real)(rng_uniform(r, i) * 2 - 1) * size;
    return x;
}

/* Calls check for every row that runs here, with 1 and 2 threads. */
static void each_row(void (*check)(int), int which)
{
    struct error err;
    ck_assert(kern_init(&err));
    for (int r = 0; i8_row(r) != NULL; r++) {
        if (!i8_supported(i8_row(r)))
            continue;
        i8_use(i8_row(r));
        for (int threads = 1; threads <= 2; threads++) {
            par_set_threads(threads);
            arena_init(&arena, "test");
            check(which);
            arena_drop(&arena);
        }
    }
}

/* ==== Rows ==== */

/* Ties (2.5 / 127 of the largest) go to the even neighbour. */
static void check_ties(int unused)
{
    (void)unused;
    static const real x[] = {127, -127, 2.5f, 3.5f, -2.5f, -3.5f, 0.5f,
                             -0.5f, 126.5f, 2.49f, 0, -0.0f, 1};
    static const int8_t right[] = {127, -127, 2, 4, -2, -4, 0, 0, 126, 2, 0,
                                   0, 1};
    enum { N = sizeof x / sizeof *x };
    int8_t q[N];
    struct i8_row row = I8->quantise(N, x, q);
    ck_assert(row.scale > 0.999999f && row.scale < 1.000001f);
    ck_assert_int_eq(row.sum, 127 - 127 + 2 + 4 - 2 - 4 + 126 + 2 + 1);
    for (int i = 0; i < N; i++)
        ck_assert_msg(q[i] == right[i], "%s: %g gives %d, expected %d",
                      I8->name, (double)x[i], q[i], right[i]);
}

static void check_size(int k)
{
    real *x = random_matrix(1, k, k, 3), largest = 0;
    int8_t *q = arena_alloc(&arena, (size_t)k + 1);
    q[k] = 99;
    struct i8_row row = I8->quantise(k, x, q);
    int sum = 0;
    for (int i = 0; i < k; i++)
        largest = fabsf(x[i]) > largest ? fabsf(x[i]) : largest;
    for (int i = 0; i < k; i++) {
        ck_assert_int_eq(q[i], (int)nearbyintf(x[i] * (127 / largest)));
        sum += q[i];
    }
    ck_assert_int_eq(row.sum, sum);
    ck_assert(memcmp(&row.scale, &(real){largest / 127}, sizeof(real)) == 0);
    ck_assert_int_eq(q[k], 99);
}

/* One element among zeros: the largest there are, the smallest, none. */
static void check_extreme(int which)
{
    static const real value[] = {3e38f, -3e38f, 1e-29f, 1e-40f, 0,
                                 (real)NAN, INFINITY, -INFINITY};
    enum { LONG = 37, AT = 29 };
    real x[LONG] = {0}, kept;
    int8_t q[LONG];
    x[AT] = value[which];
    struct i8_row row = I8->quantise(LONG, x, q);
    bool finite = which < 5, some = which < 3;
    ck_assert_int_eq(i8_quantise(LONG, x, q, &kept), finite);
    ck_assert_int_eq(isfinite(row.scale) != 0, finite);
    ck_assert_int_eq(q[AT], some ? (x[AT] > 0 ? 127 : -127) : 0);
    ck_assert_int_eq(row.sum, q[AT]);
    if (finite)
        ck_assert((row.scale > 0) == some);
}

START_TEST(ties_go_to_even)
{
    each_row(check_ties, 0);
}
END_TEST

START_TEST(every_length_is_quantised)
{
    each_row(check_size, _i);
}
END_TEST

START_TEST(extremes)
{
    each_row(check_extreme, _i);
}
END_TEST

/* ==== Products ==== */

struct shape {
    int m, n, k;
};

static const struct shape shapes[] = {
    {1, 1, 1},     {1, 1, 0},     {0, 5, 3},     {5, 0, 3},    {1, 64, 64},
    {2, 63, 65},   {3, 65, 63},   {4, 8, 4},     {5, 16, 5},   {6, 17, 6},
    {7, 31, 7},    {8, 32, 127},  {9, 33, 128},  {10, 47, 129}, {11, 48, 2},
    {12, 49, 3},   {13, 129, 70}, {16, 191, 256}, {17, 15, 511}, {25, 24, 512},
    {32, 9, 513},  {33, 100, 12}, {64, 300, 40}, {100, 7, 24}, {5, 700, 36},
    {1, 2048, 512}, {320, 130, 260}, {1100, 3, 60}, {40, 70, 3000},
    {3, 2, 65536},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static int8_t *random_weights(int n, int k)
{
    size_t count = (size_t)n * (size_t)k;
    int8_t *W = arena_alloc(&arena, count + 1);
    struct rng r = rng_key(2, RNG_TEST, 5, 0);
    for (size_t i = 0; i < count; i++)
        W[i] = (int8_t)((int)(rng_uniform(r, i) * 255) - 127);
    if (count > 2) {                      /* the largest sums too */
        memset(W, 127, (size_t)k);
        memset(W + count - (size_t)k, -127, (size_t)k);
    }
    return W;
}

static real element(const struct shape *s, const real *a, const int8_t *w,
                    real scale, int8_t *q)
{
    struct i8_row row = I8->quantise(s->k, a, q);
    int32_t sum = 0;
    for (int i = 0; i < s->k; i++)
        sum += q[i] * w[i];
    return (real)sum * (row.scale * scale);
}

static void expect(const struct shape *s, const real *A, const int8_t *W,
                   const real *scale, const real *before, const real *C,
                   int ldc, bool add)
{
    int8_t *q = arena_alloc(&arena, (size_t)s->k + 1);
    for (int i = 0; i < s->m; i++)
        for (int j = 0; j < ldc; j++) {
            real right = before[i * ldc + j];
            if (j < s->n) {
                real x = element(s, A + i * (s->k + 2), W + j * s->k,
                                 scale[j], q);
                right = add ? right + x : x;
            }
            if (memcmp(&right, &C[i * ldc + j], sizeof right) != 0)
                ck_abort_msg("%s: %d x %d x %d, %d threads: C(%d, %d) is "
                             "%.9g, expected %.9g", I8->name, s->m, s->n,
                             s->k, par_threads(), i, j,
                             (double)C[i * ldc + j], (double)right);
        }
}

static void check_product(int which)
{
    const struct shape *s = &shapes[which];
    int lda = s->k + 2, ldc = s->n + 3;
    real *A = random_matrix(s->m, lda, 1, 1);
    real *scale = random_matrix(1, s->n, 2, 0.1f);
    int8_t *W = random_weights(s->n, s->k);
    struct pack p = {.type = PACK_I8};
    p.data = arena_alloc(&arena, pack_bytes(s->k, s->n, PACK_I8));
    i8_pack(&p, s->k, s->n, W, scale);
    for (int add = 0; add < 2; add++) {
        real *before = random_matrix(s->m, ldc, 3, 1);
        real *C = random_matrix(s->m, ldc, 3, 1);
        gemm(s->m, A, lda, &p, C, ldc, add);
        expect(s, A, W, scale, before, C, ldc, add);
    }
}

START_TEST(products_are_exact)
{
    each_row(check_product, _i);
}
END_TEST

/* A row of A does not depend on those beside it: alone, the same bits; and
 * what is not finite stays in its own row. */
static void check_alone(int unused)
{
    (void)unused;
    enum { M = 23, N = 150, KK = 130 };
    real *A = random_matrix(M, KK, 1, 1), *scale = random_matrix(1, N, 2, 1);
    real *C = random_matrix(M, N, 3, 1), one[N];
    struct pack p = {.type = PACK_I8};
    p.data = arena_alloc(&arena, pack_bytes(KK, N, PACK_I8));
    i8_pack(&p, KK, N, random_weights(N, KK), scale);
    A[7 * KK + 100] = (real)NAN;
    A[9 * KK + 3] = INFINITY;
    gemm(M, A, KK, &p, C, N, false);
    for (int i = 0; i < M; i++) {
        gemm(1, A + i * KK, KK, &p, one, N, false);
        for (int j = 0; j < N; j++)
            ck_assert(i == 7 || i == 9 ? isnan(C[i * N + j])
                                       : isfinite(C[i * N + j]));
        if (i != 7 && i != 9)
            ck_assert(memcmp(one, C + i * N, sizeof one) == 0);
    }
}

START_TEST(rows_are_alone)
{
    each_row(check_alone, 0);
}
END_TEST

/* S2S_ISA's row, or what it stands before. */
START_TEST(goes_with_the_kernels)
{
    for (int i = 0; kern_row(i) != NULL; i++) {
        if (!kern_supported(kern_row(i)))
            continue;
        kern_use(kern_row(i));
        ck_assert(kern_reaches(I8->isa) && i8_supported(I8));
        ck_assert(kern_reaches("ref"));
        if (strcmp(K->name, "avx512") != 0)
            ck_assert(strncmp(I8->name, "avx512", 6) != 0);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("i8");
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, ties_go_to_even);
    tcase_add_loop_test(cases, every_length_is_quantised, 1, 131);
    tcase_add_loop_test(cases, extremes, 0, 8);
    tcase_add_loop_test(cases, products_are_exact, 0, SHAPES);
    tcase_add_test(cases, rows_are_alone);
    tcase_add_test(cases, goes_with_the_kernels);
    return test_run("i8", cases);
}
