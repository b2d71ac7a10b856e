#include "base/log.h"

#include <string.h>

#include "test.h"

static FILE *captured;
static int saved;

static void setup(void)
{
    captured = tmpfile();
    ck_assert_ptr_nonnull(captured);
    saved = dup(STDERR_FILENO);
    dup2(fileno(captured), STDERR_FILENO);
}

/* stderr is put back first: Check reports through it. */
static void check_stderr(const char *want)
{
    char got[1000];
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    rewind(captured);
    size_t n = fread(got, 1, sizeof(got) - 1, captured);
    got[n] = '\0';
    ck_assert_str_eq(got, want);
}

START_TEST(says)
{
    log_say("%d lines", 3);
    log_say("already ended\n");
    log_say("two\nlines\n");
    log_say("%s", "");
    log_say("esc \033 bell \a");
    log_warn("careful");
    check_stderr("3 lines\nalready ended\ntwo\nlines\n\n"
                 "esc <U+001B> bell <U+0007>\ns2s: warning: careful\n");
}
END_TEST

START_TEST(quiet)
{
    log_quiet(true);
    log_say("no");
    log_live("no");
    log_warn("yes");
    log_live_end();
    check_stderr("s2s: warning: yes\n");
}
END_TEST

/* Not a terminal: plain lines, one in ten seconds. */
START_TEST(live_line_in_a_file)
{
    for (int i = 0; i < 1000; i++)
        log_live("step %d", i);
    log_live_end();
    check_stderr("step 0\n");
}
END_TEST

static int colours(const char *force, const char *no, const char *term,
                   const char *mode)
{
    unsetenv("FORCE_COLOR");
    unsetenv("NO_COLOR");
    unsetenv("COLORTERM");
    setenv("TERM", term, 1);
    if (force != NULL)
        setenv("FORCE_COLOR", force, 1);
    if (no != NULL)
        setenv("NO_COLOR", no, 1);
    if (mode != NULL)
        setenv("COLORTERM", mode, 1);
    return log_colours(STDERR_FILENO);
}

START_TEST(colour_depth)
{
    ck_assert_int_eq(colours(NULL, NULL, "xterm-256color", NULL), 0);
    ck_assert_int_eq(colours("1", NULL, "dumb", NULL), 16);
    ck_assert_int_eq(colours("2", "1", "xterm", NULL), 256);
    ck_assert_int_eq(colours("3", NULL, "xterm", NULL), 1 << 24);
    ck_assert_int_eq(colours("0", NULL, "xterm", NULL), 0);
    ck_assert_int_eq(colours("yes", NULL, "xterm", NULL), 16);
    ck_assert_int_eq(colours("yes", NULL, "xterm-256color", NULL), 256);
    ck_assert_int_eq(colours("yes", NULL, "xterm", "truecolor"), 1 << 24);
    ck_assert_int_eq(colours("", NULL, "xterm", NULL), 0);
    dup2(saved, STDERR_FILENO);
}
END_TEST

START_TEST(columns)
{
    setenv("COLUMNS", "132", 1);
    ck_assert_int_eq(log_columns(STDERR_FILENO), 132);
    setenv("COLUMNS", "x", 1);
    ck_assert_int_eq(log_columns(STDERR_FILENO), 80);
    unsetenv("COLUMNS");
    ck_assert_int_eq(log_columns(STDERR_FILENO), 80);
    dup2(saved, STDERR_FILENO);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("log");
    tcase_add_checked_fixture(t, setup, NULL);
    tcase_add_test(t, says);
    tcase_add_test(t, quiet);
    tcase_add_test(t, live_line_in_a_file);
    tcase_add_test(t, colour_depth);
    tcase_add_test(t, columns);
    return test_run("log", t);
}
