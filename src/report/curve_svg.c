/* The lecture's figure: BLEU against source length, a line a system, the
 * band of each bin's 95 % interval, how many sentences stand behind a point,
 * and what lengths the systems were trained on underneath.
 *
 * Colours are Okabe and Ito's (2008), safe for the colour-blind, their yellow
 * darkened for a white page; markers and dashes differ too, so that grey
 * print keeps eight systems apart. */
#include <math.h>
#include <string.h>

#include "report/curve_scale.h"
#include "report/escape.h"

/* The page in pixels. */
enum {
    WIDTH = 900,
    LEFT = 84,
    RIGHT = WIDTH - 36,
    TITLE = 38,
    LEGEND = 66,
    LEGEND_ROW = 22,
    PLOT_HEIGHT = 330,
    COUNTS = 20,   /* from the axis down to the numbers of sentences */
    BARS_GAP = 56, /* from the axis down to the histogram */
    BARS_HEIGHT = 84,
    FOOT = 60
};

/* A rectangle on the page with the numbers along its sides. */
struct frame {
    double top, bottom, x_max, y_max;
};

static double at_x(const struct frame *f, double words)
{
    return LEFT + words / f->x_max * (RIGHT - LEFT);
}

static double at_y(const struct frame *f, double bleu)
{
    return f->bottom - bleu / f->y_max * (f->bottom - f->top);
}

/* ==== Systems ==== */

static const struct look {
    const char *colour;
    const char *marker; /* a path round 0,0 */
    const char *dash;   /* stroke-dasharray */
} looks[] = {
    {"#0072b2", "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0z",
     "none"},
    {"#d55e00", "M-5 -5H5V5H-5z",
     "none"},
    {"#009e73", "M0 -6.5L6 4.5H-6z",
     "9 4"},
    {"#cc79a7", "M0 -7L6 0L0 7L-6 0z",
     "9 4"},
    {"#56b4e9", "M0 6.5L6 -4.5H-6z",
     "2 4"},
    {"#e69f00", "M-6 -2H-2V-6H2V-2H6V2H2V6H-2V2H-6z",
     "2 4"},
    {"#000000", "M-6 -4L-4 -6L0 -2L4 -6L6 -4L2 0L6 4L4 6L0 2L-4 6L-6 4L-2 0z",
     "9 4 2 4"},
    {"#a08c00", "M0 -7L2 -2L7 0L2 2L0 7L-2 2L-7 0L-2 -2z", "9 4 2 4"},
};

static const struct look *look_of(int k)
{
    return &looks[(size_t)k % (sizeof looks / sizeof *looks)];
}

static void put_marker(struct strbuf *out, double x, double y, int k)
{
    strbuf_printf(out,
                  "<path transform=\"translate(%.1f %.1f)\" d=\"%s\" "
                  "fill=\"%s\" stroke=\"#fff\" stroke-width=\"1.5\">",
                  x, y, look_of(k)->marker, look_of(k)->colour);
}

static void put_band(struct strbuf *out, const struct frame *f,
                     const struct bylen *by, int k)
{
    strbuf_puts(out, "<polygon points=\"");
    for (int i = 0; i < by->bins; i++)
        strbuf_printf(out, "%.1f,%.1f ", at_x(f, by->bin[i].mean_len),
                      at_y(f, by->bin[i].high));
    for (int i = by->bins - 1; i >= 0; i--)
        strbuf_printf(out, "%.1f,%.1f ", at_x(f, by->bin[i].mean_len),
                      at_y(f, by->bin[i].low));
    /* The thin edge keeps an interval in sight where there is one bin. */
    strbuf_printf(out,
                  "\" fill=\"%s\" fill-opacity=\"0.16\" stroke=\"%s\" "
                  "stroke-opacity=\"0.3\"/>\n",
                  look_of(k)->colour, look_of(k)->colour);
}

static void put_line(struct strbuf *out, const struct frame *f,
                     const struct bylen *by, int k)
{
    strbuf_puts(out, "<polyline points=\"");
    for (int i = 0; i < by->bins; i++)
        strbuf_printf(out, "%.1f,%.1f ", at_x(f, by->bin[i].mean_len),
                      at_y(f, by->bin[i].score.bleu));
    strbuf_printf(out,
                  "\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\" "
                  "stroke-dasharray=\"%s\" stroke-linejoin=\"round\"/>\n",
                  look_of(k)->colour, look_of(k)->dash);
}

static void put_points(struct strbuf *out, const struct frame *f,
                       const struct curve *c, int k)
{
    for (int i = 0; i < c->by->bins; i++) {
        const struct bylen_bin *b = &c->by->bin[i];

        put_marker(out, at_x(f, b->mean_len), at_y(f, b->score.bleu), k);
        strbuf_puts(out, "<title>");
        escape_xml(out, c->name, strlen(c->name));
        strbuf_puts(out, ", ");
        curve_bin_name(out, b);
        strbuf_printf(out,
                      " words: BLEU %.1f [%.1f, %.1f], BP %.3f, %d "
                      "sentences</title></path>\n",
                      b->score.bleu, b->low, b->high, b->score.bp, b->n);
    }
}

