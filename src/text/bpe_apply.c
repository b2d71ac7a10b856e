#include <limits.h>
#include <string.h>

#include "base/utf8.h"
#include "text/bpe.h"
#include "text/bpe_table.h"
#include "text/pretoken.h"

/* A word is cut into at most this many characters at a time: a pre-token is
 * a space and a run at most. */
enum { CHARS = PRETOKEN_MAX + 1 };

struct parts {
    int n;
    int symbol[CHARS]; /* -1: a character that no merge knows */
    int len[CHARS];    /* bytes */
    int merge[CHARS];  /* number of the merge of parts i and i + 1 */
};

struct known {
    bool (*f)(void *ctx, const char *unit, int n);
    void *ctx;
};

static void look_up_merge(const struct bpe *b, struct parts *p, int i)
{
    int k = -1;

    if (i + 1 < p->n && p->symbol[i] >= 0 && p->symbol[i + 1] >= 0)
        k = pairmap_get(&b->merge_of, p->symbol[i], p->symbol[i + 1]);
    p->merge[i] = k < 0 ? INT_MAX : k;
}

/* Cuts the first characters of s into p; returns the bytes taken. */
static int take_chars(const struct bpe *b, struct parts *p, const char *s,
                      int n)
{
    int at = 0;

    for (p->n = 0; p->n < CHARS && at < n; p->n++) {
        int len;

        utf8_next(s + at, (size_t)(n - at), &len);
        p->symbol[p->n] = table_get(&b->symbol, s + at, len);
        p->len[p->n] = len;
        at += len;
    }
    for (int i = 0; i < p->n; i++)
        look_up_merge(b, p, i);
    return at;
}

static void close_gap(int *a, int i, int n)
{
    memmove(a + i, a + i + 1, (size_t)(n - i - 1) * sizeof *a);
}

/* Joins parts i and i + 1. */
static void join(const struct bpe *b, struct parts *p, int i)
{
    p->symbol[i] = b->merge[p->merge[i]].whole;
    p->len[i] += p->len[i + 1];
    close_gap(p->symbol, i + 1, p->n);
    close_gap(p->len, i + 1, p->n);
    close_gap(p->merge, i + 1, p->n);
    p->n--;
    look_up_merge(b, p, i);
    if (i > 0)
        look_up_merge(b, p, i - 1);
}

/* Whether a place is left out this time. */
static bool is_dropped(struct bpe_dropout *d)
{
    return d && rng_uniform(d->rng, d->drawn++) < d->p;
}

/* The earliest merge first, leftmost first, until none is left. */
static void join_all(const struct bpe *b, struct parts *p,
                     struct bpe_dropout *drop)
{
    for (;;) {
        int best = -1, first = INT_MAX;

        for (int i = 0; i < p->n; i++)
            if (p->merge[i] != INT_MAX && !is_dropped(drop) &&
                p->merge[i] < first) {
                best = i;
                first = p->merge[i];
            }
        if (best < 0)
            return;
        join(b, p, best);
    }
}

/* Writes the lengths of the parts of one symbol that are known, or single
 * characters; returns how many. */
static int take_apart(const struct bpe *b, int symbol, const char *s, int n,
                      int *len, const struct known *known)
{
    int k = symbol < 0 ? -1 : b->made_by[symbol];
    int left_n, left;

    if (k < 0 || !known->f || known->f(known->ctx, s, n)) {
        len[0] = n;
        return 1;
    }
    bpe_symbol_text(b, b->merge[k].left, &left_n);
    left = take_apart(b, b->merge[k].left, s, left_n, len, known);
    return left + take_apart(b, b->merge[k].right, s + left_n, n - left_n,
                             len + left, known);
}

int bpe_apply(const struct bpe *b, const char *word, int n, int *len,
              struct bpe_dropout *drop,
              bool (*known)(void *ctx, const char *unit, int n), void *ctx)
{
    struct known k = {known, ctx};
    struct parts p;
    int units = 0;

    for (int at = 0, end; at < n; at = end) {
        end = at + take_chars(b, &p, word + at, n - at);
        join_all(b, &p, drop);
        for (int i = 0; i < p.n; i++) {
            units += take_apart(b, p.symbol[i], word + at, p.len[i],
                                len + units, &k);
            at += p.len[i];
        }
    }
    return units;
}
