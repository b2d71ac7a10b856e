/* links: alignments as sets of links, of one direction and symmetrised.
 *
 * Symmetrisation is that of Och and Ney 2003 (section 4.2) and Koehn, Och and
 * Marcu 2003 ("Statistical phrase-based translation", section 3.1).
 *
 * To add a way: its row in LINK_KINDS, its function in links.c. */
#ifndef LEX_LINKS_H
#define LEX_LINKS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "lex/aligner.h"

/* X(NAME, name) */
#define LINK_KINDS(X)                                                       \
    X(FORWARD, "forward")                                                   \
    X(BACKWARD, "backward")                                                 \
    X(INTERSECTION, "intersection")                                         \
    X(UNION, "union")                                                       \
    X(GROW, "grow-diag")                                                    \
    X(GROW_FINAL, "grow-diag-final-and")

enum link_kind {
#define X(id, name) LINKS_##id,
    LINK_KINDS(X)
#undef X
    LINKS_KINDS
};

const char *links_kind(int kind);      /* NULL after the last */

struct links {
    int I, J;              /* source, target words */
    bool *on;              /* [J * I] at j * I + i */
};

/* No links yet. */
void links_new(struct links *l, int I, int J, struct arena *arena);

/* The links of a kind, from the posteriors of a pair. */
void links_make(struct links *l, const struct aligner_posterior *p,
                enum link_kind kind, struct arena *arena);

/* One direction: each word of side `to` is linked to the word that it came
 * from with the greatest posterior (the first of equals), if that is above
 * the empty word's.  Forward is to 1: each target word has one link at
 * most. */
void links_of(struct links *l, const struct aligner_posterior *p, int to,
              struct arena *arena);

/* Of the links a and b of the two directions: those in both; in either. */
void links_intersection(struct links *l, const struct links *a,
                        const struct links *b, struct arena *arena);
void links_union(struct links *l, const struct links *a,
                 const struct links *b, struct arena *arena);

/* grow-diag: from the intersection on, links of the union that touch one
 * (diagonally, too) and of which a word has no link yet, until none is
 * left.  `final_and`: then those of a, then of b, whose words both have
 * none. */
void links_grow(struct links *l, const struct links *a, const struct links *b,
                bool final_and, struct arena *arena);

/* "i-j i-j", source, target word, from 0, by target words. */
void links_put(struct strbuf *out, const struct links *l);

#endif
