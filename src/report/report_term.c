/* The matrix on a terminal: a coloured block a weight, without colours a
 * sign that is the darker the greater the weight.
 *
 *              The cat sat          when the words fit side by side, else
 *       Le     @@@@                 they stand upright, a sign a row, and a
 *       chat       @@@@             matrix wider than the screen is cut into
 *                                   panels that follow one another. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "report/report.h"
#include "report/screen.h"

enum {
    COLUMNS_DEFAULT = 80,
    UPRIGHT = 2, /* columns of a cell under an upright word */
    UPRIGHT_VALUES = 4,
    UPRIGHT_MOST = 16 /* rows of upright words */
};

struct view {
    const struct alignment *a;
    const struct report_options *o;
    int columns;
    int label; /* columns of the target words */
    bool upright;
    int *width; /* [Tx] columns of the cells of source word j */
};

/* ==== Cells ==== */

/* Two digits, in three columns; a dot for what rounds to nothing. */
static void put_value(struct strbuf *out, double w, int width)
{
    screen_pad(out, width - 4);
    if (!isfinite(w))
        strbuf_puts(out, "nan ");
    else if (w < 0.005)
        strbuf_puts(out, "  . ");
    else if (w >= 0.995)
        strbuf_puts(out, "1.0 ");
    else
        strbuf_printf(out, ".%02d ", (int)(100.0 * w + 0.5));
}

static void put_shade(struct strbuf *out, double w, int width)
{
    static const char shade[] = " .:-=+*#%@";
    int most = (int)sizeof shade - 2;
    int k = !(w > 0.0) ? 0 : w >= 1.0 ? most : (int)(w * most + 0.5);

    while (width-- > 0)
        strbuf_putc(out, shade[k]);
}

/* Viridis needs more than the sixteen old colours: those get shades. */
static int colours_of(const struct report_options *o)
{
    return o->colours >= 256 ? o->colours : 0;
}

static void put_cell(struct strbuf *out, double w, int width,
                     const struct report_options *o)
{
    struct rgb c = colormap_viridis(w);

    screen_back(out, c, colours_of(o));
    if (o->values) {
        screen_ink(out, colormap_ink(c), colours_of(o));
        put_value(out, w, width);
    } else if (colours_of(o) > 0) {
        screen_pad(out, width);
    } else {
        put_shade(out, w, width);
    }
}

/* ==== Heads ==== */

static void put_flat_head(struct strbuf *out, const struct view *v, int from,
                          int to)
{
    screen_pad(out, v->label + 1);
    for (int j = from; j < to; j++) {
        struct strbuf word = STRBUF_INIT;
        int used = screen_fit(&word, v->a->src[j], v->width[j] - 1);
        int spare = v->width[j] - 1 - used;

        /* Numbers end at the right of their cell; so do their heads. */
        screen_pad(out, v->o->values ? spare : 0);
        strbuf_add(out, word.s, word.n);
        screen_pad(out, v->o->values ? 1 : spare + 1);
        strbuf_release(&word);
    }
    strbuf_putc(out, '\n');
}

/* The signs of a word from the top, one a row. */
struct upright {
    const char *text;
    size_t n;
    int signs;
};

static struct upright upright_new(const char *word, struct arena *arena)
{
    struct strbuf cut = STRBUF_INIT;
    struct upright u = {0};
    int width;

    utf8_printable(&cut, word, strlen(word));
    u.text = arena_strndup(arena, cut.s, cut.n);
    u.n = cut.n;
    strbuf_release(&cut);
    for (size_t i = 0; i < u.n; u.signs++)
        i += (size_t)screen_sign(u.text + i, u.n - i, &width);
    return u;
}

/* Appends sign k, or the mark that the rest was left out. */
static int put_sign(struct strbuf *out, const struct upright *u, int k)
{
    struct strbuf sign = STRBUF_INIT;
    size_t i = 0;
    int len = 0, width;

    for (int m = 0; m <= k; m++) {
        i += (size_t)len;
        len = screen_sign(u->text + i, u->n - i, &width);
    }
    if (u->signs > UPRIGHT_MOST && k == UPRIGHT_MOST - 1)
        utf8_put(&sign, 0x22EE);
    else
        strbuf_add(&sign, u->text + i, (size_t)len);
    width = screen_fit(out, sign.s, UPRIGHT);
    strbuf_release(&sign);
    return width;
}

static int rows_of(const struct upright *u)
{
    return u->signs < UPRIGHT_MOST ? u->signs : UPRIGHT_MOST;
}

