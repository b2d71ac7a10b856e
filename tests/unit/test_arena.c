#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/real.h"
#include "base/size.h"
#include "test.h"

static bool all_zero(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != 0)
            return false;
    return true;
}

START_TEST(blocks_are_zeroed_and_aligned)
{
    struct arena a;
    arena_init(&a, "test");
    for (size_t n = 0; n < 300; n++) {
        char *p = arena_alloc(&a, n);
        ck_assert_uint_eq((uintptr_t)p % 64, 0);
        ck_assert(all_zero(p, n));
        memset(p, 0xAA, n);
    }
    arena_drop(&a);
    ck_assert_ptr_null(a.first);
}
END_TEST

START_TEST(blocks_do_not_overlap)
{
    struct arena a;
    arena_init(&a, "test");
    unsigned char *p[2000];
    for (int i = 0; i < 2000; i++) {
        p[i] = arena_alloc(&a, 4000);
        memset(p[i], i & 255, 4000);
    }
    for (int i = 0; i < 2000; i++) {
        ck_assert_int_eq(p[i][0], i & 255);
        ck_assert_int_eq(p[i][3999], i & 255);
    }
    arena_drop(&a);
}
END_TEST

START_TEST(reset_reuses_zeroed_memory)
{
    struct arena a;
    arena_init(&a, "test");
    memset(arena_alloc(&a, 1000), 1, 1000);
    memset(arena_alloc(&a, 3 << 20), 1, 3 << 20);
    size_t peak = a.peak;
    arena_reset(&a);
    ck_assert_uint_eq(a.used, 0);
    char *again = arena_alloc(&a, 1000);
    ck_assert(all_zero(again, 1000));
    ck_assert(all_zero(arena_alloc(&a, 3 << 20), 3 << 20));
    ck_assert_uint_eq(a.peak, peak);
    arena_drop(&a);
}
END_TEST

/* Of a large chunk only what was never taken is zero by itself. */
START_TEST(large_chunks_are_zeroed_where_used)
{
    enum { N = 9 << 20 };
    struct arena a;
    arena_init(&a, "test");
    for (int n = N / 8; n <= N; n += N / 8) {
        char *p = arena_alloc(&a, N);
        ck_assert(all_zero(p, N));
        memset(p, 1, (size_t)n);
        arena_reset(&a);
        memset(arena_room(&a, (size_t)n / 2), 2, (size_t)n / 2);
        ck_assert(all_zero(arena_alloc(&a, N / 4), N / 4));
        arena_reset(&a);
    }
    arena_drop(&a);
}
END_TEST

/* After the first round one chunk serves every later one, in whatever order
 * the sizes come, and no chunk is left half empty. */
START_TEST(reset_makes_one_chunk)
{
    static const size_t size[] = {5 << 20, 100, 9 << 20, 1 << 20, 2 << 20};
    struct arena a;
    arena_init(&a, "test");
    for (int i = 0; i < 5; i++)
        arena_alloc(&a, size[i]);
    arena_reset(&a);
    struct arena_chunk *one = a.first;
    for (int round = 0; round < 50; round++) {
        arena_reset(&a);
        for (int i = 0; i < 5; i++)
            arena_alloc(&a, size[(i + round) % 5]);
        ck_assert(a.first == one && a.now == one);
    }
    ck_assert_uint_lt(a.peak, 18 << 20);
    arena_drop(&a);
}
END_TEST

/* Of two arenas, whose peaks do not fall together. */
START_TEST(all_arenas_are_counted)
{
    struct arena a, b;
    size_t before = arenas_used();
    arena_init(&a, "a");
    arena_init(&b, "b");
    arenas_peak_forget();
    arena_alloc(&a, 1 << 20);
    arena_reset(&a);
    struct arena_mark m = arena_mark(&b);
    arena_alloc(&b, 1 << 19);
    ck_assert_uint_eq(arenas_used(), before + (1 << 19));
    arena_release(&b, m);
    ck_assert_uint_eq(arenas_used(), before);
    arena_alloc(&b, 3 << 19);
    ck_assert_uint_eq(arenas_peak(), before + (3 << 19));
    arena_drop(&a);
    arena_drop(&b);
    ck_assert_uint_eq(arenas_used(), before);
    arenas_peak_forget();
    ck_assert_uint_eq(arenas_peak(), before);
}
END_TEST

START_TEST(release_returns_to_the_mark)
{
    struct arena a;
    arena_init(&a, "test");
    struct arena_mark empty = arena_mark(&a);
    char *kept = arena_strdup(&a, "kept");
    struct arena_mark m = arena_mark(&a);
    char *p = arena_alloc(&a, 10);
    for (int i = 0; i < 10; i++)
        arena_alloc(&a, 1 << 20);
    arena_release(&a, m);
    ck_assert_uint_eq(a.used, m.used);
    ck_assert_ptr_eq(arena_alloc(&a, 10), p);
    ck_assert_str_eq(kept, "kept");
    arena_release(&a, empty);
    ck_assert_uint_eq(a.used, 0);
    ck_assert_ptr_nonnull(arena_alloc(&a, 1));
    arena_drop(&a);
}
END_TEST

START_TEST(copies_strings)
{
    struct arena a;
    arena_init(&a, "test");
    ck_assert_str_eq(arena_strndup(&a, "hello", 4), "hell");
    ck_assert_mem_eq(arena_strndup(&a, "a\0b", 3), "a\0b", 4);
    ck_assert_str_eq(arena_strdup(&a, ""), "");
    int *x = ARENA_ARRAY(&a, int, 3);
    ck_assert_int_eq(x[0] + x[2], 0);
    arena_drop(&a);
}
END_TEST

START_TEST(product_too_large)
{
    struct arena a;
    arena_init(&a, "test");
    arena_array(&a, SIZE_MAX / 2, 3);
}
END_TEST

START_TEST(more_than_there_is)
{
    struct arena a;
    arena_init(&a, "test");
    arena_alloc(&a, SIZE_MAX / 4);
}
END_TEST

START_TEST(sizes)
{
    size_t n;
    ck_assert(size_add(1, 2, &n) && n == 3);
    ck_assert(size_mul(4, 5, &n) && n == 20);
    ck_assert(!size_add(SIZE_MAX, 1, &n));
    ck_assert(!size_mul(SIZE_MAX / 2, 3, &n));
    ck_assert_uint_eq(sizeof(real), REAL_IS_DOUBLE ? 8 : 4);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("arena");
    tcase_add_test(t, blocks_are_zeroed_and_aligned);
    tcase_add_test(t, blocks_do_not_overlap);
    tcase_add_test(t, reset_reuses_zeroed_memory);
    tcase_add_test(t, large_chunks_are_zeroed_where_used);
    tcase_add_test(t, reset_makes_one_chunk);
    tcase_add_test(t, all_arenas_are_counted);
    tcase_add_test(t, release_returns_to_the_mark);
    tcase_add_test(t, copies_strings);
    tcase_add_exit_test(t, product_too_large, EXIT_MEMORY);
#ifndef __SANITIZE_ADDRESS__   /* ends the process itself at such a size */
    tcase_add_exit_test(t, more_than_there_is, EXIT_MEMORY);
#else
    (void)more_than_there_is;
#endif
    tcase_add_test(t, sizes);
    return test_run("arena", t);
}
