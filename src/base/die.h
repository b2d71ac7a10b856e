/* die: the only way out below cmd/.  For lack of memory and for errors that
 * no caller can act on. */
#ifndef BASE_DIE_H
#define BASE_DIE_H

#include "base/error.h"

/* Prints "s2s: ..." on stderr and exits with the status. */
_Noreturn void die(enum exit_status status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints err's text and hint ("s2s: text", "hint: ..."), and returns its
 * status. */
int error_print(const struct error *err);

#endif
