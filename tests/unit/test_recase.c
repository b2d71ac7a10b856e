#include "text/recase.h"

#include <string.h>

#include "test.h"

static struct arena arena;
static struct familiar seen;

/* Of "tom" and "Tom", "it" and "IT" there are 1 and 150, 150 and 2. */
static void setup(void)
{
    static const struct token_text some[] = {
        {"the cat doesn't see Anne", 24}, {"The cat is in Paris", 19},
        {"The cat and the IBM is", 22},   {"Anne doesn't, the IBM", 21},
        {"in Paris, and see", 17},        {"IT tom IT tom", 13}};
    static struct token_text texts[156];
    const struct token_text *const text[2] = {texts, texts};
    struct arena scratch;
    arena_init(&arena, "recase");
    arena_init(&scratch, "scratch");
    memcpy(texts, some, sizeof some);
    for (int i = 6; i < 156; i++)
        texts[i] = (struct token_text){"Tom it Tom", 10};
    familiar_init(&seen, &arena);
    familiar_learn(&seen, text, 156, &arena, &scratch);
    arena_drop(&scratch);
}

static void teardown(void)
{
    arena_drop(&arena);
}

static const struct {
    const char *given, *read, *sample, *wrote;  /* wrote: of "Un chat." */
} row[] = {
    {"THE CAT DOESN'T SEE ANNE.", "The cat doesn't see Anne.", "A.",
     "UN CHAT."},
    {"\"AND THE IBM!\"", "\"And the IBM!\"", "A.", "UN CHAT."},
    {"and the ibm", "and the IBM", "a", "Un chat."},
    {"WARSAW AND PARIS SEE 1 CAT", "Warsaw and Paris see 1 cat.", "A?",
     "UN CHAT"},
    {"ZO\303\211 AND THE CAT", "Zo\303\251 and the cat .", "A .", "UN CHAT"},
    {"The Cat See Anne.", "The Cat See Anne.", "A.", "Un chat."},
    {"And See The Cat In Paris.", "And see the cat in Paris.", "A.",
     "Un chat."},
    {"the cat and tom", "The cat and Tom.", "A.", "Un chat"},
    {"the cat and tom", "the cat and Tom.", "a.", "Un chat"},
    {"the cat and tom", "The cat and Tom", "A", "Un chat."},
    {"  it is; it isn't!  ", "It is; it isn't!", "A.", "Un chat."},
    {"\"it's 5", "\"It's 5.", "A.", "Un chat"},
    {"iPhone, x^2 = y", "iPhone, x^2 = y.", "A.", "Un chat"},
    {"x^2", "x^2.", "A.", "Un chat"},
    {"a@b.org", "a@b.org.", "A.", "Un chat"},
    {"IBM", "IBM", "A", "Un chat."},
    {"5", "5.", "A.", "Un chat"},
    {"\342\202\254!", "\342\202\254!", "A.", "Un chat."},
    {"", "", "A.", "Un chat."},
};

START_TEST(reads_and_writes)
{
    struct recase r;
    recase_read(&r, &seen, row[_i].sample, row[_i].given, &arena);
    ck_assert_str_eq(r.text, row[_i].read);
    ck_assert_str_eq(recase_write(&r, "Un chat.", &arena), row[_i].wrote);
}
END_TEST

START_TEST(writes)
{
    struct recase r = {"", true, true};
    ck_assert_str_eq(recase_write(&r, "l'\303\251t\303\251, Stra\303\237e 1 .",
                                  &arena),
                     "L'\303\211T\303\211, STRASSE 1");
    r.loud = false;
    ck_assert_str_eq(recase_write(&r, "", &arena), "");
    ck_assert_str_eq(recase_write(&r, ".", &arena), ".");
    ck_assert_str_eq(recase_write(&r, "a!", &arena), "a!");
    ck_assert_str_eq(recase_write(&r, "a...", &arena), "a...");
    ck_assert_str_eq(recase_write(&r, "\347\214\253\343\200\202", &arena),
                     "\347\214\253");
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("recase");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, reads_and_writes, 0, sizeof row / sizeof row[0]);
    tcase_add_test(t, writes);
    return test_run("recase", t);
}
