/* Learned position vectors (Gehring et al. 2017, section 3.1):
 * (1) x_j += P[min(j, rows - 1)]         (1)' dP[min(j, rows - 1)] += dx_j
 * Where a sentence is longer than any that is trained on, the last vector
 * serves all that follow. */
#include "base/par.h"
#include "nn/position.h"

struct learned {
    struct param *P;       /* [positions x M] */
};

static void *learned_declare(struct params *ps, const struct net_options *o)
{
    struct learned *l = ARENA_NEW(ps->arena, struct learned);
    l->P = params_add(ps, INIT_EMBED, PARAM_VECTOR, o->positions, o->M,
                      "source.P");
    return l;
}

static int row_for(const struct learned *l, int j)
{
    return j < l->P->rows ? j : l->P->rows - 1;
}

static void learned_forward(struct run *r, const void *self,
                            const struct side *src, int M, real *X)
{
    const struct learned *l = self;
    struct arena_mark mark = arena_mark(r->scratch);
    real *p = ARENA_ARRAY(r->scratch, real, M);
    for (int j = 0; j < src->T; j++) {
        param_row(l->P, row_for(l, j), p);
        for (int b = 0; b < src->n[j]; b++)
            K->add(M, row_of(X, src->off[j] + b, M), p);    /* (1) */
    }
    arena_release(r->scratch, mark);
}

struct learned_work {
    const struct learned *l;
    const struct side *src;
    int M;
    const real *dX;
};

/* A thread owns columns, and adds in the order of the rows. */
static void backward_range(void *ctx, int lo, int hi)
{
    const struct learned_work *w = ctx;
    for (int j = 0; j < w->src->T; j++) {
        real *dp = row_of(w->l->P->g, row_for(w->l, j), w->M) + lo;
        for (int b = 0; b < w->src->n[j]; b++)
            K->add(hi - lo, dp,
                   row_at(w->dX, w->src->off[j] + b, w->M) + lo);  /* (1)' */
    }
}

static void learned_backward(struct run *r, void *self,
                             const struct side *src, int M, real *dX)
{
    (void)r;
    struct learned_work w = {self, src, M, dX};
    par_range(M, 32, backward_range, &w);
}

const struct position_kind position_learned = {
    .kind = {
        .name = "learned",
        .alias = "learnt embedding 可学习 学习",
        .formula = "x_j += P[j], P learnt",
        .source = "Gehring et al. 2017, section 3.1; Vaswani et al. 2017, "
                  "table 3 (E)",
        .note = "one vector a position up to --max-len; a longer sentence "
                "takes the last one for the rest",
    },
    .declare = learned_declare, .forward = learned_forward,
    .backward = learned_backward,
};
