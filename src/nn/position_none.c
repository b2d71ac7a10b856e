/* No position vectors: a recurrence knows where it is. */
#include "nn/position.h"

static void none_forward(struct run *r, const void *self,
                         const struct side *src, int M, real *X)
{
    (void)r;
    (void)self;
    (void)src;
    (void)M;
    (void)X;
}

const struct position_kind position_none = {
    .kind = {
        .name = "none",
        .alias = "无",
        .formula = "x_j as it is",
        .source = "-",
        .note = "with --encoder self the annotations do not know the order: "
                "permuting the source permutes them",
    },
    .declare = NULL, .forward = none_forward, .backward = NULL,
};
