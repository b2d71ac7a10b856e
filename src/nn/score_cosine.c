/* Cosine score, Graves, Wayne, Danihelka 2014 (5), (6), with one learnt
 * temperature instead of one that is read at each step.
 *
 * (1) q_i  = s_{i-1} / |s_{i-1}|   (a step)
 * (2) k_j  = h_j / |h_j|           (a sentence)
 * (3) e_ij = g q_i' k_j
 *
 * (3)' dg += de_ij q_i' k_j;  dq_i += g de_ij k_j;  dk_j += g de_ij q_i
 * (2)' dh_j += (dk_j - (dk_j' k_j) k_j) / |h_j|         (1)' the same, of q
 *
 * The vector 0 has no direction: its q or k is 0, and so is its gradient.  A
 * row is the direction and after it 1 / norm, 0 for such a vector. */
#include <math.h>

#include "base/par.h"
#include "nn/score.h"

/* Rows that are worth a thread. */
enum { GRAIN = 16 };

struct cosine {
    int N;
    struct param *g;       /* [1] */
};

static void *cosine_declare(struct params *ps, const struct net_options *o,
                            int *query, int *key, int *shared)
{
    struct cosine *c = ARENA_NEW(ps->arena, struct cosine);
    c->N = o->N;
    *query = *key = o->N + 1;
    *shared = 1;
    c->g = params_add(ps, INIT_CONSTANT, PARAM_VECTOR, 1, 0, "attention.g");
    /* e^5 = 148: what fits best stands out, and 0 <= 5 (1 - cos) <= 10 keeps
     * every token's gradient alive. */
    c->g->constant = 5;
    return c;
}

/* ==== (1) and (2) ==== */

struct directions {
    int N;
    const real *x, *y, *dy;
    real *out;             /* y, or dx */
};

static void directions_range(void *ctx, int lo, int hi)
{
    const struct directions *d = ctx;
    int N = d->N;
    for (int i = lo; i < hi; i++) {
        const real *x = row_at(d->x, i, N);
        real *y = row_of(d->out, i, N + 1);
        real square = K->dot(N, x, x);
        y[N] = square > 0 ? 1 / (real)sqrt((wide)square) : 0;
        for (int k = 0; k < N; k++)
            y[k] = y[N] * x[k];                             /* (1), (2) */
    }
}

static void directions_backward_range(void *ctx, int lo, int hi)
{
    const struct directions *d = ctx;
    int N = d->N;
    for (int i = lo; i < hi; i++) {
        const real *y = row_at(d->y, i, N + 1);
        const real *dy = row_at(d->dy, i, N + 1);
        real *dx = row_of(d->out, i, N);
        real along = K->dot(N + 1, dy, y);   /* 1 / norm has its share */
        K->axpy(N, y[N], dy, dx);                           /* (1)', (2)' */
        K->axpy(N, -along * y[N], y, dx);
    }
}

static void cosine_query(const void *self, int n, const real *s, real *q)
{
    const struct cosine *c = self;
    struct directions d = {c->N, s, NULL, NULL, q};
    par_range(n, GRAIN, directions_range, &d);              /* (1) */
}

static void cosine_query_backward(const void *self, int n, const real *q,
                                  const real *dq, real *ds)
{
    const struct cosine *c = self;
    struct directions d = {c->N, NULL, q, dq, ds};
    par_range(n, GRAIN, directions_backward_range, &d);     /* (1)' */
}

static void cosine_keys(const void *self, const struct annotations *a,
                        real *k)
{
    struct directions d = {a->N, a->H, NULL, NULL, k};
    (void)self;
    par_range(a->src->rows, GRAIN, directions_range, &d);   /* (2) */
}

static void cosine_keys_backward(struct run *r, void *self,
                                 const struct annotations *a,
                                 const real *k, const real *dk)
{
    struct directions d = {a->N, NULL, k, dk, a->dH};
    (void)r;
    (void)self;
    par_range(a->src->rows, GRAIN, directions_backward_range, &d); /* (2)' */
}

/* ==== (3) ==== */

static void cosine_pair(const void *self, const real *q,
                        const struct keys *k, real *e)
{
    const struct cosine *c = self;
    for (int j = 0; j < k->len; j++)
        e[j] = c->g->w[0] *
               K->dot(c->N, q, row_at(k->k, key_row(k, j), k->width));
}

static void cosine_pair_backward(const void *self, const real *de,
                                 const real *q, const struct keys *k,
                                 real *dq, real *dshared)
{
    const struct cosine *c = self;
    for (int j = 0; j < k->len; j++) {                      /* (3)' */
        const real *key = row_at(k->k, key_row(k, j), k->width);
        real d = de[j] * c->g->w[0];
        dshared[0] += de[j] * K->dot(c->N, q, key);
        K->axpy(c->N, d, key, dq);
        K->axpy(c->N, d, q, row_of(k->dk, key_row(k, j), k->width));
    }
}

static void cosine_shared_add(void *self, const real *dshared)
{
    struct cosine *c = self;
    c->g->g[0] += dshared[0];
}

const struct score_kind score_cosine = {
    .kind = {
        .name = "cosine",
        .alias = "cos content 余弦",
        .formula = "e_ij = g s_{i-1}' h_j / (|s_{i-1}| |h_j|)",
        .source = "Graves, Wayne, Danihelka 2014, (5), (6)",
        .qkv = "Q = s_{i-1} / |s_{i-1}|, K = h_j / |h_j|, V = h_j",
        .note = "the temperature g is learnt and begins at 5; that paper's "
                "beta_t is read at each step",
    },
    .declare = cosine_declare,
    .query = cosine_query, .query_backward = cosine_query_backward,
    .keys = cosine_keys, .keys_backward = cosine_keys_backward,
    .pair = cosine_pair, .pair_backward = cosine_pair_backward,
    .shared_add = cosine_shared_add,
};
