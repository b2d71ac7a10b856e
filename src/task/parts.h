/* parts: lines of several sentences, translated sentence by sentence, for
 * models whose training had a sentence a line.
 *
 * A line that is longer than half of the training's sources is cut where its
 * sentences end; what is shorter than all but PARTS_SHORT per cent of these
 * sources stays with its neighbour: a model that was trained on whole
 * paragraphs goes on reading them. */
#ifndef TASK_PARTS_H
#define TASK_PARTS_H

#include "task/copy.h"

enum { PARTS_SHORT = 1 };

/* The parts of a text in *part, in `arena`; returns how many. */
int parts_of(const char *const **part, const struct model *m,
             const char *text, struct arena *arena);

/* The parts translated, by typed_translate or, without a copier (NULL), as they
 * are, and put together again: text and unknown characters are joined, tokens
 * and log p of `best` added up, its score the mean over the tokens; it has no
 * alpha.  o is of one translation a sentence.  parts[i] says how many those of
 * text i were. */
void parts_translate(const struct model *m, const struct copier *c,
                     const char *const *text, int n,
                     const struct search_options *o, struct translation *out,
                     int *parts, struct arena *arena);

#endif
