/* cmd_kinds: the tables of all families, printed: name, formula, source,
 * what is Q, K and V, other names, notes, proofs that do not apply. */
#ifndef CMD_CMD_KINDS_H
#define CMD_CMD_KINDS_H

#include "base/strbuf.h"

void kinds_put(struct strbuf *out);
void kinds_put_json(struct strbuf *out);

#endif
