/* Tables that hold their numbers. */
#include "report/html_table.h"

#include <string.h>

#include "report/colormap.h"
#include "report/escape.h"
#include "report/screen.h"

enum { WORD_MOST = 40 /* columns of a word before it is cut */ };

/* One class for each percent: short cells, and colours in one place. */
void html_table_classes(struct strbuf *out)
{
    for (int k = 0; k <= 100; k++) {
        struct rgb c = colormap_viridis(k / 100.0), ink = colormap_ink(c);

        strbuf_printf(out,
                      ".w%d{background:#%02x%02x%02x;color:#%02x%02x%02x}%s", k,
                      c.r, c.g, c.b, ink.r, ink.g, ink.b, k % 2 ? "\n" : "");
    }
    strbuf_puts(out, "\n");
}

const char html_table_style[] =
    "table.a{border-spacing:1px;margin-top:.6em}\n"
    ".a th{font-weight:normal;text-align:right;padding:0 .4em;"
    "white-space:nowrap}\n"
    ".a thead th{vertical-align:bottom;padding:.4em 0}\n"
    ".a thead bdi{writing-mode:vertical-rl;text-orientation:sideways;"
    "transform:rotate(180deg);"
    "text-align:left;line-height:32px}\n"
    ".a td{position:relative;min-width:32px;height:31px;text-align:center;"
    "font-size:11px;padding:0}\n"
    ".a td:hover,.a td:focus{outline:2px solid var(--ink)}\n"
    ".a td:focus::after{content:attr(title);position:absolute;z-index:1;"
    "left:50%;top:100%;padding:.3em .6em;white-space:nowrap;"
    "font-size:12px;background:var(--ink);color:var(--page)}\n"
    ".a td.z{color:transparent}\n"
    ".a td,i{-webkit-print-color-adjust:exact;print-color-adjust:exact}\n";

void html_text(struct strbuf *out, const char *text)
{
    if (!text[strspn(text, " ")])
        return;
    strbuf_puts(out, "<bdi>");
    escape_xml(out, text, strlen(text));
    strbuf_puts(out, "</bdi>");
}

void html_word(struct strbuf *out, const char *word)
{
    struct strbuf cut = STRBUF_INIT;

    screen_cut(&cut, word, WORD_MOST);
    html_text(out, cut.s);
    strbuf_release(&cut);
}

/* The first of the greatest weights of row i. */
static int strongest(const struct alignment *a, int i)
{
    const double *w = a->weight + (size_t)i * (size_t)a->Tx;
    int best = 0;

    for (int j = 1; j < a->Tx; j++)
        if (w[j] > w[best])
            best = j;
    return best;
}

static void put_cell(struct strbuf *out, const struct alignment *a, int i,
                     int j, bool stop)
{
    double w = a->weight[(size_t)i * (size_t)a->Tx + (size_t)j];
    int percent = w > 0.0 ? (int)(100.0 * (w < 1.0 ? w : 1.0) + 0.5) : 0;

    strbuf_printf(out, "<td class=\"w%d%s\" title=\"", percent,
                  percent < 5 ? " z" : "");
    escape_fit(out, a->tgt[i], WORD_MOST);
    strbuf_puts(out, " &lt;- ");
    escape_fit(out, a->src[j], WORD_MOST);
    strbuf_printf(out, ": %.4f\"%s>%d</td>\n", w,
                  stop ? " tabindex=\"0\"" : "", percent);
}

static void put_head(struct strbuf *out, const struct alignment *a)
{
    strbuf_puts(out, "<thead>\n<tr>\n<td></td>\n");
    for (int j = 0; j < a->Tx; j++) {
        strbuf_puts(out, "<th scope=\"col\">");
        html_word(out, a->src[j]);
        strbuf_puts(out, "</th>\n");
    }
    strbuf_puts(out, "</tr>\n</thead>\n<tbody>\n");
}

static void put_rows(struct strbuf *out, const struct alignment *a)
{
    for (int i = 0; i < a->Ty; i++) {
        int best = strongest(a, i);

        strbuf_puts(out, "<tr>\n<th scope=\"row\">");
        html_word(out, a->tgt[i]);
        strbuf_puts(out, "</th>\n");
        for (int j = 0; j < a->Tx; j++)
            put_cell(out, a, i, j, j == best);
        strbuf_puts(out, "</tr>\n");
    }
}

void html_table(struct strbuf *out, const struct alignment *a)
{
    put_head(out, a);
    put_rows(out, a);
    strbuf_puts(out, "</tbody>\n");
}
