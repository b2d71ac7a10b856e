#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Every message is built in a buffer of its own, so that an argument may be
 * the very text that is being replaced. */

bool error_set(struct error *err, enum exit_status status,
               const char *format, ...)
{
    char text[sizeof(err->text)];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof(text), format, ap);
    va_end(ap);
    err->status = status;
    memcpy(err->text, text, sizeof(text));
    err->hint[0] = '\0';
    return false;
}

bool error_hint(struct error *err, const char *format, ...)
{
    char hint[sizeof(err->hint)];
    va_list ap;
    va_start(ap, format);
    vsnprintf(hint, sizeof(hint), format, ap);
    va_end(ap);
    memcpy(err->hint, hint, sizeof(hint));
    return false;
}

/* A prefix longer than the whole text leaves no room for what it prefixes;
 * the cut is at the end, where the least is lost. */
bool error_prefix(struct error *err, const char *format, ...)
{
    char text[sizeof(err->text)];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof(text), format, ap);
    va_end(ap);
    strncat(text, ": ", sizeof(text) - strlen(text) - 1);
    strncat(text, err->text, sizeof(text) - strlen(text) - 1);
    memcpy(err->text, text, sizeof(text));
    return false;
}
