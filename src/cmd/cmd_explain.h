/* cmd_explain: what `s2s explain` prints of one sentence, as text for a
 * reader and as a line of JSON. */
#ifndef CMD_CMD_EXPLAIN_H
#define CMD_CMD_EXPLAIN_H

#include "base/strbuf.h"
#include "task/explain.h"

struct explain_view {
    const struct model *model;
    const struct explanation *x;
    int head, heads;           /* the heads shown: head .. head + heads */
    int from, to;              /* the steps shown */
    bool vectors;
    const double *gradient;    /* [Tx] of step `from`, or NULL */
    double loss;               /* of that step */
    struct arena *arena;
};

/* The columns of a matrix `width` wide that belong to a head. */
struct explain_part {
    int from, n;
};
struct explain_part explain_part(const struct explanation *x, int width,
                                 int head);

/* Are there keys, queries, values that are not h_j, s_{i-1}, h_j? */
bool explain_has_keys(const struct explanation *x);
bool explain_has_queries(const struct explanation *x);
bool explain_has_values(const struct explanation *x);

void explain_put(struct strbuf *out, const struct explain_view *v);
void explain_put_json(struct strbuf *out, const struct explain_view *v);

/* The rows of the families that the model uses, before all sentences. */
void explain_put_kinds(struct strbuf *out, const struct model *m);

#endif
