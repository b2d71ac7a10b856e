/* strbuf: a byte string that grows.
 *
 * `s` is never NULL after strbuf_init and always NUL-terminated at s[n]; it
 * may hold NUL bytes inside.  The caller owns it and calls strbuf_release. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>

struct strbuf {
    char *s;
    size_t n;
    size_t cap;
};

#define STRBUF_INIT {(char *)"", 0, 0}

void strbuf_init(struct strbuf *b);
void strbuf_release(struct strbuf *b);  /* frees; b is as after init */
void strbuf_reset(struct strbuf *b);    /* empties, keeps the memory */
void strbuf_add(struct strbuf *b, const void *bytes, size_t n);
void strbuf_puts(struct strbuf *b, const char *s);
void strbuf_putc(struct strbuf *b, int c);
void strbuf_printf(struct strbuf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *b, const char *format, va_list ap)
    __attribute__((format(printf, 2, 0)));
void strbuf_put_count(struct strbuf *b, long n);  /* 1234567: 1,234,567 */
void strbuf_grow(struct strbuf *b, size_t n); /* room for n more bytes */

#endif
