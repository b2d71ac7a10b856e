/* copying: the spans of a sentence and what stands in for them, for copy.c. */
#ifndef TASK_COPYING_H
#define TASK_COPYING_H

#include "task/copy.h"
#include "text/span.h"

struct place {
    struct span span;    /* in the source as it was given */
    const char *standin; /* NULL: none */
    int start, len;      /* of it in the source that is translated */
};

struct copying {
    const char *source; /* in NFC */
    struct place *place;
    int n;
    const char *masked; /* the source with stand-ins */
    bool alone;         /* nothing else is written there: it stays as it is */
};

/* Does a text hold the span of a source? */
bool copying_is_there(const struct span *x, const char *source,
                      const char *text);

/* The text of a translation of k->masked with the spans where their stand-ins
 * are.  One that is nowhere takes the place of another's second stand-in, or of
 * the word that looked at it most. */
const char *copying_restore(const struct copier *c, const struct copying *k,
                            const struct translation *t, struct arena *arena);

#endif
