/* Matrix products of every row of the kernel table against the chain that
 * kern.h promises, bit for bit, with one thread and with several. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "kern/kern.h"
#include "matrix.h"
#include "test.h"

enum { GAP = 5 }; /* columns between the rows of A, B and C */

/* c + sum_k a_k b_k in the order of k; fma where the row has it. */
static real chain(real c, int k, const real *a, ptrdiff_t sa, const real *b,
                  ptrdiff_t sb)
{
    for (int i = 0; i < k; i++) {
        real x = a[i * sa], y = b[i * sb];
#if REAL_IS_DOUBLE
        c = x * y + c;
#else
        c = K->fma ? fmaf(x, y, c) : x * y + c;
#endif
    }
    return c;
}

struct shape {
    int m, n, k;
};

static const struct shape shapes[] = {
    {1, 1, 1},      {1, 1, 0},    {2, 3, 0},     {0, 5, 3},     {5, 0, 3},
    {1, 64, 16},    {6, 64, 33},  {7, 65, 9},    {8, 48, 100},  {13, 47, 31},
    {5, 7, 11},     {3, 200, 17}, {17, 1, 600},  {1, 130, 513}, {12, 31, 512},
    {29, 33, 511},  {64, 96, 70}, {61, 77, 129}, {100, 16, 5},  {2, 15, 1025},
    {19, 67, 1027}, {4, 4, 4},    {9, 63, 2},    {11, 17, 8},   {6, 80, 7},
    {40, 300, 40},  {215, 70, 530}, {1, 530, 70}, {1, 1024, 300},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static void expect(const struct shape *s, const char *what, const real *C,
                   const real *right, int ldc)
{
    for (int i = 0; i < s->m; i++)
        for (int j = 0; j < ldc; j++)
            if (memcmp(&C[i * ldc + j], &right[i * ldc + j], sizeof *C) != 0)
                ck_abort_msg("%s: %s of %d x %d x %d with %d threads: C(%d,"
                             " %d) is %.9g, expected %.9g",
                             K->name, what, s->m, s->n, s->k, par_threads(), i,
                             j, (double)C[i * ldc + j],
                             (double)right[i * ldc + j]);
}

/* right = (add ? C : 0) + A B, strides as given. */
static real *multiply(const struct shape *s, const real *A, ptrdiff_t rsa,
                      ptrdiff_t csa, const real *B, ptrdiff_t rsb,
                      ptrdiff_t csb, const real *C, int ldc, bool add)
{
    size_t n = (size_t)s->m * (size_t)ldc;
    real *right = ARENA_ARRAY(&arena, real, n);
    if (n > 0)
        memcpy(right, C, n * sizeof *C);
    for (int i = 0; i < s->m; i++)
        for (int j = 0; j < s->n; j++)
            right[i * ldc + j] = chain(add ? C[i * ldc + j] : 0, s->k,
                                       A + i * rsa, csa, B + j * csb, rsb);
    return right;
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
    real *C = random_matrix(s->m, ldc, 3);
    real *right = multiply(s, A, lda, 1, B, rs, cs, C, ldc, add);
    struct pack p = {.type = PACK_F32};
    p.data = arena_alloc(&arena, pack_bytes(s->k, s->n, p.type));
    pack_b(&p, s->k, s->n, B, rs, cs);
    gemm(s->m, A, lda, &p, C, ldc, add);
    expect(s, add ? "C += A B" : "C = A B", C, right, ldc);
}

/* A row of C that is the bias gives the chains that a bias should. */
static void check_gemm_bias(const struct shape *s)
{
    int lda = s->k + GAP, ldb = s->n + GAP, ldc = s->n + GAP;
    real *A = random_matrix(s->m, lda, 1), *B = random_matrix(s->k, ldb, 2);
    real *C = random_matrix(s->m, ldc, 3), *bias = random_matrix(1, ldc, 4);
    real *start = random_matrix(s->m, ldc, 3);
    for (int i = 0; i < s->m && s->n > 0; i++)
        memcpy(start + i * ldc, bias, (size_t)s->n * sizeof *bias);
    real *right = multiply(s, A, lda, 1, B, ldb, 1, start, ldc, true);
    struct pack p = {.type = PACK_F32};
    p.data = arena_alloc(&arena, pack_bytes(s->k, s->n, p.type));
    pack_b(&p, s->k, s->n, B, ldb, 1);
    gemm_bias(s->m, A, lda, &p, bias, C, ldc);
    expect(s, "C = A B + bias", C, right, ldc);
}

/* A' as gemm_t reads it; C set (0) or added to (1). */
static void check_gemm_t(const struct shape *s, bool add)
{
    int lda = s->m + GAP, ldb = s->n + GAP, ldc = s->n + GAP;
    real *A = random_matrix(s->k, lda, 7), *B = random_matrix(s->k, ldb, 8);
    real *C = random_matrix(s->m, ldc, 9);
    real *right = multiply(s, A, 1, lda, B, ldb, 1, C, ldc, add);
    struct pack p = {.type = PACK_F32};
    p.data = arena_alloc(&arena, pack_bytes(s->k, s->n, p.type));
    pack_b(&p, s->k, s->n, B, ldb, 1);
    gemm_t(s->m, A, lda, &p, C, ldc, add);
    expect(s, add ? "C += A' B, unpacked" : "C = A' B, unpacked", C, right,
           ldc);
}

static void check_gemm_tn(const struct shape *s)
{
    int lda = s->m + GAP, ldb = s->n + GAP, ldc = s->n + GAP;
    real *A = random_matrix(s->k, lda, 4), *B = random_matrix(s->k, ldb, 5);
    real *C = random_matrix(s->m, ldc, 6);
    real *right = multiply(s, A, 1, lda, B, ldb, 1, C, ldc, true);
    gemm_tn(s->m, s->n, s->k, A, lda, B, ldb, C, ldc, PACK_F32,
            &arena);
    expect(s, "C += A' B", C, right, ldc);
}

/* Every row that runs here, with 1 and 2 threads. */
static void each_setting(const struct shape *s,
                         void (*check)(const struct shape *s))
{
    static const int threads[] = {1, 2};
    for (int r = 0; kern_row(r) != NULL; r++) {
        if (!kern_supported(kern_row(r)))
            continue;
        kern_use(kern_row(r));
        for (int t = 0; t < 2; t++) {
            par_set_threads(threads[t]);
            arena_init(&arena, "test");
            check(s);
            arena_drop(&arena);
        }
    }
}

static void check_all(const struct shape *s)
{
    for (int how = 0; how < 4; how++)
        check_gemm(s, how);
    check_gemm_bias(s);
    check_gemm_t(s, false);
    check_gemm_t(s, true);
    check_gemm_tn(s);
}

START_TEST(products_are_the_chain)
{
    each_setting(&shapes[_i], check_all);
}
END_TEST

/* Large enough for several threads and blocks of k; a few elements. */
static void check_large(const struct shape *s)
{
    struct pack p = {.type = PACK_F32};
    real *A = random_matrix(s->m, s->k, 7), *B = random_matrix(s->k, s->n, 8);
    real *C = random_matrix(s->m, s->n, 9);
    real *D = random_matrix(s->k, s->n, 10);
    p.data = arena_alloc(&arena, pack_bytes(s->k, s->n, p.type));
    pack_b(&p, s->k, s->n, B, s->n, 1);
    gemm(s->m, A, s->k, &p, C, s->n, false);
    for (int i = 0; i < s->m * s->n; i += 97) {
        int r = i / s->n, c = i % s->n;
        real right = chain(0, s->k, A + r * s->k, 1, B + c, s->n);
        ck_assert(memcmp(&right, &C[i], sizeof right) == 0);
    }
    real *old = ARENA_ARRAY(&arena, real, s->k * s->n);
    memcpy(old, D, (size_t)s->k * (size_t)s->n * sizeof *old);
    gemm_tn(s->k, s->n, s->m, A, s->k, C, s->n, D, s->n, PACK_F32,
            &arena);
    for (int i = 0; i < s->k * s->n; i += 971) {
        int r = i / s->n, c = i % s->n;
        real right = chain(old[i], s->m, A + r, s->k, C + c, s->n);
        ck_assert(memcmp(&right, &D[i], sizeof right) == 0);
    }
}

START_TEST(large_products_are_the_chain)
{
    static const struct shape large[] = {{35, 129, 1100}, {517, 130, 70}};
    each_setting(&large[_i], check_large);
}
END_TEST

START_TEST(scratch_is_released)
{
    static const struct shape s = {33, 65, 700};
    struct error err;
    ck_assert(kern_init(&err));
    arena_init(&arena, "test");
    real *A = random_matrix(s.k, s.m, 1), *B = random_matrix(s.k, s.n, 2);
    real *C = random_matrix(s.m, s.n, 3);
    size_t used = arena.used;
    gemm_tn(s.m, s.n, s.k, A, s.m, B, s.n, C, s.n, PACK_F32,
            &arena);
    ck_assert_uint_eq(arena.used, used);
    arena_drop(&arena);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("gemm");
    tcase_set_timeout(cases, 120);
    tcase_add_loop_test(cases, products_are_the_chain, 0, SHAPES);
    tcase_add_loop_test(cases, large_products_are_the_chain, 0, 2);
    tcase_add_test(cases, scratch_is_released);
    return test_run("gemm", cases);
}
