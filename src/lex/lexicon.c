#include "lex/lexicon.h"

void lexicon_new(struct lexicon *l, const struct bitext *text, double lambda,
                 bool shared, struct arena *arena)
{
    *l = (struct lexicon){.text = text, .lambda = (float)lambda,
                          .levels = lambda > 0.0 ? BITEXT_LEVELS : 1};
    for (int level = 0; level < l->levels; level++)
        ttable_new(&l->t[level], text, (enum bitext_level)level, shared,
                   arena);
}

/* count(w) / count(stem w); a word that the text has not counts as half a
 * one. */
static float share(const struct lexicon *l, const struct bitext_pair *pair,
                   int side, int k)
{
    int word = pair->id[BITEXT_WORD][side][k];
    int stem = pair->id[BITEXT_STEMS][side][k];
    if (stem < 0)
        return 0.0f;
    double all = (double)l->text->type[BITEXT_STEMS][side].count[stem];
    double own = 0.5;
    if (word >= 0)
        own = (double)l->text->type[BITEXT_WORD][side].count[word];
    return (float)(own / all);
}

struct lexicon_place lexicon_get(const struct lexicon *l,
                                 const struct bitext_pair *pair, int i, int j,
                                 float t[2])
{
    struct lexicon_place at = {{-1, -1}};
    t[0] = t[1] = 0.0f;
    for (int level = 0; level < l->levels; level++) {
        const struct ttable *table = &l->t[level];
        int e = pair->id[level][0][i], f = pair->id[level][1][j];
        int k = at.k[level] = ttable_find(table, e, f);
        for (int to = 0; to < 2; to++) {
            float p = ttable_get(table, to, k, e, f);
            t[to] += level == BITEXT_WORD
                         ? (1.0f - l->lambda) * p
                         : l->lambda * p * share(l, pair, to, to ? j : i);
        }
    }
    return at;
}

float lexicon_empty(const struct lexicon *l, const struct bitext_pair *pair,
                    int to, int k)
{
    return ttable_empty(&l->t[BITEXT_WORD], to,
                        pair->id[BITEXT_WORD][to][k]);
}

void lexicon_add(struct lexicon *l, int to, const struct lexicon_place *at,
                 float x)
{
    for (int level = 0; level < l->levels; level++)
        if (at->k[level] >= 0)
            ttable_add(&l->t[level].count[to][at->k[level]], x);
}

void lexicon_add_empty(struct lexicon *l, const struct bitext_pair *pair,
                       int to, int k, float x)
{
    ttable_add(&l->t[BITEXT_WORD].empty_count[to][pair->id[BITEXT_WORD][to][k]],
               x);
}

void lexicon_update(struct lexicon *l, double prior)
{
    for (int level = 0; level < l->levels; level++)
        ttable_update(&l->t[level], prior);
}

void lexicon_prune(struct lexicon *l, double least)
{
    for (int level = 0; level < l->levels; level++)
        ttable_prune(&l->t[level], (float)least);
}

void lexicon_best(const struct lexicon *l, int to, int *best, float *p)
{
    const struct ttable *t = &l->t[BITEXT_WORD];
    for (int w = 0; w < t->K[!to]; w++) {
        best[w] = -1;
        p[w] = TTABLE_FLOOR;
    }
    for (int e = 0; e < t->K[0]; e++)
        for (int k = t->row[e]; k < t->row[e + 1]; k++) {
            int f = t->col[k], given = to ? e : f;
            float now = ttable_get(t, to, k, e, f);
            if (now <= p[given])
                continue;
            p[given] = now;
            best[given] = to ? f : e;
        }
}
