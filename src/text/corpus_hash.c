/* Sentences as they are compared: in the form that is learnt from. */
#include <stdlib.h>
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

static int in_order(const void *x, const void *y)
{
    const struct corpus_key *a = x, *b = y;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->pair > b->pair) - (a->pair < b->pair);
}

void corpus_sort(struct corpus_key *key, int n)
{
    if (n > 0)
        qsort(key, (size_t)n, sizeof *key, in_order);
}

int corpus_first(const struct corpus_key *key, int n, uint64_t hash)
{
    int lo = 0, hi = n;

    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;

        if (key[mid].hash < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
