#include "base/live.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "base/log.h"
#include "test.h"

/* stderr is a pseudo-terminal whose other end is read; what Check reports
 * goes through a pipe. */
static int screen;

static void resize(int columns, int rows)
{
    struct winsize w = {.ws_col = (unsigned short)columns,
                        .ws_row = (unsigned short)rows};
    ck_assert_int_eq(ioctl(screen, TIOCSWINSZ, &w), 0);
}

static void setup(void)
{
    struct termios raw;
    screen = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert_int_ge(screen, 0);
    ck_assert_int_eq(grantpt(screen), 0);
    ck_assert_int_eq(unlockpt(screen), 0);
    int end = open(ptsname(screen), O_RDWR | O_NOCTTY);
    ck_assert_int_ge(end, 0);
    ck_assert_int_eq(tcgetattr(end, &raw), 0);
    raw.c_oflag &= ~(tcflag_t)OPOST;
    ck_assert_int_eq(tcsetattr(end, TCSANOW, &raw), 0);
    dup2(end, STDERR_FILENO);
    close(end);
    setenv("TERM", "xterm", 1);
    resize(20, 10);
}

/* The bytes that came since the last look.  The kernel hands them over in its
 * own time: a mark written behind them says that there are no more. */
static const char *came(void)
{
    static char bytes[4096];
    static const char mark = '\004';
    size_t n = 0;
    ck_assert_int_eq(write(STDERR_FILENO, &mark, 1), 1);
    do {
        ssize_t more = read(screen, bytes + n, sizeof bytes - n);
        ck_assert_int_gt(more, 0);
        n += (size_t)more;
    } while (bytes[n - 1] != mark && n < sizeof bytes);
    bytes[n - 1] = '\0';
    return bytes;
}

#define FRAME(inside) "\033[?2026h" inside "\033[?2026l"

START_TEST(a_line)
{
    ck_assert(live_possible());
    live_line("one");
    ck_assert_str_eq(came(), FRAME("\rone\033[J\r"));
    live_line("a line that is longer than the screen");
    ck_assert_str_eq(came(), FRAME("\ra line that is long\033[J\r"));
    live_print("words\n");
    ck_assert_str_eq(came(), "\r\033[Jwords\n");
    live_end();
    ck_assert_str_eq(came(), "");
}
END_TEST

/* Two lines; the context is what the second says. */
static void two_lines(struct strbuf *out, int columns, int rows,
                      const void *ctx)
{
    if (rows >= 2)
        strbuf_printf(out, "\033[7m%*s\033[0m\n%s\n", columns - 1, "wide",
                      (const char *)ctx);
}

START_TEST(a_picture)
{
    live_picture(two_lines, "two");
    live_line("line");
    ck_assert_str_eq(came(), FRAME("\r\033[7m               wide\033[0m"
                                   "\033[K\ntwo\033[K\nline\033[J\r"));
    /* what has not changed is not written again */
    live_line("next");
    ck_assert_str_eq(came(), FRAME("\rnext\033[J\r"));
    live_picture(two_lines, "2");
    live_line("next");
    ck_assert_str_eq(came(), FRAME("\r\033[2A\033[7m               wide"
                                   "\033[0m\033[K\n2\033[K\nnext\033[J\r"));
    live_end();
    ck_assert_str_eq(came(), "\r\033[2A\033[J");
}
END_TEST

/* A picture stays below what is printed, in one frame. */
START_TEST(words_above)
{
    live_picture(two_lines, "two");
    live_line("line");
    came();
    log_say("said");
    ck_assert_str_eq(came(), FRAME("\r\033[2A\033[Jsaid\n"
                                   "\033[7m               wide\033[0m"
                                   "\033[K\ntwo\033[K\nline\033[J\r"));
}
END_TEST

/* 19 columns on a screen of 8 have become three rows, "two" is one. */
START_TEST(made_smaller)
{
    live_picture(two_lines, "two");
    live_line("line");
    came();
    resize(8, 10);
    live_line("a longer line");
    ck_assert_str_eq(came(), FRAME("\r\033[4A\033[7m   wide\033[0m\033[K\n"
                                   "two\033[K\na longe\033[J\r"));
    /* and where there is no room, none is drawn */
    resize(8, 2);
    live_line("line");
    ck_assert_str_eq(came(), FRAME("\r\033[2Aline\033[J\r"));
}
END_TEST

/* After a stop, other words stand where the frame stood. */
START_TEST(continued_below)
{
    live_picture(two_lines, "two");
    live_line("line");
    came();
    raise(SIGCONT);
    live_line("line");
    ck_assert_str_eq(came(), FRAME("\r\033[7m               wide\033[0m"
                                   "\033[K\ntwo\033[K\nline\033[J\r"));
}
END_TEST

START_TEST(not_possible)
{
    setenv("TERM", "dumb", 1);
    ck_assert(!live_possible());
    unsetenv("TERM");
    ck_assert(!live_possible());
}
END_TEST

/* A bare root may have none mounted. */
static bool has_terminals(void)
{
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

int main(void)
{
    TCase *t = tcase_create("live");
    if (!has_terminals()) {
        puts("skipped: there are no pseudo-terminals here");
        return test_run("live", t);
    }
    tcase_add_checked_fixture(t, setup, NULL);
    tcase_add_test(t, a_line);
    tcase_add_test(t, a_picture);
    tcase_add_test(t, words_above);
    tcase_add_test(t, made_smaller);
    tcase_add_test(t, continued_below);
    tcase_add_test(t, not_possible);
    return test_run("live", t);
}
