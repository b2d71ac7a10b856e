#include "report/vectors.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "report/colormap.h"
#include "report/escape.h"
#include "report/svg_page.h"

/* The page in pixels. */
enum {
    LEFT = 64,             /* numbers of the rows */
    TOP = 70,              /* title and numbers of the columns */
    RIGHT = 24,
    FOOT = 56,
    LEAST_WIDTH = 420,     /* for the title and the scale */
    PLOT = 768,            /* what the columns share, as far as they can */
    CELL_LEAST = 3,
    CELL_MOST = 16,
    SCALE = 180
};

static double at(const struct vectors *v, int i, int k)
{
    return (double)v->x[(size_t)i * (size_t)v->cols + (size_t)k];
}

/* ==== Text ==== */

void vectors_text(struct strbuf *out, const struct vectors *v)
{
    strbuf_printf(out, "%s\n%5s", v->title, "j");
    for (int k = 0; k < v->cols; k++)
        strbuf_printf(out, " %7d", k);
    strbuf_putc(out, '\n');
    for (int i = 0; i < v->rows; i++) {
        strbuf_printf(out, "%5d", i);
        for (int k = 0; k < v->cols; k++)
            strbuf_printf(out, " %7.4f", at(v, i, k));
        strbuf_putc(out, '\n');
    }
}

void vectors_json(struct strbuf *out, const struct vectors *v)
{
    strbuf_puts(out, "{\"schema_version\":1");
    json_put_member_text(out, "kind", v->kind);
    strbuf_printf(out, ",\"rows\":%d,\"columns\":%d,\"vectors\":[", v->rows,
                  v->cols);
    for (int i = 0; i < v->rows; i++) {
        strbuf_puts(out, i ? ",\n[" : "\n[");
        for (int k = 0; k < v->cols; k++)
            strbuf_printf(out, "%s%.9g", k ? "," : "", at(v, i, k));
        strbuf_putc(out, ']');
    }
    strbuf_puts(out, "]}\n");
}

/* ==== Picture ==== */

static double largest(const struct vectors *v)
{
    double m = 0;
    for (int i = 0; i < v->rows; i++)
        for (int k = 0; k < v->cols; k++)
            m = fmax(m, fabs(at(v, i, k)));
    return m > 0 ? m : 1;
}

static int cell_size(const struct vectors *v)
{
    int cell = PLOT / v->cols;
    return cell < CELL_LEAST ? CELL_LEAST
           : cell > CELL_MOST ? CELL_MOST : cell;
}

/* Every how many rows or columns a number has room. */
static int tick(int cell)
{
    return cell >= 12 ? 4 : cell >= 6 ? 8 : 16;
}

static void put_numbers(struct strbuf *out, const struct vectors *v,
                        int cell)
{
    for (int k = 0; k < v->cols; k += tick(cell))
        strbuf_printf(out, "<text class=\"m\" x=\"%.1f\" y=\"%d\">%d</text>",
                      LEFT + (k + 0.5) * cell, TOP - 8, k);
    for (int i = 0; i < v->rows; i += tick(cell))
        strbuf_printf(out, "<text class=\"e\" x=\"%d\" y=\"%.1f\">%d</text>",
                      LEFT - 8, TOP + (i + 0.5) * cell + 4, i);
    strbuf_printf(out, "\n<text class=\"m\" transform=\"translate(18 %.1f) "
                  "rotate(-90)\">position j</text>\n",
                  TOP + v->rows * cell / 2.0);
}

static void put_cells(struct strbuf *out, const struct vectors *v, int cell,
                      double most)
{
    for (int i = 0; i < v->rows; i++) {
        for (int k = 0; k < v->cols; k++) {
            struct rgb c = colormap_viridis((at(v, i, k) / most + 1) / 2);
            strbuf_printf(out,
                          "<rect x=\"%d\" y=\"%d\" width=\"%d\" "
                          "height=\"%d\" fill=\"#%02x%02x%02x\"><title>"
                          "p_%d[%d] = %.4f</title></rect>",
                          LEFT + k * cell, TOP + i * cell, cell, cell, c.r,
                          c.g, c.b, i, k, at(v, i, k));
        }
        strbuf_putc(out, '\n');
    }
}

static void put_scale(struct strbuf *out, double y, double most)
{
    svg_put_gradient(out);
    strbuf_printf(out,
                  "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"10\" "
                  "fill=\"url(#viridis)\"/>\n"
                  "<text class=\"e\" x=\"%d\" y=\"%.1f\">%.3g</text>"
                  "<text x=\"%d\" y=\"%.1f\">%.3g</text>\n",
                  LEFT, y, SCALE, LEFT - 8, y + 9, -most, LEFT + SCALE + 8,
                  y + 9, most);
}

void vectors_svg(struct strbuf *out, const struct vectors *v)
{
    int cell = cell_size(v), right = LEFT + v->cols * cell + RIGHT;
    int width = right > LEAST_WIDTH ? right : LEAST_WIDTH;
    int bottom = TOP + v->rows * cell, height = bottom + FOOT;
    double most = largest(v);
    strbuf_printf(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                  "class=\"s2s-vectors\" width=\"%d\" height=\"%d\" "
                  "viewBox=\"0 0 %d %d\" fill=\"#222\">\n<title>",
                  width, height, width, height);
    escape_xml(out, v->title, strlen(v->title));
    strbuf_puts(out, "</title>\n<style>.s2s-vectors text{font:12px \"DejaVu "
                     "Sans\",\"Noto Sans\",sans-serif}"
                     ".s2s-vectors .m{text-anchor:middle}"
                     ".s2s-vectors .e{text-anchor:end}"
                     ".s2s-vectors .h{font-size:15px}</style>\n"
                     "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    strbuf_printf(out, "<text class=\"h\" x=\"%d\" y=\"28\">", LEFT);
    escape_xml(out, v->title, strlen(v->title));
    strbuf_puts(out, "</text>\n");
    put_numbers(out, v, cell);
    put_cells(out, v, cell, most);
    put_scale(out, bottom + 24, most);
    strbuf_puts(out, "</svg>\n");
}
