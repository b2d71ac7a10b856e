#include "base/error.h"

#include <string.h>

#include "base/die.h"
#include "test.h"

START_TEST(sets_text_and_status)
{
    struct error e = {EXIT_OK, "old", "old hint"};
    ck_assert(!error_set(&e, EXIT_DATA, "%s:%d: bad", "a.tsv", 3));
    ck_assert_int_eq(e.status, EXIT_DATA);
    ck_assert_str_eq(e.text, "a.tsv:3: bad");
    ck_assert_str_eq(e.hint, "");
    ck_assert(!error_hint(&e, "try %s", "b.tsv"));
    ck_assert_str_eq(e.hint, "try b.tsv");
    ck_assert_int_eq(e.status, EXIT_DATA);
}
END_TEST

START_TEST(may_quote_itself)
{
    struct error e;
    error_set(&e, EXIT_IO, "inner");
    error_set(&e, EXIT_MODEL, "outer (%s)", e.text);
    ck_assert_str_eq(e.text, "outer (inner)");
    error_hint(&e, "x");
    ck_assert(!error_prefix(&e, "m.%s", "bin"));
    ck_assert_str_eq(e.text, "m.bin: outer (inner)");
    ck_assert_str_eq(e.hint, "x");
    ck_assert_int_eq(e.status, EXIT_MODEL);
}
END_TEST

START_TEST(cuts_what_is_too_long)
{
    static char big[5000];
    struct error e;
    memset(big, 'x', sizeof(big) - 1);
    error_set(&e, EXIT_IO, "%s", big);
    ck_assert_uint_eq(strlen(e.text), sizeof(e.text) - 1);
    error_prefix(&e, "abc");
    ck_assert_uint_eq(strlen(e.text), sizeof(e.text) - 1);
    ck_assert_mem_eq(e.text, "abc: xxx", 8);
    error_prefix(&e, "%s", big);
    ck_assert_uint_eq(strlen(e.text), sizeof(e.text) - 1);
}
END_TEST

START_TEST(dies_with_status)
{
    die(EXIT_MODEL, "a test of %s", "die");
}
END_TEST

/* Control characters in the text must not reach the terminal. */
START_TEST(prints_visibly)
{
    struct error e;
    char got[200] = "";
    FILE *f = tmpfile();
    ck_assert_ptr_nonnull(f);
    int saved = dup(STDERR_FILENO);
    dup2(fileno(f), STDERR_FILENO);
    error_set(&e, EXIT_USAGE, "a\033[31mb");
    error_hint(&e, "h\xff");
    ck_assert_int_eq(error_print(&e), EXIT_USAGE);
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    rewind(f);
    ck_assert_uint_gt(fread(got, 1, sizeof(got) - 1, f), 0);
    fclose(f);
    ck_assert_str_eq(got, "s2s: a<U+001B>[31mb\nhint: h<0xFF>\n");
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("error");
    tcase_add_test(t, sets_text_and_status);
    tcase_add_test(t, may_quote_itself);
    tcase_add_test(t, cuts_what_is_too_long);
    tcase_add_exit_test(t, dies_with_status, EXIT_MODEL);
    tcase_add_test(t, prints_visibly);
    return test_run("error", t);
}
