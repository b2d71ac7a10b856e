/* cell: the family of recurrences.
 *
 * A cell turns pre-activations z, to which the caller has added everything
 * that comes from outside (W x + b, C ctx), and the previous state into the
 * next state.  It owns the recurrent weights U.  A step works on rows
 * row0 .. row0 + n of arrays that span the whole sequence, so that all
 * weight gradients are one product over all time steps.
 *
 * To add a member: (1) write nn/cell_NAME.c with its row cell_NAME; (2) add
 * X(NAME) to CELL_KINDS.  The loop tests give it the gradient check, the
 * packed-equals-alone test and a toy task to learn. */
#ifndef NN_CELL_H
#define NN_CELL_H

#include "nn/kind.h"
#include "nn/options.h"
#include "nn/param.h"
#include "nn/run.h"

#define CELL_KINDS(X) X(lstm) X(gru) X(rnn)

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

/* Declares PREFIX.W, PREFIX.U, PREFIX.U_h where there is one, PREFIX.b. */
struct cell *cell_new(struct params *ps, const struct cell_kind *kind, int in,
                      int N, const char *prefix);

/* Arrays for `rows` rows in the batch arena; the states before are zero. */
void cell_seq_new(struct run *r, const struct cell *c, struct cell_seq *q,
                  int rows);

/* Zeros for n sentences; c only where the cell has a memory. */
struct cell_state cell_state_new(struct run *r, const struct cell *c, int n);

/* The kind's forward and backward. */
void cell_forward(const struct cell *c, struct cell_seq *q, int row0, int n);
void cell_backward(struct run *r, const struct cell *c, struct cell_seq *q,
                   int row0, int n, real *dh, real *dc);

/* z = W x + b for all rows: one product over all time steps. */
void cell_input(const struct cell *c, const real *x, struct cell_seq *q);

/* From dz in q->z: dW, db, dU, and dx += W' dz unless dx is NULL. */
void cell_input_backward(struct run *r, struct cell *c, const real *x,
                         struct cell_seq *q, real *dx);

#define X(name) extern const struct cell_kind cell_##name;
CELL_KINDS(X)
#undef X
KIND_TABLE_DECLARE(cell)

#endif
