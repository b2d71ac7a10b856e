/* BLEU (Papineni et al. 2002), with sacreBLEU's smoothings (Chen and Cherry
 * 2014):
 *
 *   (1) p_n  = 100 match_n / total_n,    n = 1..4, matches clipped to the
 *              greatest count in one reference
 *   (2) BP   = min(1, exp(1 - r / c)),   r the closest reference's length
 *   (3) BLEU = BP exp(1/4 sum_n log p_n)
 *
 * A p_n of 0 would make (3) zero, so
 *   exp    the k-th zero among p_1..p_4 becomes 100 / (2^k total_n)
 *   floor  a zero match becomes smooth_value
 *   add-k  smooth_value is added to match and total for n > 1
 * Nothing at all in common is 0 whatever the smoothing. */
#include "eval/bleu.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/fmath.h"
#include "base/table.h"
#include "base/version.h"
#include "eval/bleu_tokenize.h"

const struct bleu_options bleu_default = {
    .tokenize = "13a", .smooth = "exp", .smooth_value = -1.0};

/* ==== Counting ==== */

static void count_ngrams(struct table *count, const struct bleu_tokens *t,
                         int n)
{
    for (int i = 0; i + n <= t->n; i++)
        ++*table_at(count, t->text + t->start[i],
                    t->end[i + n - 1] - t->start[i], 0);
}

/* For each n-gram the greatest count in one reference. */
static void count_references(struct table *most, const struct bleu_tokens *refs,
                             int nrefs, int n, struct arena *scratch)
{
    struct table one;

    for (int r = 0; r < nrefs; r++) {
        table_init(&one, scratch);
        count_ngrams(&one, &refs[r], n);
        for (int i = 0; i < one.n; i++) {
            const struct table_entry *e = &one.entry[i];
            int *most_here = table_at(most, e->key, e->len, 0);

            if (*most_here < e->value)
                *most_here = e->value;
        }
    }
}

static long long clipped(const struct table *hyp, const struct table *most)
{
    long long sum = 0;

    for (int i = 0; i < hyp->n; i++) {
        const struct table_entry *e = &hyp->entry[i];
        int allowed = table_get(most, e->key, e->len);

        if (allowed > 0)
            sum += e->value < allowed ? e->value : allowed;
    }
    return sum;
}

/* Of two equally close references the shorter, as mteval has it. */
static int closest_length(const struct bleu_tokens *refs, int nrefs,
                          int hyp_len)
{
    int best = refs[0].n;

    for (int r = 1; r < nrefs; r++) {
        int d = abs(refs[r].n - hyp_len), d_best = abs(best - hyp_len);

        if (d < d_best || (d == d_best && refs[r].n < best))
            best = refs[r].n;
    }
    return best;
}

void bleu_sentence(struct bleu_stats *out, const char *hyp,
                   const char *const *refs, int nrefs,
                   const struct bleu_options *o, struct arena *scratch)
{
    struct arena_mark mark = arena_mark(scratch);
    struct bleu_tokens h, *r = ARENA_ARRAY(scratch, struct bleu_tokens, nrefs);

    assert(nrefs > 0);
    *out = (struct bleu_stats){0};
    bleu_tokens_cut(&h, hyp, o->tokenize, o->lowercase, scratch);
    for (int i = 0; i < nrefs; i++)
        bleu_tokens_cut(&r[i], refs[i], o->tokenize, o->lowercase, scratch);
    for (int n = 1; n <= BLEU_N; n++) {
        struct table mine, most;

        table_init(&mine, scratch);
        table_init(&most, scratch);
        count_ngrams(&mine, &h, n);
        count_references(&most, r, nrefs, n, scratch);
        out->match[n - 1] = clipped(&mine, &most);
        out->total[n - 1] = h.n >= n ? h.n - n + 1 : 0;
    }
    out->hyp_len = h.n;
    out->ref_len = closest_length(r, nrefs, h.n);
    arena_release(scratch, mark);
}

void bleu_add(struct bleu_stats *sum, const struct bleu_stats *one)
{
    for (int n = 0; n < BLEU_N; n++) {
        sum->match[n] += one->match[n];
        sum->total[n] += one->total[n];
    }
    sum->hyp_len += one->hyp_len;
    sum->ref_len += one->ref_len;
}

/* ==== Smoothing ==== */

/* Each returns p_n; `zeros` is how many orders up to this one match
 * nothing. */
typedef double smooth_body(double match, double total, int n, int zeros,
                           double k);

