#include "nn/encoder.h"

#include <stddef.h>

#define X(name) &encoder_##name,
static const struct encoder_kind *const table[] = {ENCODER_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(encoder, table, (int)(sizeof table / sizeof *table))

void annotations_set(struct run *r, struct annotations *a,
                     const struct side *src, int N, int split, real *H)
{
    *a = (struct annotations){
        .src = src, .N = N, .split = split, .H = H,
        .dH = r->train ? run_matrix(r, src->rows, N) : NULL};
}