static void put_systems(struct strbuf *out, const struct frame *f,
                        const struct curve *c, int n)
{
    for (int k = 0; k < n; k++)
        put_band(out, f, c[k].by, k);
    for (int k = 0; k < n; k++) {
        put_line(out, f, c[k].by, k);
        put_points(out, f, &c[k], k);
    }
}

static void put_legend(struct strbuf *out, const struct curve *c, int n)
{
    strbuf_printf(out,
                  "<text class=\"e g\" x=\"%d\" y=\"%d\">shaded: 95 %% "
                  "bootstrap interval</text>\n",
                  RIGHT, LEGEND + 5);
    for (int k = 0; k < n; k++) {
        double y = LEGEND + k * LEGEND_ROW;

        strbuf_printf(out,
                      "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" "
                      "stroke=\"%s\" stroke-width=\"2.5\" "
                      "stroke-dasharray=\"%s\"/>",
                      LEFT, LEFT + 36, y, y, look_of(k)->colour,
                      look_of(k)->dash);
        put_marker(out, LEFT + 18, y, k);
        strbuf_printf(out, "</path>\n<text x=\"%d\" y=\"%.1f\">", LEFT + 46,
                      y + 5);
        escape_xml(out, c[k].name, strlen(c[k].name));
        strbuf_printf(out,
                      "<tspan class=\"g\" dx=\"10\">%.1f [%.1f, %.1f] over "
                      "all</tspan></text>\n",
                      c[k].by->all.bleu, c[k].by->low, c[k].by->high);
    }
}

/* ==== Axes ==== */

static void put_y_axis(struct strbuf *out, const struct frame *f,
                       const struct curve_scale *s)
{
    for (double y = 0.0; y <= s->y_max + 1e-9; y += s->y_step) {
        strbuf_printf(out,
                      "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" "
                      "y2=\"%.1f\"/>",
                      y > 0.0 ? "r" : "a", LEFT, RIGHT, at_y(f, y), at_y(f, y));
        strbuf_printf(out, "<text class=\"e\" x=\"%d\" y=\"%.1f\">%g</text>\n",
                      LEFT - 10, at_y(f, y) + 5, y);
    }
    strbuf_printf(out,
                  "<text class=\"m\" transform=\"translate(%d %.1f) "
                  "rotate(-90)\">BLEU</text>\n",
                  LEFT - 54, (f->top + f->bottom) / 2);
}

/* Ticks under `bottom`, the lowest frame's. */
static void put_x_axis(struct strbuf *out, const struct frame *f,
                       const struct curve_scale *s)
{
    strbuf_printf(out,
                  "<line class=\"a\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" "
                  "y2=\"%.1f\"/>\n",
                  LEFT, RIGHT, f->bottom, f->bottom);
    for (double x = 0.0; x <= s->x_max + 1e-9; x += s->x_step)
        strbuf_printf(out,
                      "<line class=\"a\" x1=\"%.1f\" x2=\"%.1f\" "
                      "y1=\"%.1f\" y2=\"%.1f\"/><text class=\"m\" "
                      "x=\"%.1f\" y=\"%.1f\">%g</text>\n",
                      at_x(f, x), at_x(f, x), f->bottom, f->bottom + 5,
                      at_x(f, x), f->bottom + 21, x);
    strbuf_printf(out,
                  "<text class=\"m\" x=\"%d\" y=\"%.1f\">source length in "
                  "words</text>\n",
                  (LEFT + RIGHT) / 2, f->bottom + 45);
}

static void put_long_mark(struct strbuf *out, const struct frame *f,
                          double bottom)
{
    double x = at_x(f, CURVE_LONG);

    if (f->x_max <= CURVE_LONG)
        return;
    strbuf_printf(out,
                  "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" "
                  "stroke=\"#555\" stroke-dasharray=\"6 5\"/>\n",
                  x, x, f->top, bottom);
}

/* Over the lines, which a poor system has there, with a rim that parts it from
 * them. */
static void put_long_name(struct strbuf *out, const struct frame *f)
{
    if (f->x_max <= CURVE_LONG)
        return;
    strbuf_printf(out,
                  "<text class=\"g o\" x=\"%.1f\" y=\"%.1f\">%d words"
                  "</text>\n",
                  at_x(f, CURVE_LONG) + 7, f->bottom - 10, CURVE_LONG);
}

/* ==== Sentences ==== */

