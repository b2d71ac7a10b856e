/* lexicon: t(f|e) and t(e|f) as the alignment models use them: of words, with
 * those of their stems behind them, for a form that is rare may have
 * relatives that are not.
 *
 *     t(f|e) = (1 - lambda) t_word(f|e)
 *            + lambda t_stem(stem f|stem e) count(f) / count(stem f)
 *
 * Both tables count every link as if it were alone. */
#ifndef LEX_LEXICON_H
#define LEX_LEXICON_H

#include "lex/ttable.h"

struct lexicon {
    const struct bitext *text;
    float lambda;
    int levels;                  /* 1 where lambda is 0: words alone */
    struct ttable t[BITEXT_LEVELS];
};

/* Where a pair stands in each table; -1: nowhere. */
struct lexicon_place {
    int k[BITEXT_LEVELS];
};

/* All pairs of a text that bitext_count has seen. */
void lexicon_new(struct lexicon *l, const struct bitext *text, double lambda,
                 bool shared, struct arena *arena);

/* t[to] of words i and j of a pair, and their place. */
struct lexicon_place lexicon_get(const struct lexicon *l,
                                 const struct bitext_pair *pair, int i, int j,
                                 float t[2]);

/* t(w|NULL) of word k of a pair's side `to`. */
float lexicon_empty(const struct lexicon *l, const struct bitext_pair *pair,
                    int to, int k);

/* Count a link in one direction (both, where they are shared); a word from
 * the empty word. */
void lexicon_add(struct lexicon *l, int to, const struct lexicon_place *at,
                 float x);
void lexicon_add_empty(struct lexicon *l, const struct bitext_pair *pair,
                       int to, int k, float x);

/* best[word of the other side]: the most probable word of side `to` (the
 * first of equals), by the words' table alone; -1: none.  p: its t. */
void lexicon_best(const struct lexicon *l, int to, int *best, float *p);

/* ttable_update and ttable_prune of all tables. */
void lexicon_update(struct lexicon *l, double prior);
void lexicon_prune(struct lexicon *l, double least);

#endif
