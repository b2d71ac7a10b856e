/* Sentences as they are compared: in the form that is learnt from. */
#include <string.h>

#include "base/table.h"
#include "base/utf8.h"
#include "text/corpus.h"

/* Below U+0300, whose first byte this is, every text is NFC. */
enum { FIRST_MARK_BYTE = 0xCC };

static bool is_plain(const char *s, int n)
{
    for (int i = 0; i < n; i++)
        if ((unsigned char)s[i] >= FIRST_MARK_BYTE)
            return false;
    return true;
}

uint64_t corpus_hash(const char *s, int n)
{
    struct strbuf nfc = STRBUF_INIT;

    if (is_plain(s, n))
        return table_hash(s, n);
    utf8_nfc(&nfc, s, (size_t)n);
    uint64_t hash = table_hash(nfc.s, (int)nfc.n);
    strbuf_release(&nfc);
    return hash;
}

bool corpus_same(const char *s, int n, const char *t, int m)
{
    struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

    if (n == m && memcmp(s, t, (size_t)n) == 0)
        return true;
    if (is_plain(s, n) && is_plain(t, m))
        return false;
    utf8_nfc(&a, s, (size_t)n);
    utf8_nfc(&b, t, (size_t)m);
    bool same = a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
    strbuf_release(&a);
    strbuf_release(&b);
    return same;
}
