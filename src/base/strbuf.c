#include "base/strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/size.h"

/* The `s` of every buffer that owns no memory.  Nothing writes to it:
 * cap == 0 is checked first. */
static char nothing[1] = "";

void strbuf_init(struct strbuf *b)
{
    b->s = nothing;
    b->n = 0;
    b->cap = 0;
}

void strbuf_release(struct strbuf *b)
{
    if (b->cap > 0)
        free(b->s);
    strbuf_init(b);
}

void strbuf_reset(struct strbuf *b)
{
    b->n = 0;
    if (b->cap > 0)
        b->s[0] = '\0';
}

/* Half as much again, so that n appends cost O(n) and little is wasted. */
void strbuf_grow(struct strbuf *b, size_t n)
{
    size_t need;
    if (!size_add(b->n, n, &need) || !size_add(need, 1, &need))
        die(EXIT_MEMORY, "out of memory: a string of %zu bytes", n);
    if (need <= b->cap)
        return;
    size_t cap = b->cap + b->cap / 2;
    if (cap < need)
        cap = need;
    if (cap < 64)
        cap = 64;
    char *s = realloc(b->cap > 0 ? b->s : NULL, cap);
    if (s == NULL)
        die(EXIT_MEMORY, "out of memory: a string of %zu bytes", cap);
    b->s = s;
    b->cap = cap;
    b->s[b->n] = '\0';
}

void strbuf_add(struct strbuf *b, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    strbuf_grow(b, n);
    memcpy(b->s + b->n, bytes, n);
    b->n += n;
    b->s[b->n] = '\0';
}

void strbuf_puts(struct strbuf *b, const char *s)
{
    strbuf_add(b, s, strlen(s));
}

void strbuf_putc(struct strbuf *b, int c)
{
    strbuf_grow(b, 1);
    b->s[b->n++] = (char)c;
    b->s[b->n] = '\0';
}

void strbuf_vprintf(struct strbuf *b, const char *format, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    if (n > 0) {
        strbuf_grow(b, (size_t)n);
        vsnprintf(b->s + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void strbuf_printf(struct strbuf *b, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    strbuf_vprintf(b, format, ap);
    va_end(ap);
}

void strbuf_put_count(struct strbuf *b, long n)
{
    if (n < 1000) {
        strbuf_printf(b, "%ld", n);
        return;
    }
    strbuf_put_count(b, n / 1000);
    strbuf_printf(b, ",%03ld", n % 1000);
}
