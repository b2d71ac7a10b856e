/* corpus_copies: the set of pairs seen so far, to find the same pair again.
 * It holds hashes and numbers, not text. */
#ifndef TEXT_CORPUS_COPIES_H
#define TEXT_CORPUS_COPIES_H

#include <stdbool.h>
#include <stdint.h>

#include "text/corpus.h"

struct copies {
    struct arena arena;
    struct copies_slot {
        uint64_t hash;
        int pair; /* + 1; 0: free */
    } * slot;
    int n, slots; /* slots is a power of two */
};

void copies_init(struct copies *s);
void copies_release(struct copies *s);
/* True when a pair equal to all[i] was added before; else adds i. */
bool copies_add(struct copies *s, const struct pair *all, int i);

#endif
