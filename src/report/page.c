/* The frame of the page, and the table of what stands in it. */
#include "report/page.h"

#include <string.h>

#include "report/escape.h"
#include "report/html_table.h"

static const struct section {
    const char *name, *heading;
    void (*put)(struct strbuf *out, const struct page *p);
} sections[] = {
#define X(name, heading) {#name, heading, page_##name},
    PAGE_SECTIONS(X)
#undef X
};

enum { SECTIONS = sizeof sections / sizeof *sections };

static void put_head(struct strbuf *out, const struct page *p)
{
    strbuf_puts(out, "<!DOCTYPE html>\n"
                     "<html lang=\"en\">\n<head>\n"
                     "<meta charset=\"utf-8\"/>\n"
                     "<meta name=\"viewport\" "
                     "content=\"width=device-width,initial-scale=1\"/>\n"
                     "<meta http-equiv=\"Content-Security-Policy\" "
                     "content=\"default-src 'none';"
                     "style-src 'unsafe-inline'\"/>\n"
                     "<meta name=\"color-scheme\" "
                     "content=\"light dark\"/>\n<title>");
    escape_xml(out, p->title, strlen(p->title));
    strbuf_puts(out, " - s2s report</title>\n<style>\n");
    html_table_classes(out);
    strbuf_printf(out, "%s%s</style>\n</head>\n", html_table_style,
                  page_style);
}

static void put_contents(struct strbuf *out)
{
    strbuf_puts(out, "<nav aria-label=\"Contents\">\n<ul>\n");
    for (int i = 0; i < SECTIONS; i++)
        strbuf_printf(out, "<li><a href=\"#%s\">%s</a></li>\n",
                      sections[i].name, sections[i].heading);
    strbuf_puts(out, "</ul>\n</nav>\n");
}

void page_put(struct strbuf *out, const struct page *p)
{
    put_head(out, p);
    strbuf_puts(out, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
                     "contents</a>\n<header>\n<h1>");
    html_text(out, p->title);
    strbuf_puts(out, "</h1>\n<p class=\"soft\">");
    html_text(out, p->summary);
    strbuf_puts(out, "</p>\n");
    put_contents(out);
    strbuf_puts(out, "</header>\n<main id=\"main\">\n");
    for (int i = 0; i < SECTIONS; i++) {
        strbuf_printf(out,
                      "<section id=\"%s\" aria-labelledby=\"h-%s\">\n"
                      "<h2 id=\"h-%s\">%s</h2>\n",
                      sections[i].name, sections[i].name, sections[i].name,
                      sections[i].heading);
        sections[i].put(out, p);
        strbuf_puts(out, "</section>\n");
    }
    strbuf_puts(out, "</main>\n<footer class=\"soft\">Written by s2s. "
                     "Nothing in this page is fetched from anywhere, and "
                     "nothing in it is a script.</footer>\n</body>\n"
                     "</html>\n");
}
