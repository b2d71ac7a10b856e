#include "base/die.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/strbuf.h"
#include "base/utf8.h"

/* File names and data stand in messages: none of it may drive a terminal. */
static void print_visible(const char *label, const char *text)
{
    struct strbuf line = STRBUF_INIT;
    utf8_printable(&line, text, strlen(text));
    fprintf(stderr, "%s%s\n", label, line.s);
    strbuf_release(&line);
}

void die(enum exit_status status, const char *format, ...)
{
    struct error err;
    va_list ap;
    va_start(ap, format);
    vsnprintf(err.text, sizeof(err.text), format, ap);
    va_end(ap);
    if (status == EXIT_MEMORY) {
        /* no allocation from here on, or this would call itself */
        fprintf(stderr, "s2s: %s\n", err.text);
        exit(status);
    }
    err.status = status;
    err.hint[0] = '\0';
    exit(error_print(&err));
}

int error_print(const struct error *err)
{
    log_live_end();
    print_visible("s2s: ", err->text);
    if (err->hint[0] != '\0')
        print_visible("hint: ", err->hint);
    return err->status;
}
