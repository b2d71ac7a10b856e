#include "text/typewriter.h"

#include "base/utf8.h"

static const struct {
    const char *plain;
    int c[9]; /* 0 after the last; not the minus, which is copied */
} rows[] = {
    {"'", {0x2018, 0x2019, 0x201A, 0x201B, 0x2032, 0x02BC, 0xB4, '`'}},
    {"\"", {0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0xAB, 0xBB}},
    {"-", {0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015}},
    {"...", {0x2026}},
    {" ", {0xA0, 0x2007, 0x2009, 0x200A, 0x202F}},
};

static const char *plain_of(int c)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (const int *x = rows[i].c; *x; x++)
            if (*x == c)
                return rows[i].plain;
    return NULL;
}

void typewriter_put(struct strbuf *out, const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        int len;
        const char *plain = plain_of(utf8_next(s + at, n - at, &len));
        if (plain)
            strbuf_puts(out, plain);
        else
            strbuf_add(out, s + at, (size_t)len);
        at += (size_t)len;
    }
}
