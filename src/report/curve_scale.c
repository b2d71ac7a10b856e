/* Axes of the curve. */
#include "report/curve_scale.h"

#include <limits.h>
#include <math.h>

/* A step of 1, 2 or 5 times a power of ten of which `most` reach x. */
static double nice_step(double x, int most)
{
    static const double times[] = {1.0, 2.0, 5.0};
    double power = 1.0;

    for (int k = 0; k < 3 * 9; k++) {
        if (power * times[k % 3] * most >= x)
            return power * times[k % 3];
        if (k % 3 == 2)
            power *= 10.0;
    }
    return power;
}

/* An open bin is drawn as far beyond its mean as that is beyond its
 * beginning. */
static double bin_reach(const struct bylen_bin *b)
{
    return b->hi == INT_MAX ? 2.0 * b->mean_len - b->lo + 1.0 : b->hi;
}

static void take_bin(struct curve_scale *s, const struct bylen_bin *b)
{
    s->x_max = fmax(s->x_max, bin_reach(b));
    s->y_max = fmax(s->y_max, fmax(b->high, b->score.bleu));
    if (s->train_max < b->train)
        s->train_max = b->train;
}

struct curve_scale curve_scale_of(const struct curve *c, int n)
{
    struct curve_scale s = {.x_max = 5.0, .y_max = 5.0};

    for (int k = 0; k < n; k++)
        for (int i = 0; i < c[k].by->bins; i++)
            take_bin(&s, &c[k].by->bin[i]);
    s.x_step = nice_step(s.x_max, 8);
    s.y_step = nice_step(s.y_max, 6);
    s.x_max = s.x_step * ceil(s.x_max / s.x_step);
    s.y_max = s.y_step * ceil(s.y_max / s.y_step);
    return s;
}

double curve_bin_from(const struct bylen_bin *b)
{
    return b->lo - 1.0;
}

double curve_bin_to(const struct bylen_bin *b, const struct curve_scale *s)
{
    return b->hi == INT_MAX ? s->x_max : b->hi;
}

const struct bylen_bin *curve_bin_at(const struct curve *c, int lo)
{
    for (int i = 0; i < c->by->bins; i++)
        if (c->by->bin[i].lo == lo)
            return &c->by->bin[i];
    return NULL;
}

int curve_next_lo(const struct curve *c, int n, int lo)
{
    int next = 0;

    for (int k = 0; k < n; k++)
        for (int i = 0; i < c[k].by->bins; i++) {
            int here = c[k].by->bin[i].lo;

            if (here > lo && (next == 0 || here < next))
                next = here;
        }
    return next;
}

void curve_bin_name(struct strbuf *out, const struct bylen_bin *b)
{
    if (b->hi == INT_MAX)
        strbuf_printf(out, "%d+", b->lo);
    else
        strbuf_printf(out, "%d-%d", b->lo, b->hi);
}
