/* Which units end a sentence. */
#include "model/ends.h"

#include <string.h>

#include "nn/options.h"
#include "test.h"

static const struct {
    const char *unit;
    enum unit_end end;
} units[] = {
    {".", UNIT_MARK},      {" .", UNIT_MARK},     {" ?!", UNIT_MARK},
    {"...", UNIT_MARK},    {"\u2026", UNIT_MARK}, {"\u3002", UNIT_MARK},
    {"\uff01", UNIT_MARK}, {"\uff1f", UNIT_MARK}, {" end.", UNIT_ENDS},
    {"\u3048\u3002", UNIT_ENDS}, {".5", UNIT_OPEN}, {" ", UNIT_OPEN},
    {" word", UNIT_OPEN},  {",", UNIT_OPEN},      {".\"", UNIT_OPEN},
};
enum { UNITS = sizeof units / sizeof *units };

START_TEST(units_end_sentences)
{
    struct arena arena;
    struct vocab v;
    int id[UNITS];
    arena_init(&arena, "test");
    vocab_init(&v, &arena);
    for (int i = 0; i < UNITS; i++)
        id[i] = vocab_add(&v, units[i].unit, (int)strlen(units[i].unit), 1);
    const unsigned char *end = ends_of(&v, &arena);
    for (int i = 0; i < UNITS; i++)
        ck_assert_msg(end[id[i]] == units[i].end, "\"%s\"", units[i].unit);
    ck_assert_int_eq(end[0], UNIT_OPEN);
    arena_drop(&arena);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("ends");
    tcase_add_test(t, units_end_sentences);
    return test_run("ends", t);
}
