/* gold: alignments made by hand, and how far a model's are from them. */
#ifndef TASK_GOLD_H
#define TASK_GOLD_H

#include "eval/aer.h"
#include "task/twoway.h"
#include "text/corpus.h"

struct gold {
    const struct corpus *text;
    struct aer_links *links;       /* [text->n] */
};

/* Line k of `path` (eval/aer.h) belongs to line k of the file that `text` was
 * read from; words are what white space parts. `swap`: the target is i. */
bool gold_read(struct gold *out, const char *path, const struct corpus *text,
               bool swap, struct arena *arena, struct error *err);

/* The alignment error rate of a model: each pair is forced, each target word
 * linked to the source word that it gives most weight.  -1 where the model
 * has no alignments. */
double gold_error_rate(const struct gold *g, const struct model *m);

/* The same for every kind of links that w has (task/twoway.h), the others 0:
 * sum[LINKS_KINDS]. */
void gold_errors(struct aer *sum, const struct gold *g,
                 const struct twoway *w);

/* Links as eval/aer.h wants them, in `arena`. */
void gold_links(struct aer_links *out, const struct links *l,
                struct arena *arena);

#endif
