/* NFC with a bound on its cost.
 *
 * utf8proc sorts a run of combining marks by exchanging neighbours, which is
 * quadratic in the run.  UAX #15's Stream-Safe form puts U+034F between
 * every 30 marks; the marks are counted as they are after decomposition,
 * which NFC does not change, so that normalising twice changes nothing. */
#include "base/utf8.h"

#include <assert.h>
#include <utf8proc.h>

#define MAX_MARKS 30
#define JOINER 0x034F   /* COMBINING GRAPHEME JOINER: sorts with nothing */
#define FIRST_MARK 0x300   /* below, every text is NFC already */

/* Marks at the beginning and at the end of c's decomposition; if all of it
 * is marks, *all is set. */
static void count_marks(int c, int *lead, int *trail, bool *all)
{
    utf8proc_int32_t part[32];
    int n = (int)utf8proc_decompose_char(c, part, 32, UTF8PROC_DECOMPOSE,
                                         NULL);
    *lead = *trail = 0;
    while (*lead < n && utf8_is_mark(part[*lead]))
        ++*lead;
    while (*trail < n && utf8_is_mark(part[n - 1 - *trail]))
        ++*trail;
    *all = *lead == n;
}

/* The text as valid UTF-8 with its runs of marks cut. */
static void stream_safe(struct strbuf *out, const char *s, size_t n)
{
    int run = 0, len, lead, trail;
    bool all;
    for (size_t i = 0; i < n; i += (size_t)len) {
        int c = utf8_next(s + i, n - i, &len);
        if (c < 0x80) {
            run = 0;
        } else if (c == JOINER) {
            run = 0;
        } else {
            count_marks(c, &lead, &trail, &all);
            if (run + lead > MAX_MARKS) {
                utf8_put(out, JOINER);
                run = 0;
            }
            run = all ? run + lead : trail;
        }
        utf8_put(out, c);
    }
}

/* s is valid UTF-8. */
static void compose(struct strbuf *out, const char *s, size_t n)
{
    const utf8proc_uint8_t *text = (const utf8proc_uint8_t *)s;
    utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_ssize_t len = (utf8proc_ssize_t)n;
    utf8proc_ssize_t count = utf8proc_decompose(text, len, NULL, 0, how);
    assert(count >= 0);
    struct strbuf points = STRBUF_INIT;
    strbuf_grow(&points, (size_t)count * sizeof(utf8proc_int32_t));
    utf8proc_int32_t *c = (utf8proc_int32_t *)(void *)points.s;
    count = utf8proc_decompose(text, len, c, count, how);
    assert(count >= 0);
    count = utf8proc_normalize_utf32(c, count, how);
    for (utf8proc_ssize_t i = 0; i < count; i++)
        utf8_put(out, c[i]);
    strbuf_release(&points);
}

void utf8_nfc(struct strbuf *out, const char *s, size_t n)
{
    size_t i = 0;
    int len = 1;
    while (i < n && utf8_next(s + i, n - i, &len) < FIRST_MARK)
        i += (size_t)len;
    if (i == n) {
        strbuf_add(out, s, n);
        return;
    }
    struct strbuf safe = STRBUF_INIT;
    stream_safe(&safe, s, n);
    compose(out, safe.s, safe.n);
    strbuf_release(&safe);
}
