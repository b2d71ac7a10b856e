/* BLEU by source length, and the bootstrap (Koehn 2004): a resample draws n
 * of the n sentences with replacement and is scored as a corpus; of the
 * sorted scores the outer 2.5 % on both sides are cut off.  Statistics add
 * up, so a resample costs n additions and no tokenising. */
#include "eval/bylen.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

/* ==== Bootstrap ==== */

static double resample(const struct bleu_stats *stats, int n,
                       const struct bleu_options *o, struct rng r)
{
    struct bleu_stats sum = {0};

    for (int i = 0; i < n; i++)
        bleu_add(&sum, &stats[rng_below(r, (uint64_t)i, (uint64_t)n)]);
    return bleu_compute(&sum, o).bleu;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

void bootstrap_cut(double *value, int n, double *low, double *high)
{
    int cut = n / 40;

    qsort(value, (size_t)n, sizeof *value, by_value);
    *low = value[cut];
    *high = value[n - 1 - cut];
}

void bootstrap_interval(const struct bleu_stats *stats, int n,
                        const struct bleu_options *o, int resamples,
                        uint64_t seed, double *low, double *high)
{
    struct arena arena;
    double *score;

    *low = *high = 0.0;
    if (n <= 0 || resamples <= 0)
        return;
    arena_init(&arena, "bootstrap");
    score = ARENA_ARRAY(&arena, double, resamples);
    for (int k = 0; k < resamples; k++)
        score[k] =
            resample(stats, n, o, rng_key(seed, RNG_BOOTSTRAP, (uint64_t)k, 0));
    bootstrap_cut(score, resamples, low, high);
    arena_drop(&arena);
}

static double quotient(double a, double b)
{
    return b > 0.0 ? a / b : (double)NAN;
}

/* What is left at length, each side drawn for itself. */
static void bootstrap_ratio(struct bylen *out, const struct bleu_stats *first,
                            int nfirst, const struct bleu_stats *last,
                            int nlast, const struct bleu_options *o,
                            int resamples, uint64_t seed)
{
    struct arena arena;
    double *value;
    int n = 0;

    out->ratio_low = out->ratio_high = (double)NAN;
    if (resamples <= 0)
        return;
    arena_init(&arena, "bootstrap");
    value = ARENA_ARRAY(&arena, double, resamples);
    for (int k = 0; k < resamples; k++) {
        value[n] = quotient(
            resample(last, nlast, o,
                     rng_key(seed, RNG_BOOTSTRAP, (uint64_t)k, 1)),
            resample(first, nfirst, o,
                     rng_key(seed, RNG_BOOTSTRAP, (uint64_t)k, 0)));
        n += !isnan(value[n]);
    }
    if (n > 0)
        bootstrap_cut(value, n, &out->ratio_low, &out->ratio_high);
    arena_drop(&arena);
}

/* ==== Bins ==== */

struct bylen_spans bylen_every(int width, int last, struct arena *arena)
{
    struct bylen_spans out = {NULL, (last - 1) / width + 1};

    out.span = ARENA_ARRAY(arena, struct bylen_span, out.n);
    for (int k = 0; k < out.n; k++)
        out.span[k] = (struct bylen_span){k * width + 1, (k + 1) * width};
    out.span[out.n - 1].hi = INT_MAX;
    return out;
}

/* "31-60", or "61-" without an end; true when it begins after `before`. */
static bool parse_span(struct bylen_span *out, const char *s, size_t n,
                       int before)
{
    char word[32];
    int from = 0, to = 0;

    if (n >= sizeof word)
        return false;
    memcpy(word, s, n);
    word[n] = '\0';
    if (word[strspn(word, "0123456789-")] != '\0')
        return false;
    out->hi = INT_MAX;
    sscanf(word, "%9d-%n%9d%n", &out->lo, &from, &out->hi, &to);
    return from > 0 && word[to > 0 ? to : from] == '\0' && out->lo > before &&
           out->hi >= out->lo;
}

bool bylen_parse(struct bylen_spans *out, const char *text,
                 struct arena *arena, struct error *err)
{
    int before = 0;

    *out = (struct bylen_spans){
        ARENA_ARRAY(arena, struct bylen_span, strlen(text) / 2 + 1), 0};
    for (;;) {
        size_t n = strcspn(text, ",");
        struct bylen_span *s = &out->span[out->n];

        if (!parse_span(s, text, n, before)) {
            error_set(err, EXIT_USAGE, "\"%.*s\": expected lengths as "
                      "1-30,31-60,61-, rising", (int)(n < 40 ? n : 40), text);
            return false;
        }
        out->n++;
        before = s->hi;
        if (text[n] == '\0')
            return true;
        text += n + 1;
    }
}

static bool within(const struct bylen_span *s, int len)
{
    if (len < 1)
        len = 1;
    return len >= s->lo && len <= s->hi;
}

static long count_train(const int *train, int lengths,
                        const struct bylen_span *s)
{
    long count = 0;

    for (int n = 0; train && n < lengths; n++)
        count += within(s, n) ? train[n] : 0;
    return count;
}

/* Gathers the statistics of a span into `here`; its count, mean length. */
static void gather(struct bylen_bin *bin, struct bleu_stats *here,
                   const struct bleu_stats *stats, const int *len, int n,
                   const struct bylen_span *s)
{
    double words = 0.0;

    *bin = (struct bylen_bin){.lo = s->lo, .hi = s->hi};
    for (int i = 0; i < n; i++)
        if (within(s, len[i])) {
            here[bin->n++] = stats[i];
            words += len[i];
        }
    bin->mean_len = bin->n ? words / bin->n : 0.0;
}

static struct bleu_score total(const struct bleu_stats *stats, int n,
                               const struct bleu_options *o)
{
    struct bleu_stats sum = {0};

    for (int i = 0; i < n; i++)
        bleu_add(&sum, &stats[i]);
    return bleu_compute(&sum, o);
}

/* The last bin against the first. */
static void ratio(struct bylen *out, const struct bleu_stats *stats,
                  const int *len, int n, const struct bleu_options *o,
                  int resamples, uint64_t seed, struct arena *arena)
{
    const struct bylen_bin *a, *b;
    struct bleu_stats *first, *last;
    struct bylen_bin again;

    if (out->bins < 2)
        return;
    a = &out->bin[0];
    b = &out->bin[out->bins - 1];
    first = ARENA_ARRAY(arena, struct bleu_stats, n);
    last = ARENA_ARRAY(arena, struct bleu_stats, n);
    gather(&again, first, stats, len, n, &(struct bylen_span){a->lo, a->hi});
    gather(&again, last, stats, len, n, &(struct bylen_span){b->lo, b->hi});
    out->ratio = quotient(b->score.bleu, a->score.bleu);
    bootstrap_ratio(out, first, a->n, last, b->n, o, resamples, seed);
}

void bylen_compute(struct bylen *out, const struct bleu_stats *stats,
                   const int *len, int n, const struct bleu_options *o,
                   const int *train, int lengths,
                   const struct bylen_spans *spans, int resamples,
                   uint64_t seed, struct arena *arena)
{
    struct arena_mark mark;
    struct bleu_stats *here;

    *out =
        (struct bylen){.bin = ARENA_ARRAY(arena, struct bylen_bin, spans->n)};
    mark = arena_mark(arena);
    here = ARENA_ARRAY(arena, struct bleu_stats, n);
    for (int k = 0; k < spans->n; k++) {
        struct bylen_bin *bin = &out->bin[out->bins];

        gather(bin, here, stats, len, n, &spans->span[k]);
        if (bin->n == 0)
            continue;
        bin->score = total(here, bin->n, o);
        bootstrap_interval(here, bin->n, o, resamples, seed, &bin->low,
                           &bin->high);
        bin->train = count_train(train, lengths, &spans->span[k]);
        out->bins++;
    }
    ratio(out, stats, len, n, o, resamples, seed, arena);
    arena_release(arena, mark);
    out->n = n;
    out->all = total(stats, n, o);
    bootstrap_interval(stats, n, o, resamples, seed, &out->low, &out->high);
}
