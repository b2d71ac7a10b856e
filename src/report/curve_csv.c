/* The curve as tidy rows, a bin and system each. */
#include <limits.h>

#include "report/curve.h"
#include "report/report_grid.h"

void curve_csv(struct strbuf *out, const struct curve *c, int n)
{
    strbuf_puts(out, "bin_lo,bin_hi,system,sentences,mean_length,bleu,low,"
                     "high,bp,train\n");
    for (int k = 0; k < n; k++)
        for (int i = 0; i < c[k].by->bins; i++) {
            const struct bylen_bin *b = &c[k].by->bin[i];

            /* An open bin ends at "inf", which R and pandas read. */
            strbuf_printf(out, "%d,", b->lo);
            if (b->hi == INT_MAX)
                strbuf_puts(out, "inf,");
            else
                strbuf_printf(out, "%d,", b->hi);
            report_csv_token(out, c[k].name);
            strbuf_printf(out, ",%d,%.6g,%.6f,%.6f,%.6f,%.6f,%ld\n", b->n,
                          b->mean_len, b->score.bleu, b->low, b->high,
                          b->score.bp, b->train);
        }
}
