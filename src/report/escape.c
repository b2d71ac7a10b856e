/* Text into XML. */
#include "report/escape.h"

#include "base/utf8.h"
#include "report/screen.h"

static const char *entity(int c)
{
    static const struct {
        int c;
        const char *name;
    } entities[] = {{'&', "&amp;"},
                    {'<', "&lt;"},
                    {'>', "&gt;"},
                    {'"', "&quot;"},
                    {'\'', "&#39;"}};

    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (entities[i].c == c)
            return entities[i].name;
    return NULL;
}

/* XML 1.0, production 2; C1 controls are allowed there but useless. */
static bool is_char(int c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7F) ||
           (c >= 0xA0 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
           c >= 0x10000;
}

void escape_xml(struct strbuf *out, const char *s, size_t n)
{
    int len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        int c = utf8_next(s + i, n - i, &len);

        if (entity(c))
            strbuf_puts(out, entity(c));
        else
            utf8_put(out, is_char(c) ? c : 0xFFFD);
    }
}

void escape_fit(struct strbuf *out, const char *word, int columns)
{
    struct strbuf fit = STRBUF_INIT;

    screen_fit(&fit, word, columns);
    escape_xml(out, fit.s, fit.n);
    strbuf_release(&fit);
}
