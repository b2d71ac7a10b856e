/* Multi-layer perceptron: concat with a second hidden layer.
 *
 * (1) k_j  = U_a h_j                (a sentence)
 * (2) q_i  = W_a s_{i-1}            (a step)
 * (3) x_ij = tanh(q_i + k_j)
 * (4) y_ij = tanh(W_2 x_ij + b_2)   y_ij = x_ij with --mlp-layers 1
 * (5) e_ij = v_a' y_ij
 *
 * (5)' dv_a += de_ij y_ij;  z_ij = de_ij v_a (1 - y_ij^2)
 * (4)' dW_2 += z_ij x_ij';  db_2 += z_ij;  u_ij = (W_2' z_ij) (1 - x_ij^2)
 * (3)' dq_i += u_ij;  dk_j += u_ij        u_ij = z_ij with --mlp-layers 1
 *
 * y_ij is half as wide as x_ij: W_2 costs A^2 / 2 for each pair, and with A^2
 * would be a quarter of a training where sentences are long.
 *
 * (1), (2) and their backward are nn/maps.h's.  A W_2 for each pair alone
 * would be read from memory for each pair: here the pairs of a whole step
 * are the rows of one product.  x is computed again in backward, y where it
 * could not be kept. */
#include <string.h>

#include "base/par.h"
#include "nn/linear.h"
#include "nn/maps.h"

/* Smallest pieces of work worth a thread: pairs; columns of a sum. */
enum { ROWS = 16, COLUMNS = 64 };

struct mlp {
    struct maps maps;      /* W_a, U_a [A x N] */
    int A;
    int A_2;               /* A / 2, rounded up; A with one layer */
    struct param *W_2;     /* [A_2 x A], NULL with one layer */
    struct param *b_2;     /* [A_2] */
    struct param *v_a;     /* [A_2] */
};

static void *mlp_declare(struct params *ps, const struct net_options *o,
                         int *query, int *key, int *shared)
{
    (void)shared;
    int A = o->A;
    struct mlp *m = ARENA_NEW(ps->arena, struct mlp);
    m->A = *query = *key = A;
    m->A_2 = o->mlp_layers > 1 ? (A + 1) / 2 : A;
    m->maps.W = params_add(ps, INIT_GLOROT, PARAM_MATRIX, A, o->N,
                           "attention.W_a");
    m->maps.U = params_add(ps, INIT_GLOROT, PARAM_MATRIX, A, o->N,
                           "attention.U_a");
    if (o->mlp_layers > 1) {
        m->W_2 = params_add(ps, INIT_GLOROT, PARAM_MATRIX, m->A_2, A,
                            "attention.W_2");
        m->b_2 = params_add(ps, INIT_ZERO, PARAM_VECTOR, m->A_2, 0,
                            "attention.b_2");
    }
    m->v_a = params_add(ps, INIT_GLOROT, PARAM_VECTOR, m->A_2, 0,
                        "attention.v_a");
    return m;
}

/* ==== One step ==== */

/* Its pairs of a query and a key, sentence after sentence. */
struct pairs {
    const struct mlp *m;
    const struct keys *keys;
    const real *q;
    int rows;
    int *at;               /* [n] first row of a sentence */
    real *x, *y;           /* [rows x A], [rows x A_2] */
    real *e;               /* [n x Tx] */
    int Tx;
    real *weight;          /* [rows] de_ij */
    real *z, *u;           /* [rows x A_2], [rows x A] */
    real *dq, *dv;
};

static real *pairs_room(struct run *r, const struct pairs *p, int width)
{
    return (real *)arena_room(r->scratch, (size_t)p->rows *
                                              (size_t)width *
                                              sizeof(real));
}

static void first_range(void *ctx, int lo, int hi)
{
    const struct pairs *p = ctx;
    int A = p->m->A;
    for (int b = lo; b < hi; b++) {
        const struct keys *k = &p->keys[b];
        real *x = row_of(p->x, p->at[b], A);
        for (int j = 0; j < k->len; j++) {
            memcpy(row_of(x, j, A), row_at(p->q, b, A),
                   (size_t)A * sizeof *x);
            K->add(A, row_of(x, j, A), row_at(k->k, key_row(k, j), A));
        }
        K->tanh(k->len * A, x, x);                          /* (3) */
    }
}

static void second_range(void *ctx, int lo, int hi)
{
    const struct pairs *p = ctx;
    int A_2 = p->m->A_2;
    for (int row = lo; row < hi; row++) {
        real *y = row_of(p->y, row, A_2);
        K->add(A_2, y, p->m->b_2->w);
        K->tanh(A_2, y, y);                                 /* (4) */
    }
}

/* (3) of all pairs, in scratch memory. */
static void first_layer(struct run *r, struct pairs *p, int n)
{
    p->at = ARENA_ARRAY(r->scratch, int, n);
    for (int b = 0; b < n; b++) {
        p->at[b] = p->rows;
        p->rows += p->keys[b].len;
    }
    p->x = p->y = pairs_room(r, p, p->m->A);
    par_range(n, 1, first_range, p);
}

/* (4), in y unless it is NULL. */
static void second_layer(struct run *r, struct pairs *p, real *y)
{
    const struct mlp *m = p->m;
    p->y = y ? y : pairs_room(r, p, m->A_2);
    linear_forward(p->rows, p->x, m->A, m->W_2, NULL, p->y, m->A_2, false);
    par_range(p->rows, ROWS, second_range, p);
}

