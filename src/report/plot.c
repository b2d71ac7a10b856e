/* A plot of a few hundred points at most. */
#include "report/plot.h"

#include <math.h>
#include <string.h>

#include "report/escape.h"
#include "report/screen.h"

enum {
    WIDTH = 440,
    HEIGHT = 230,
    LEFT = 52,
    RIGHT = WIDTH - 12,
    TOP = 12,
    BOTTOM = HEIGHT - 34,
    NAMES = 4, /* in a row above the plot */
    NAME_WIDTH = (RIGHT - LEFT) / NAMES,
    NAME_HEIGHT = 17,
    NAME_COLUMNS = 10,
    POINTS = 60,
    TICKS = 4
};

/* Numbers beyond are not drawn: their differences need not be numbers. */
static const double MOST = 1e300;

/* What is drawn of a line. */
struct drawn {
    int n;
    double x[POINTS], y[POINTS];
};

static void thin(struct drawn *d, const struct plot_line *l)
{
    int each = (l->n + POINTS - 1) / POINTS;

    d->n = 0;
    for (int i = 0; i < l->n; i += each) {
        double x = 0, y = 0;
        int n = 0;

        for (int j = i; j < i + each && j < l->n; j++)
            if (fabs(l->y[j]) < MOST) {
                x += l->x[j];
                y += l->y[j];
                n++;
            }
        if (n == 0)
            continue;
        d->x[d->n] = x / n;
        d->y[d->n++] = y / n;
    }
}

struct range {
    double low, high, step;
};

static void widen(struct range *r, const double *v, int n)
{
    for (int i = 0; i < n; i++) {
        r->low = fmin(r->low, v[i]);
        r->high = fmax(r->high, v[i]);
    }
}

/* The least of 1, 2, 5 times a power of ten that is not below x > 0. */
static double round_step(double x)
{
    double power = 1;

    while (power > x)
        power /= 10;
    while (power * 10 <= x)
        power *= 10;
    return x <= power       ? power
           : x <= 2 * power ? 2 * power
           : x <= 5 * power ? 5 * power
                            : 10 * power;
}

/* Round numbers round what there is.  Means of one number differ by rounding:
 * no step is so small that it would lead anywhere. */
static void settle(struct range *r)
{
    if (!(r->low <= r->high))
        r->low = r->high = 0;
    if (r->high - r->low < 1e-9 * fmax(fabs(r->low), fabs(r->high)) ||
        r->high - r->low < 1 / MOST)
        r->high = r->low;
    if (r->low > 0 && (r->low < r->high / 2 || r->low == r->high))
        r->low = 0;
    if (r->low == r->high)
        r->high = r->low + fmax(1, fabs(r->low));
    r->step = round_step((r->high - r->low) / TICKS);
    r->low = floor(r->low / r->step) * r->step;
    r->high = ceil(r->high / r->step - 1e-9) * r->step;
}

static double at_x(const struct range *r, double x)
{
    return LEFT + (x - r->low) / (r->high - r->low) * (RIGHT - LEFT);
}

static double at_y(const struct range *r, double y)
{
    return BOTTOM - (y - r->low) / (r->high - r->low) * (BOTTOM - TOP);
}

static void put_axes(struct strbuf *out, const struct range *x,
                     const struct range *y)
{
    for (double v = y->low; v <= y->high + y->step / 2; v += y->step)
        strbuf_printf(out,
                      "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" "
                      "y2=\"%.1f\"/><text text-anchor=\"end\" x=\"%d\" "
                      "y=\"%.1f\">%.4g</text>\n",
                      LEFT, RIGHT, at_y(y, v), at_y(y, v), LEFT - 8,
                      at_y(y, v) + 4, fabs(v) < y->step / 1e6 ? 0 : v);
    for (double v = x->low; v <= x->high + x->step / 2; v += x->step)
        strbuf_printf(out,
                      "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%d\">%.6g"
                      "</text>\n",
                      v + x->step > x->high + x->step / 2 ? "end" : "middle",
                      at_x(x, v), BOTTOM + 18, v);
}

/* The end of each line is a dot, so that one point alone is seen. */
static void put_line(struct strbuf *out, const struct range *x,
                     const struct range *y, const struct drawn *d, int k)
{
    strbuf_printf(out, "<polyline class=\"l%d\" points=\"", k);
    for (int i = 0; i < d->n; i++)
        strbuf_printf(out, "%.1f,%.1f ", at_x(x, d->x[i]), at_y(y, d->y[i]));
    strbuf_puts(out, "\"/>\n");
    if (d->n > 0)
        strbuf_printf(out,
                      "<circle class=\"p%d\" cx=\"%.1f\" cy=\"%.1f\" "
                      "r=\"3.5\"/>\n",
                      k, at_x(x, d->x[d->n - 1]), at_y(y, d->y[d->n - 1]));
}

/* A stretch of the line as it is drawn, and its name. */
static void put_name(struct strbuf *out, const char *name, int k)
{
    struct strbuf cut = STRBUF_INIT;
    int x = LEFT + k % NAMES * NAME_WIDTH;
    int y = -NAME_HEIGHT * (k / NAMES);

    screen_cut(&cut, name, NAME_COLUMNS);
    strbuf_printf(out,
                  "<polyline class=\"l%d\" points=\"%d,%d %d,%d\"/>"
                  "<text x=\"%d\" y=\"%d\">",
                  k, x, y - 4, x + 18, y - 4, x + 23, y);
    escape_xml(out, cut.s, cut.n);
    strbuf_puts(out, "</text>\n");
    strbuf_release(&cut);
}

void plot_svg(struct strbuf *out, const char *title,
              const struct plot_line *line, int lines)
{
    const double far = (double)INFINITY;
    struct range x = {0, -far, 0}, y = {far, -far, 0};
    struct drawn drawn[PLOT_LINES];
    int above = NAME_HEIGHT * ((lines + NAMES - 1) / NAMES);

    for (int k = 0; k < lines; k++) {
        thin(&drawn[k], &line[k]);
        widen(&x, drawn[k].x, drawn[k].n);
        widen(&y, drawn[k].y, drawn[k].n);
    }
    settle(&x);
    settle(&y);
    strbuf_printf(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                  "class=\"plot\" viewBox=\"0 %d %d %d\" role=\"img\" "
                  "aria-label=\"%s\">\n",
                  -above, WIDTH, HEIGHT + above, title);
    put_axes(out, &x, &y);
    for (int k = 0; k < lines; k++) {
        put_line(out, &x, &y, &drawn[k], k);
        if (lines > 1)
            put_name(out, line[k].name, k);
    }
    strbuf_puts(out, "</svg>\n");
}
