#include "text/unit.h"

#include <string.h>

#include "base/utf8.h"

#define SPACE_MARK "\xe2\x96\x81" /* U+2581 */

static const struct escape {
    const char *plain, *written;
} escapes[] = {
    {" ", SPACE_MARK}, {SPACE_MARK, "\\u2581"}, {"\t", "\\t"},
    {"\n", "\\n"},     {"\\", "\\\\"},
};

enum { ESCAPES = sizeof escapes / sizeof escapes[0] };

static bool starts(const char *s, size_t n, const char *prefix)
{
    size_t len = strlen(prefix);

    return n >= len && memcmp(s, prefix, len) == 0;
}

void unit_escape(struct strbuf *out, const char *s, int n)
{
    const char *end = s + n;

    while (s < end) {
        const struct escape *e = escapes;

        while (e < escapes + ESCAPES && !starts(s, (size_t)(end - s), e->plain))
            e++;
        if (e < escapes + ESCAPES) {
            strbuf_puts(out, e->written);
            s += strlen(e->plain);
        } else {
            strbuf_putc(out, *s++);
        }
    }
}

/* The bytes that must not stand bare are those that delimit units. */
static bool delimits(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\\';
}

bool unit_unescape(struct strbuf *out, const char *s, size_t n)
{
    const char *end = s + n;

    if (n == 0 || utf8_valid_prefix(s, n) < n)
        return false;
    while (s < end) {
        const struct escape *e = escapes;

        while (e < escapes + ESCAPES &&
               !starts(s, (size_t)(end - s), e->written))
            e++;
        if (e < escapes + ESCAPES) {
            strbuf_puts(out, e->plain);
            s += strlen(e->written);
        } else if (delimits(*s)) {
            return false;
        } else {
            strbuf_putc(out, *s++);
        }
    }
    return true;
}
