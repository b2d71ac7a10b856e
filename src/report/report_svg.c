/* The matrix as a picture: source across, target down, viridis, a number in
 * each cell that matters and a tooltip on all.  A screen reader finds a
 * table: rows, their headers, cells. */
#include "report/colormap.h"
#include "report/report.h"
#include "report/svg_page.h"

enum {
    CELL = 32,    /* pixels */
    CAPTION = 22, /* height of the line above the words */
    GAP = 8,      /* between words and cells */
    SCALE_HEIGHT = 46,
    SCALE_WIDTH = 180
};

/* Source words lean at 60 degrees. */
static const double lean_sin = 0.8660254, lean_cos = 0.5;

/* The width of the widest word in pixels. */
static double widest(const char *const *word, int n)
{
    double most = 0.0;

    for (int k = 0; k < n; k++) {
        double width = svg_word_width(word[k]);

        if (width > most)
            most = width;
    }
    return most;
}

/* ==== A sentence ==== */

/* Where the matrix stands on the page: its corner, in pixels. */
struct place {
    double x, y;
};

static void put_source(struct strbuf *out, const struct alignment *a,
                       struct place at)
{
    strbuf_puts(out, "<g role=\"row\">\n");
    for (int j = 0; j < a->Tx; j++) {
        strbuf_printf(out,
                      "<text role=\"columnheader\" transform=\"translate("
                      "%.1f %.1f) rotate(-60)\">",
                      at.x + (j + 0.5) * CELL + 4, at.y - GAP);
        svg_put_word(out, a->src[j]);
        strbuf_puts(out, "</text>\n");
    }
    strbuf_puts(out, "</g>\n");
}

static void put_cell(struct strbuf *out, const struct alignment *a, int i,
                     int j, struct place at)
{
    double w = a->weight[(size_t)i * (size_t)a->Tx + (size_t)j];
    double x = at.x + j * CELL, y = at.y + i * CELL;
    struct rgb c = colormap_viridis(w), ink = colormap_ink(c);

    strbuf_puts(out, "<g role=\"cell\">");
    svg_put_title(out, a, i, j);
    strbuf_printf(out,
                  "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" "
                  "fill=\"#%02x%02x%02x\"/>",
                  x, y, CELL - 1, CELL - 1, c.r, c.g, c.b);
    if (w >= 0.05 && w <= 1.0 + 1e-6)
        strbuf_printf(out,
                      "<text class=\"n\" x=\"%.1f\" y=\"%.1f\" "
                      "fill=\"#%02x%02x%02x\">%d</text>",
                      x + CELL / 2.0 - 0.5, y + CELL / 2.0 + 3.5, ink.r, ink.g,
                      ink.b, (int)(100.0 * w + 0.5));
    strbuf_puts(out, "</g>\n");
}

static void put_rows(struct strbuf *out, const struct alignment *a,
                     struct place at)
{
    for (int i = 0; i < a->Ty; i++) {
        strbuf_printf(out,
                      "<g role=\"row\"><text role=\"rowheader\" class=\"t\" "
                      "x=\"%.1f\" y=\"%.1f\">",
                      at.x - GAP, at.y + (i + 0.5) * CELL + 4.5);
        svg_put_word(out, a->tgt[i]);
        strbuf_puts(out, "</text>\n");
        for (int j = 0; j < a->Tx; j++)
            put_cell(out, a, i, j, at);
        strbuf_puts(out, "</g>\n");
    }
}

static void svg_sentence(struct strbuf *out, int sentence,
                         const struct alignment *a,
                         const struct report_options *o)
{
    double src = widest(a->src, a->Tx), tgt = widest(a->tgt, a->Ty);
    struct place at = {SVG_MARGIN + tgt + GAP,
                       SVG_MARGIN + CAPTION + src * lean_sin + GAP + 10};
    double top =
        svg_page_strip(out, at.x + a->Tx * CELL + src * lean_cos + SVG_MARGIN,
                       at.y + a->Ty * CELL + SVG_MARGIN / 2.0);
    struct strbuf what = STRBUF_INIT;

    (void)o;
    at.y += top;
    strbuf_printf(&what, "source across, %s down, weights in %%",
                  report_rows(a));
    svg_caption(out, sentence, a, what.s, top + SVG_MARGIN + 6);
    strbuf_printf(out, "<g role=\"table\" aria-label=\"%d: %s\">\n", sentence,
                  what.s);
    put_source(out, a, at);
    put_rows(out, a, at);
    strbuf_puts(out, "</g>\n");
    strbuf_release(&what);
}

/* ==== The document ==== */

static void svg_begin(struct strbuf *out, const struct report_options *o)
{
    (void)o;
    svg_page_begin(out,
                   ".s2s-alignment .t{text-anchor:end}"
                   ".s2s-alignment .n{font-size:11px;text-anchor:middle}\n",
                   2 * SVG_MARGIN + SCALE_WIDTH + 60);
    svg_put_gradient(out);
}

static void svg_end(struct strbuf *out, const struct report_options *o)
{
    double y = svg_page_strip(out, 0.0, SCALE_HEIGHT);

    (void)o;
    strbuf_printf(out,
                  "<text class=\"c\" x=\"%d\" y=\"%.1f\">0</text>"
                  "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"10\" "
                  "fill=\"url(#viridis)\"/>"
                  "<text class=\"c\" x=\"%d\" y=\"%.1f\">1</text>\n",
                  SVG_MARGIN, y + 19, SVG_MARGIN + 14, y + 10, SCALE_WIDTH,
                  SVG_MARGIN + 20 + SCALE_WIDTH, y + 19);
    svg_page_end(out);
}

const struct report_kind report_svg = {
    .name = "svg",
    .what = "the matrix as a picture for a browser or a slide",
    .file = "alignment.svg",
    .variants = NULL,
    .begin = svg_begin,
    .sentence = svg_sentence,
    .end = svg_end,
};
