/* cmd_shell: command lines that a reader can paste. */
#ifndef CMD_CMD_SHELL_H
#define CMD_CMD_SHELL_H

#include "base/strbuf.h"

/* Appends a space and the word as a shell takes it. */
void shell_word(struct strbuf *out, const char *word);
/* " --name value"; nothing when value is NULL. */
void shell_option(struct strbuf *out, const char *name, const char *value);

#endif
