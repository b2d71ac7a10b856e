/* Words and colours on a terminal. */
#include "report/screen.h"

#include <string.h>

#include "base/utf8.h"

/* ==== Text ==== */

int screen_sign(const char *s, size_t n, int *columns)
{
    int len, more;

    utf8_next(s, n, &len);
    *columns = utf8_width(s, (size_t)len);
    while ((size_t)len < n) {
        utf8_next(s + len, n - (size_t)len, &more);
        if (utf8_width(s + len, (size_t)more) > 0)
            break;
        len += more;
    }
    return len;
}

/* Letters that run from right to left: Hebrew to Arabic Extended, their
 * presentation forms, and the right-to-left blocks of plane 1. */
static bool is_rtl(int c)
{
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFE) || (c >= 0x10800 && c <= 0x10FFF) ||
           (c >= 0x1E800 && c <= 0x1EFFF);
}

bool screen_is_rtl(const char *s)
{
    size_t n = strlen(s);
    int len;

    for (size_t i = 0; i < n; i += (size_t)len)
        if (is_rtl(utf8_next(s + i, n - i, &len)))
            return true;
    return false;
}

/* Appends signs of s while they fit. */
static int put_signs(struct strbuf *out, const char *s, size_t n, int columns)
{
    int used = 0, width, len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        len = screen_sign(s + i, n - i, &width);
        if (used + width > columns)
            break;
        strbuf_add(out, s + i, (size_t)len);
        used += width;
    }
    return used;
}

int screen_cut(struct strbuf *out, const char *s, int columns)
{
    struct strbuf seen = STRBUF_INIT;
    int used;

    utf8_printable(&seen, s, strlen(s));
    if (utf8_width(seen.s, seen.n) <= columns) {
        used = put_signs(out, seen.s, seen.n, columns);
    } else {
        used = put_signs(out, seen.s, seen.n, columns - 1);
        if (columns > 0) {
            utf8_put(out, 0x2026);
            used++;
        }
    }
    strbuf_release(&seen);
    return used;
}

int screen_fit(struct strbuf *out, const char *s, int columns)
{
    struct strbuf cut = STRBUF_INIT;
    int used = screen_cut(&cut, s, columns);
    bool rtl = screen_is_rtl(cut.s);

    if (rtl)
        utf8_put(out, 0x2068);
    strbuf_add(out, cut.s, cut.n);
    if (rtl)
        utf8_put(out, 0x2069);
    strbuf_release(&cut);
    return used;
}

int screen_width(const char *s)
{
    struct strbuf seen = STRBUF_INIT;
    int width;

    utf8_printable(&seen, s, strlen(s));
    width = utf8_width(seen.s, seen.n);
    strbuf_release(&seen);
    return width;
}

void screen_pad(struct strbuf *out, int columns)
{
    while (columns-- > 0)
        strbuf_putc(out, ' ');
}

/* ==== Colours ==== */

/* The nearest of the eight old colours and their bright forms, by what
 * xterm shows for them. */
static int nearest_of_16(struct rgb c)
{
    static const struct rgb shown[16] = {
        {0, 0, 0},       {205, 0, 0},   {0, 205, 0},   {205, 205, 0},
        {0, 0, 238},     {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
        {127, 127, 127}, {255, 0, 0},   {0, 255, 0},   {255, 255, 0},
        {92, 92, 255},   {255, 0, 255}, {0, 255, 255}, {255, 255, 255},
    };
    int best = 0, least = 3 * 256 * 256;

    for (int k = 0; k < 16; k++) {
        int r = c.r - shown[k].r, g = c.g - shown[k].g, b = c.b - shown[k].b,
            d = r * r + g * g + b * b;

        if (d < least) {
            best = k;
            least = d;
        }
    }
    return best;
}

/* `base` is 30 for text, 40 for what is behind it. */
static void set_colour(struct strbuf *out, struct rgb c, int colours, int base)
{
    if (colours > 256) {
        strbuf_printf(out, "\033[%d;2;%d;%d;%dm", base + 8, c.r, c.g, c.b);
    } else if (colours == 256) {
        strbuf_printf(out, "\033[%d;5;%dm", base + 8, colormap_xterm(c));
    } else if (colours > 0) {
        int k = nearest_of_16(c);

        strbuf_printf(out, "\033[%dm", k < 8 ? base + k : base + 52 + k);
    }
}

void screen_back(struct strbuf *out, struct rgb c, int colours)
{
    set_colour(out, c, colours, 40);
}

void screen_ink(struct strbuf *out, struct rgb c, int colours)
{
    set_colour(out, c, colours, 30);
}

void screen_reset(struct strbuf *out, int colours)
{
    if (colours > 0)
        strbuf_puts(out, "\033[0m");
}
