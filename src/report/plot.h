/* plot: a small picture of numbers against updates, in SVG. */
#ifndef REPORT_PLOT_H
#define REPORT_PLOT_H

#include "base/strbuf.h"

enum { PLOT_LINES = 8 };

/* x rises; y that is not finite, or beyond 1e300, is left out.  Of many points
 * (a batch differs from the next by more than is learnt in an epoch) each
 * stretch is drawn as its mean. */
struct plot_line {
    const char *name;          /* any text; cut where it is long */
    const double *x, *y;
    int n;
};

/* Appends an <svg> of at most PLOT_LINES lines, coloured by the classes l0 ..
 * l7 (lines), p0 .. p7 (their last points) and axis.  `title` is what a screen
 * reader says; fixed text.  The axis begins at 0 unless all is far above it. */
void plot_svg(struct strbuf *out, const char *title,
              const struct plot_line *line, int lines);

#endif
