/* A page for a browser that needs nothing but itself: a table a sentence, a
 * number in each cell and its words when the mouse rests on it.  No script;
 * colours follow the reader's choice of dark or light; on paper the cells
 * keep their colours. */
#include "report/html_table.h"
#include "report/report.h"

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
    "i{display:inline-block;width:10px;height:10px}\n"
    "@media print{section{break-inside:avoid}"
    ":root{--ink:#000;--page:#fff;--soft:#444}}\n";

static void html_begin(struct strbuf *out, const struct report_options *o)
{
    (void)o;
    strbuf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                     "<meta charset=\"utf-8\"/>\n"
                     "<meta name=\"viewport\" "
                     "content=\"width=device-width\"/>\n"
                     "<title>Alignment</title>\n<style>\n");
    html_table_classes(out);
    strbuf_printf(out, "%s%s</style>\n</head>\n<body>\n<main>\n",
                  html_table_style, style);
}

static void html_end(struct strbuf *out, const struct report_options *o)
{
    (void)o;
    strbuf_puts(out, "</main>\n<footer>0 ");
    for (int k = 0; k <= 100; k += 5)
        strbuf_printf(out, "<i class=\"w%d\">&#160;</i>", k);
    strbuf_puts(out, " 1</footer>\n</body>\n</html>\n");
}

/* ==== A sentence ==== */

static void html_sentence(struct strbuf *out, int sentence,
                          const struct alignment *a,
                          const struct report_options *o)
{
    (void)o;
    strbuf_printf(out, "<section>\n<table class=\"a\">\n<caption>%d", sentence);
    if (a->head)
        strbuf_printf(out, ", head %d", a->head);
    strbuf_printf(out, ": source across, %s down, weights in %%</caption>\n",
                  report_rows(a));
    html_table(out, a);
    strbuf_puts(out, "</table>\n</section>\n");
}

const struct report_kind report_html = {
    .name = "html",
    .what = "the matrix as a page: tables that hold their numbers, no script",
    .file = "alignment.html",
    .variants = NULL,
    .begin = html_begin,
    .sentence = html_sentence,
    .end = html_end,
};
