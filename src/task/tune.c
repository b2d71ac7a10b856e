#include "task/tune.h"

#include "task/evaluate.h"

/* Seconds for a large model. */
enum { SENTENCES = 500 };

/* The best of so many settings is a little better by chance.  What choosing
 * gains is therefore measured on sentences that had no part in the choice: of
 * FOLDS folds, each is ranked by what is best for the others. */
enum { FOLDS = 10 };

static const double alphas[] = {0, 0.2, 0.4, 0.6, 0.8, 1, 1.2};

/* Of a token, or of a character. */
static const double rewards[][2] = {
    {0, 0},     {0.1, 0},  {0.2, 0}, {0.4, 0}, {0.8, 0},
    {0, 0.025}, {0, 0.05}, {0, 0.1}, {0, 0.2}, {0, 0.4},
};

#define COUNT(a) ((int)(sizeof(a) / sizeof(a)[0]))

enum { SETTINGS = 1 + COUNT(alphas) * COUNT(rewards) };

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

/* The place, in l->nbest, of what `rank` puts first for sentence i. */
static size_t first_of(const struct lists *l, const struct ranking *rank,
                       int i)
{
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
    return best;
}

/* A setting, and what it puts first in each fold. */
struct setting {
    struct ranking rank;
    struct bleu_stats fold[FOLDS];
};

static void try_ranking(struct setting *s, const struct lists *l,
                        const struct ranking *rank)
{
    *s = (struct setting){.rank = *rank};
    for (int i = 0; i < l->n; i++)
        bleu_add(&s->fold[i % FOLDS], &l->stats[first_of(l, rank, i)]);
}

/* The one that is there, and the grid. */
static void try_all(struct setting *s, const struct lists *l,
                    struct ranking rank)
{
    try_ranking(s++, l, &rank);
    for (int i = 0; i < COUNT(alphas); i++)
        for (int k = 0; k < COUNT(rewards); k++) {
            rank.alpha = alphas[i];
            rank.reward = rewards[k][0];
            rank.char_reward = rewards[k][1];
            try_ranking(s++, l, &rank);
        }
}

/* BLEU of all sentences but those of `fold`; -1: of all. */
static double bleu_without(const struct setting *s, int fold,
                           const struct bleu_options *o)
{
    struct bleu_stats sum = {0};
    for (int f = 0; f < FOLDS; f++)
        if (f != fold)
            bleu_add(&sum, &s->fold[f]);
    return bleu_compute(&sum, o).bleu;
}

/* The first where nothing is better. */
static const struct setting *best_without(const struct setting *s, int fold,
                                          const struct bleu_options *o)
{
    const struct setting *best = s;
    for (int k = 1; k < SETTINGS; k++)
        if (bleu_without(&s[k], fold, o) > bleu_without(best, fold, o))
            best = &s[k];
    return best;
}

/* Does choosing gain, on sentences that the choice has not seen?  It need not
 * be significant: a ranking that is as good costs nothing. */
static bool choosing_gains(const struct setting *s,
                           const struct bleu_options *o)
{
    struct setting chosen = {.rank = s->rank};
    for (int f = 0; f < FOLDS; f++)
        chosen.fold[f] = best_without(s, f, o)->fold[f];
    return bleu_without(&chosen, -1, o) > bleu_without(s, -1, o);
}

struct tuning tune(struct model *m, const struct corpus *dev)
{
    struct arena arena;
    struct lists l;
    struct tuning out = {.sentences = 0};
    if (m->config.beam == 1)
        return out;
    arena_init(&arena, "tuning");
    search_lists(&l, m, dev, &arena);
    struct setting *s = ARENA_ARRAY(&arena, struct setting, SETTINGS);
    try_all(s, &l, translate_options(m).rank);
    out.sentences = l.n;
    out.before = out.after = bleu_without(s, -1, &l.bleu);
    if (choosing_gains(s, &l.bleu)) {
        const struct setting *best = best_without(s, -1, &l.bleu);
        out.after = bleu_without(best, -1, &l.bleu);
        m->config.alpha = best->rank.alpha;
        m->config.reward = best->rank.reward;
        m->config.char_reward = best->rank.char_reward;
    }
    arena_drop(&arena);
    return out;
}
