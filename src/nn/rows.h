/* rows: tanh over the rows of a matrix, and its gradient. */
#ifndef NN_ROWS_H
#define NN_ROWS_H

#include "base/real.h"

/* y [rows x n] = tanh(y) */
void rows_tanh(int rows, int n, real *y);

/* dx [rows x n] = dy (1 - y y), y = tanh(x); dx may be dy. */
void rows_tanh_backward(int rows, int n, const real *y, const real *dy,
                        real *dx);

#endif
