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

/* The share of each word of side `to` in what a level's tables say of it. */
static const float *shares(const struct lexicon *l,
                           const struct bitext_pair *pair, int level, int to,
                           struct arena *arena)
{
    size_t n = (size_t)pair->n[to];
    float *part = arena_room(arena, n * sizeof *part);
    for (int k = 0; k < pair->n[to]; k++)
        part[k] = level == BITEXT_WORD ? 1.0f : share(l, pair, to, k);
    return part;
}

/* Adds what a level says of word i and all words of the target. */
static void add_row(struct lexicon_pair *out, const struct lexicon *l,
                    int level, const struct bitext_pair *pair, int i,
                    const float *part[2])
{
    const struct ttable *table = &l->t[level];
    int I = pair->n[0], J = pair->n[1], e = pair->id[level][0][i];
    const int *f = pair->id[level][1];
    int *at = out->place[level] + i * J;
    float w = level == BITEXT_WORD ? 1.0f - l->lambda : l->lambda;
    ttable_find(table, e, f, J, at);
    for (int j = 0; j < J; j++)
        if (at[j] >= 0)
            __builtin_prefetch(&table->up[0][at[j]]);
    for (int j = 0; j < J; j++) {
        out->t[1][j * I + i] +=
            w * ttable_get(table, 1, at[j], e, f[j]) * part[1][j];
        out->t[0][i * J + j] +=
            w * ttable_get(table, 0, at[j], e, f[j]) * part[0][i];
    }
}

void lexicon_get(struct lexicon_pair *out, const struct lexicon *l,
                 const struct bitext_pair *pair, struct arena *arena)
{
    int I = pair->n[0], J = pair->n[1];
    for (int to = 0; to < 2; to++)
        out->t[to] = ARENA_ARRAY(arena, float, I * J);
    for (int level = 0; level < l->levels; level++) {
        const float *part[2];
        for (int to = 0; to < 2; to++)
            part[to] = shares(l, pair, level, to, arena);
        out->place[level] =
            arena_room(arena, (size_t)(I * J) * sizeof *out->place[level]);
        for (int i = 0; i < I; i++)
            add_row(out, l, level, pair, i, part);
    }
}

float lexicon_empty(const struct lexicon *l, const struct bitext_pair *pair,
                    int to, int k)
{
    return ttable_empty(&l->t[BITEXT_WORD], to,
                        pair->id[BITEXT_WORD][to][k]);
}

void lexicon_fetch(const struct lexicon *l, const struct lexicon_pair *pair,
                   int ij, int n)
{
    for (int level = 0; level < l->levels; level++) {
        const int *k = pair->place[level] + ij;
        for (int j = 0; j < n; j++)
            if (k[j] >= 0)
                __builtin_prefetch((void *)&l->t[level].count[0][k[j]], 1);
    }
}

void lexicon_add(struct lexicon *l, int to, const struct lexicon_pair *pair,
                 int ij, float x)
{
    for (int level = 0; level < l->levels; level++) {
        int k = pair->place[level][ij];
        if (k >= 0)
            ttable_add(&l->t[level].count[to][k], x);
    }
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
