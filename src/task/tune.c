#include "task/tune.h"

#include "eval/bleu.h"

/* Seconds for a large model, and enough to tell a tenth of BLEU from none. */
enum { SENTENCES = 200 };
static const double MARGIN = 0.1;

static const double alphas[] = {0, 0.2, 0.4, 0.6, 0.8, 1, 1.2};
static const double rewards[] = {0, 0.1, 0.2, 0.4, 0.8};

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
    l->bleu = bleu_default;
    if (corpus_spaceless(dev, 1) > 0.5)
        l->bleu.tokenize = "char";
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

/* BLEU of the best of each list. */
static double bleu_of(const struct lists *l, const struct ranking *rank)
{
    struct bleu_stats sum = {{0}, {0}, 0, 0};
    for (int i = 0; i < l->n; i++) {
        size_t first = (size_t)i * (size_t)l->beam, best = first;
        double most = 0;
        for (size_t at = first; at < first + (size_t)l->beam; at++) {
            const struct hypothesis *h = l->nbest[at].best;
            double score = h ? ranking_score(rank, h->logp, h->n + h->ended,
                                             h->alpha, h->Tx)
                             : 0;
            if (h && (at == first || score > most)) {
                most = score;
                best = at;
            }
        }
        bleu_add(&sum, &l->stats[best]);
    }
    return bleu_compute(&sum, &l->bleu).bleu;
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
    out.sentences = l.n;
    out.before = out.after = bleu_of(&l, &rank);
    for (int i = 0; i < COUNT(alphas); i++)
        for (int k = 0; k < COUNT(rewards); k++) {
            rank.alpha = alphas[i];
            rank.reward = rewards[k];
            double bleu = bleu_of(&l, &rank);
            if (bleu <= out.after || bleu < out.before + MARGIN)
                continue;
            out.after = bleu;
            m->config.alpha = rank.alpha;
            m->config.reward = rank.reward;
        }
    arena_drop(&arena);
    return out;
}
