#include "base/live.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/stop.h"
#include "base/utf8.h"

static struct {
    bool shown;
    int columns; /* of the terminal when it was */
    struct strbuf line;
    struct strbuf picture; /* as it stands there */
    live_draw *draw;
    const void *ctx;
} live = {.line = STRBUF_INIT, .picture = STRBUF_INIT};

/* The shell has written where the frame stood. */
static volatile sig_atomic_t continued;

/* ==== The terminal ==== */

bool live_possible(void)
{
    const char *term = getenv("TERM");
    return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

static struct winsize size(void)
{
    struct winsize w = {0};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) != 0 || w.ws_col == 0)
        w.ws_col = 80;
    if (w.ws_row == 0)
        w.ws_row = 24;
    return w;
}

/* What cannot be shown is lost: nobody could be told. */
static void put(const struct strbuf *b)
{
    for (size_t i = 0; i < b->n;) {
        ssize_t n = write(STDERR_FILENO, b->s + i, b->n - i);
        if (n < 0 && errno != EINTR)
            return;
        i += n > 0 ? (size_t)n : 0;
    }
}

/* The bytes of s that take at most `columns`, and in *used what they take;
 * a colour takes none. */
static size_t fitting(const char *s, size_t n, int columns, int *used)
{
    size_t i = 0;
    *used = 0;
    while (i < n) {
        int len, width = 0;
        if (s[i] == '\033') {
            const char *end = memchr(s + i, 'm', n - i);
            len = (int)(end ? end + 1 - (s + i) : (ptrdiff_t)(n - i));
        } else {
            utf8_next(s + i, n - i, &len);
            width = utf8_width(s + i, (size_t)len);
        }
        if (*used + width > columns)
            break;
        *used += width;
        i += (size_t)len;
    }
    return i;
}

/* The rows that the picture has become on a terminal of `columns`. */
static int rows_of(const struct strbuf *picture, int columns)
{
    int rows = 0;
    for (size_t i = 0; i < picture->n;) {
        size_t n = strcspn(picture->s + i, "\n");
        int used;
        fitting(picture->s + i, n, 1 << 20, &used);
        rows += used > columns ? (used + columns - 1) / columns : 1;
        i += n + 1;
    }
    return rows;
}

/* ==== Frames ==== */

/* To the first column of the first row of what is shown. */
static void go_back(struct strbuf *out, int columns)
{
    int rows = live.shown && !continued ? rows_of(&live.picture, columns) : 0;
    continued = 0;
    strbuf_putc(out, '\r');
    if (rows > 0)
        strbuf_printf(out, "\033[%dA", rows);
}

static void put_lines(struct strbuf *out, const struct strbuf *lines)
{
    for (size_t i = 0; i < lines->n;) {
        size_t n = strcspn(lines->s + i, "\n");
        strbuf_add(out, lines->s + i, n);
        strbuf_puts(out, "\033[K\n");
        i += n + 1;
    }
}

/* One column stays free: a full line makes some terminals wrap. */
static void put_line(struct strbuf *out, int columns)
{
    int used;
    strbuf_add(
        out, live.line.s,
        fitting(live.line.s, strcspn(live.line.s, "\n"), columns - 1, &used));
    strbuf_puts(out, "\033[J\r");
}

/* A frame below `text`, which may be NULL. */
static void show(const char *text)
{
    struct winsize w = size();
    struct strbuf out = STRBUF_INIT, picture = STRBUF_INIT;
    if (live.draw)
        live.draw(&picture, w.ws_col, w.ws_row - 1, live.ctx);
    bool same = live.shown && !continued && !text && w.ws_col == live.columns &&
                picture.n == live.picture.n &&
                memcmp(picture.s, live.picture.s, picture.n) == 0;
    strbuf_puts(&out, "\033[?2026h");
    if (same) {
        strbuf_putc(&out, '\r');
    } else {
        go_back(&out, w.ws_col);
        if (text)
            strbuf_printf(&out, "\033[J%s", text);
        put_lines(&out, &picture);
    }
    put_line(&out, w.ws_col);
    strbuf_puts(&out, "\033[?2026l");
    put(&out);
    strbuf_reset(&live.picture);
    strbuf_add(&live.picture, picture.s, picture.n);
    live.columns = w.ws_col;
    live.shown = true;
    stop_last_words("\r\033[J");
    strbuf_release(&picture);
    strbuf_release(&out);
}

void live_line(const char *line)
{
    strbuf_reset(&live.line);
    strbuf_puts(&live.line, line);
    show(NULL);
}

void live_print(const char *text)
{
    struct strbuf out = STRBUF_INIT;
    if (live.shown && live.draw) {
        show(text);
        return;
    }
    live_end();
    strbuf_puts(&out, text);
    put(&out);
    strbuf_release(&out);
}

void live_end(void)
{
    struct strbuf out = STRBUF_INIT;
    if (!live.shown)
        return;
    go_back(&out, size().ws_col);
    strbuf_puts(&out, "\033[J");
    put(&out);
    strbuf_release(&out);
    strbuf_reset(&live.picture);
    live.shown = false;
    stop_last_words(NULL);
}

static void on_continue(int sig)
{
    continued = sig;
}

void live_picture(live_draw *draw, const void *ctx)
{
    struct sigaction sa = {.sa_flags = SA_RESTART};
    sa.sa_handler = draw ? on_continue : SIG_DFL;
    sigemptyset(&sa.sa_mask);
    sigaction(SIGCONT, &sa, NULL);
    live.draw = draw;
    live.ctx = ctx;
}
