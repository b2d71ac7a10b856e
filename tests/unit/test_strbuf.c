#include "base/strbuf.h"

#include <string.h>

#include "base/shell.h"
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
        if (b.s[b.n] != 0)
            ck_abort_msg("%zu bytes end without 0", b.n);
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

START_TEST(counts_have_commas)
{
    static const struct { long n; const char *text; } row[] = {
        {0, "0"}, {999, "999"}, {1000, "1,000"}, {1002003, "1,002,003"}};
    for (int i = 0; i < 4; i++) {
        struct strbuf b = STRBUF_INIT;
        strbuf_put_count(&b, row[i].n);
        ck_assert_str_eq(b.s, row[i].text);
        strbuf_release(&b);
    }
}
END_TEST

START_TEST(words_for_a_shell)
{
    struct strbuf b = STRBUF_INIT;
    shell_quote(&b, "a/b-1.tsv");
    shell_word(&b, "it's $x");
    shell_word(&b, "");
    shell_option(&b, "dev", "d e");
    shell_option(&b, "src", NULL);
    ck_assert_str_eq(b.s, "a/b-1.tsv 'it'\\''s $x' '' --dev 'd e'");
    strbuf_release(&b);
}
END_TEST

TEST_MAIN("strbuf", starts_empty, grows, holds_nul_bytes, prints,
          counts_have_commas, words_for_a_shell)
