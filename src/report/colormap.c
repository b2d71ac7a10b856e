/* viridis between nine of its colours. */
#include "report/colormap.h"

#include <math.h>

static const struct rgb anchors[] = {
    {68, 1, 84},    {71, 45, 123},  {59, 82, 139},
    {44, 114, 142}, {33, 145, 140}, {40, 174, 128},
    {94, 201, 98},  {173, 220, 48}, {253, 231, 37},
};

static unsigned char mix(unsigned char a, unsigned char b, double t)
{
    return (unsigned char)(a + (b - a) * t + 0.5);
}

struct rgb colormap_viridis(double x)
{
    const int steps = sizeof anchors / sizeof *anchors - 1;
    int k;

    if (!(x > 0.0))
        return anchors[0];
    if (x >= 1.0)
        return anchors[steps];
    k = (int)(x * steps);
    x = x * steps - k;
    return (struct rgb){mix(anchors[k].r, anchors[k + 1].r, x),
                        mix(anchors[k].g, anchors[k + 1].g, x),
                        mix(anchors[k].b, anchors[k + 1].b, x)};
}

/* sRGB's level as light (IEC 61966-2-1). */
static double light(unsigned char level)
{
    double x = level / 255.0;

    return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

/* Contrast is (L + 0.05) / (l + 0.05), L the brighter one's relative luminance
 * (WCAG 2.1): black's on c is more than white's from 0.179 on. */
struct rgb colormap_ink(struct rgb c)
{
    double L = 0.2126 * light(c.r) + 0.7152 * light(c.g) + 0.0722 * light(c.b);

    return L > 0.179 ? (struct rgb){0, 0, 0} : (struct rgb){255, 255, 255};
}

static int distance(struct rgb a, struct rgb b)
{
    int r = a.r - b.r, g = a.g - b.g, bl = a.b - b.b;

    return r * r + g * g + bl * bl;
}

/* The colour of entry 16..255: a cube of six levels, then 24 greys. */
static struct rgb xterm_colour(int k)
{
    static const unsigned char level[] = {0, 95, 135, 175, 215, 255};
    unsigned char grey = (unsigned char)(8 + 10 * (k - 232));

    if (k >= 232)
        return (struct rgb){grey, grey, grey};
    k -= 16;
    return (struct rgb){level[k / 36], level[k / 6 % 6], level[k % 6]};
}

int colormap_xterm(struct rgb c)
{
    int best = 16;

    /* The first sixteen are whatever the user made them. */
    for (int k = 17; k < 256; k++)
        if (distance(c, xterm_colour(k)) < distance(c, xterm_colour(best)))
            best = k;
    return best;
}
