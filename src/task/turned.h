/* turned: is an input in the language that the model translates into?
 *
 * Text is cut into units of either side; a unit costs 1, an unknown one 3.
 * Words of the source's language are few and long units of the source side
 * and fall to pieces on the target side, and the other way about.  An input
 * is taken for turned when all that was read of it costs a quarter less as
 * target than as source, and LEAST less: with models/demo.safetensors so do
 * 909 to 969 of 1,000 single French sentences of four dev parts, and one
 * English sentence of 4,014.  With one vocabulary for both sides (--tie all)
 * nothing can be told. */
#ifndef TASK_TURNED_H
#define TASK_TURNED_H

#include "task/translate.h"
#include "text/corpus.h"

enum { TURNED_LEAST = 3 };

struct turned {
    long cost[2];              /* of all text so far, as source and target */
    bool told;
};

void turned_read(struct turned *t, const struct model *m, const char *text,
                 struct arena *scratch);

/* Is it?  True once, for who says so. */
bool turned_now(struct turned *t);

/* Are the sources of a corpus turned, all together? */
bool turned_corpus(const struct model *m, const struct corpus *c);

/* Does `back`, which is to translate what m writes, read what m reads?  The
 * sentence kept in m tells. */
bool turned_alike(const struct model *m, const struct model *back);

#endif
