/* report: the family of writers of an alignment.
 *
 * To add a member: (1) write report/report_NAME.c with its row report_NAME;
 * (2) add X(NAME) to REPORT_KINDS.  The options of `s2s align`, help and the
 * loop tests follow.
 *
 * Writers append to a strbuf; what they append for sentence after sentence,
 * framed by begin and end, is one valid document.  A picture's strbuf keeps
 * all of it until the end, where its size is written at the beginning. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "eval/alignment.h"

#define REPORT_KINDS(X) \
    X(csv) X(tsv) X(json) X(pharaoh) X(svg) X(png) X(lines) X(html) X(term)

struct report_options {
    const char *variant;   /* csv: "" matrix, "long", "excel"; else "" */
    int colours;           /* term: 0, 16, 256, 1 << 24 */
    int columns;           /* term: width of the screen */
    bool values;           /* term: numbers instead of shades */
    bool heads;            /* csv, tsv, long: a column for the head */
};

struct report_kind {
    const char *name;
    const char *what;      /* one line for help */
    const char *file;      /* where a picture goes that was given no name;
                            * NULL: data, for stdout */
    const char *variants;  /* space-separated, NULL when there are none */
    const char *missing;   /* the library that this was built without: then
                            * the functions are NULL, too */
    void (*begin)(struct strbuf *out, const struct report_options *o);
    /* sentence counts from 1 */
    void (*sentence)(struct strbuf *out, int sentence,
                     const struct alignment *a,
                     const struct report_options *o);
    void (*end)(struct strbuf *out, const struct report_options *o);
};

const struct report_kind *report_kind(int i);          /* NULL after last */

/* What the rows of a are: "target", or "source" of self-attention. */
const char *report_rows(const struct alignment *a);

#define X(name) extern const struct report_kind report_##name;
REPORT_KINDS(X)
#undef X

#endif
