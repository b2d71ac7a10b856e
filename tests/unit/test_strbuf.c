#include "base/strbuf.h"

#include <string.h>

#include "test.h"

START_TEST(starts_empty)
{
    struct strbuf b = STRBUF_INIT, c;
    strbuf_init(&c);
    ck_assert_str_eq(b.s, "");
    ck_assert_str_eq(c.s, "");
    strbuf_reset(&b);
    strbuf_release(&b);
    strbuf_release(&b);
    ck_assert_uint_eq(b.n, 0);
}
END_TEST

START_TEST(grows)
{
    struct strbuf b = STRBUF_INIT;
    for (int i = 0; i < 100000; i++) {
        strbuf_putc(&b, 'a' + i % 26);
        ck_assert_int_eq(b.s[b.n], 0);
    }
    ck_assert_uint_eq(b.n, 100000);
    ck_assert_uint_lt(b.cap, 200000);
    ck_assert_int_eq(b.s[27], 'b');
    strbuf_reset(&b);
    ck_assert_uint_eq(b.n, 0);
    ck_assert_str_eq(b.s, "");
    ck_assert_uint_ge(b.cap, 100000);
    strbuf_release(&b);
}
END_TEST

START_TEST(holds_nul_bytes)
{
    struct strbuf b = STRBUF_INIT;
    strbuf_add(&b, "a\0b", 3);
    strbuf_add(&b, NULL, 0);
    strbuf_puts(&b, "c");
    ck_assert_uint_eq(b.n, 4);
    ck_assert_mem_eq(b.s, "a\0bc", 5);
    strbuf_release(&b);
}
END_TEST

START_TEST(prints)
{
    struct strbuf b = STRBUF_INIT;
    strbuf_printf(&b, "%s", "");
    ck_assert_str_eq(b.s, "");
    strbuf_printf(&b, "%d-%s", 42, "x");
    strbuf_printf(&b, "%200s", "y");
    ck_assert_uint_eq(b.n, 204);
    ck_assert_mem_eq(b.s, "42-x  ", 6);
    ck_assert_int_eq(b.s[203], 'y');
    strbuf_release(&b);
}
END_TEST

TEST_MAIN("strbuf", starts_empty, grows, holds_nul_bytes, prints)
