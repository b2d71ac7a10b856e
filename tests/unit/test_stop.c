#include "base/stop.h"

#include <signal.h>

#include "test.h"

START_TEST(first_signal_asks)
{
    stop_install();
    ck_assert_int_eq(stop_signal(), 0);
    raise(SIGTERM);
    ck_assert_int_eq(stop_signal(), SIGTERM);
}
END_TEST

START_TEST(second_signal_ends)
{
    stop_install();
    raise(SIGINT);
    ck_assert_int_eq(stop_signal(), SIGINT);
    raise(SIGTERM);
}
END_TEST

/* As a shell without job control starts its background commands. */
START_TEST(works_where_ignored)
{
    signal(SIGINT, SIG_IGN);
    stop_install();
    raise(SIGINT);
    ck_assert_int_eq(stop_signal(), SIGINT);
}
END_TEST

/* A terminal that closes says so twice; nohup has it ignored. */
START_TEST(a_closed_terminal_asks)
{
    stop_install();
    raise(SIGHUP);
    ck_assert_int_eq(stop_signal(), SIGTERM);
    raise(SIGHUP);
}
END_TEST

START_TEST(nohup_goes_on)
{
    signal(SIGHUP, SIG_IGN);
    stop_install();
    raise(SIGHUP);
    ck_assert_int_eq(stop_signal(), 0);
    stop_remove();
    raise(SIGHUP);
}
END_TEST

START_TEST(removed_it_ends)
{
    stop_install();
    stop_remove();
    raise(SIGTERM);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("stop");
    tcase_add_test(t, first_signal_asks);
    tcase_add_test_raise_signal(t, second_signal_ends, SIGTERM);
    tcase_add_test(t, works_where_ignored);
    tcase_add_test(t, a_closed_terminal_asks);
    tcase_add_test(t, nohup_goes_on);
    tcase_add_test_raise_signal(t, removed_it_ends, SIGTERM);
    return test_run("stop", t);
}
