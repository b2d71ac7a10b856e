/* lextable: the lexicon of a model (nn/lexprior.h) as text.
 *
 * A line for each source unit, in the order of the ids: pairs of a target
 * unit's id and its p, in parts of LEXTABLE_ONE, the most probable first.
 *
 *     17 40211 903 1200       p(17 | x) = 40211 / 65536, ... */
#ifndef MODEL_LEXTABLE_H
#define MODEL_LEXTABLE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "nn/lexprior.h"
#include "nn/options.h"

enum { LEXTABLE_ONE = 65536 };

/* The most entries that a source unit has. */
enum { LEXTABLE_MOST = 1000 };

void lextable_write(struct strbuf *out, const struct lextable *t);

/* The inverse, for Kx and Ky units, in `arena`; refuses other numbers of
 * lines, ids that no text has (<pad>, <s>), p that are not from 1 to
 * LEXTABLE_ONE or that rise, and more than LEXTABLE_MOST entries in a line.
 * `where` names the text in errors. */
bool lextable_read(struct lextable *t, const char *s, size_t n, int Kx, int Ky,
                   const char *where, struct arena *arena, struct error *err);

/* Where o->lexicon is not 0, a random one of a few entries for each unit: for
 * a network without a corpus. */
void lextable_random(struct net_options *o, uint64_t seed, struct arena *arena);

#endif
