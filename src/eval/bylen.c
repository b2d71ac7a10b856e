/* BLEU by source length, and the bootstrap (Koehn 2004): a resample draws n
 * of the n sentences with replacement and is scored as a corpus; of the
 * sorted scores the outer 2.5 % on both sides are cut off.  Statistics add
 * up, so a resample costs n additions and no tokenising. */
#include "eval/bylen.h"

#include <limits.h>
#include <stdlib.h>

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

void bootstrap_interval(const struct bleu_stats *stats, int n,
                        const struct bleu_options *o, int resamples,
                        uint64_t seed, double *low, double *high)
{
    struct arena arena;
    double *score;
    int cut = resamples / 40;

    *low = *high = 0.0;
    if (n <= 0 || resamples <= 0)
        return;
    arena_init(&arena, "bootstrap");
    score = ARENA_ARRAY(&arena, double, resamples);
    for (int k = 0; k < resamples; k++)
        score[k] =
            resample(stats, n, o, rng_key(seed, RNG_BOOTSTRAP, (uint64_t)k, 0));
    qsort(score, (size_t)resamples, sizeof *score, by_value);
    *low = score[cut];
    *high = score[resamples - 1 - cut];
    arena_drop(&arena);
}

/* ==== Bins ==== */

struct bleu_score bylen_range(const struct bleu_stats *stats, const int *len,
                              int n, int lo, int hi,
                              const struct bleu_options *o, int *count)
{
    struct bleu_stats sum = {0};

    *count = 0;
    for (int i = 0; i < n; i++)
        if (len[i] >= lo && len[i] <= hi) {
            bleu_add(&sum, &stats[i]);
            ++*count;
        }
    return bleu_compute(&sum, o);
}

/* Bins are 1..width, width+1..2 width, ...; the one that `last` falls into
 * is open.  A source of no words is counted with the shortest. */
static int bin_of(int len, int width, int last)
{
    int i = (len - 1) / width, open = (last - 1) / width;

    if (len < 1)
        return 0;
    return i < open ? i : open;
}

static long count_train(const int *train_len, int ntrain, int k, int width,
                        int last)
{
    long count = 0;

    for (int i = 0; train_len && i < ntrain; i++)
        count += bin_of(train_len[i], width, last) == k;
    return count;
}

/* Gathers the statistics of bin k into `here`; its count, mean length. */
static void gather(struct bylen_bin *bin, struct bleu_stats *here,
                   const struct bleu_stats *stats, const int *len, int n, int k,
                   int width, int last)
{
    double words = 0.0;

    *bin = (struct bylen_bin){.lo = k * width + 1, .hi = (k + 1) * width};
    if (k == (last - 1) / width)
        bin->hi = INT_MAX;
    for (int i = 0; i < n; i++)
        if (bin_of(len[i], width, last) == k) {
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

void bylen_compute(struct bylen *out, const struct bleu_stats *stats,
                   const int *len, int n, const struct bleu_options *o,
                   const int *train_len, int ntrain, int width, int last,
                   int resamples, uint64_t seed, struct arena *arena)
{
    int most = bin_of(INT_MAX, width, last) + 1;
    struct arena_mark mark;
    struct bleu_stats *here;

    *out = (struct bylen){.bin = ARENA_ARRAY(arena, struct bylen_bin, most)};
    mark = arena_mark(arena);
    here = ARENA_ARRAY(arena, struct bleu_stats, n);
    for (int k = 0; k < most; k++) {
        struct bylen_bin *bin = &out->bin[out->bins];

        gather(bin, here, stats, len, n, k, width, last);
        if (bin->n == 0)
            continue;
        bin->score = total(here, bin->n, o);
        bootstrap_interval(here, bin->n, o, resamples, seed, &bin->low,
                           &bin->high);
        bin->train = count_train(train_len, ntrain, k, width, last);
        out->bins++;
    }
    arena_release(arena, mark);
    out->all = total(stats, n, o);
    bootstrap_interval(stats, n, o, resamples, seed, &out->low, &out->high);
}
