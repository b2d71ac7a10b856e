/* i8_ref: the specification of the other rows. */
#include "kern/i8_body.h"

static int32_t dot(int k, const int8_t *a, const uint8_t *b)
{
    int32_t sum = 0;
    for (int i = 0; i < k; i += 4)
        for (int l = 0; l < 4; l++)
            sum += a[i + l] * (b[i * I8_NR + l] - 128);
    return sum;
}

static void tile(const struct i8_tile *t)
{
    for (int i = 0; i < t->m; i++)
        for (int j = 0; j < t->n; j++) {
            int32_t sum = dot(t->k, t->A + (ptrdiff_t)i * t->k, t->B + 4 * j);
            real x = (real)sum * (t->row[i].scale * t->scale[j]);
            real *C = t->C + i * t->ldc + j;
            *C = t->add ? *C + x : x;
        }
}

const struct i8 i8_ref = {"ref", "ref", 4, i8_body_quantise, tile};
