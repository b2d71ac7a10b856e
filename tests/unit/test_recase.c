#include "text/recase.h"

#include <string.h>

#include "test.h"

static struct arena arena;
static struct familiar seen;

static void setup(void)
{
    static const struct token_text texts[] = {
        {"the cat doesn't see Anne", 24}, {"The cat is in Paris", 19},
        {"The cat and the IBM is", 22}, {"Anne doesn't, the IBM", 21},
        {"und Stra\303\237e, und Stra\303\237e", 23}, {"in Paris, and see", 17}};
    const struct token_text *const text[2] = {texts, texts};
    struct arena scratch;
    arena_init(&arena, "recase");
    arena_init(&scratch, "scratch");
    familiar_init(&seen, &arena);
    familiar_learn(&seen, text, 6, &arena, &scratch);
    arena_drop(&scratch);
}

static void teardown(void)
{
    arena_drop(&arena);
}

static const struct {
    const char *given, *usual;     /* NULL: as in training */
    bool loud;
} row[] = {
    {"THE CAT DOESN'T SEE ANNE.", "The cat doesn't see Anne.", true},
    {"\"AND THE IBM!\"", "\"And the IBM!\"", true},
    {"WARSAW AND PARIS SEE 1 CAT", "Warsaw and Paris see 1 cat", true},
    {"ZO\303\211 AND THE CAT", "Zo\303\251 and the cat", true},
    {"The Cat See Anne", NULL, false},
    {"And See The Cat In Paris", "And see the cat in Paris", false},
    {"The cat and Anne", NULL, false},
    {"IBM", NULL, true},
    {"", NULL, false},
};

START_TEST(usual)
{
    const char *s = recase_usual(&seen, row[_i].given, &arena);
    ck_assert(!s == !row[_i].usual);
    if (s)
        ck_assert_str_eq(s, row[_i].usual);
    ck_assert_int_eq(recase_is_loud(row[_i].given), row[_i].loud);
}
END_TEST

START_TEST(loud)
{
    ck_assert_str_eq(recase_loud("l'\303\251t\303\251, Stra\303\237e 1", &arena),
                     "L'\303\211T\303\211, STRASSE 1");
    ck_assert_str_eq(recase_loud("", &arena), "");
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("recase");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, usual, 0, sizeof row / sizeof row[0]);
    tcase_add_test(t, loud);
    return test_run("recase", t);
}
