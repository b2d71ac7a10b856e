/* Sentences as they are compared: in the form that is learnt from. */
#include <string.h>

#include "base/table.h"
#include "base/utf8.h"
#include "text/corpus.h"

uint64_t corpus_hash(const char *s, int n)
{
    struct strbuf nfc = STRBUF_INIT;

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
    utf8_nfc(&a, s, (size_t)n);
    utf8_nfc(&b, t, (size_t)m);
    bool same = a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
    strbuf_release(&a);
    strbuf_release(&b);
    return same;
}
