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

/* What the tables have of the words of a sentence pair: I of the source, J of
 * the target. */
struct lexicon_pair {
    int *place[BITEXT_LEVELS];   /* [I * J] -1: not in this table */
    float *t[2];                 /* t[1][j * I + i] is t(f_j|e_i),
                                    t[0][i * J + j] t(e_i|f_j) */
};

/* All pairs of a text that bitext_count has seen. */
void lexicon_new(struct lexicon *l, const struct bitext *text, double lambda,
                 bool shared, struct arena *arena);

/* Fills `out`, in `arena`. */
void lexicon_get(struct lexicon_pair *out, const struct lexicon *l,
                 const struct bitext_pair *pair, struct arena *arena);
/* t(w|NULL) of word k of a pair's side `to`. */
float lexicon_empty(const struct lexicon *l, const struct bitext_pair *pair,
                    int to, int k);

/* The counts of links ij .. ij + n - 1 are wanted soon. */
void lexicon_fetch(const struct lexicon *l, const struct lexicon_pair *pair,
                   int ij, int n);

/* Count link ij = i * J + j in one direction (both, where they are shared); a
 * word from the empty word. */
void lexicon_add(struct lexicon *l, int to, const struct lexicon_pair *pair,
                 int ij, float x);
void lexicon_add_empty(struct lexicon *l, const struct bitext_pair *pair,
                       int to, int k, float x);

/* best[word of the other side]: the most probable word of side `to` (the
 * first of equals), by the words' table alone; -1: none.  p: its t. */
void lexicon_best(const struct lexicon *l, int to, int *best, float *p);

/* ttable_update and ttable_prune of all tables. */
void lexicon_update(struct lexicon *l, double prior);
void lexicon_prune(struct lexicon *l, double least);

#endif
