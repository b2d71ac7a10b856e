#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/live.h"
#include "base/strbuf.h"
#include "base/utf8.h"

static bool quiet;

static struct {
    bool begun;
    double last;     /* when the live line was last printed */
} live;

void log_quiet(bool q)
{
    quiet = q;
}

/* ==== Printing ==== */

/* The message, safe for a terminal; its own line breaks stay. */
static void build(struct strbuf *out, const char *format, va_list ap)
{
    struct strbuf raw = STRBUF_INIT;
    strbuf_vprintf(&raw, format, ap);
    utf8_printable_lines(out, raw.s, raw.n);
    strbuf_release(&raw);
}

static void print(const char *label, const char *format, va_list ap)
{
    struct strbuf line = STRBUF_INIT;
    strbuf_puts(&line, label);
    build(&line, format, ap);
    if (line.n == 0 || line.s[line.n - 1] != '\n')
        strbuf_putc(&line, '\n');
    live_print(line.s);
    strbuf_release(&line);
}

void log_say(const char *format, ...)
{
    va_list ap;
    if (quiet)
        return;
    va_start(ap, format);
    print("", format, ap);
    va_end(ap);
}

void log_warn(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    print("s2s: warning: ", format, ap);
    va_end(ap);
}

/* ==== The live line ==== */

void log_live(const char *format, ...)
{
    bool terminal = live_possible();
    double now = clock_seconds();
    if (quiet || (live.begun && now - live.last < (terminal ? 0.1 : 10)))
        return;
    live.begun = true;
    live.last = now;
    struct strbuf line = STRBUF_INIT;
    va_list ap;
    va_start(ap, format);
    build(&line, format, ap);
    va_end(ap);
    if (terminal)
        live_line(line.s);
    else
        fprintf(stderr, "%s\n", line.s);
    strbuf_release(&line);
}

void log_live_end(void)
{
    live_end();
}

/* ==== The terminal ==== */

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

static int colours_of_term(void)
{
    const char *mode = getenv("COLORTERM"), *term = getenv("TERM");
    if (mode != NULL && (strcmp(mode, "truecolor") == 0 ||
                         strcmp(mode, "24bit") == 0))
        return 1 << 24;
    return term != NULL && strstr(term, "256color") != NULL ? 256 : 16;
}

/* FORCE_COLOR's digit is a depth: 0 none, 1 16, 2 256, 3 1 << 24. */
static int forced_colours(const char *value)
{
    static const int depth[] = {0, 16, 256, 1 << 24};
    if (value[0] >= '0' && value[0] <= '3' && value[1] == '\0')
        return depth[value[0] - '0'];
    return strcmp(value, "false") == 0 ? 0 : colours_of_term();
}

int log_colours(int fd)
{
    const char *term = getenv("TERM");
    if (is_set("FORCE_COLOR"))
        return forced_colours(getenv("FORCE_COLOR"));
    if (is_set("NO_COLOR") || term == NULL || strcmp(term, "dumb") == 0)
        return 0;
    return isatty(fd) ? colours_of_term() : 0;
}

int log_columns(int fd)
{
    struct winsize w;
    if (ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
        return w.ws_col;
    const char *columns = getenv("COLUMNS");
    int n = columns != NULL ? (int)strtol(columns, NULL, 10) : 0;
    return n > 0 && n < 10000 ? n : 80;
}
