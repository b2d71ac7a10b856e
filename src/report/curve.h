/* curve: BLEU against source length, drawn: the lecture's figure.  One or
 * more systems, the band of each bin's 95 % interval, the histogram of
 * training lengths underneath, a line at 20 words. */
#ifndef REPORT_CURVE_H
#define REPORT_CURVE_H

#include "base/strbuf.h"
#include "eval/bylen.h"

struct curve {
    const char *name;          /* legend: "concat", "none" */
    const struct bylen *by;
};

void curve_svg(struct strbuf *out, const struct curve *c, int n,
               const char *title);
/* bin_lo,bin_hi,system,sentences,mean_length,bleu,low,high,bp,train */
void curve_csv(struct strbuf *out, const struct curve *c, int n);
/* A table of all bins (of more than two systems without intervals), and a
 * plot of characters `columns` wide with `colours` (0, 16, 256, 1 << 24). */
void curve_table(struct strbuf *out, const struct curve *c, int n);
/* Of each system BLEU in the last bin over BLEU in the first. */
void curve_ratio(struct strbuf *out, const struct curve *c, int n);
/* "by_length": an array of bins, "ratio" and its interval. */
void curve_json(struct strbuf *out, const struct bylen *by);
void curve_term(struct strbuf *out, const struct curve *c, int n,
                int columns, int colours);

#endif
