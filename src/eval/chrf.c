/* chrF (Popovic 2015) and chrF++ (2017): for each order the precision and
 * recall of n-grams; then, over the orders that both sides are long enough
 * for,
 *
 *   P = mean precision, R = mean recall
 *   chrF = 100 (1 + b^2) P R / (b^2 P + R),  b = 2
 *
 * Characters are taken without white space; words have one punctuation sign
 * cut off at the end or else at the start. */
#include "eval/chrf.h"

#include <assert.h>
#include <string.h>

#include "base/table.h"
#include "base/utf8.h"

/* Units of one order family: unit i is text[start[i] .. start[i + 1]), and
 * those of an n-gram lie side by side. */
struct units {
    struct strbuf text;
    int *start; /* [n + 1] */
    int n;
};

static void put_unit(struct units *u, const char *s, size_t n)
{
    strbuf_add(&u->text, s, n);
    u->start[++u->n] = (int)u->text.n;
}

static void cut_chars(struct units *u, const char *s, size_t n)
{
    int len;

    for (size_t i = 0; i < n; i += (size_t)len)
        if (utf8_class(utf8_next(s + i, n - i, &len)) != UTF8_SPACE)
            put_unit(u, s + i, (size_t)len);
}

/* ASCII punctuation and symbols: Python's string.punctuation. */
static bool is_sign(char c)
{
    return c && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c);
}

/* A word ends in a blank here, so that "ab c" and "a bc" differ. */
static void put_word(struct units *u, const char *s, size_t n)
{
    put_unit(u, s, n);
    strbuf_putc(&u->text, ' ');
    u->start[u->n] = (int)u->text.n;
}

static void put_words(struct units *u, const char *s, size_t n)
{
    bool one = utf8_length(s, n) == 1;

    if (!one && is_sign(s[n - 1])) {
        put_word(u, s, n - 1);
        put_word(u, s + n - 1, 1);
    } else if (!one && is_sign(s[0])) {
        put_word(u, s, 1);
        put_word(u, s + 1, n - 1);
    } else {
        put_word(u, s, n);
    }
}

static void cut_words(struct units *u, const char *s, size_t n)
{
    size_t word = 0;
    int len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        if (utf8_class(utf8_next(s + i, n - i, &len)) != UTF8_SPACE)
            continue;
        if (word < i)
            put_words(u, s + word, i - word);
        word = i + (size_t)len;
    }
    if (word < n)
        put_words(u, s + word, n - word);
}

static void count_ngrams(struct table *t, const struct units *u, int order)
{
    for (int i = 0; i + order <= u->n; i++)
        ++*table_at(t, u->text.s + u->start[i],
                    u->start[i + order] - u->start[i], 0);
}

/* One order's three numbers; *hyp stays 0 without reference n-grams. */
static void match_order(struct chrf_stats *out, int k, const struct units *hyp,
                        const struct units *ref, int order,
                        struct arena *scratch)
{
    struct table h, r;

    table_init(&h, scratch);
    table_init(&r, scratch);
    count_ngrams(&h, hyp, order);
    count_ngrams(&r, ref, order);
    out->ref[k] = ref->n >= order ? ref->n - order + 1 : 0;
    if (out->ref[k] == 0 || hyp->n < order)
        return;
    out->hyp[k] = hyp->n - order + 1;
    for (int i = 0; i < h.n; i++) {
        const struct table_entry *e = &h.entry[i];
        int there = table_get(&r, e->key, e->len);

        if (there > 0)
            out->match[k] += e->value < there ? e->value : there;
    }
}

typedef void cutter(struct units *u, const char *s, size_t n);

static void units_cut(struct units *u, cutter *cut, const char *s,
                      bool lowercase, struct arena *scratch)
{
    struct strbuf text = STRBUF_INIT;

    if (lowercase)
        utf8_lower(&text, s, strlen(s));
    else
        strbuf_puts(&text, s);
    strbuf_init(&u->text);
    u->n = 0;
    u->start = ARENA_ARRAY(scratch, int, text.n + 2);
    cut(u, text.s, text.n);
    strbuf_release(&text);
}

/* Orders 1..orders of one family, into entries from `first` on. */
static void match_family(struct chrf_stats *out, int first, int orders,
                         cutter *cut, const char *hyp, const char *ref,
                         bool lowercase, struct arena *scratch)
{
    struct arena_mark mark = arena_mark(scratch);
    struct units h, r;

    units_cut(&h, cut, hyp, lowercase, scratch);
    units_cut(&r, cut, ref, lowercase, scratch);
    for (int n = 1; n <= orders; n++)
        match_order(out, first + n - 1, &h, &r, n, scratch);
    strbuf_release(&h.text);
    strbuf_release(&r.text);
    arena_release(scratch, mark);
}

void chrf_sentence(struct chrf_stats *out, const char *hyp,
                   const char *const *refs, int nrefs, int word_order,
                   bool lowercase, struct arena *scratch)
{
    double best = -1.0;

    assert(nrefs > 0 && word_order >= 0 && word_order <= CHRF_WORDS);
    for (int i = 0; i < nrefs; i++) {
        struct chrf_stats s = {0};
        double f;

        match_family(&s, 0, CHRF_CHARS, cut_chars, hyp, refs[i], lowercase,
                     scratch);
        match_family(&s, CHRF_CHARS, word_order, cut_words, hyp, refs[i],
                     lowercase, scratch);
        f = chrf_compute(&s, word_order);
        if (f > best) {
            best = f;
            *out = s;
        }
    }
}

void chrf_add(struct chrf_stats *sum, const struct chrf_stats *one)
{
    for (int k = 0; k < CHRF_N; k++) {
        sum->hyp[k] += one->hyp[k];
        sum->ref[k] += one->ref[k];
        sum->match[k] += one->match[k];
    }
}

double chrf_compute(const struct chrf_stats *s, int word_order)
{
    const double beta2 = 4.0;
    double p = 0.0, r = 0.0;
    int orders = 0;

    for (int k = 0; k < CHRF_CHARS + word_order; k++) {
        if (s->hyp[k] == 0 || s->ref[k] == 0)
            continue;
        p += (double)s->match[k] / (double)s->hyp[k];
        r += (double)s->match[k] / (double)s->ref[k];
        orders++;
    }
    if (orders == 0 || p + r == 0.0)
        return 0.0;
    p /= orders;
    r /= orders;
    return 100.0 * (1.0 + beta2) * p * r / (beta2 * p + r);
}
