/* vectors: a table of vectors, a row each, such as the position vectors that
 * are added to a sentence's embeddings: written, or drawn as a heat map. */
#ifndef REPORT_VECTORS_H
#define REPORT_VECTORS_H

#include "base/real.h"
#include "base/strbuf.h"

struct vectors {
    const char *kind;      /* "sin" */
    const char *title;     /* what they are, for a reader */
    int rows, cols;
    const real *x;         /* [rows x cols] */
};

/* A header and a line a vector: its number, then its elements. */
void vectors_text(struct strbuf *out, const struct vectors *v);
/* {"schema_version", "kind", "rows", "columns", "vectors": [[...], ...]} */
void vectors_json(struct strbuf *out, const struct vectors *v);
/* Positions down, dimensions across; viridis from -m to m, the largest
 * magnitude, written at the scale; a tooltip on each cell. */
void vectors_svg(struct strbuf *out, const struct vectors *v);

#endif
