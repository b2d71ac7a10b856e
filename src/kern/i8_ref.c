/* i8_ref: the specification of the other rows. */
#include "kern/i8_body.h"

#include <string.h>

/* All columns of a row at once: B is read as it lies. */
static void dots(int32_t sum[I8_NR], int k, const int8_t *a, const uint8_t *b)
{
    memset(sum, 0, I8_NR * sizeof *sum);
    for (int i = 0; i < k; i += 4, b += 4 * I8_NR)
        for (int j = 0; j < I8_NR; j++)
            for (int l = 0; l < 4; l++)
                sum[j] += a[i + l] * (b[4 * j + l] - 128);
}

static void tile(const struct i8_tile *t)
{
    int32_t sum[I8_NR];
    for (int i = 0; i < t->m; i++) {
        dots(sum, t->k, t->A + (ptrdiff_t)i * t->k, t->B);
        for (int j = 0; j < t->n; j++) {
            real x = (real)sum[j] * (t->row[i].scale * t->scale[j]);
            real *C = t->C + i * t->ldc + j;
            *C = t->add ? *C + x : x;
        }
    }
}

const struct i8 i8_ref = {"ref", "ref", 4, i8_body_quantise, tile};
