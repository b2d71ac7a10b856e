/* embed: ids to vectors, the rows of E. */
#ifndef NN_EMBED_H
#define NN_EMBED_H

#include "nn/param.h"
#include "nn/run.h"

/* X [rows x E->cols]: row r is E[id[r]]. */
void embed_forward(const struct param *E, const int *id, int rows, real *X);

/* dE[id[r]] += dX[r], in the order of the rows. */
void embed_backward(struct param *E, const int *id, int rows,
                    const real *dX);

#endif
