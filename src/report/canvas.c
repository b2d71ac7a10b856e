/* Drawing pixels. */
#include "report/canvas.h"

#include <math.h>
#include <string.h>

struct canvas canvas_new(int width, int height, struct arena *arena)
{
    size_t n = (size_t)width * (size_t)height * 3;
    struct canvas c = {width, height, arena_room(arena, n)};

    memset(c.pixel, 255, n);
    return c;
}

static unsigned char *at(struct canvas *c, int x, int y)
{
    return c->pixel + ((size_t)y * (size_t)c->width + (size_t)x) * 3;
}

void canvas_fill(struct canvas *c, int x, int y, int width, int height,
                 struct rgb colour)
{
    int right = x + width < c->width ? x + width : c->width;
    int bottom = y + height < c->height ? y + height : c->height;

    for (int v = y > 0 ? y : 0; v < bottom; v++)
        for (int u = x > 0 ? x : 0; u < right; u++)
            memcpy(at(c, u, v), (unsigned char[]){colour.r, colour.g, colour.b},
                   3);
}

static int ink_at(const struct label *l, int x, int y)
{
    if (x < 0 || x >= l->width || y < 0 || y >= l->height)
        return 0;
    return l->ink[y * l->width + x];
}

/* The ink between four pixels of a label, in [0, 1]. */
static double bilinear(const struct label *l, double x, double y)
{
    int u = (int)floor(x), v = (int)floor(y);
    double p = x - u, q = y - v;

    return ((1 - q) * ((1 - p) * ink_at(l, u, v) + p * ink_at(l, u + 1, v)) +
            q * ((1 - p) * ink_at(l, u, v + 1) + p * ink_at(l, u + 1, v + 1))) /
           255.0;
}

static void blend(unsigned char *pixel, struct rgb colour, double ink)
{
    const unsigned char to[] = {colour.r, colour.g, colour.b};

    for (int k = 0; k < 3; k++)
        pixel[k] = (unsigned char)(pixel[k] + (to[k] - pixel[k]) * ink + 0.5);
}

void canvas_label(struct canvas *c, const struct label *l, double x, double y,
                  double cosine, double sine, struct rgb colour)
{
    double reach = hypot(l->width, l->height) + 1.0;

    for (int v = (int)fmax(0.0, y - reach); v < fmin(c->height, y + reach); v++)
        for (int u = (int)fmax(0.0, x - reach); u < fmin(c->width, x + reach);
             u++) {
            /* Where in the label does this pixel come from? */
            double du = u - x, dv = v - y;
            double ink = bilinear(l, cosine * du - sine * dv,
                                  sine * du + cosine * dv + l->base);

            if (ink > 0.0)
                blend(at(c, u, v), colour, ink);
        }
}
