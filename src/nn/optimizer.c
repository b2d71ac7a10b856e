#include "nn/optimizer.h"

#include <math.h>

#include "base/par.h"
#include "kern/kern.h"

#define X(name) &optimizer_##name,
static const struct optimizer_kind *const table[] = {OPTIMIZER_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(optimizer, table, (int)(sizeof table / sizeof *table))

/* Sums of squares are made in float over blocks of this many elements, and
 * the blocks added in double, in order. */
enum { NORM_BLOCK = 4096 };

struct norm_work {
    size_t n;
    const real *g;
    wide *partial;
};

static void norm_blocks(void *ctx, int lo, int hi)
{
    const struct norm_work *w = ctx;
    for (int i = lo; i < hi; i++) {
        size_t at = (size_t)i * NORM_BLOCK;
        size_t n = w->n - at < NORM_BLOCK ? w->n - at : NORM_BLOCK;
        w->partial[i] = (wide)K->dot((int)n, w->g + at, w->g + at);
    }
}

size_t vector_norm_room(size_t n)
{
    return n / NORM_BLOCK + 1;
}

wide vector_norm(size_t n, const real *g, wide *partial)
{
    int blocks = (int)((n + NORM_BLOCK - 1) / NORM_BLOCK);
    struct norm_work w = {n, g, partial};
    par_range(blocks, 8, norm_blocks, &w);
    wide sum = 0;
    for (int i = 0; i < blocks; i++)
        sum += partial[i];
    return sqrt(sum);
}
