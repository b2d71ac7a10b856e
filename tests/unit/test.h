/* test: what every unit test program shares.
 *
 * A program is a list of Check tests and one line at the end:
 *
 *     START_TEST(grows)
 *     {
 *         ck_assert_int_eq(1 + 1, 2);
 *     }
 *     END_TEST
 *
 *     TEST_MAIN("arena", grows, shrinks)
 *
 * One with loop tests or fixtures writes main itself and ends it with
 * `return test_run(name, cases);`.  The exit status is the result;
 * tests/run.sh adds up the totals that Check prints.  Each test runs in a
 * process of its own (CK_FORK=no: all in this one, for a debugger). */
#ifndef TEST_H
#define TEST_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

/* Sanitizers make everything some ten times slower. */
#if defined(__SANITIZE_ADDRESS__)
#define TEST_SLOWER 10
#elif defined(__has_feature) /* how clang says it */
#if __has_feature(address_sanitizer)
#define TEST_SLOWER 10
#endif
#endif
#ifndef TEST_SLOWER
#define TEST_SLOWER 1
#endif

/* Processor time of this program: what else runs beside it does not count. */
static inline double test_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* Runs the cases, NULL after the last, and returns main's result. */
static inline int test_run_all(const char *name, TCase *const *cases)
{
    Suite *suite = suite_create(name);
    for (; *cases; cases++)
        suite_add_tcase(suite, *cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* CK_RUN_CASE=NAME in the environment runs one of them alone. */
#define test_run(name, ...) \
    test_run_all(name, (TCase *const[]){__VA_ARGS__, NULL})

#define TEST_MAIN(name, ...)                                               \
    int main(void)                                                         \
    {                                                                      \
        const TTest *const tests[] = {__VA_ARGS__};                        \
        TCase *cases = tcase_create(name);                                 \
        for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)      \
            tcase_add_test(cases, tests[i]);                               \
        return test_run(name, cases);                                      \
    }

/* Of n bytes those that are control characters, but for the end of a line.
 * (Each ck_assert that holds is a system call: inner loops count.) */
static inline int test_controls(const char *s, size_t n)
{
    int controls = 0;
    for (size_t i = 0; i < n; i++)
        controls += s[i] != '\n' && (unsigned char)s[i] < 0x20;
    return controls;
}

/* Members of a family: name(i) is NULL past the last. */
static inline int test_count(const char *(*name)(int))
{
    int n = 0;
    while (name(n))
        n++;
    return n;
}

/* A fixture for tests that write files (tcase_add_checked_fixture): each
 * runs in an empty directory of its own, which goes with all it holds (that
 * of a test which failed goes with the TMPDIR of tests/run.sh). */
static inline void test_enter_dir(void)
{
    const char *parent = getenv("TMPDIR");
    char dir[4096];
    snprintf(dir, sizeof(dir), "%s/s2s-test-XXXXXX",
             parent != NULL ? parent : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    ck_assert_int_eq(chdir(dir), 0);
}

static inline void test_leave_dir(void)
{
    char dir[4096], command[4200];
    ck_assert_ptr_nonnull(getcwd(dir, sizeof(dir)));
    ck_assert_int_eq(chdir("/"), 0);
    snprintf(command, sizeof(command), "rm -rf '%s'", dir);
    ck_assert_int_eq(system(command), 0);
}

#endif
