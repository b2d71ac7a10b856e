/* look: every attention matrix that a model has, as an alignment.
 *
 *     cross     target tokens over source tokens: the decoder's alpha
 *     self      source tokens over source tokens: inside the encoder
 *     summary   one row over the source tokens: what s_0 is made from
 *
 * Each may have several heads; one is shown, or their mean, or all, one
 * matrix after the other. */
#ifndef TASK_LOOK_H
#define TASK_LOOK_H

#include "eval/alignment.h"
#include "task/translate.h"

enum look_of { LOOK_CROSS, LOOK_SELF, LOOK_SUMMARY };

/* Beside HEAD_MEAN (nn/attention.h). */
enum { LOOK_ALL = -2 };

struct look {
    enum look_of of;
    int head;              /* from 0; or HEAD_MEAN, LOOK_ALL */
    bool posterior;        /* cross: once the target token is known
                              (task/posterior.h) */
};

const char *look_name(int of);             /* NULL after the last */

/* Reads "mean", "all", or a head's number from 1. */
bool look_head(const char *word, int *head, struct error *err);

/* Fails when the model has no such matrix: the error says which models do. */
bool look_check(const struct look *l, const struct model *m,
                struct error *err);

/* The heads there are (0: no such attention), and the matrices that are
 * made of a sentence. */
int look_heads(enum look_of of, const struct model *m);
int look_matrices(const struct look *l, const struct model *m);

/* ==== Of a text: out [look_matrices], in `arena` ====
 * </s> is included.  Without tokens in the text an alignment is empty, but for
 * that of a pair, which is of </s> then. */

/* self and summary, which see the source alone. */
void look_source(const struct look *l, const struct model *m,
                 const char *src, struct alignment *out,
                 struct arena *arena);

/* cross, of a translation (made with search_options.align): the bits that
 * look_pair gives for the same words. */
void look_translation(const struct look *l, const struct model *m,
                      const struct translation *t, struct alignment *out,
                      struct arena *arena);

/* cross, of a given pair (forced), and its log-probability, unless NULL (of
 * one model, not of an ensemble, whose matrix is the mean of the members'). */
void look_pair(const struct look *l, const struct model *m, const char *src,
               const char *tgt, struct alignment *out, double *logp,
               struct arena *arena);

/* ==== For others that show tokens ==== */

/* The tokens of both sides, each with </s>: those of the source's pieces and
 * n ids; unknown ones as they stand in the text that was given, unless that is
 * NULL. */
void look_names(struct alignment *a, const struct model *m,
                const struct pieces *src, const int *tgt, int n,
                const struct pieces *given, struct arena *arena);

/* "</s>", or a target unit as a reader wants to see it. */
const char *look_unit(const struct model *m, int id, struct arena *arena);

#endif
