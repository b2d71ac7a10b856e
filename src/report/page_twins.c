/* Twins in numbers: what was gained, and what it cost. */
#include "report/html_table.h"
#include "report/page.h"

static void put_head(struct strbuf *out, const char *caption,
                     const char *differ, const char *class,
                     const char *const *name)
{
    strbuf_printf(out,
                  "<div class=\"wide\">\n<table class=\"d\">\n<caption>%s"
                  "</caption>\n<thead><tr><th scope=\"col\">%s</th>",
                  caption, differ);
    for (; *name; name++)
        strbuf_printf(out, "<th scope=\"col\"%s>%s</th>", class, *name);
    strbuf_puts(out, "</tr></thead>\n<tbody>\n");
}

static void put_name(struct strbuf *out, const struct twin_figures *t)
{
    strbuf_puts(out, "<tr><th scope=\"row\">");
    html_word(out, t->name);
    strbuf_puts(out, "</th>");
}

static void put_end(struct strbuf *out)
{
    strbuf_puts(out, "</tbody>\n</table>\n</div>\n");
}

static void put_gained(struct strbuf *out, const struct page *p)
{
    static const char *const name[] = {"BLEU, train", "BLEU, dev",
                                       "BLEU, test",  "against the first",
                                       "p",           NULL};

    put_head(out, "BLEU [95 % bootstrap interval]", p->differ, "", name);
    for (int i = 0; i < p->twins; i++) {
        const struct twin_score *s = p->twin[i].part;
        const struct paired *a = &s[TWIN_TEST].against;

        put_name(out, &p->twin[i]);
        for (int k = 0; k < TWIN_PARTS; k++)
            strbuf_printf(out, "<td>%.1f [%.1f, %.1f]</td>", s[k].bleu,
                          s[k].low, s[k].high);
        if (i > 0)
            strbuf_printf(out,
                          "<td>%+.1f [%+.1f, %+.1f]</td>"
                          "<td class=\"n\">%.3f</td>",
                          a->difference, a->low, a->high, a->p);
        else
            strbuf_puts(out, "<td></td><td></td>");
        strbuf_puts(out, "</tr>\n");
    }
    put_end(out);
}

/* A number that may not be known. */
static void put_known(struct strbuf *out, double x, int digits)
{
    if (x >= 0)
        strbuf_printf(out, "<td class=\"n\">%.*f</td>", digits, x);
    else
        strbuf_puts(out, "<td class=\"n\">-</td>");
}

static void put_cost(struct strbuf *out, const struct page *p)
{
    static const char *const name[] = {"chrF",          "AER",     "parameters",
                                       "multiply-adds", "seconds", NULL};

    put_head(out, "Characters, alignments, cost", p->differ,
             " class=\"n\"", name);
    for (int i = 0; i < p->twins; i++) {
        const struct twin_figures *t = &p->twin[i];

        put_name(out, t);
        put_known(out, t->part[TWIN_TEST].chrf, 2);
        put_known(out, t->aer, 3);
        put_known(out, (double)t->parameters, 0);
        put_known(out, t->products, 0);
        put_known(out, t->seconds, 1);
        strbuf_puts(out, "</tr>\n");
    }
    put_end(out);
}

void page_twins(struct strbuf *out, const struct page *p)
{
    if (p->twins == 0)
        return;
    strbuf_printf(out,
                  "<p class=\"soft\">Twins: all is the same but --%s. %d "
                  "training, %d dev and %d test sentences; p: paired "
                  "bootstrap on the test part, two-sided; chrF and AER are "
                  "of the test part; multiply-adds: a target token, forward, "
                  "at %d tokens on both sides.</p>\n",
                  p->differ, p->twin[0].part[TWIN_TRAIN].n,
                  p->twin[0].part[TWIN_DEV].n, p->twin[0].part[TWIN_TEST].n,
                  p->twin[0].length);
    put_gained(out, p);
    put_cost(out, p);
}