/* How many test sentences stand behind each point. */
static void put_counts(struct strbuf *out, const struct frame *f,
                       const struct curve *c)
{
    strbuf_printf(out, "<text class=\"e g\" x=\"%d\" y=\"%.1f\">test</text>",
                  LEFT - 10, f->bottom + COUNTS);
    for (int i = 0; i < c->by->bins; i++)
        strbuf_printf(out,
                      "<text class=\"m g\" x=\"%.1f\" y=\"%.1f\">%d</text>",
                      at_x(f, c->by->bin[i].mean_len), f->bottom + COUNTS,
                      c->by->bin[i].n);
    strbuf_putc(out, '\n');
}

/* 950, 12k, 3.4M: short enough for a bar. */
static void put_short(struct strbuf *out, long x)
{
    double d = (double)x;

    if (x < 10000)
        strbuf_printf(out, "%ld", x);
    else if (x < 1000000)
        strbuf_printf(out, "%.0fk", d / 1e3);
    else
        strbuf_printf(out, "%.1fM", d / 1e6);
}

static void put_bars(struct strbuf *out, const struct frame *f,
                     const struct curve *c, const struct curve_scale *s)
{
    strbuf_printf(out,
                  "<text class=\"e g\" x=\"%d\" y=\"%.1f\">training</text>"
                  "<text class=\"e g\" x=\"%d\" y=\"%.1f\">sentences</text>"
                  "\n",
                  LEFT - 10, f->bottom - 42, LEFT - 10, f->bottom - 26);
    for (int i = 0; i < c->by->bins; i++) {
        const struct bylen_bin *b = &c->by->bin[i];
        double x = at_x(f, curve_bin_from(b)) + 1.0;
        double right = fmax(at_x(f, curve_bin_to(b, s)) - 1.0, x + 0.5);
        double y = at_y(f, (double)b->train);

        strbuf_printf(out,
                      "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                      "height=\"%.1f\" fill=\"#b8c0cc\"/><text class=\"m "
                      "g\" x=\"%.1f\" y=\"%.1f\">",
                      x, y, right - x, f->bottom - y, (x + right) / 2, y - 5);
        put_short(out, b->train);
        strbuf_puts(out, "</text>\n");
    }
}

/* ==== The page ==== */

static void put_head(struct strbuf *out, const char *title, int height)
{
    strbuf_printf(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                  "class=\"s2s-curve\" width=\"%d\" height=\"%d\" "
                  "viewBox=\"0 0 %d %d\" fill=\"#222\">\n<title>",
                  WIDTH, height, WIDTH, height);
    escape_xml(out, title, strlen(title));
    strbuf_puts(out, "</title>\n<style>"
                     ".s2s-curve text{font:14px \"DejaVu Sans\","
                     "\"Noto Sans\",sans-serif;unicode-bidi:isolate}"
                     ".s2s-curve .h{font-size:18px;font-weight:bold}"
                     ".s2s-curve .m{text-anchor:middle}"
                     ".s2s-curve .e{text-anchor:end}"
                     ".s2s-curve .g{font-size:12px;fill:#666}"
                     ".s2s-curve .o{paint-order:stroke;stroke:#fff;"
                     "stroke-width:4px}"
                     ".s2s-curve .a{stroke:#444}"
                     ".s2s-curve .r{stroke:#e4e4e4}"
                     "</style>\n<rect width=\"100%\" height=\"100%\" "
                     "fill=\"#fff\"/>\n");
    strbuf_printf(out, "<text class=\"h\" x=\"%d\" y=\"%d\">", LEFT, TITLE);
    escape_xml(out, title, strlen(title));
    strbuf_puts(out, "</text>\n");
}

void curve_svg(struct strbuf *out, const struct curve *c, int n,
               const char *title)
{
    struct curve_scale s = curve_scale_of(c, n);
    double top = LEGEND + n * LEGEND_ROW + 6.0;
    struct frame plot = {top, top + PLOT_HEIGHT, s.x_max, s.y_max};
    struct frame bars = {plot.bottom + BARS_GAP,
                         plot.bottom + BARS_GAP + BARS_HEIGHT, s.x_max,
                         (double)s.train_max};
    struct frame lowest = s.train_max ? bars : plot;

    /* Without a histogram the ticks go below the counts. */
    if (!s.train_max)
        lowest.bottom += COUNTS + 8.0;
    put_head(out, title, (int)lowest.bottom + FOOT);
    put_legend(out, c, n);
    put_y_axis(out, &plot, &s);
    if (n && s.train_max)
        put_bars(out, &bars, &c[0], &s);
    put_x_axis(out, &lowest, &s);
    put_long_mark(out, &plot, lowest.bottom);
    put_systems(out, &plot, c, n);
    put_long_name(out, &plot);
    if (n)
        put_counts(out, &plot, &c[0]);
    strbuf_puts(out, "</svg>\n");
}