static double smooth_none(double match, double total, int n, int zeros,
                          double k)
{
    (void)n, (void)zeros, (void)k;
    return 100.0 * match / total;
}

static double smooth_exp(double match, double total, int n, int zeros, double k)
{
    (void)n, (void)k;
    if (match > 0)
        return 100.0 * match / total;
    return 100.0 / ((double)(1 << zeros) * total);
}

static double smooth_floor(double match, double total, int n, int zeros,
                           double k)
{
    (void)n, (void)zeros;
    return 100.0 * (match > 0 ? match : k) / total;
}

static double smooth_add_k(double match, double total, int n, int zeros,
                           double k)
{
    (void)zeros;
    return n == 1 ? 100.0 * match / total : 100.0 * (match + k) / (total + k);
}

static const struct smoothing {
    const char *name;
    double value; /* the default of smooth_value; 0: it has none */
    smooth_body *precision;
} smoothings[] = {
    {"exp", 0.0, smooth_exp},
    {"floor", 0.1, smooth_floor},
    {"add-k", 1.0, smooth_add_k},
    {"none", 0.0, smooth_none},
};

enum { SMOOTHINGS = sizeof smoothings / sizeof *smoothings };

const char *bleu_smoothing(int i)
{
    return i >= 0 && i < SMOOTHINGS ? smoothings[i].name : NULL;
}

static const struct smoothing *smoothing_of(const struct bleu_options *o)
{
    int i = 0;

    while (i < SMOOTHINGS && strcmp(smoothings[i].name, o->smooth) != 0)
        i++;
    assert(i < SMOOTHINGS);
    return &smoothings[i];
}

bool bleu_takes_value(const struct bleu_options *o)
{
    return smoothing_of(o)->value > 0;
}

static double smooth_value(const struct bleu_options *o)
{
    return o->smooth_value >= 0 ? o->smooth_value : smoothing_of(o)->value;
}

/* ==== Scoring ==== */

/* (1); returns how many orders the hypothesis is long enough for. */
static int precisions(double *p, const struct bleu_stats *s,
                      const struct bleu_options *o)
{
    const struct smoothing *smooth = smoothing_of(o);
    double k = smooth_value(o);
    int zeros = 0, n = 0;

    for (; n < BLEU_N; n++) {
        /* add-k gives even an order without any n-gram its k of k. */
        double room = (double)s->total[n];

        if (room == 0.0 &&
            !(smooth->precision == smooth_add_k && n > 0 && k > 0))
            break;
        zeros += s->match[n] == 0;
        p[n] = smooth->precision((double)s->match[n], room, n + 1, zeros, k);
    }
    return n;
}

/* (2) */
static double brevity(const struct bleu_stats *s)
{
    if (s->hyp_len >= s->ref_len)
        return 1.0;
    if (s->hyp_len == 0)
        return 0.0;
    return fmath_exp(1.0 - (double)s->ref_len / (double)s->hyp_len);
}

static double geometric_mean(const double *p, int n)
{
    double sum = 0.0;

    for (int i = 0; i < n; i++) {
        if (!(p[i] > 0.0))
            return 0.0;
        sum += fmath_log(p[i]);
    }
    return n ? fmath_exp(sum / n) : 0.0;
}

static bool any_match(const struct bleu_stats *s)
{
    long long sum = 0;

    for (int n = 0; n < BLEU_N; n++)
        sum += s->match[n];
    return sum > 0;
}

struct bleu_score bleu_compute(const struct bleu_stats *s,
                               const struct bleu_options *o)
{
    struct bleu_score out = {
        .bp = brevity(s), .hyp_len = s->hyp_len, .ref_len = s->ref_len};
    int orders;

    if (!any_match(s))
        return out;
    orders = precisions(out.precision, s, o);
    /* (3) */
    out.bleu =
        out.bp * geometric_mean(out.precision, o->effective ? orders : BLEU_N);
    return out;
}

double bleu_length_ratio(const struct bleu_score *s)
{
    return s->ref_len > 0 ? (double)s->hyp_len / (double)s->ref_len : 1;
}

void bleu_signature(struct strbuf *out, const struct bleu_options *o, int nrefs)
{
    strbuf_printf(out, "nrefs:%d|case:%s|eff:%s|tok:%s|smooth:%s", nrefs,
                  o->lowercase ? "lc" : "mixed", o->effective ? "yes" : "no",
                  o->tokenize, o->smooth);
    if (bleu_takes_value(o))
        strbuf_printf(out, "[%.2f]", smooth_value(o));
    strbuf_printf(out, "|impl:s2s-%s", S2S_VERSION);
}
