/* pieces: what the members of the token family share. */
#ifndef TEXT_PIECES_H
#define TEXT_PIECES_H

#include "text/counter.h"
#include "text/tokens.h"

/* Pieces being collected: an array of struct piece in a strbuf. */
void pieces_add(struct strbuf *list, int id, int start, int len);
/* Moves them to out->piece in `arena` and releases the list. */
void pieces_finish(struct pieces *out, struct strbuf *list,
                   struct arena *arena);

/* The id of a unit; ID_UNK when it is not in the vocabulary. */
int pieces_id(const struct vocab *v, const char *unit, int len);
/* What an id prints: its unit; nothing for <pad>, <s> and </s>; U+FFFD for
 * <unk>. */
const char *pieces_text(const struct vocab *v, int id, int *len);

/* Fills v with the units that were counted min_count times at least, the
 * most frequent first (equal counts: by text), at most max_units. */
void pieces_vocab(struct vocab *v, const struct counter *units, int min_count,
                  int max_units, struct arena *arena, struct arena *scratch);
/* Fills both vocabularies from the units of each side, or one from their sum
 * when t->shared. */
void pieces_vocabs(struct tokens *t, struct counter units[2], int max_units,
                   struct arena *scratch);

#endif
