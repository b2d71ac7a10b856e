/* recase: sentences with capitals that a model has seen the words without. */
#ifndef TEXT_RECASE_H
#define TEXT_RECASE_H

#include "text/familiar.h"

/* text as training wrote its words, in `arena`: each in the case in which it
 * was seen most often, what was never seen with a capital, as a name, and so
 * the first.  NULL: its capitals are as in training (span_all_capitals). */
const char *recase_usual(const struct familiar *f, const char *text,
                         struct arena *arena);

/* Are most letters capitals, not only the first of words? */
bool recase_is_loud(const char *text);

/* text in capitals, in `arena`. */
const char *recase_loud(const char *text, struct arena *arena);

#endif
