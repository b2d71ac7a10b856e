/* rows: sums and tanh over the rows of a matrix; chosen rows. */
#ifndef NN_ROWS_H
#define NN_ROWS_H

#include "nn/run.h"

/* y [rows x n] += rows of x, ld apart. */
void rows_add(int rows, int n, real *y, const real *x, int ld);

/* y [rows x n] = tanh(y) */
void rows_tanh(int rows, int n, real *y);

/* dx [rows x n] = dy (1 - y y), y = tanh(x); dx may be dy. */
void rows_tanh_backward(int rows, int n, const real *y, const real *dy,
                        real *dx);

/* Rows from[0..n) of x, N wide, one after the other. */
real *rows_gather(struct run *r, const real *x, const int *from, int n,
                  int N);

#endif
