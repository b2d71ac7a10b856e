/* Products in bf16: every row of its table against a plain sum of rounded
 * numbers, the rounding, and the same bits for any threads. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "kern/bf16.h"
#include "kern/kern.h"
#include "matrix.h"
#include "test.h"

enum { GAP = 5 }; /* columns between the rows of A, B and C */

static void setup(void)
{
    struct error err;
    ck_assert(kern_init(&err));
    arena_init(&arena, "test");
}

static void teardown(void)
{
    par_set_threads(0);
    arena_drop(&arena);
}

/* ==== Rounding ==== */

static uint32_t bits_of(float x)
{
    uint32_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}

static float float_of(uint32_t u)
{
    float x;
    memcpy(&x, &u, sizeof x);
    return x;
}

/* Of the two neighbours the nearer, of equal ones the even one. */
static double rounded(double x)
{
    uint32_t low = bits_of((float)x) & 0xffff0000;
    double a = (double)float_of(low), b = (double)float_of(low + 0x10000);
    if (fabs(x - a) < fabs(b - x))
        return a;
    if (fabs(x - a) > fabs(b - x))
        return b;
    return low & 0x10000 ? b : a;
}

static const struct {
    uint32_t in;
    uint16_t out;
} roundings[] = {
    {0x00000000, 0x0000}, {0x80000000, 0x8000}, /* +0, -0 */
    {0x3f800000, 0x3f80}, {0x3f808000, 0x3f80}, /* ties to even */
    {0x3f818000, 0x3f82}, {0x3f808001, 0x3f81}, {0x3f807fff, 0x3f80},
    {0x3f817fff, 0x3f81}, {0xbf818000, 0xbf82}, {0xbf808000, 0xbf80},
    {0x3fff8000, 0x4000},                       /* into the exponent */
    {0x7f7f7fff, 0x7f7f}, {0x7f7f8000, 0x7f80}, /* over the largest */
    {0x7f800000, 0x7f80}, {0xff800000, 0xff80}, /* infinity */
    {0x00800000, 0x0080}, {0x00000001, 0x0000}, /* subnormals */
    {0x80000001, 0x8000}, {0x007f0000, 0x0000},
};
enum { ROUNDINGS = sizeof roundings / sizeof *roundings };

static uint16_t narrow(float f)
{
    uint16_t y[BF16_STEPS];
    real x = (real)f;
    BF16->rows(1, 1, &x, 1, y, BF16_STEPS);
    return y[0];
}

/* f for every row of the table that runs here. */
static void each_row(void (*f)(void))
{
    const struct bf16_kern *row;
    for (int i = 0; (row = bf16_row(i)) != NULL; i++) {
        if (!bf16_supported(row)) {
            printf("skipped: this processor has no %s\n", row->name);
            continue;
        }
        bf16_use(row);
        f();
    }
}

static void check_rounding(void)
{
    for (int i = 0; i < ROUNDINGS; i++)
        ck_assert_uint_eq(narrow(float_of(roundings[i].in)), roundings[i].out);
    uint16_t nan = narrow(float_of(0x7f800001));
    ck_assert(isnan(float_of((uint32_t)nan << 16)));
    struct rng r = rng_key(3, RNG_TEST, 1, 0);
    for (uint64_t i = 0; i < 20000; i++) {
        float x = (float)((rng_uniform(r, i) - 0.5) * pow(2, (double)(i % 90)));
        double y = (double)float_of((uint32_t)narrow(x) << 16);
        if (memcmp(&y, &(double){rounded((double)x)}, sizeof y) != 0)
            ck_abort_msg("%s: %a becomes %a", BF16->name, (double)x, y);
    }
}

START_TEST(rounding_is_to_nearest_even)
{
    each_row(check_rounding);
}
END_TEST

/* ==== Products ==== */

struct shape {
    int m, n, k;
};