static int mlp_kept(const void *self)
{
    const struct mlp *m = self;
    return m->W_2 ? m->A_2 : 0;
}

static void score_range(void *ctx, int lo, int hi)
{
    const struct pairs *p = ctx;
    int A_2 = p->m->A_2;
    for (int b = lo; b < hi; b++)
        for (int j = 0; j < p->keys[b].len; j++)
            row_of(p->e, b, p->Tx)[j] =
                K->dot(A_2, row_at(p->y, p->at[b] + j, A_2),
                       p->m->v_a->w);                       /* (5) */
}

static void mlp_step(struct run *r, const void *self, int n, const real *q,
                     const struct keys *k, int Tx, real *keep, real *e)
{
    struct arena_mark mark = arena_mark(r->scratch);
    struct pairs p = {.m = self, .keys = k, .q = q, .Tx = Tx, .e = e};
    first_layer(r, &p, n);
    if (p.m->W_2)
        second_layer(r, &p, keep);
    par_range(n, 1, score_range, &p);
    arena_release(r->scratch, mark);
}

/* ==== Its gradient ==== */

static void score_range_backward(void *ctx, int lo, int hi)
{
    const struct pairs *p = ctx;
    int A_2 = p->m->A_2;
    for (int row = lo; row < hi; row++) {                   /* (5)' z */
        real *z = row_of(p->z, row, A_2);
        memcpy(z, p->m->v_a->w, (size_t)A_2 * sizeof *z);
        K->scale(A_2, p->weight[row], z);
        K->tanh_backward(A_2, z, row_at(p->y, row, A_2), z);
    }
}

static void v_range_backward(void *ctx, int lo, int hi)
{
    const struct pairs *p = ctx;
    for (int row = 0; row < p->rows; row++)                 /* (5)' dv_a */
        K->axpy(hi - lo, p->weight[row],
                row_at(p->y, row, p->m->A_2) + lo, p->dv + lo);
}

static void first_range_backward(void *ctx, int lo, int hi)
{
    const struct pairs *p = ctx;
    int A = p->m->A;
    for (int b = lo; b < hi; b++) {
        const struct keys *k = &p->keys[b];
        real *u = row_of(p->u, p->at[b], A);
        if (p->m->W_2)
            K->tanh_backward(k->len * A, u, row_at(p->x, p->at[b], A), u);
        for (int j = 0; j < k->len; j++) {                  /* (3)' */
            K->add(A, row_of(p->dq, b, A), row_at(u, j, A));
            K->add(A, row_of(k->dk, key_row(k, j), A), row_at(u, j, A));
        }
    }
}

static void pairs_weights(struct run *r, struct pairs *p, int n,
                          const real *de)
{
    p->weight = (real *)arena_room(r->scratch,
                                   (size_t)p->rows * sizeof(real));
    for (int b = 0; b < n; b++)
        memcpy(p->weight + p->at[b], row_at(de, b, p->Tx),
               (size_t)p->keys[b].len * sizeof *de);
}

static void mlp_step_backward(struct run *r, void *self, int n,
                              const real *de, const real *q,
                              const struct keys *k, int Tx, real *keep,
                              real *dq)
{
    struct mlp *m = self;
    struct arena_mark mark = arena_mark(r->scratch);
    struct pairs p = {.m = m, .keys = k, .q = q, .Tx = Tx, .dq = dq,
                      .dv = m->v_a->g};
    first_layer(r, &p, n);
    if (m->W_2 && keep)
        p.y = keep;
    else if (m->W_2)
        second_layer(r, &p, NULL);
    pairs_weights(r, &p, n, de);
    p.z = p.u = pairs_room(r, &p, m->A_2);
    par_range(p.rows, ROWS, score_range_backward, &p);
    par_range(m->A_2, COLUMNS, v_range_backward, &p);
    if (m->W_2) {
        linear_backward_weight(r, p.rows, p.x, m->A, m->W_2, m->b_2, p.z,
                               m->A_2);                       /* (4)' */
        p.u = pairs_room(r, &p, m->A);
        gemm(p.rows, p.z, m->A_2, &m->W_2->wn, p.u, m->A, false);
    }
    par_range(n, 1, first_range_backward, &p);
    arena_release(r->scratch, mark);
}

const struct score_kind score_mlp = {
    .kind = {
        .name = "mlp",
        .alias = "perceptron 多层感知机",
        .formula = "e_ij = v_a' tanh(W_2 tanh(W_a s_{i-1} + U_a h_j) + b_2)",
        .source = "the lecture's multi-layer perceptron; concat with a "
                  "second hidden layer",
        .qkv = "Q = W_a s_{i-1}, K = U_a h_j, V = h_j",
        .note = "the second layer has A / 2 units; --mlp-layers 1 leaves it "
                "out and is concat, which is called mlp elsewhere",
    },
    .declare = mlp_declare,
    .query = maps_query, .query_backward = maps_query_backward,
    .query_weights = maps_query_weights,
    .keys = maps_keys, .keys_backward = maps_keys_backward,
    .kept = mlp_kept,
    .step = mlp_step, .step_backward = mlp_step_backward,
};
