/* The curve on a terminal.  Lines are made of Braille dots, two across and
 * four down in a character; points are letters, a letter a system; below,
 * the lengths of training as eighths of a block. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "report/curve_scale.h"
#include "report/screen.h"

enum {
    HEIGHT = 15, /* rows of the plot */
    AXIS = 7,    /* columns left of it */
    NARROWEST = 24
};

static const char marks[] = "ox+*#@%=";

static const struct rgb inks[] = {{0, 114, 178},  {213, 94, 0},
                                  {0, 158, 115},  {204, 121, 167},
                                  {86, 180, 233}, {230, 159, 0},
                                  {128, 128, 128}, {160, 140, 0}};

static size_t look_of(int system)
{
    return (size_t)system % (sizeof inks / sizeof *inks);
}

struct cell {
    unsigned char dots;
    char mark; /* 0: none */
    int system;
};

struct canvas {
    struct cell *cell; /* [HEIGHT * width] */
    int width, colours;
    struct curve_scale scale;
};

/* ==== Drawing ==== */

/* Dots across and down of a point of the plot. */
static int dot_x(const struct canvas *v, double words)
{
    return (int)lround(words / v->scale.x_max * (2 * v->width - 1));
}

static int dot_y(const struct canvas *v, double bleu)
{
    return (int)lround((1.0 - bleu / v->scale.y_max) * (4 * HEIGHT - 1));
}

static struct cell *cell_at(const struct canvas *v, int x, int y)
{
    return &v->cell[y / 4 * v->width + x / 2];
}

static void set_dot(const struct canvas *v, int x, int y, int system)
{
    /* Unicode numbers the dots 1 2 3 7 down the left, 4 5 6 8 the right. */
    static const unsigned char bit[4][2] = {
        {1, 8}, {2, 16}, {4, 32}, {64, 128}};
    struct cell *c = cell_at(v, x, y);

    c->dots |= bit[y % 4][x % 2];
    c->system = system;
}

static void draw_line(const struct canvas *v, const struct bylen_bin *a,
                      const struct bylen_bin *b, int system)
{
    int x0 = dot_x(v, a->mean_len), y0 = dot_y(v, a->score.bleu);
    int dx = dot_x(v, b->mean_len) - x0, dy = dot_y(v, b->score.bleu) - y0;
    int steps = abs(dx) > abs(dy) ? abs(dx) : abs(dy);

    for (int k = 0; k <= steps; k++) {
        double t = steps ? (double)k / steps : 0.0;

        set_dot(v, x0 + (int)lround(t * dx), y0 + (int)lround(t * dy), system);
    }
}

static void draw_system(const struct canvas *v, const struct bylen *by,
                        int system)
{
    for (int i = 0; i + 1 < by->bins; i++)
        draw_line(v, &by->bin[i], &by->bin[i + 1], system);
}

/* After all lines, so that no line hides a point. */
static void draw_points(const struct canvas *v, const struct bylen *by,
                        int system)
{
    for (int i = 0; i < by->bins; i++) {
        struct cell *c = cell_at(v, dot_x(v, by->bin[i].mean_len),
                                 dot_y(v, by->bin[i].score.bleu));

        c->mark = marks[look_of(system)];
        c->system = system;
    }
}

/* ==== Writing ==== */

static void put_cell(struct strbuf *out, const struct canvas *v,
                     const struct cell *c, bool dashed)
{
    if (!c->mark && !c->dots) {
        utf8_put(out, dashed ? 0x250A : ' ');
        return;
    }
    screen_ink(out, inks[look_of(c->system)], v->colours);
    utf8_put(out, c->mark ? c->mark : 0x2800 + c->dots);
    screen_reset(out, v->colours);
}

/* The number of the axis at this row, or blanks. */
static void put_y_label(struct strbuf *out, const struct canvas *v, int row)
{
    double y = 0.0;
    bool tick = false;

    for (; y <= v->scale.y_max + 1e-9; y += v->scale.y_step)
        if (dot_y(v, y) / 4 == row) {
            tick = true;
            break;
        }
    if (tick)
        strbuf_printf(out, "%*g ", AXIS - 2, y);
    else
        screen_pad(out, AXIS - 1);
    utf8_put(out, tick ? 0x2524 : 0x2502);
}

