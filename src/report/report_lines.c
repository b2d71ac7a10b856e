/* The two sentences one under the other, joined by strokes: the stroke from
 * source word j to target word i is as wide as alpha_ij.  A sentence that is
 * mostly written from right to left is drawn so. */
#include "base/arena.h"
#include "report/report.h"
#include "report/screen.h"
#include "report/svg_page.h"

enum {
    GAP = 16,     /* between words */
    CAPTION = 30, /* from the top of the strip to the small print */
    UPPER = 62,   /* to the line of the source */
    DEPTH = 150,  /* from one line to the other */
    FOOT = 30,
    STROKE_MOST = 9 /* pixels at alpha = 1 */
};

/* Thinner than this a stroke is not seen. */
static const double least = 0.01;

/* One line of words: where the middle of each is. */
struct line {
    const char *const *word;
    int n;
    double *x; /* [n] */
    double width;
};

static bool right_to_left(const char *const *word, int n)
{
    int rtl = 0;

    for (int k = 0; k < n; k++)
        rtl += screen_is_rtl(word[k]);
    return 2 * rtl > n;
}

/* From 0 on. */
static struct line lay_out(const char *const *word, int n, struct arena *arena)
{
    struct line l = {.word = word, .n = n, .x = ARENA_ARRAY(arena, double, n)};

    for (int k = 0; k < n; k++) {
        double width = svg_word_width(word[k]);

        l.x[k] = l.width + width / 2.0;
        l.width += width + (k + 1 < n ? GAP : 0);
    }
    if (right_to_left(word, n))
        for (int k = 0; k < n; k++)
            l.x[k] = l.width - l.x[k];
    return l;
}

static void shift(struct line *l, double by)
{
    for (int k = 0; k < l->n; k++)
        l->x[k] += by;
}

static void put_words(struct strbuf *out, const struct line *l, double y,
                      const char *name)
{
    strbuf_printf(out, "<g role=\"list\" aria-label=\"%s\">\n", name);
    for (int k = 0; k < l->n; k++) {
        strbuf_printf(out,
                      "<text role=\"listitem\" class=\"w\" x=\"%.1f\" "
                      "y=\"%.1f\">",
                      l->x[k], y);
        svg_put_word(out, l->word[k]);
        strbuf_puts(out, "</text>\n");
    }
    strbuf_puts(out, "</g>\n");
}

static void put_strokes(struct strbuf *out, const struct alignment *a,
                        const struct line *src, const struct line *tgt,
                        double y)
{
    double from = y + 8.0, to = y + DEPTH - 18.0, middle = (from + to) / 2.0;

    strbuf_puts(out, "<g role=\"list\" aria-label=\"weights\">\n");
    for (int i = 0; i < a->Ty; i++)
        for (int j = 0; j < a->Tx; j++) {
            double w = a->weight[(size_t)i * (size_t)a->Tx + (size_t)j];

            if (!(w >= least))
                continue;
            w = w < 1.0 ? w : 1.0;
            strbuf_printf(out,
                          "<path role=\"listitem\" class=\"l\" d=\"M%.1f "
                          "%.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" "
                          "stroke-width=\"%.2f\" stroke-opacity=\"%.2f\">",
                          src->x[j], from, src->x[j], middle, tgt->x[i], middle,
                          tgt->x[i], to, STROKE_MOST * w, 0.4 + 0.5 * w);
            svg_put_title(out, a, i, j);
            strbuf_puts(out, "</path>\n");
        }
    strbuf_puts(out, "</g>\n");
}

static void lines_sentence(struct strbuf *out, int sentence,
                           const struct alignment *a,
                           const struct report_options *o)
{
    struct arena arena;
    struct strbuf what = STRBUF_INIT;

    (void)o;
    arena_init(&arena, "lines");
    struct line src = lay_out(a->src, a->Tx, &arena),
                tgt = lay_out(a->tgt, a->Ty, &arena);
    double wide = src.width > tgt.width ? src.width : tgt.width;
    double top =
        svg_page_strip(out, wide + 2 * SVG_MARGIN, UPPER + DEPTH + FOOT);

    shift(&src, SVG_MARGIN + (wide - src.width) / 2.0);
    shift(&tgt, SVG_MARGIN + (wide - tgt.width) / 2.0);
    strbuf_printf(&what, "source above, %s below, strokes as wide as weights",
                  report_rows(a));
    svg_caption(out, sentence, a, what.s, top + CAPTION);
    put_strokes(out, a, &src, &tgt, top + UPPER);
    put_words(out, &src, top + UPPER, "source");
    put_words(out, &tgt, top + UPPER + DEPTH, report_rows(a));
    strbuf_release(&what);
    arena_drop(&arena);
}

static void lines_begin(struct strbuf *out, const struct report_options *o)
{
    (void)o;
    svg_page_begin(out,
                   ".s2s-alignment .w{text-anchor:middle}"
                   ".s2s-alignment .l{fill:none;stroke:#0072b2}"
                   ".s2s-alignment .l:hover{stroke:#d55e00}"
                   "@media (prefers-color-scheme:dark){"
                   ".s2s-alignment .l{stroke:#56b4e9}"
                   ".s2s-alignment .l:hover{stroke:#e69f00}}\n",
                   420.0);
}

static void lines_end(struct strbuf *out, const struct report_options *o)
{
    (void)o;
    svg_page_end(out);
}

const struct report_kind report_lines = {
    .name = "lines",
    .what = "the two sentences, joined by strokes as wide as alpha (SVG)",
    .file = "alignment-lines.svg",
    .variants = NULL,
    .begin = lines_begin,
    .sentence = lines_sentence,
    .end = lines_end,
};
