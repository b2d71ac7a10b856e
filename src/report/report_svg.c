/* The matrix as a picture: source across, target down, viridis, a number in
 * each cell that matters and a tooltip on all.  Text stays text, so any
 * script shows in the fonts of whoever looks.
 *
 * Sentences stand one below the other, so a writer must know how far down
 * the page it is, and the size of the page is known only at the end.  Both
 * live in `page`: one document at a time, begin starts it afresh.  The size
 * goes into blanks left in the first tag; when the caller has already
 * written that out, a style rule at the end says it instead. */
#include <stdio.h>
#include <string.h>

#include "report/escape.h"
#include "report/report.h"
#include "report/screen.h"

enum {
    CELL = 32, /* pixels */
    MARGIN = 24,
    CAPTION = 22,    /* height of the line above the words */
    GAP = 8,         /* between words and cells */
    LABEL_MOST = 40, /* columns of a word before it is cut */
    SCALE_HEIGHT = 46,
    SCALE_WIDTH = 180,
    BLANKS = 80 /* room for the size of the page */
};

/* What a column of text takes at 14 pixels in a wide font (DejaVu Sans). */
static const double column_width = 9.0;
/* Source words lean at 60 degrees. */
static const double lean_sin = 0.8660254, lean_cos = 0.5;

static struct {
    size_t blanks; /* where the blanks of the first tag are */
    double width, height;
} page;

/* ==== Text ==== */

static void put_text(struct strbuf *out, const char *s)
{
    struct strbuf cut = STRBUF_INIT;

    screen_cut(&cut, s, LABEL_MOST);
    escape_xml(out, cut.s, cut.n);
    strbuf_release(&cut);
}

/* The width of the widest word in pixels. */
static double widest(const char *const *word, int n)
{
    int most = 0;

    for (int k = 0; k < n; k++) {
        int width = screen_width(word[k]);

        if (width > most)
            most = width;
    }
    return column_width * (most < LABEL_MOST ? most : LABEL_MOST);
}

/* ==== A sentence ==== */

/* Where the matrix stands on the page: its corner, in pixels. */
struct place {
    double x, y;
};

static void put_source(struct strbuf *out, const struct alignment *a,
                       struct place at)
{
    for (int j = 0; j < a->Tx; j++) {
        strbuf_printf(out,
                      "<text transform=\"translate(%.1f %.1f) "
                      "rotate(-60)\">",
                      at.x + (j + 0.5) * CELL + 4, at.y - GAP);
        put_text(out, a->src[j]);
        strbuf_puts(out, "</text>\n");
    }
}

static void put_cell(struct strbuf *out, const struct alignment *a, int i,
                     int j, struct place at)
{
    double w = a->weight[(size_t)i * (size_t)a->Tx + (size_t)j];
    double x = at.x + j * CELL, y = at.y + i * CELL;
    struct rgb c = colormap_viridis(w), ink = colormap_ink(c);

    strbuf_printf(out, "<g><title>");
    put_text(out, a->tgt[i]);
    strbuf_puts(out, " &lt;- ");
    put_text(out, a->src[j]);
    strbuf_printf(out,
                  ": %.2f</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" "
                  "height=\"%d\" fill=\"#%02x%02x%02x\"/>",
                  w, x, y, CELL - 1, CELL - 1, c.r, c.g, c.b);
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
        strbuf_printf(out, "<text class=\"t\" x=\"%.1f\" y=\"%.1f\">",
                      at.x - GAP, at.y + (i + 0.5) * CELL + 4.5);
        put_text(out, a->tgt[i]);
        strbuf_puts(out, "</text>\n");
        for (int j = 0; j < a->Tx; j++)
            put_cell(out, a, i, j, at);
    }
}

/* The line above the words. */
static void put_caption(struct strbuf *out, int sentence,
                        const struct alignment *a)
{
    strbuf_printf(out, "<text class=\"c\" x=\"%d\" y=\"%.1f\">%d", MARGIN,
                  page.height + MARGIN + 6, sentence);
    if (a->head)
        strbuf_printf(out, ", head %d", a->head);
    strbuf_printf(out, ": source across, %s down, weights in %%</text>\n",
                  !a->of                       ? "target"
                  : strcmp(a->of, "self") == 0 ? "source"
                                               : a->of);
}

