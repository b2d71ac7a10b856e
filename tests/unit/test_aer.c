#include "eval/aer.h"

#include <string.h>

#include "test.h"

static struct arena arena;

static struct aer_links parse(const char *line, bool swap)
{
    struct aer_links l;
    struct error err;
    ck_assert_msg(aer_parse(&l, line, swap, &arena, &err), "%s", err.text);
    return l;
}

START_TEST(reads_links)
{
    arena_init(&arena, "test");
    struct aer_links l = parse(" 0-1 2?13\t4p5 6P7 \r", false);
    ck_assert_int_eq(l.n, 4);
    ck_assert(l.link[0].i == 0 && l.link[0].j == 1 && l.link[0].sure);
    ck_assert(l.link[1].i == 2 && l.link[1].j == 13 && !l.link[1].sure);
    ck_assert(l.link[2].i == 4 && l.link[2].j == 5 && !l.link[2].sure);
    ck_assert(!l.link[3].sure);
    l = parse("2?13", true);
    ck_assert(l.link[0].i == 13 && l.link[0].j == 2);
    ck_assert_int_eq(parse("", false).n, 0);
    arena_drop(&arena);
}
END_TEST

START_TEST(refuses_others)
{
    static const char *const bad[] = {"1", "a-b", "1-2-3", "-1-2", "1--2",
                                      "1+2", "1 - 2", "1-2x", "1-",
                                      "99999999999999999999999999-1-1-1-1"};
    struct aer_links l;
    struct error err;
    arena_init(&arena, "test");
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        ck_assert_msg(!aer_parse(&l, bad[k], false, &arena, &err), "%s",
                      bad[k]);
        ck_assert_int_eq(err.status, EXIT_DATA);
        ck_assert_ptr_nonnull(strstr(err.text, "is no link"));
    }
    arena_drop(&arena);
}
END_TEST

/* |A| = 3, |S| = 2, |A and S| = 1, |A and P| = 2: 1 - 3/5. */
START_TEST(by_hand)
{
    struct aer sum = {0, 0, 0, 0};
    arena_init(&arena, "test");
    ck_assert_double_eq(aer_value(&sum), 0.0);
    struct aer_links made = parse("0-0 1-2 3-3", false);
    struct aer_links gold = parse("0-0 1-1 1?2", false);
    aer_add(&sum, &made, &gold);
    ck_assert(sum.made == 3 && sum.sure == 2 && sum.in_sure == 1 &&
              sum.in_possible == 2);
    ck_assert_double_eq(aer_value(&sum), 1.0 - 3.0 / 5.0);
    /* A sentence more, all right. */
    made = gold = parse("0-0 1-1", false);
    aer_add(&sum, &made, &gold);
    ck_assert_double_eq(aer_value(&sum), 1.0 - 7.0 / 9.0);
    arena_drop(&arena);
}
END_TEST

TEST_MAIN("aer", reads_links, refuses_others, by_hand)