static void put_rows(struct strbuf *out, const struct canvas *v)
{
    int dashed = v->scale.x_max > CURVE_LONG ? dot_x(v, CURVE_LONG) / 2 : -1;

    for (int row = 0; row < HEIGHT; row++) {
        put_y_label(out, v, row);
        for (int x = 0; x < v->width; x++)
            put_cell(out, v, &v->cell[row * v->width + x], x == dashed);
        strbuf_putc(out, '\n');
    }
}

static void put_x_axis(struct strbuf *out, const struct canvas *v)
{
    struct strbuf labels = STRBUF_INIT;
    double next = 0.0;

    screen_pad(out, AXIS - 1);
    utf8_put(out, 0x2514);
    for (int x = 0; x < v->width; x++) {
        bool tick = dot_x(v, next) / 2 == x;
        int room = AXIS + x - (int)labels.n - (next >= 10.0);

        utf8_put(out, tick ? 0x252C : 0x2500);
        if (tick && room > 0) {
            screen_pad(&labels, room);
            strbuf_printf(&labels, "%g", next);
        }
        if (tick)
            next += v->scale.x_step;
    }
    strbuf_printf(out, "\n%s\n", labels.s);
    strbuf_release(&labels);
}

static long train_at(const struct canvas *v, const struct bylen *by,
                     double words)
{
    for (int i = 0; i < by->bins; i++)
        if (words >= curve_bin_from(&by->bin[i]) &&
            words < curve_bin_to(&by->bin[i], &v->scale))
            return by->bin[i].train;
    return 0;
}

static void put_train(struct strbuf *out, const struct canvas *v,
                      const struct bylen *by)
{
    if (!v->scale.train_max)
        return;
    strbuf_printf(out, "%*s ", AXIS - 1, "train");
    for (int x = 0; x < v->width; x++) {
        long train = train_at(v, by, (x + 0.5) / v->width * v->scale.x_max);
        double share = (double)train / (double)v->scale.train_max;

        utf8_put(out, train ? 0x2581 + (int)(share * 7.0 + 0.5) : ' ');
    }
    strbuf_putc(out, '\n');
}

static void put_legend(struct strbuf *out, const struct canvas *v,
                       const struct curve *c, int n)
{
    for (int k = 0; k < n; k++) {
        struct strbuf text = STRBUF_INIT;

        strbuf_printf(&text, "%s  BLEU %.1f [%.1f, %.1f]", c[k].name,
                      c[k].by->all.bleu, c[k].by->low, c[k].by->high);
        screen_pad(out, AXIS);
        screen_ink(out, inks[look_of(k)], v->colours);
        strbuf_putc(out, marks[look_of(k)]);
        screen_reset(out, v->colours);
        strbuf_putc(out, ' ');
        screen_fit(out, text.s, v->width - 2);
        strbuf_putc(out, '\n');
        strbuf_release(&text);
    }
}

void curve_term(struct strbuf *out, const struct curve *c, int n, int columns,
                int colours)
{
    struct canvas v = {.colours = colours, .scale = curve_scale_of(c, n)};
    struct arena arena;

    v.width = (columns < NARROWEST ? NARROWEST : columns) - AXIS - 1;
    arena_init(&arena, "curve");
    v.cell = ARENA_ARRAY(&arena, struct cell, HEIGHT * v.width);
    for (int k = n - 1; k >= 0; k--)
        draw_system(&v, c[k].by, k);
    for (int k = n - 1; k >= 0; k--)
        draw_points(&v, c[k].by, k);
    strbuf_puts(out, "  BLEU\n");
    put_rows(out, &v);
    put_x_axis(out, &v);
    if (n)
        put_train(out, &v, c[0].by);
    screen_pad(out, AXIS);
    screen_fit(out, "source length in words", v.width);
    strbuf_putc(out, '\n');
    put_legend(out, &v, c, n);
    arena_drop(&arena);
}