static const struct shape shapes[] = {
    {1, 1, 1},      {1, 1, 0},     {2, 3, 0},      {0, 5, 3},
    {5, 0, 3},      {1, 64, 16},   {6, 64, 33},    {15, 15, 15},
    {16, 16, 16},   {17, 17, 17},  {31, 31, 31},   {32, 32, 32},
    {33, 33, 33},   {13, 47, 31},  {5, 7, 11},     {3, 200, 17},
    {17, 1, 600},   {1, 130, 513}, {29, 33, 511},  {64, 96, 70},
    {61, 77, 129},  {100, 16, 5},  {2, 15, 1025},  {19, 67, 2051},
    {48, 65, 1024}, {16, 64, 64},  {130, 40, 300}, {300, 31, 1100},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

/* What one element may be: the sum, and how far rounding may take it. */
struct range {
    double sum, error;
};

static struct range exact(real c, int k, const real *a, ptrdiff_t sa,
                          const real *b, ptrdiff_t sb)
{
    struct range r = {(double)c, fabs((double)c)};
    for (int i = 0; i < k; i++) {
        double x = rounded((double)a[i * sa]) * rounded((double)b[i * sb]);
        r.sum += x;
        r.error += fabs(x);
    }
    r.error *= (k + 2) * ldexp(1, -24);
    return r;
}

struct product {
    const struct shape *s;
    const char *what;
    const real *A, *B, *before, *after;
    ptrdiff_t rsa, csa, rsb, csb; /* A(i, k), B(k, j) */
    int ldc;
    bool add;
};

static void expect(const struct product *p)
{
    const struct shape *s = p->s;
    for (int i = 0; i < s->m; i++)
        for (int j = 0; j < p->ldc; j++) {
            real was = p->before[i * p->ldc + j], is = p->after[i * p->ldc + j];
            struct range r = {(double)was, 0};
            if (j < s->n)
                r = exact(p->add ? was : 0, s->k, p->A + i * p->rsa, p->csa,
                          p->B + j * p->csb, p->rsb);
            if (!(fabs((double)is - r.sum) <= r.error))
                ck_abort_msg("%s: %s of %d x %d x %d, %d threads: C(%d, %d) "
                             "is %.9g, expected %.9g +- %.2g", BF16->name,
                             p->what, s->m, s->n, s->k, par_threads(), i, j,
                             (double)is, r.sum, r.error);
        }
}

static real *copy_of(const real *x, int rows, int stride)
{
    size_t n = (size_t)rows * (size_t)stride;
    real *y = ARENA_ARRAY(&arena, real, n);
    if (n > 0)
        memcpy(y, x, n * sizeof *y);
    return y;
}

/* B as it lies in memory (0) or transposed (1); C set (0) or added to (2). */
static void check_gemm(const struct shape *s, int how)
{
    bool transposed = how & 1, add = how & 2;
    int lda = s->k + GAP, ldc = s->n + GAP;
    int ldb = (transposed ? s->k : s->n) + GAP;
    ptrdiff_t rs = transposed ? 1 : ldb, cs = transposed ? ldb : 1;
    real *A = random_matrix(s->m, lda, 1);
    real *B = random_matrix(transposed ? s->n : s->k, ldb, 2);
    real *C = random_matrix(s->m, ldc, 3), *before = copy_of(C, s->m, ldc);
    struct pack p = {.type = PACK_BF16};
    p.data = arena_alloc(&arena, pack_bytes(s->k, s->n, p.type));
    pack_b(&p, s->k, s->n, B, rs, cs);
    gemm(s->m, A, lda, &p, C, ldc, add);
    expect(&(struct product){s, add ? "C += A B" : "C = A B", A, B, before, C,
                             lda, 1, rs, cs, ldc, add});
}

static void check_gemm_tn(const struct shape *s)
{
    int lda = s->m + GAP, ldb = s->n + GAP, ldc = s->n + GAP;
    real *A = random_matrix(s->k, lda, 4), *B = random_matrix(s->k, ldb, 5);
    real *C = random_matrix(s->m, ldc, 6), *before = copy_of(C, s->m, ldc);
    size_t used = arena.used;
    gemm_tn(s->m, s->n, s->k, A, lda, B, ldb, C, ldc, PACK_BF16, &arena);
    ck_assert_uint_eq(arena.used, used);
    expect(&(struct product){s, "C += A' B", A, B, before, C, 1, lda, ldb, 1,
                             ldc, true});
}

static void check_shapes(void)
{
    for (int threads = 1; threads <= 3; threads += 2) {
        par_set_threads(threads);
        for (int i = 0; i < SHAPES; i++) {
            struct arena_mark mark = arena_mark(&arena);
            for (int how = 0; how < 4; how++)
                check_gemm(&shapes[i], how);
            check_gemm_tn(&shapes[i]);
            arena_release(&arena, mark);
        }
    }
}

START_TEST(products_are_of_rounded_numbers)
{
    each_row(check_shapes);
}
END_TEST

/* ==== The same bits ==== */

/* Both kinds of products, for `threads`; rows of A from `row` on alone. */
static real *results(const struct shape *s, int threads, int row)
{
    real *A = random_matrix(s->m, s->k, 1), *B = random_matrix(s->k, s->n, 2);
    real *C = random_matrix(s->m, s->n, 3), *D = random_matrix(s->k, s->n, 4);
    struct pack p = {.type = PACK_BF16};
    p.data = arena_alloc(&arena, pack_bytes(s->k, s->n, p.type));
    par_set_threads(threads);
    pack_b(&p, s->k, s->n, B, s->n, 1);
    gemm(s->m - row, A + row * s->k, s->k, &p, C + row * s->n, s->n, true);
    gemm_tn(s->k, s->n, s->m, A, s->k, C, s->n, D, s->n, PACK_BF16, &arena);
    real *out = ARENA_ARRAY(&arena, real, (s->m + s->k) * s->n);
    memcpy(out, C, (size_t)(s->m * s->n) * sizeof *out);
    memcpy(out + s->m * s->n, D, (size_t)(s->k * s->n) * sizeof *out);
    return out;
}

static void check_bits(void)
{
    static const struct shape s[] = {
        {300, 200, 70}, {64, 700, 700}, {40, 130, 1100}};
    for (int i = 0; i < 3; i++) {
        size_t n = (size_t)((s[i].m + s[i].k) * s[i].n);
        size_t alone = (size_t)((s[i].m - 7) * s[i].n);
        real *one = results(&s[i], 1, 0);
        for (int t = 2; t <= 5; t++)
            ck_assert(memcmp(one, results(&s[i], t, 0), n * sizeof *one) == 0);
        real *rest = results(&s[i], 2, 7);
        ck_assert(memcmp(one + 7 * s[i].n, rest + 7 * s[i].n,
                         alone * sizeof *one) == 0);
    }
}

START_TEST(bits_do_not_depend_on_threads_or_other_rows)
{
    each_row(check_bits);
}
END_TEST

/* ==== NaN and infinity ==== */

static void check_infinite(void)
{
    const struct shape s = {20, 40, 70};
    real *A = random_matrix(s.m, s.k, 1), *B = random_matrix(s.k, s.n, 2);
    real *C = random_matrix(s.m, s.n, 3);
    struct pack p = {.type = PACK_BF16};
    A[3 * s.k + 69] = (real)NAN;
    A[4 * s.k + 1] = (real)INFINITY;
    p.data = arena_alloc(&arena, pack_bytes(s.k, s.n, p.type));
    pack_b(&p, s.k, s.n, B, s.n, 1);
    gemm(s.m, A, s.k, &p, C, s.n, false);
    for (int i = 0; i < s.m; i++)
        for (int j = 0; j < s.n; j++) {
            double c = (double)C[i * s.n + j];
            ck_assert(i == 3 ? isnan(c) : i == 4 ? isinf(c) : isfinite(c));
        }
}

START_TEST(nan_and_infinity_stay_in_their_rows)
{
    each_row(check_infinite);
}
END_TEST

/* ==== The row in use ==== */

START_TEST(the_plain_row_is_never_chosen_unasked)
{
    struct error err;
    for (int i = 0; kern_row(i) != NULL; i++) {
        bool ref = strcmp(kern_row(i)->name, "ref") == 0;
        kern_use(kern_row(i));
        ck_assert_int_eq(bf16_available(&err), BF16 != NULL);
        if (BF16 != NULL)
            ck_assert_int_eq(strcmp(BF16->name, "ref") == 0, ref);
        else
            ck_assert_int_eq(err.status, EXIT_USAGE);
    }
}
END_TEST

int main(void)
{
    TCase *c = tcase_create("bf16");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, rounding_is_to_nearest_even);
    tcase_add_test(c, products_are_of_rounded_numbers);
    tcase_add_test(c, bits_do_not_depend_on_threads_or_other_rows);
    tcase_add_test(c, nan_and_infinity_stay_in_their_rows);
    tcase_add_test(c, the_plain_row_is_never_chosen_unasked);
    return test_run("bf16", c);
}
