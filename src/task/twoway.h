/* twoway: links of words made by attention: that of one model, or of two, one
 * of each direction, symmetrised (lex/links.h). */
#ifndef TASK_TWOWAY_H
#define TASK_TWOWAY_H

#include "lex/links.h"
#include "model/model.h"
#include "task/look.h"

struct twoway {
    const struct look *look;       /* of LOOK_CROSS; both models pass
                                      look_check */
    const struct model *forward;
    const struct model *back;      /* from target to source; or NULL */
};

/* alpha of both models as the posterior of an aligner (lex/aligner.h), of
 * words (utf8_word) without </s>; the pair is forced.  Without `back` gamma[0]
 * is NULL.  Words that a model did not read, of a text too long, come from
 * none. */
void twoway_posterior(struct aligner_posterior *out, const struct twoway *w,
                      const char *src, const char *tgt, struct arena *arena);

/* The links of a kind; without `back` there are forward ones alone. */
bool twoway_has(const struct twoway *w, enum link_kind kind);
void twoway_links(struct links *out, const struct aligner_posterior *p,
                  enum link_kind kind, struct arena *arena);

#endif
