/* cmd_check: what `s2s check` prints: for a reader, and as JSON. */
#ifndef CMD_CMD_CHECK_H
#define CMD_CMD_CHECK_H

#include "base/strbuf.h"
#include "text/check.h"

struct check_view {
    const struct check *check;
    const struct finding *finding;     /* [findings] none of them clean */
    int findings;
    const struct finding *clean;       /* [cleans] */
    int cleans;
    int columns;                       /* of the screen */
};

void check_put(struct strbuf *out, const struct check_view *v);
void check_put_json(struct strbuf *out, const struct check_view *v);

#endif
