#include "base/table.h"

#include <string.h>

#include "test.h"

static struct arena arena;
static struct table table;

static void setup(void)
{
    arena_init(&arena, "test");
    table_init(&table, &arena);
}

static void teardown(void)
{
    arena_drop(&arena);
}

START_TEST(absent_is_minus_one)
{
    ck_assert_int_eq(table_get(&table, "a", 1), -1);
    table_set(&table, "a", 1, 5);
    ck_assert_int_eq(table_get(&table, "a", 1), 5);
    ck_assert_int_eq(table_get(&table, "b", 1), -1);
    ck_assert_int_eq(table_get(&table, "", 0), -1);
    ck_assert_int_eq(table_get(&table, "aa", 2), -1);
}
END_TEST

START_TEST(holds_many)
{
    char key[20];
    for (int i = 0; i < 100000; i++) {
        int n = snprintf(key, sizeof(key), "key%d", i);
        table_set(&table, key, n, i * 2);
    }
    ck_assert_int_eq(table.n, 100000);
    for (int i = 0; i < 100000; i++) {
        int n = snprintf(key, sizeof(key), "key%d", i);
        ck_assert_int_eq(table_get(&table, key, n), i * 2);
        ck_assert_str_eq(table.entry[i].key, key);
    }
    ck_assert_int_eq(table_get(&table, "key100000", 9), -1);
}
END_TEST

START_TEST(at_inserts_once)
{
    ++*table_at(&table, "x", 1, 10);
    ++*table_at(&table, "x", 1, 10);
    ck_assert_int_eq(table_get(&table, "x", 1), 12);
    ck_assert_int_eq(table.n, 1);
    table_set(&table, "x", 1, 3);
    ck_assert_int_eq(table_get(&table, "x", 1), 3);
    ck_assert_int_eq(table.n, 1);
}
END_TEST

START_TEST(keys_are_bytes)
{
    char key[] = "a\0b";
    table_set(&table, key, 3, 1);
    table_set(&table, key, 1, 2);
    table_set(&table, "", 0, 3);
    key[0] = 'z';
    ck_assert_int_eq(table_get(&table, "a\0b", 3), 1);
    ck_assert_int_eq(table_get(&table, "a\0c", 3), -1);
    ck_assert_int_eq(table_get(&table, "a", 1), 2);
    ck_assert_int_eq(table_get(&table, "", 0), 3);
}
END_TEST

/* One-byte keys must not crowd into a few slots. */
START_TEST(hash_spreads)
{
    int hit[256] = {0}, used = 0;
    for (int i = 0; i < 256; i++) {
        char c = (char)i;
        hit[table_hash(&c, 1) & 255]++;
    }
    for (int i = 0; i < 256; i++)
        used += hit[i] > 0;
    ck_assert_int_gt(used, 140);   /* 162 expected of a random function */
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("table");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, absent_is_minus_one);
    tcase_add_test(t, holds_many);
    tcase_add_test(t, at_inserts_once);
    tcase_add_test(t, keys_are_bytes);
    tcase_add_test(t, hash_spreads);
    return test_run("table", t);
}
