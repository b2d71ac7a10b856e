/* Pages of alignments in SVG. */
#include "report/svg_page.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "report/colormap.h"
#include "report/escape.h"
#include "report/screen.h"

enum {
    LABEL_MOST = 40, /* columns of a word before it is cut */
    BLANKS = 80      /* room for the size of the page */
};

/* What a column of text takes at 14 pixels in a wide font (DejaVu Sans). */
static const double column_width = 9.0;
/* ... and on average of the small print, at 12. */
static const double small_width = 6.5;

static struct {
    size_t blanks; /* where the blanks of the first tag are */
    double width, height;
} page;

/* ==== The page ==== */

/* Greys of at least 4.5 to 1 on what is behind them (WCAG 2.1, 1.4.3). */
static const char common_style[] =
    ".s2s-alignment{fill:#222;color-scheme:light dark}"
    ".s2s-alignment text{font:14px \"DejaVu Sans\",\"Noto Sans\",sans-serif;"
    "unicode-bidi:isolate}"
    ".s2s-alignment .b{fill:#fff}"
    ".s2s-alignment .c{font-size:12px;fill:#666}"
    "@media (prefers-color-scheme:dark){.s2s-alignment{fill:#ddd}"
    ".s2s-alignment .b{fill:#18181c}.s2s-alignment .c{fill:#aaa}}\n";

void svg_page_begin(struct strbuf *out, const char *style, double width)
{
    page.width = width;
    page.height = 0.0;
    strbuf_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                     "class=\"s2s-alignment\" role=\"group\" "
                     "aria-label=\"Alignment\"");
    page.blanks = out->n;
    strbuf_printf(out,
                  "%*s>\n<title>Alignment</title>\n<style>\n%s%s</style>\n",
                  BLANKS, "", common_style, style);
}

double svg_page_strip(struct strbuf *out, double width, double height)
{
    double top = page.height;

    strbuf_printf(out,
                  "<rect class=\"b\" y=\"%.1f\" width=\"100%%\" "
                  "height=\"%.1f\"/>\n",
                  top, height + 1.0);
    page.height += height;
    if (page.width < width)
        page.width = width;
    return top;
}

void svg_page_end(struct strbuf *out)
{
    int w = (int)(page.width + 0.5), h = (int)(page.height + 0.5);
    char size[BLANKS + 1];
    int n = snprintf(size, sizeof size,
                     " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\"", w, h,
                     w, h);

    assert(n < BLANKS && page.blanks + BLANKS < out->n);
    memcpy(out->s + page.blanks, size, (size_t)n);
    strbuf_puts(out, "</svg>\n");
}

/* ==== Words ==== */

void svg_put_word(struct strbuf *out, const char *word)
{
    struct strbuf cut = STRBUF_INIT;

    screen_cut(&cut, word, LABEL_MOST);
    escape_xml(out, cut.s, cut.n);
    strbuf_release(&cut);
}

double svg_word_width(const char *word)
{
    int columns = screen_width(word);

    return column_width * (columns < LABEL_MOST ? columns : LABEL_MOST);
}

void svg_put_title(struct strbuf *out, const struct alignment *a, int i, int j)
{
    strbuf_puts(out, "<title>");
    escape_fit(out, a->tgt[i], LABEL_MOST);
    strbuf_puts(out, " &lt;- ");
    escape_fit(out, a->src[j], LABEL_MOST);
    strbuf_printf(out, ": %.2f</title>",
                  a->weight[(size_t)i * (size_t)a->Tx + (size_t)j]);
}

/* ==== Small print ==== */

void svg_caption(struct strbuf *out, int sentence, const struct alignment *a,
                 const char *what, double y)
{
    struct strbuf text = STRBUF_INIT;

    strbuf_printf(&text, "%d", sentence);
    if (a->head)
        strbuf_printf(&text, ", head %d", a->head);
    strbuf_printf(&text, ": %s", what);
    strbuf_printf(out, "<text class=\"c\" x=\"%d\" y=\"%.1f\">%s</text>\n",
                  SVG_MARGIN, y, text.s);
    double width = 2 * SVG_MARGIN + small_width * (double)text.n;
    if (page.width < width)
        page.width = width;
    strbuf_release(&text);
}

void svg_put_gradient(struct strbuf *out)
{
    const int steps = 8;

    strbuf_puts(out, "<defs><linearGradient id=\"viridis\">");
    for (int k = 0; k <= steps; k++) {
        struct rgb c = colormap_viridis((double)k / steps);

        strbuf_printf(out,
                      "<stop offset=\"%.3f\" "
                      "stop-color=\"#%02x%02x%02x\"/>",
                      (double)k / steps, c.r, c.g, c.b);
    }
    strbuf_puts(out, "</linearGradient></defs>\n");
}
