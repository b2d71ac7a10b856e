/* sentences: where the sentences of a line end. */
#ifndef TEXT_SENTENCES_H
#define TEXT_SENTENCES_H

#include "base/arena.h"

/* A sentence of a line, without the white space around it. */
struct sentence_text {
    int start, len;        /* bytes */
};

/* The sentences of s[0..n) in *out, in `arena`; returns how many.  One ends at
 * . ! ? and their like, with the quotes and brackets that close there, where
 * white space follows and then no small letter; not at the point of an
 * abbreviation, an initial or an ordinal, nor at dots.  Where no spaces part
 * words nothing need follow. */
int sentences_find(struct sentence_text **out, const char *s, int n,
                   struct arena *arena);

#endif
