/* Names and values. */
#include "report/page.h"

#include <string.h>

#include "report/escape.h"
#include "report/html_table.h"

static void put_facts(struct strbuf *out, const char *caption,
                      const struct page_fact *f, int n)
{
    strbuf_printf(out, "<div class=\"wide\">\n<table class=\"d\">\n"
                       "<caption>%s</caption>\n<tbody>\n", caption);
    for (int i = 0; i < n; i++) {
        strbuf_puts(out, "<tr><th scope=\"row\">");
        html_text(out, f[i].name);
        strbuf_puts(out, "</th><td class=\"v\">");
        html_text(out, f[i].value);
        strbuf_puts(out, "</td><td class=\"soft\">");
        html_text(out, f[i].note ? f[i].note : "");
        strbuf_puts(out, "</td></tr>\n");
    }
    strbuf_puts(out, "</tbody>\n</table>\n</div>\n");
}

void page_facts(struct strbuf *out, const struct page *p)
{
    put_facts(out, "Text, vocabularies, weights", p->fact, p->facts);
}

void page_options(struct strbuf *out, const struct page *p)
{
    strbuf_puts(out, "<details>\n<summary>All options of the "
                     "configuration</summary>\n");
    put_facts(out, "As they were in effect", p->option, p->options);
    strbuf_puts(out, "</details>\n");
}

void page_commands(struct strbuf *out, const struct page *p)
{
    strbuf_puts(out, "<p class=\"soft\">The same corpus, options and seed "
                     "give the same model, byte for byte.</p>\n<pre>");
    for (int i = 0; i < p->commands; i++) {
        escape_xml(out, p->command[i], strlen(p->command[i]));
        strbuf_putc(out, '\n');
    }
    strbuf_puts(out, "</pre>\n");
}
