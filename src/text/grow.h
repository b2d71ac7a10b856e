/* grow: arrays in an arena that double when full.  The old block stays until
 * the arena is released, so at most twice the final size is taken. */
#ifndef TEXT_GROW_H
#define TEXT_GROW_H

#include <string.h>

#include "base/arena.h"

/* Room for one more item: `old` when n < *cap, else a copy twice as large. */
static inline void *grow_array(struct arena *a, void *old, int n, int *cap,
                               size_t size)
{
    void *wider;

    if (n < *cap)
        return old;
    *cap = *cap ? 2 * *cap : 64;
    wider = arena_array(a, (size_t)*cap, size);
    if (n > 0)
        memcpy(wider, old, (size_t)n * size);
    return wider;
}

#endif
