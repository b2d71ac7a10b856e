/* shell: command lines that a reader can paste. */
#ifndef BASE_SHELL_H
#define BASE_SHELL_H

#include "base/strbuf.h"

/* Appends the word as a shell takes it. */
void shell_quote(struct strbuf *out, const char *word);
/* The same after a space. */
void shell_word(struct strbuf *out, const char *word);
/* " --name value"; nothing when value is NULL. */
void shell_option(struct strbuf *out, const char *name, const char *value);

#endif
