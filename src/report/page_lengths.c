/* The lecture's figure and the numbers in it. */
#include "report/curve_scale.h"
#include "report/html_table.h"
#include "report/page.h"

static void put_header(struct strbuf *out, const struct page *p)
{
    strbuf_puts(out, "<div class=\"wide\">\n<table class=\"d\">\n<caption>"
                     "BLEU [95 % bootstrap interval] by words of the "
                     "source</caption>\n<thead><tr><th scope=\"col\">words"
                     "</th><th scope=\"col\" class=\"n\">sentences</th>");
    for (int k = 0; k < p->curves; k++) {
        strbuf_puts(out, "<th scope=\"col\">");
        html_word(out, p->curve[k].name);
        strbuf_puts(out, "</th>");
    }
    strbuf_puts(out, "</tr></thead>\n<tbody>\n");
}

static void put_bin(struct strbuf *out, const struct page *p, int lo)
{
    const struct bylen_bin *b = NULL;

    for (int k = 0; k < p->curves && !b; k++)
        b = curve_bin_at(&p->curve[k], lo);
    strbuf_puts(out, "<tr><th scope=\"row\">");
    curve_bin_name(out, b);
    strbuf_printf(out, "</th><td class=\"n\">%d</td>", b->n);
    for (int k = 0; k < p->curves; k++) {
        b = curve_bin_at(&p->curve[k], lo);
        strbuf_puts(out, "<td>");
        if (b)
            strbuf_printf(out, "%.1f [%.1f, %.1f]", b->score.bleu, b->low,
                          b->high);
        strbuf_puts(out, "</td>");
    }
    strbuf_puts(out, "</tr>\n");
}

static void put_all(struct strbuf *out, const struct page *p)
{
    strbuf_printf(out,
                  "<tr><th scope=\"row\">all</th><td class=\"n\">%d</td>",
                  p->curve[0].by->n);
    for (int k = 0; k < p->curves; k++)
        strbuf_printf(out, "<td>%.1f [%.1f, %.1f]</td>",
                      p->curve[k].by->all.bleu, p->curve[k].by->low,
                      p->curve[k].by->high);
    strbuf_puts(out, "</tr>\n</tbody>\n</table>\n</div>\n");
}

void page_lengths(struct strbuf *out, const struct page *p)
{
    if (p->curves == 0) {
        strbuf_puts(out, "<p class=\"soft\">Not measured: s2s report MODEL "
                         "--test FILE does it.</p>\n");
        return;
    }
    strbuf_puts(out, "<p class=\"soft\">Measured on ");
    html_text(out, p->test);
    strbuf_puts(out, ".</p>\n<figure>\n");
    curve_svg(out, p->curve, p->curves, "BLEU against source length");
    strbuf_puts(out, "</figure>\n");
    put_header(out, p);
    for (int lo = curve_next_lo(p->curve, p->curves, 0); lo > 0;
         lo = curve_next_lo(p->curve, p->curves, lo))
        put_bin(out, p, lo);
    put_all(out, p);
}
