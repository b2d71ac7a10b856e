/* Curves of the training: cross-entropy, BLEU, learning rate, gradient; of
 * one model, or of twins in the same pictures. */
#include "base/arena.h"
#include "report/page.h"
#include "report/plot.h"

enum { ROWS = 40 /* of the table of checks, at most */ };

/* A column of the history: fields of one struct, `stride` bytes apart, are
 * taken out by a function. */
typedef double field(const struct page_history *h, int i);

#define FIELD(name, list, member)                                           \
    static double name(const struct page_history *h, int i)                 \
    {                                                                       \
        return (double)h->list[i].member;                                   \
    }
FIELD(update_step, update, step)
FIELD(update_loss, update, loss)
FIELD(update_norm, update, norm)
FIELD(update_rate, update, rate)
FIELD(check_step, check, step)
FIELD(check_loss, check, loss)
FIELD(check_bleu, check, bleu)
#undef FIELD

struct column {
    const char *name;
    field *x, *y;
    bool checks;               /* else updates */
};

enum { COLUMNS = 2 /* of one model in one picture */ };

static const struct picture {
    const char *caption, *title;
    struct column column[COLUMNS];
} pictures[] = {
    {"Cross-entropy a token",
     "Cross-entropy of training and dev part against updates",
     {{"training", update_step, update_loss, false},
      {"dev part", check_step, check_loss, true}}},
    {"BLEU of the dev part, greedy",
     "BLEU of the dev part against updates",
     {{"BLEU", check_step, check_bleu, true}}},
    {"Learning rate",
     "Learning rate against updates",
     {{"rate", update_step, update_rate, false}}},
    {"Norm of the gradient, before it is clipped",
     "Norm of the gradient against updates",
     {{"norm", update_step, update_norm, false}}},
};

static const struct picture race[] = {
    {"BLEU of the dev part, greedy",
     "BLEU of the dev part against updates, a line each",
     {{"", check_step, check_bleu, true}}},
    {"Cross-entropy a token of the dev part",
     "Cross-entropy of the dev part against updates, a line each",
     {{"", check_step, check_loss, true}}},
};

/* Whose lines stand in a picture; one without a name has those of its
 * columns. */
struct runner {
    const char *name;
    const struct page_history *history;
};

static int count(const struct page_history *h, const struct column *c)
{
    return !c->x ? 0 : c->checks ? h->checks : h->updates;
}

static struct plot_line line_of(const struct runner *r,
                                const struct column *c, struct arena *arena)
{
    int n = count(r->history, c);
    double *x = ARENA_ARRAY(arena, double, n);
    double *y = ARENA_ARRAY(arena, double, n);

    for (int i = 0; i < n; i++) {
        x[i] = c->x(r->history, i);
        y[i] = c->y(r->history, i);
    }
    return (struct plot_line){r->name ? r->name : c->name, x, y, n};
}

static void put_picture(struct strbuf *out, const struct runner *r, int runners,
                        const struct picture *p)
{
    struct plot_line line[PLOT_LINES];
    struct arena arena;
    int n = 0;

    arena_init(&arena, "plot");
    for (int i = 0; i < runners; i++)
        for (int k = 0; k < COLUMNS && n < PLOT_LINES; k++)
            if (count(r[i].history, &p->column[k]) > 0)
                line[n++] = line_of(&r[i], &p->column[k], &arena);
    if (n > 0) {
        strbuf_printf(out, "<figure>\n<figcaption>%s</figcaption>\n",
                      p->caption);
        plot_svg(out, p->title, line, n);
        strbuf_puts(out, "</figure>\n");
    }
    arena_drop(&arena);
}

/* The last check is always among the rows. */
static void put_checks(struct strbuf *out, const struct page_history *h)
{
    int each = (h->checks + ROWS - 1) / ROWS;

    strbuf_puts(out, "<details>\n<summary>Checks of the dev part, in "
                     "numbers</summary>\n<table class=\"d\">\n"
                     "<caption>Checks of the dev part</caption>\n"
                     "<thead><tr><th scope=\"col\">update</th>"
                     "<th scope=\"col\" class=\"n\">cross-entropy</th>"
                     "<th scope=\"col\" class=\"n\">BLEU</th></tr></thead>\n"
                     "<tbody>\n");
    for (int i = (h->checks - 1) % each; i < h->checks; i += each)
        strbuf_printf(out,
                      "<tr><th scope=\"row\">%ld</th><td class=\"n\">%.3f"
                      "</td><td class=\"n\">%.2f</td></tr>\n",
                      h->check[i].step, h->check[i].loss, h->check[i].bleu);
    strbuf_puts(out, "</tbody>\n</table>\n</details>\n");
}

void page_learning(struct strbuf *out, const struct page *p)
{
    const struct page_history *h = &p->history;
    const struct runner alone = {NULL, h};

    if (h->updates + h->checks == 0) {
        strbuf_puts(out, "<p class=\"soft\">There is no log of the training "
                         "beside the model.</p>\n");
        return;
    }
    strbuf_puts(out, "<p class=\"soft\">Against updates of the weights, "
                     "across; where there are many, a point is the mean of "
                     "several.  The training's cross-entropy counts the "
                     "smoothing of its labels, the dev part's does not."
                     "</p>\n<div class=\"grid\">\n");
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        put_picture(out, &alone, 1, &pictures[i]);
    strbuf_puts(out, "</div>\n");
    if (h->checks > 0)
        put_checks(out, h);
}

void page_race(struct strbuf *out, const struct page *p)
{
    struct runner runner[PLOT_LINES];
    int n = p->twins < PLOT_LINES ? p->twins : PLOT_LINES;

    for (int i = 0; i < n; i++)
        runner[i] = (struct runner){p->twin[i].name, &p->twin_history[i]};
    strbuf_puts(out, "<p class=\"soft\">Against updates of the weights, "
                     "across.</p>\n<div class=\"grid\">\n");
    for (size_t i = 0; i < sizeof race / sizeof *race; i++)
        put_picture(out, runner, n, &race[i]);
    strbuf_puts(out, "</div>\n");
}
