/* pairmap: (int, int) -> int, by open addressing; values are ints >= 0. */
#ifndef TEXT_PAIRMAP_H
#define TEXT_PAIRMAP_H

#include <stdint.h>

#include "base/arena.h"

struct pairmap_slot {
    uint64_t key;
    int value; /* + 1; 0: free */
};

struct pairmap {
    struct arena *arena;
    struct pairmap_slot *slot;
    int n, slots; /* slots is a power of two */
};

void pairmap_init(struct pairmap *m, struct arena *arena);
int pairmap_get(const struct pairmap *m, int a, int b); /* or -1 */
/* The value of (a, b), which becomes `initial` when it is new. */
int pairmap_at(struct pairmap *m, int a, int b, int initial);

#endif
