/* The frame of the page, and the table of what stands in it. */
#include "report/page.h"

#include <string.h>

#include "report/escape.h"
#include "report/html_table.h"

struct section {
    const char *name, *heading;
    void (*put)(struct strbuf *out, const struct page *p);
};

#define X(name, heading) {#name, heading, page_##name},
static const struct section of_model[] = {PAGE_SECTIONS(X){NULL, NULL, NULL}};
static const struct section of_twins[] = {
    PAGE_TWINS_SECTIONS(X){NULL, NULL, NULL}};
#undef X

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

static void put_contents(struct strbuf *out, const struct section *s)
{
    strbuf_puts(out, "<nav aria-label=\"Contents\">\n<ul>\n");
    for (; s->name; s++)
        strbuf_printf(out, "<li><a href=\"#%s\">%s</a></li>\n", s->name,
                      s->heading);
    strbuf_puts(out, "</ul>\n</nav>\n");
}

static void put_page(struct strbuf *out, const struct page *p,
                     const struct section *s)
{
    put_head(out, p);
    strbuf_puts(out, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
                     "contents</a>\n<header>\n<h1>");
    html_text(out, p->title);
    strbuf_puts(out, "</h1>\n<p class=\"soft\">");
    html_text(out, p->summary);
    strbuf_puts(out, "</p>\n");
    put_contents(out, s);
    strbuf_puts(out, "</header>\n<main id=\"main\">\n");
    for (; s->name; s++) {
        strbuf_printf(out,
                      "<section id=\"%s\" aria-labelledby=\"h-%s\">\n"
                      "<h2 id=\"h-%s\">%s</h2>\n",
                      s->name, s->name, s->name, s->heading);
        s->put(out, p);
        strbuf_puts(out, "</section>\n");
    }
    strbuf_puts(out, "</main>\n<footer class=\"soft\">Written by s2s. "
                     "Nothing in this page is fetched from anywhere, and "
                     "nothing in it is a script.</footer>\n</body>\n"
                     "</html>\n");
}

void page_put(struct strbuf *out, const struct page *p)
{
    put_page(out, p, of_model);
}

void page_put_twins(struct strbuf *out, const struct page *p)
{
    put_page(out, p, of_twins);
}
