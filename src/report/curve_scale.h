/* curve_scale: the axes that all drawings of a curve share. */
#ifndef REPORT_CURVE_SCALE_H
#define REPORT_CURVE_SCALE_H

#include "report/curve.h"

struct curve_scale {
    double x_max, x_step;   /* words */
    double y_max, y_step;   /* BLEU */
    long train_max;         /* of one bin; 0 when nothing is known */
};

/* Where the lecture sees attention pull away. */
#define CURVE_LONG 20

struct curve_scale curve_scale_of(const struct curve *c, int n);

/* The words from and to which a bin reaches on the axis. */
double curve_bin_from(const struct bylen_bin *b);
double curve_bin_to(const struct bylen_bin *b, const struct curve_scale *s);

/* The bin of a system that begins at lo words, or NULL. */
const struct bylen_bin *curve_bin_at(const struct curve *c, int lo);
/* The least beginning of any system's bins above `lo`, or 0. */
int curve_next_lo(const struct curve *c, int n, int lo);

/* Appends "11-20", or "51+" for an open bin. */
void curve_bin_name(struct strbuf *out, const struct bylen_bin *b);

#endif
