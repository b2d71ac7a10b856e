#include "nn/inner.h"

void inner_pair(int heads, real scale, const real *q, const struct keys *k,
                real *e)
{
    int n = k->width / heads;
    for (int j = 0; j < k->len; j++) {
        const real *key = row_at(k->k, key_row(k, j), k->width);
        for (int h = 0; h < heads; h++)
            e[h * k->Tx + j] =
                scale * K->dot(n, q + h * n, key + h * n);  /* (1) */
    }
}

void inner_pair_backward(int heads, real scale, const real *de,
                         const real *q, const struct keys *k, real *dq)
{
    int n = k->width / heads;
    for (int j = 0; j < k->len; j++) {
        const real *key = row_at(k->k, key_row(k, j), k->width);
        real *dkey = row_of(k->dk, key_row(k, j), k->width);
        for (int h = 0; h < heads; h++) {                   /* (1)' */
            real d = scale * de[h * k->Tx + j];
            K->axpy(n, d, key + h * n, dq + h * n);
            K->axpy(n, d, q + h * n, dkey + h * n);
        }
    }
}
