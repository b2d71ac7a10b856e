/* cell: the family of recurrences.
 *
 * A cell turns pre-activations z, to which the caller has added everything
 * that comes from outside (W x + b, C ctx), and the previous state into the
 * next state.  It owns the recurrent weights U.  A step works on rows
 * row0 .. row0 + n of arrays that span the whole sequence, so that all
 * weight gradients are one product over all time steps.
 *
 * With layer normalisation (Ba, Kiros, Hinton 2016, (20), without that of the
 * memory c; as in Sennrich and Zhang 2019) each product is normalised by
 * itself, LN(x) = (x - mean x) / deviation x:
 *     a = g_z LN(W x + C ctx) + b + g_U LN(U h_prev)
 *
 * To add a member: (1) write nn/cell_NAME.c with its row cell_NAME; (2) add
 * X(NAME) to CELL_KINDS.  The loop tests give it the gradient check, the
 * packed-equals-alone test and a toy task to learn. */
#ifndef NN_CELL_H
#define NN_CELL_H

#include "nn/kind.h"
#include "nn/layernorm.h"
#include "nn/options.h"
#include "nn/param.h"
#include "nn/run.h"

#define CELL_KINDS(X) X(lstm) X(gru) X(rnn)

/* What a cell adds to z of its state itself: by U, and by U_h. */
enum cell_term { TERM_U, TERM_U_h, TERMS };

struct cell {
    const struct cell_kind *kind;
    int N;                 /* units */
    int in;                /* width of the input */
    struct param *W;       /* [gates N x in] from the input */
    struct param *U;       /* [kind->from_state N x N] from the state into
                              the first of these gates */
    struct param *U_h;     /* [N x N] from what the other gates left of the
                              state into the last; NULL where none is */
    struct param *b;       /* [gates N] */
    struct layernorm *norm_z;          /* NULL: no normalisation */
    struct layernorm *norm[TERMS];     /* of U, of U_h */
};

/* A sequence (or, while searching, one step) of a cell: arrays of `rows`
 * rows.  h_prev and c_prev are copies, in step order, of the states before
 * each row. */
struct cell_seq {
    int rows;
    real *z;               /* [gates N] pre-activations, then activations;
                              after backward the gradient of the former */
    real *h_prev, *c_prev; /* [N] */
    real *h, *c;           /* [N]; c and c_prev NULL where the kind has none */
    real *extra;           /* [kind->extra N]: what backward needs besides */
    /* With normalisation: */
    struct layernorm_cache norm_z, norm[TERMS];
    real *du[TERMS];       /* gradients of the products by U, U_h */
};

/* A state of B sentences: h and c [B x N]; c NULL where the cell has none;
 * h NULL for zero, or for nothing wanted. */
struct cell_state {
    real *h, *c;
};

extern const struct cell_state cell_state_none;

struct cell_kind {
    struct kind kind;
    int gates;             /* z is gates * N wide */
    int from_state;        /* of these the first read h_prev itself */
    bool candidate;        /* the last reads U_h times something else */
    bool memory;           /* has a memory c beside h */
    int extra;             /* width of cell_seq.extra in units of N */
    enum param_init bias;
    /* Rows row0 .. row0 + n: z, h_prev, c_prev -> h, c. */
    void (*forward)(const struct cell *c, struct cell_seq *q, int row0,
                    int n);
    /* dh, dc [n x N] arrive at h and c of these rows; they leave as the
     * gradients of h_prev and c_prev; z becomes dz. */
    void (*backward)(struct run *r, const struct cell *c,
                     struct cell_seq *q, int row0, int n, real *dh,
                     real *dc);
    /* dU and dU_h over all rows, once z holds dz everywhere. */
    void (*weights)(struct run *r, struct cell *c, struct cell_seq *q);
};

/* Declares PREFIX.W, PREFIX.U, PREFIX.U_h where there is one, PREFIX.b; with
 * `norm` the gains PREFIX.g_z, PREFIX.g_U, PREFIX.g_U_h. */
struct cell *cell_new(struct params *ps, const struct cell_kind *kind, int in,
                      int N, bool norm, const char *prefix);

/* The bias to be added to W x: NULL where it is added later. */
const struct param *cell_bias(const struct cell *c);

/* Arrays for `rows` rows in the batch arena; the states before are zero. */
void cell_seq_new(struct run *r, const struct cell *c, struct cell_seq *q,
                  int rows);

/* Fills in the room that normalisation needs for q->rows rows. */
void cell_norm_room(struct run *r, const struct cell *c, struct cell_seq *q);

/* Zeros for n sentences; c only where the cell has a memory. */
struct cell_state cell_state_new(struct run *r, const struct cell *c, int n);

/* The kind's forward and backward, z normalised before. */
void cell_forward(const struct cell *c, struct cell_seq *q, int row0, int n);
void cell_backward(struct run *r, const struct cell *c, struct cell_seq *q,
                   int row0, int n, real *dh, real *dc);

/* z = W x + b for all rows: one product over all time steps. */
void cell_input(const struct cell *c, const real *x, struct cell_seq *q);

/* From dz in q->z: dW, db, dU, and dx += W' dz unless dx is NULL. */
void cell_input_backward(struct run *r, struct cell *c, const real *x,
                         struct cell_seq *q, real *dx);

/* For the kinds: rows row0 .. row0 + n of z += the term of x [n x N]; dx +=
 * from dz; dU over all rows of x, once z holds dz everywhere. */
void cell_term(const struct cell *c, struct cell_seq *q, enum cell_term k,
               int row0, int n, const real *x);
void cell_term_backward(struct run *r, const struct cell *c,
                        struct cell_seq *q, enum cell_term k, int row0,
                        int n, real *dx);
void cell_term_weights(struct run *r, struct cell *c, struct cell_seq *q,
                       enum cell_term k, const real *x);

#define X(name) extern const struct cell_kind cell_##name;
CELL_KINDS(X)
#undef X
KIND_TABLE_DECLARE(cell)

#endif
