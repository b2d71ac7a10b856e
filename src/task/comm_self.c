#include <assert.h>
#include <string.h>

#include "base/par.h"
#include "kern/kern.h"
#include "task/comm.h"

void comm_init(struct comm *c, size_t count, int shards, struct arena *arena)
{
    memset(c, 0, sizeof *c);
    c->count = count;
    c->shards = shards;
    assert(shards >= 1 && shards < 1 << COMM_LEVELS);
    for (int l = 0; shards > 1 && l < COMM_LEVELS && 1 << l <= shards; l++)
        c->level[l] = ARENA_ARRAY(arena, real, count);
}

enum { COMM_BLOCK = 4096 };

struct add_work {
    size_t n;
    real *y;
    const real *x;
};

static void add_blocks(void *ctx, int lo, int hi)
{
    const struct add_work *w = ctx;
    size_t at = (size_t)lo * COMM_BLOCK, end = (size_t)hi * COMM_BLOCK;
    if (end > w->n)
        end = w->n;
    K->add((int)(end - at), w->y + at, w->x + at);
}

static void vector_add(size_t n, real *y, const real *x)
{
    struct add_work w = {n, y, x};
    par_range((int)((n + COMM_BLOCK - 1) / COMM_BLOCK), 8, add_blocks, &w);
}

/* A binary counter: bit l of `given` says that level l holds the sum of 2^l
 * neighbours.  Adding one carries into the first free level, through the
 * lower ones from the bottom up: nearest neighbours are summed first. */
void comm_add(struct comm *c, const real *g)
{
    assert(c->given < c->shards);
    int given = c->given++, l = 0;
    if (c->shards == 1)
        return;
    while (given >> l & 1)
        l++;
    memcpy(c->level[l], g, c->count * sizeof *g);
    for (int k = 0; k < l; k++)
        vector_add(c->count, c->level[l], c->level[k]);
}

void comm_sum(struct comm *c, real *g)
{
    assert(c->given == c->shards);
    c->given = 0;
    if (c->shards == 1)
        return;
    memset(g, 0, c->count * sizeof *g);
    for (int l = 0; l < COMM_LEVELS; l++)
        if (c->shards >> l & 1)
            vector_add(c->count, g, c->level[l]);
}
