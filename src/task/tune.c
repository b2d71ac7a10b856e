#include "task/tune.h"

#include <string.h>

#include "eval/paired.h"
#include "task/evaluate.h"

/* Seconds for a large model. */
enum { SENTENCES = 500 };

/* The best of so many settings is a little better by chance: it must be by
 * more (eval/paired.h). */
enum { RESAMPLES = 1000 };
static const double CHANCE = 0.01;

static const double alphas[] = {0, 0.2, 0.4, 0.6, 0.8, 1, 1.2};

/* Of a token, or of a character. */
static const double rewards[][2] = {
    {0, 0},     {0.1, 0},  {0.2, 0}, {0.4, 0}, {0.8, 0},
    {0, 0.025}, {0, 0.05}, {0, 0.1}, {0, 0.2}, {0, 0.4},
};

#define COUNT(a) ((int)(sizeof(a) / sizeof(a)[0]))

/* What was found. */
struct lists {
    int n, beam;
    struct translation *nbest;     /* [n x beam] */
    struct bleu_stats *stats;      /* the same shape */
    struct bleu_options bleu;
};

static void search_lists(struct lists *l, const struct model *m,
                         const struct corpus *dev, struct arena *arena)
{
    struct search_options o = translate_options(m);
    o.nbest = l->beam = o.beam;
    l->n = dev->n < SENTENCES ? dev->n : SENTENCES;
    l->bleu = bleu_for(NULL, dev);
    const char **text = ARENA_ARRAY(arena, const char *, l->n);
    struct translation *best = ARENA_ARRAY(arena, struct translation, l->n);
    size_t all = (size_t)l->n * (size_t)l->beam;
    l->nbest = ARENA_ARRAY(arena, struct translation, all);
    l->stats = ARENA_ARRAY(arena, struct bleu_stats, all);
    for (int i = 0; i < l->n; i++)
        text[i] = dev->pair[i].text[0];
    translate(m, text, l->n, &o, best, l->nbest, arena);
    for (int i = 0; i < l->n; i++)
        for (int b = 0; b < l->beam; b++) {
            size_t at = (size_t)i * (size_t)l->beam + (size_t)b;
            bleu_sentence(&l->stats[at], l->nbest[at].text,
                          &dev->pair[i].text[1], 1, &l->bleu, arena);
        }
}

/* BLEU of the best of each list, whose statistics go to picked [n]. */
static double bleu_of(const struct lists *l, const struct ranking *rank,
                      struct bleu_stats *picked)
{
    struct bleu_stats sum = {{0}, {0}, 0, 0};
    for (int i = 0; i < l->n; i++) {
        size_t first = (size_t)i * (size_t)l->beam, best = first;
        double most = 0;
        for (size_t at = first; at < first + (size_t)l->beam; at++) {
            const struct hypothesis *h = l->nbest[at].best;
            double score = h ? ranking_score(rank, h->logp, h->n + 1, h->chars,
                                             h->alpha, h->Tx)
                             : 0;
            if (h && (at == first || score > most)) {
                most = score;
                best = at;
            }
        }
        picked[i] = l->stats[best];
        bleu_add(&sum, &picked[i]);
    }
    return bleu_compute(&sum, &l->bleu).bleu;
}

/* The best of the grid, in *rank; what it picks in picked. */
static double best_of_grid(const struct lists *l, struct ranking *rank,
                           struct bleu_stats *picked, struct arena *arena)
{
    struct ranking try = *rank;
    struct bleu_stats *now = ARENA_ARRAY(arena, struct bleu_stats, l->n);
    double most = -1;
    for (int i = 0; i < COUNT(alphas); i++)
        for (int k = 0; k < COUNT(rewards); k++) {
            try.alpha = alphas[i];
            try.reward = rewards[k][0];
            try.char_reward = rewards[k][1];
            double bleu = bleu_of(l, &try, now);
            if (bleu <= most)
                continue;
            most = bleu;
            *rank = try;
            memcpy(picked, now, (size_t)l->n * sizeof *now);
        }
    return most;
}

struct tuning tune(struct model *m, const struct corpus *dev)
{
    struct arena arena;
    struct lists l;
    struct tuning out = {.sentences = 0};
    struct ranking rank = translate_options(m).rank;
    if (m->config.beam == 1)
        return out;
    arena_init(&arena, "tuning");
    search_lists(&l, m, dev, &arena);
    struct bleu_stats *old = ARENA_ARRAY(&arena, struct bleu_stats, l.n);
    struct bleu_stats *new = ARENA_ARRAY(&arena, struct bleu_stats, l.n);
    struct paired p;
    out.sentences = l.n;
    out.before = out.after = bleu_of(&l, &rank, old);
    double best = best_of_grid(&l, &rank, new, &arena);
    paired_bootstrap(&p, old, new, l.n, &l.bleu, RESAMPLES, 0);
    if (best > out.before && p.p <= CHANCE) {
        out.after = best;
        m->config.alpha = rank.alpha;
        m->config.reward = rank.reward;
        m->config.char_reward = rank.char_reward;
    }
    arena_drop(&arena);
    return out;
}
