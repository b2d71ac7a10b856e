/* report_grid: an alignment as a matrix or as tidy rows of cells; what CSV
 * and TSV share. */
#ifndef REPORT_REPORT_GRID_H
#define REPORT_REPORT_GRID_H

#include "report/report.h"

struct grid_style {
    char separator;
    const char *eol;
    /* Appends a token as this format quotes it. */
    void (*token)(struct strbuf *out, const char *s);
};

/* First row: an empty cell, then the source tokens; then a row for each
 * target token.  An empty line between matrices. */
void grid_matrix(struct strbuf *out, int sentence, const struct alignment *a,
                 const struct grid_style *style);

/* One row a weight; the header names the columns, `heads` adds one. */
void grid_long_header(struct strbuf *out, const struct grid_style *style,
                      bool heads);
void grid_long(struct strbuf *out, int sentence, const struct alignment *a,
               const struct grid_style *style, bool heads);

/* A cell of CSV as RFC 4180 quotes it (report_csv.c). */
void report_csv_token(struct strbuf *out, const char *s);

#endif
