#include "eval/paired.h"

#include "base/rng.h"
#include "eval/bylen.h"

/* BLEU of b - BLEU of a over the sentences that draw `r` picks. */
static double resampled(const struct bleu_stats *a,
                        const struct bleu_stats *b, int n,
                        const struct bleu_options *o, struct rng r)
{
    struct bleu_stats sum_a = {0}, sum_b = {0};

    for (int i = 0; i < n; i++) {
        uint64_t k = rng_below(r, (uint64_t)i, (uint64_t)n);

        bleu_add(&sum_a, &a[k]);
        bleu_add(&sum_b, &b[k]);
    }
    return bleu_compute(&sum_b, o).bleu - bleu_compute(&sum_a, o).bleu;
}

static double whole(const struct bleu_stats *a, const struct bleu_stats *b,
                    int n, const struct bleu_options *o)
{
    struct bleu_stats sum_a = {0}, sum_b = {0};

    for (int i = 0; i < n; i++) {
        bleu_add(&sum_a, &a[i]);
        bleu_add(&sum_b, &b[i]);
    }
    return bleu_compute(&sum_b, o).bleu - bleu_compute(&sum_a, o).bleu;
}

void paired_bootstrap(struct paired *out, const struct bleu_stats *a,
                      const struct bleu_stats *b, int n,
                      const struct bleu_options *o, int resamples,
                      uint64_t seed)
{
    struct arena arena;
    double *d;
    int against = 0;

    *out = (struct paired){whole(a, b, n, o), 0.0, 0.0, 1.0};
    if (n <= 0 || resamples <= 0)
        return;
    arena_init(&arena, "bootstrap");
    d = ARENA_ARRAY(&arena, double, resamples);
    for (int k = 0; k < resamples; k++) {
        d[k] = resampled(a, b, n, o,
                         rng_key(seed, RNG_BOOTSTRAP, (uint64_t)k, 0));
        against += !(d[k] * out->difference > 0.0);
    }
    bootstrap_cut(d, resamples, &out->low, &out->high);
    double share = (against + 1.0) / (resamples + 1.0);
    out->p = share < 0.5 ? 2 * share : 1.0;
    arena_drop(&arena);
}
