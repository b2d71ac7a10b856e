/* The curve as a table for reading:
 *
 *                 concat                      none
 *   words   test   BLEU   95 % interval    BP   BLEU   ...   train
 *    1-10    211   41.3    [38.7, 43.6] 0.996   39.8   ...  12,301
 *     all  1,000   38.1    [37.0, 39.2] 0.988   30.2   ...
 */
#include <math.h>
#include <stdio.h>

#include "report/curve_scale.h"
#include "report/screen.h"

enum {
    COUNT_WIDTH = 7,
    SYSTEM_WIDTH = 28,
    NARROW_WIDTH = 10, /* BLEU alone: of so many systems that the rest */
    WIDE_MOST = 2,     /* would not fit on a screen */
    TRAIN_WIDTH = 10
};

static void put_left(struct strbuf *out, const char *s, int width)
{
    screen_pad(out, width - screen_fit(out, s, width));
}

static void put_right(struct strbuf *out, const char *s, int width)
{
    struct strbuf text = STRBUF_INIT;
    int n = screen_fit(&text, s, width - 1);

    screen_pad(out, width - n);
    strbuf_puts(out, text.s);
    strbuf_release(&text);
}

/* The number with commas between the thousands. */
static void put_count(struct strbuf *out, long x, int width)
{
    struct strbuf text = STRBUF_INIT;

    strbuf_put_count(&text, x);
    screen_pad(out, width - (int)text.n);
    strbuf_puts(out, text.s);
    strbuf_release(&text);
}

static int system_width(int n)
{
    return n > WIDE_MOST ? NARROW_WIDTH : SYSTEM_WIDTH;
}

static void put_score(struct strbuf *out, int n,
                      const struct bleu_score *score, double low, double high)
{
    char interval[32];

    if (n > WIDE_MOST) {
        strbuf_printf(out, "%*.1f", NARROW_WIDTH, score->bleu);
        return;
    }
    snprintf(interval, sizeof interval, "[%.1f, %.1f]", low, high);
    strbuf_printf(out, "  %5.1f %14s %5.3f", score->bleu, interval, score->bp);
}

static void put_bin(struct strbuf *out, const struct curve *c, int n, int lo,
                    bool trained)
{
    struct strbuf name = STRBUF_INIT;
    const struct bylen_bin *first = NULL;

    for (int k = 0; k < n && !first; k++)
        first = curve_bin_at(&c[k], lo);
    curve_bin_name(&name, first);
    strbuf_printf(out, "%6s", name.s);
    put_count(out, first->n, COUNT_WIDTH);
    for (int k = 0; k < n; k++) {
        const struct bylen_bin *b = curve_bin_at(&c[k], lo);

        if (b)
            put_score(out, n, &b->score, b->low, b->high);
        else
            screen_pad(out, system_width(n));
    }
    if (trained)
        put_count(out, first->train, TRAIN_WIDTH);
    strbuf_putc(out, '\n');
    strbuf_release(&name);
}

static void put_head(struct strbuf *out, const struct curve *c, int n,
                     bool trained)
{
    screen_pad(out, 6 + COUNT_WIDTH);
    for (int k = 0; k < n; k++)
        if (n > WIDE_MOST) {
            put_right(out, c[k].name, NARROW_WIDTH);
        } else {
            screen_pad(out, 3);
            put_left(out, c[k].name, SYSTEM_WIDTH - 3);
        }
    strbuf_puts(out, "\n words   test");
    for (int k = 0; k < n; k++)
        strbuf_puts(out, n > WIDE_MOST ? "      BLEU"
                                       : "   BLEU  95 % interval    BP");
    strbuf_puts(out, trained ? "     train\n" : "\n");
}

void curve_table(struct strbuf *out, const struct curve *c, int n)
{
    bool trained = curve_scale_of(c, n).train_max > 0;

    put_head(out, c, n, trained);
    for (int lo = 0; (lo = curve_next_lo(c, n, lo)) > 0;)
        put_bin(out, c, n, lo, trained);
    strbuf_puts(out, "   all");
    put_count(out, n ? c[0].by->n : 0, COUNT_WIDTH);
    for (int k = 0; k < n; k++)
        put_score(out, n, &c[k].by->all, c[k].by->low, c[k].by->high);
    strbuf_putc(out, '\n');
}

void curve_ratio(struct strbuf *out, const struct curve *c, int n)
{
    for (int k = 0; k < n; k++) {
        const struct bylen *by = c[k].by;

        if (by->bins < 2)
            continue;
        strbuf_puts(out, k ? "" : "\nBLEU on ");
        if (k == 0) {
            curve_bin_name(out, &by->bin[by->bins - 1]);
            strbuf_puts(out, " words over BLEU on ");
            curve_bin_name(out, &by->bin[0]);
            strbuf_puts(out, ":\n");
        }
        strbuf_puts(out, "  ");
        put_left(out, c[k].name, 14);
        if (isnan(by->ratio))
            strbuf_puts(out, " -\n");
        else
            strbuf_printf(out, " %.3f [%.3f, %.3f]\n", by->ratio,
                          by->ratio_low, by->ratio_high);
    }
}
