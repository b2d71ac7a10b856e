/* A page for a browser that needs nothing but itself: a table a sentence, a
 * number in each cell and its words when the mouse rests on it.  No script;
 * colours follow the reader's choice of dark or light; on paper the cells
 * keep their colours. */
#include <string.h>

#include "report/colormap.h"
#include "report/escape.h"
#include "report/report.h"
#include "report/screen.h"

enum { WORD_MOST = 40 /* columns of a word before it is cut */ };

/* ==== The page ==== */

static const char style[] =
    ":root{color-scheme:light dark;--ink:#222;--page:#fff;--soft:#666}\n"
    "@media (prefers-color-scheme:dark){"
    ":root{--ink:#ddd;--page:#18181c;--soft:#aaa}}\n"
    "body{margin:1.5em;background:var(--page);color:var(--ink);"
    "font:14px \"DejaVu Sans\",\"Noto Sans\",sans-serif}\n"
    "section{margin:0 0 2.5em;overflow-x:auto}\n"
    "h2,footer,caption{color:var(--soft);font-size:12px;font-weight:normal;"
    "text-align:left}\n"
    "h2{margin:0}p{margin:.4em 0}\n"
    "table{border-spacing:1px;margin-top:.6em}\n"
    "th{font-weight:normal;text-align:right;padding:0 .4em;"
    "white-space:nowrap}\n"
    "thead th{vertical-align:bottom;padding:.4em 0}\n"
    "thead bdi{writing-mode:vertical-rl;text-orientation:sideways;"
    "transform:rotate(180deg);"
    "text-align:left;line-height:32px}\n"
    "td{min-width:32px;height:31px;text-align:center;font-size:11px;"
    "padding:0}\n"
    "td:hover{outline:2px solid var(--ink)}\n"
    "td.z{color:transparent}\n"
    "i{display:inline-block;width:10px;height:10px}\n"
    "td,i{-webkit-print-color-adjust:exact;print-color-adjust:exact}\n"
    "@media print{section{break-inside:avoid}"
    ":root{--ink:#000;--page:#fff;--soft:#444}}\n";

/* One class for each percent: short cells, and colours in one place. */
static void put_classes(struct strbuf *out)
{
    for (int k = 0; k <= 100; k++) {
        struct rgb c = colormap_viridis(k / 100.0), ink = colormap_ink(c);

        strbuf_printf(out,
                      ".w%d{background:#%02x%02x%02x;color:#%02x%02x%02x}%s", k,
                      c.r, c.g, c.b, ink.r, ink.g, ink.b, k % 2 ? "\n" : "");
    }
    strbuf_puts(out, "\n");
}

static void html_begin(struct strbuf *out, const struct report_options *o)
{
    (void)o;
    strbuf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                     "<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" "
                     "content=\"width=device-width\">\n"
                     "<title>Alignment</title>\n<style>\n");
    put_classes(out);
    strbuf_printf(out, "%s</style>\n</head>\n<body>\n<main>\n", style);
}

static void html_end(struct strbuf *out, const struct report_options *o)
{
    (void)o;
    strbuf_puts(out, "</main>\n<footer>0 ");
    for (int k = 0; k <= 100; k += 5)
        strbuf_printf(out, "<i class=\"w%d\">&nbsp;</i>", k);
    strbuf_puts(out, " 1</footer>\n</body>\n</html>\n");
}

/* ==== A sentence ==== */

static void put_word(struct strbuf *out, const char *word)
{
    struct strbuf cut = STRBUF_INIT;

    /* tidy warns of elements with nothing in them. */
    if (!word[strspn(word, " ")])
        return;
    screen_cut(&cut, word, WORD_MOST);
    strbuf_puts(out, "<bdi>");
    escape_xml(out, cut.s, cut.n);
    strbuf_puts(out, "</bdi>");
    strbuf_release(&cut);
}

/* In an attribute characters isolate. */
static void put_isolated(struct strbuf *out, const char *word)
{
    struct strbuf fit = STRBUF_INIT;

    screen_fit(&fit, word, WORD_MOST);
    escape_xml(out, fit.s, fit.n);
    strbuf_release(&fit);
}

static void put_cell(struct strbuf *out, const struct alignment *a, int i,
                     int j)
{
    double w = a->weight[(size_t)i * (size_t)a->Tx + (size_t)j];
    int percent = w > 0.0 ? (int)(100.0 * (w < 1.0 ? w : 1.0) + 0.5) : 0;

    strbuf_printf(out, "<td class=\"w%d%s\" title=\"", percent,
                  percent < 5 ? " z" : "");
    put_isolated(out, a->tgt[i]);
    strbuf_puts(out, " &lt;- ");
    put_isolated(out, a->src[j]);
    strbuf_printf(out, ": %.4f\">%d</td>\n", w, percent);
}

static void put_head(struct strbuf *out, const struct alignment *a)
{
    strbuf_puts(out, "<thead>\n<tr>\n<td></td>\n");
    for (int j = 0; j < a->Tx; j++) {
        strbuf_puts(out, "<th scope=\"col\">");
        put_word(out, a->src[j]);
        strbuf_puts(out, "</th>\n");
    }
    strbuf_puts(out, "</tr>\n</thead>\n<tbody>\n");
}

static void put_rows(struct strbuf *out, const struct alignment *a)
{
    for (int i = 0; i < a->Ty; i++) {
        strbuf_puts(out, "<tr>\n<th scope=\"row\">");
        put_word(out, a->tgt[i]);
        strbuf_puts(out, "</th>\n");
        for (int j = 0; j < a->Tx; j++)
            put_cell(out, a, i, j);
        strbuf_puts(out, "</tr>\n");
    }
}

static void html_sentence(struct strbuf *out, int sentence,
                          const struct alignment *a,
                          const struct report_options *o)
{
    (void)o;
    strbuf_printf(out, "<section>\n<table>\n<caption>%d", sentence);
    if (a->head)
        strbuf_printf(out, ", head %d", a->head);
    strbuf_printf(out, ": source across, %s down, weights in %%</caption>\n",
                  report_rows(a));
    put_head(out, a);
    put_rows(out, a);
    strbuf_puts(out, "</tbody>\n</table>\n</section>\n");
}

const struct report_kind report_html = {
    .name = "html",
    .alias = "page",
    .what = "the matrix as a page: tables that hold their numbers, no script",
    .file = "alignment.html",
    .variants = NULL,
    .begin = html_begin,
    .sentence = html_sentence,
    .end = html_end,
};
