/* Matrices and tidy rows. */
#include "report/report_grid.h"

/* Nine digits: what a float holds, and a row of them sums to 1 within 1e-8.
 * The program never calls setlocale, so the decimal point is a point. */
static void put_weight(struct strbuf *out, double w)
{
    strbuf_printf(out, "%.9g", w);
}

void grid_matrix(struct strbuf *out, int sentence, const struct alignment *a,
                 const struct grid_style *style)
{
    if (sentence > 1 || a->follows)
        strbuf_puts(out, style->eol);
    for (int j = 0; j < a->Tx; j++) {
        strbuf_putc(out, style->separator);
        style->token(out, a->src[j]);
    }
    strbuf_puts(out, style->eol);
    for (int i = 0; i < a->Ty; i++) {
        style->token(out, a->tgt[i]);
        for (int j = 0; j < a->Tx; j++) {
            strbuf_putc(out, style->separator);
            put_weight(out, a->weight[(size_t)i * (size_t)a->Tx + (size_t)j]);
        }
        strbuf_puts(out, style->eol);
    }
}

void grid_long_header(struct strbuf *out, const struct grid_style *style,
                      bool heads)
{
    static const char *const names[] = {"sentence",        "target_position",
                                        "source_position", "target",
                                        "source",          "weight"};

    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        if (k)
            strbuf_putc(out, style->separator);
        strbuf_puts(out, names[k]);
    }
    if (heads)
        strbuf_printf(out, "%chead", style->separator);
    strbuf_puts(out, style->eol);
}

void grid_long(struct strbuf *out, int sentence, const struct alignment *a,
               const struct grid_style *style, bool heads)
{
    char c = style->separator;

    for (int i = 0; i < a->Ty; i++)
        for (int j = 0; j < a->Tx; j++) {
            strbuf_printf(out, "%d%c%d%c%d%c", sentence, c, i + 1, c, j + 1, c);
            style->token(out, a->tgt[i]);
            strbuf_putc(out, c);
            style->token(out, a->src[j]);
            strbuf_putc(out, c);
            put_weight(out, a->weight[(size_t)i * (size_t)a->Tx + (size_t)j]);
            if (heads)
                strbuf_printf(out, "%c%d", c, a->head);
            strbuf_puts(out, style->eol);
        }
}