static void put_upright_head(struct strbuf *out, const struct view *v, int from,
                             int to)
{
    struct arena arena;
    struct upright *word;
    int rows = 0;

    arena_init(&arena, "report");
    word = ARENA_ARRAY(&arena, struct upright, to - from);
    for (int j = from; j < to; j++) {
        word[j - from] = upright_new(v->a->src[j], &arena);
        if (rows_of(&word[j - from]) > rows)
            rows = rows_of(&word[j - from]);
    }
    for (int row = 0; row < rows; row++) {
        screen_pad(out, v->label + 1);
        for (int j = from; j < to; j++) {
            int k = row - rows + rows_of(&word[j - from]), used = 0;

            if (k >= 0)
                used = put_sign(out, &word[j - from], k);
            screen_pad(out, v->width[j] - used);
        }
        strbuf_putc(out, '\n');
    }
    arena_drop(&arena);
}

/* ==== Layout ==== */

static int widest(const char *const *word, int n)
{
    int most = 0;

    for (int k = 0; k < n; k++) {
        int width = screen_width(word[k]);

        if (width > most)
            most = width;
    }
    return most;
}

/* Lays words flat when all fit on the screen, upright otherwise. */
static void choose_layout(struct view *v)
{
    int cell = v->o->values ? UPRIGHT_VALUES : UPRIGHT;
    int used = v->label + 1;

    for (int j = 0; j < v->a->Tx; j++) {
        int width = screen_width(v->a->src[j]) + 1;

        v->width[j] = width > cell ? width : cell;
        used += v->width[j];
    }
    v->upright = used > v->columns;
    for (int j = 0; v->upright && j < v->a->Tx; j++)
        v->width[j] = cell;
}

/* The columns from `from` on that fit on the screen: at least one. */
static int panel_end(const struct view *v, int from)
{
    int used = v->label + 1 + v->width[from], to = from + 1;

    while (to < v->a->Tx && used + v->width[to] <= v->columns)
        used += v->width[to++];
    return to;
}

static void put_panel(struct strbuf *out, const struct view *v, int from,
                      int to)
{
    const struct alignment *a = v->a;

    (v->upright ? put_upright_head : put_flat_head)(out, v, from, to);
    for (int i = 0; i < a->Ty; i++) {
        struct strbuf word = STRBUF_INIT;
        int used = screen_fit(&word, a->tgt[i], v->label);

        screen_pad(out, v->label - used);
        strbuf_add(out, word.s, word.n);
        strbuf_putc(out, ' ');
        for (int j = from; j < to; j++)
            put_cell(out, a->weight[(size_t)i * (size_t)a->Tx + (size_t)j],
                     v->width[j], v->o);
        screen_reset(out, colours_of(v->o));
        strbuf_putc(out, '\n');
        strbuf_release(&word);
    }
}

/* ==== The row of the table ==== */

static void term_begin(struct strbuf *out, const struct report_options *o)
{
    (void)out, (void)o;
}

static void term_sentence(struct strbuf *out, int sentence,
                          const struct alignment *a,
                          const struct report_options *o)
{
    struct view v = {.a = a, .o = o, .columns = o->columns};
    struct arena arena;

    if (v.columns <= 0)
        v.columns = COLUMNS_DEFAULT;
    v.label = widest(a->tgt, a->Ty);
    if (v.label > v.columns / 3)
        v.label = v.columns / 3;
    arena_init(&arena, "report");
    v.width = ARENA_ARRAY(&arena, int, a->Tx);
    choose_layout(&v);
    if (a->head)
        strbuf_printf(out, "%shead %d\n",
                      sentence > 1 || a->follows ? "\n" : "", a->head);
    for (int from = 0, to; from < a->Tx; from = to) {
        if ((sentence > 1 && !a->head) || from > 0)
            strbuf_putc(out, '\n');
        to = panel_end(&v, from);
        put_panel(out, &v, from, to);
    }
    arena_drop(&arena);
}

/* The scale, where there is room for it. */
static void term_end(struct strbuf *out, const struct report_options *o)
{
    const int steps = 10;
    struct report_options plain = *o;

    plain.values = false;
    if (o->values || (o->columns > 0 && o->columns < 2 * steps + 4))
        return;
    strbuf_puts(out, "\n0 ");
    for (int k = 0; k < steps; k++)
        put_cell(out, (double)k / (steps - 1), 2, &plain);
    screen_reset(out, colours_of(o));
    strbuf_puts(out, " 1\n");
}

const struct report_kind report_term = {
    .name = "term",
    .what = "the matrix as coloured blocks or shades, here in the terminal",
    .variants = NULL,
    .begin = term_begin,
    .sentence = term_sentence,
    .end = term_end,
};
