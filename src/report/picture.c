/* Alignments in pixels; the layout is that of report_svg.c, twice as fine. */
#include "report/picture.h"

#include <stdio.h>

#include "base/strbuf.h"
#include "report/report.h"
#include "report/screen.h"

enum {
    CELL = 64,
    MARGIN = 48,
    CAPTION = 44, /* height of the line above the words */
    GAP = 16,     /* between words and cells */
    FOOT = 24,
    WORD = 28, /* sizes of letters */
    NUMBER = 22,
    SMALL = 24,
    SCALE = 360,    /* pixels of the scale of colours */
    LABEL_MOST = 40 /* columns of a word before it is cut */
};

/* Source words lean at 60 degrees. */
static const double lean_sin = 0.8660254, lean_cos = 0.5;
static const struct rgb dark = {34, 34, 34}, soft = {102, 102, 102};

static struct label draw_word(const struct picture *p, const char *word)
{
    struct strbuf cut = STRBUF_INIT;

    screen_cut(&cut, word, LABEL_MOST);
    struct label l = label_draw(p->labels, cut.s, WORD, p->arena);
    strbuf_release(&cut);
    return l;
}

static int widest(const struct picture *p, const char *const *word, int n)
{
    int most = 0;

    for (int k = 0; k < n; k++) {
        struct arena_mark m = arena_mark(p->arena);
        int width = draw_word(p, word[k]).width;

        if (width > most)
            most = width;
        arena_release(p->arena, m);
    }
    return most;
}

/* ==== Layout ==== */

struct layout {
    int x;    /* of the first cell */
    int head; /* rows above the first cell */
    int width;
};

static struct label draw_caption(const struct picture *p, int sentence,
                                 const struct alignment *a)
{
    struct strbuf what = STRBUF_INIT;

    strbuf_printf(&what, "%d", sentence);
    if (a->head)
        strbuf_printf(&what, ", head %d", a->head);
    strbuf_printf(&what, ": source across, %s down, weights in %%",
                  report_rows(a));
    struct label l = label_draw(p->labels, what.s, SMALL, p->arena);
    strbuf_release(&what);
    return l;
}

static struct layout lay_out(const struct picture *p, int sentence,
                             const struct alignment *a)
{
    struct arena_mark m = arena_mark(p->arena);
    int src = widest(p, a->src, a->Tx), tgt = widest(p, a->tgt, a->Ty);
    int matrix = tgt + GAP + a->Tx * CELL + (int)(src * lean_cos);
    int caption = draw_caption(p, sentence, a).width;

    arena_release(p->arena, m);
    return (struct layout){
        .x = MARGIN + tgt + GAP,
        .head = MARGIN + CAPTION + (int)(src * lean_sin) + 2 * GAP,
        .width = MARGIN + (matrix > caption ? matrix : caption) + MARGIN};
}

void picture_size(const struct picture *p, int sentence,
                  const struct alignment *a, double *width, double *height)
{
    struct layout l = lay_out(p, sentence, a);

    *width = l.width;
    *height = l.head + (double)a->Ty * CELL + FOOT;
}

/* ==== A sentence ==== */

static void put_level(const struct picture *p, struct canvas *c,
                      const char *text, int size, int x, int y,
                      struct rgb colour)
{
    struct label l = label_draw(p->labels, text, size, p->arena);

    canvas_label(c, &l, x, y, 1.0, 0.0, colour);
}

static void draw_head(const struct picture *p, int sentence,
                      const struct alignment *a, const struct layout *at)
{
    struct canvas c = canvas_new(p->width, at->head, p->arena);
    struct label caption = draw_caption(p, sentence, a);

    canvas_label(&c, &caption, MARGIN, MARGIN + 8, 1.0, 0.0, soft);
    for (int j = 0; j < a->Tx; j++) {
        struct label l = draw_word(p, a->src[j]);

        canvas_label(&c, &l, at->x + (j + 0.5) * CELL + 8, at->head - GAP,
                     lean_cos, lean_sin, dark);
    }
    p->sink.band(p->sink.to, &c);
}

static void draw_cell(const struct picture *p, struct canvas *c, double w,
                      int x)
{
    struct rgb colour = colormap_viridis(w);
    char digits[8];

    canvas_fill(c, x, 0, CELL - 2, CELL - 2, colour);
    if (!(w >= 0.05 && w <= 1.0 + 1e-6))
        return;
    snprintf(digits, sizeof digits, "%d", (int)(100.0 * w + 0.5));
    struct label l = label_draw(p->labels, digits, NUMBER, p->arena);
    canvas_label(c, &l, x + (CELL - 2 - l.width) / 2, CELL / 2 + 8, 1.0, 0.0,
                 colormap_ink(colour));
}

static void draw_row(const struct picture *p, const struct alignment *a, int i,
                     const struct layout *at)
{
    struct canvas c = canvas_new(p->width, CELL, p->arena);
    struct label l = draw_word(p, a->tgt[i]);

    canvas_label(&c, &l, at->x - GAP - l.width, CELL / 2 + 9, 1.0, 0.0, dark);
    for (int j = 0; j < a->Tx; j++)
        draw_cell(p, &c, a->weight[(size_t)i * (size_t)a->Tx + (size_t)j],
                  at->x + j * CELL);
    p->sink.band(p->sink.to, &c);
}

void picture_sentence(const struct picture *p, int sentence,
                      const struct alignment *a)
{
    struct arena_mark m = arena_mark(p->arena);
    struct layout at = lay_out(p, sentence, a);

    draw_head(p, sentence, a, &at);
    arena_release(p->arena, m);
    for (int i = 0; i < a->Ty; i++) {
        draw_row(p, a, i, &at);
        arena_release(p->arena, m);
    }
    struct canvas foot = canvas_new(p->width, FOOT, p->arena);
    p->sink.band(p->sink.to, &foot);
    arena_release(p->arena, m);
}

/* ==== The scale ==== */

void picture_scale(const struct picture *p)
{
    struct arena_mark m = arena_mark(p->arena);
    struct canvas c = canvas_new(p->width, PICTURE_SCALE_HEIGHT, p->arena);
    int x = MARGIN + 28;

    put_level(p, &c, "0", SMALL, MARGIN, 38, soft);
    for (int k = 0; k < SCALE; k++)
        canvas_fill(&c, x + k, 20, 1, 20,
                    colormap_viridis((double)k / (SCALE - 1)));
    put_level(p, &c, "1", SMALL, x + SCALE + 12, 38, soft);
    p->sink.band(p->sink.to, &c);
    arena_release(p->arena, m);
}
