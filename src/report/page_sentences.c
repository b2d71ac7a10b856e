/* Sentences: text, candidates with their scores, and where each word of the
 * translation looked. */
#include <string.h>

#include "report/escape.h"
#include "report/html_table.h"
#include "report/page.h"

static void put_line(struct strbuf *out, const char *name, const char *text)
{
    strbuf_printf(out, "<dt>%s</dt><dd dir=\"auto\">", name);
    html_text(out, text);
    strbuf_puts(out, "</dd>\n");
}

static void put_text(struct strbuf *out, const struct page_sentence *s)
{
    strbuf_puts(out, "<dl class=\"t\">\n");
    put_line(out, "source", s->src);
    put_line(out, "translation", s->hyp);
    if (s->ref) {
        put_line(out, "reference", s->ref);
        strbuf_printf(out, "<dt>BLEU</dt><dd>%.1f, of this sentence alone"
                           "</dd>\n", s->bleu);
    }
    strbuf_puts(out, "</dl>\n");
}

static void put_candidates(struct strbuf *out, const struct page_sentence *s)
{
    strbuf_puts(out, "<div class=\"wide\">\n<table class=\"d\">\n<caption>"
                     "What the search found, best first: log p for its "
                     "length, and log p</caption>\n<thead><tr>"
                     "<th scope=\"col\" class=\"n\">score</th>"
                     "<th scope=\"col\" class=\"n\">log p</th>"
                     "<th scope=\"col\">translation</th></tr></thead>\n"
                     "<tbody>\n");
    for (int k = 0; k < s->candidates; k++) {
        strbuf_printf(out,
                      "<tr><td class=\"n\">%.4f</td><td class=\"n\">%.3f"
                      "</td><td class=\"v\" dir=\"auto\">",
                      s->best[k].score, s->best[k].logp);
        html_text(out, s->best[k].text);
        strbuf_puts(out, "</td></tr>\n");
    }
    strbuf_puts(out, "</tbody>\n</table>\n</div>\n");
}

static void put_matrix(struct strbuf *out, const struct page_sentence *s)
{
    strbuf_puts(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" "
                     "aria-label=\"Alignment, ");
    escape_xml(out, s->what, strlen(s->what));
    strbuf_puts(out, "\">\n<table class=\"a\">\n"
                     "<caption>source across, translation down, weights in %"
                     "</caption>\n");
    html_table(out, &s->a);
    strbuf_puts(out, "</table>\n</div>\n");
}

static void put_sentence(struct strbuf *out, const struct page_sentence *s,
                         bool matrix)
{
    strbuf_puts(out, "<article>\n<h3>");
    escape_xml(out, s->what, strlen(s->what));
    strbuf_puts(out, "</h3>\n");
    put_text(out, s);
    if (s->candidates > 0)
        put_candidates(out, s);
    if (s->a.Ty > 0 && matrix)
        put_matrix(out, s);
    else if (s->a.Ty > 0)
        strbuf_puts(out, "<p class=\"soft\">Its matrix is too large for "
                         "this page; s2s align --html shows it.</p>\n");
    strbuf_puts(out, "</article>\n");
}

/* Whole, without its matrix, or only counted, by what there is room for. */
static bool fits(struct strbuf *out, const struct page_sentence *s)
{
    size_t before = out->n;

    for (int matrix = 1; matrix >= 0; matrix--) {
        put_sentence(out, s, matrix);
        if (out->n < PAGE_MOST)
            return true;
        out->n = before;
        out->s[before] = '\0';
    }
    return false;
}

void page_sentences(struct strbuf *out, const struct page *p)
{
    bool any = false;
    int left = 0;

    for (int i = 0; i < p->sentences; i++)
        any = any || p->sentence[i].a.Ty > 0;
    if (any)
        strbuf_puts(out, "<p class=\"soft\">A row is a word of the "
                         "translation, bright where it looked.  <span "
                         "class=\"screen\">Rest the mouse on a cell, or "
                         "reach the strongest of each row with Tab, for "
                         "words and weight.</span></p>\n");
    else if (!p->aligns)
        strbuf_puts(out, "<p class=\"soft\">This model has no attention "
                         "to show.</p>\n");
    for (int i = 0; i < p->sentences; i++)
        left += !fits(out, &p->sentence[i]);
    if (left > 0)
        strbuf_printf(out, "<p class=\"soft\">Left out for their length: "
                           "%d.</p>\n", left);
}
