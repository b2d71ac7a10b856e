/* typed: translations of text as people type it (text/recase.h). */
#ifndef TASK_TYPED_H
#define TASK_TYPED_H

#include "task/copy.h"

/* copier_translate of what the texts are read as, and the translations as the
 * texts were written; `source` is what was read. */
void typed_translate(const struct copier *c, const char *const *text, int n,
                     const struct search_options *o, struct translation *out,
                     struct translation *nbest, struct arena *arena);

#endif