static void svg_sentence(struct strbuf *out, int sentence,
                         const struct alignment *a,
                         const struct report_options *o)
{
    double src = widest(a->src, a->Tx), tgt = widest(a->tgt, a->Ty);
    struct place at = {MARGIN + tgt + GAP, page.height + MARGIN + CAPTION +
                                               src * lean_sin + GAP + 10};
    double right = at.x + a->Tx * CELL + src * lean_cos + MARGIN;
    double bottom = at.y + a->Ty * CELL + MARGIN / 2.0;

    (void)o;
    strbuf_printf(out,
                  "<rect class=\"b\" y=\"%.1f\" width=\"100%%\" "
                  "height=\"%.1f\"/>\n",
                  page.height, bottom - page.height + 1.0);
    put_caption(out, sentence, a);
    put_source(out, a, at);
    put_rows(out, a, at);
    page.height = bottom;
    if (page.width < right)
        page.width = right;
}

/* ==== The page ==== */

static void put_gradient(struct strbuf *out)
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

static void svg_begin(struct strbuf *out, const struct report_options *o)
{
    (void)o;
    page.width = 2 * MARGIN + SCALE_WIDTH + 60;
    page.height = 0.0;
    strbuf_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                     "class=\"s2s-alignment\" fill=\"#222\"");
    page.blanks = out->n;
    strbuf_printf(out, "%*s>\n", BLANKS, "");
    strbuf_puts(out, "<title>Alignment</title>\n<style>"
                     ".s2s-alignment text{font:14px \"DejaVu Sans\","
                     "\"Noto Sans\",sans-serif;"
                     "unicode-bidi:isolate}"
                     ".s2s-alignment .b{fill:#fff}"
                     ".s2s-alignment .t{text-anchor:end}"
                     ".s2s-alignment .c{font-size:12px;fill:#777}"
                     ".s2s-alignment .n{font-size:11px;"
                     "text-anchor:middle}"
                     "</style>\n");
    put_gradient(out);
}

static void put_scale(struct strbuf *out)
{
    double y = page.height;

    strbuf_printf(out,
                  "<rect class=\"b\" y=\"%.1f\" width=\"100%%\" "
                  "height=\"%d\"/>\n"
                  "<text class=\"c\" x=\"%d\" y=\"%.1f\">0</text>"
                  "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"10\" "
                  "fill=\"url(#viridis)\"/>"
                  "<text class=\"c\" x=\"%d\" y=\"%.1f\">1</text>\n",
                  y, SCALE_HEIGHT, MARGIN, y + 19, MARGIN + 14, y + 10,
                  SCALE_WIDTH, MARGIN + 20 + SCALE_WIDTH, y + 19);
    page.height += SCALE_HEIGHT;
}

static void svg_end(struct strbuf *out, const struct report_options *o)
{
    int w, h, n;
    char size[BLANKS + 1];

    (void)o;
    put_scale(out);
    w = (int)(page.width + 0.5), h = (int)(page.height + 0.5);
    n = snprintf(size, sizeof size,
                 " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\"", w, h, w,
                 h);
    if (n < BLANKS && page.blanks + BLANKS < out->n &&
        strspn(out->s + page.blanks, " ") == BLANKS)
        memcpy(out->s + page.blanks, size, (size_t)n);
    else
        strbuf_printf(out,
                      "<style>.s2s-alignment{width:%dpx;height:%dpx}"
                      "</style>\n",
                      w, h);
    strbuf_puts(out, "</svg>\n");
}

const struct report_kind report_svg = {
    .name = "svg",
    .alias = "picture",
    .what = "the matrix as a picture for a browser or a slide",
    .suffix = "svg",
    .variants = NULL,
    .begin = svg_begin,
    .sentence = svg_sentence,
    .end = svg_end,
};
