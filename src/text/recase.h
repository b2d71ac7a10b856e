/* recase: text as people type it, read as training wrote its own: THE CAT and
 * "i saw tom" as "The cat." and "I saw Tom.", for models that have seen no
 * other.
 *
 * In capitals that the model has seen the words without (span_all_capitals)
 * each word takes the case in which it was seen most often, what was never
 * seen a capital first, as a name has; elsewhere a small word that was seen
 * RECASE_RARE times as often with capitals takes them.  Where the sentence
 * `sample` of the training begins with a capital, so does the text, if with a
 * letter; where that ends with a full stop or its like, so does the text, if
 * with a letter or a digit. */
#ifndef TEXT_RECASE_H
#define TEXT_RECASE_H

#include "text/familiar.h"

enum { RECASE_RARE = 100 };

struct recase {
    const char *text;      /* to be translated */
    bool loud;             /* it was in capitals */
    bool ended;            /* it had no full stop */
};

/* In `arena`. */
void recase_read(struct recase *out, const struct familiar *f,
                 const char *sample, const char *text, struct arena *arena);

/* A translation of r's text as that was written: in capitals, or without the
 * full stop; in `arena`, or itself. */
const char *recase_write(const struct recase *r, const char *translation,
                         struct arena *arena);

#endif
