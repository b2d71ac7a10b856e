/* cmd_complete: completion scripts for shells, from the tables of commands
 * and options. */
#ifndef CMD_CMD_COMPLETE_H
#define CMD_CMD_COMPLETE_H

#include "base/strbuf.h"

void complete_bash(struct strbuf *out);
void complete_zsh(struct strbuf *out);
void complete_fish(struct strbuf *out);

#endif
