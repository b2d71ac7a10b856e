/* cmd_unseen: the warning of characters, or words, that the training never
 * had, of which a model knows nothing.  Each is named once. */
#ifndef CMD_CMD_UNSEEN_H
#define CMD_CMD_UNSEEN_H

#include "base/table.h"
#include "cmd/cmd_text.h"

struct unseen {
    const struct model *m;
    struct table told;
};

void unseen_init(struct unseen *u, const struct model *m,
                 struct arena *arena);

/* Of a translation's `unknown`. */
void unseen_warn(struct unseen *u, const char *unknown, const char *name,
                 long line);

/* Of both sides, but for one that is NULL. */
void unseen_warn_pair(struct unseen *u, struct text_pair p, const char *name,
                      long line);

#endif
