/* error: what went wrong in the outside world (files, text, options).
 *
 * A function that can fail for such a reason returns bool and fills a
 * struct error: one line "where: what was found; what was expected", a hint
 * line that says what to do, and an exit status (README, "Files and exit
 * codes").
 * Mistakes of the programmer are asserts; lack of memory is die(). */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

enum exit_status {
    EXIT_OK = 0,
    EXIT_OTHER = 1,
    EXIT_USAGE = 2,
    EXIT_DATA = 3,
    EXIT_MODEL = 4,
    EXIT_IO = 5,
    EXIT_DIVERGED = 6,
    EXIT_MEMORY = 8,
    EXIT_INT = 130,
    EXIT_TERM = 143
};

struct error {
    enum exit_status status;
    char text[1024];   /* without "s2s: " and without a newline */
    char hint[1024];   /* empty when there is nothing to advise */
};

/* Fills err (which may hold an older error) and returns false, so that
 * `return error_set(err, EXIT_DATA, "...")` is the whole error path.
 * The hint is cleared. */
bool error_set(struct error *err, enum exit_status status,
               const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds the hint; returns false too. */
bool error_hint(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts "prefix: " before the text; returns false. */
bool error_prefix(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
