#include "model/precision.h"

#include <string.h>

#include "kern/i8.h"

const char *precision_name(int i)
{
    static const char *const name[] = {"fp32", "bf16", "int8"};
    return i >= 0 && i < 3 ? name[i] : NULL;
}

bool precision_find(enum precision *out, const char *name, struct error *err)
{
    for (int i = 0; precision_name(i) != NULL; i++)
        if (strcmp(precision_name(i), name) == 0) {
            *out = (enum precision)i;
            return true;
        }
    return error_set(err, EXIT_MODEL, "precision \"%.20s\" (expected fp32, "
                     "bf16 or int8)", name);
}

bool precision_of(enum precision *out, const struct st_file *f,
                  struct error *err)
{
    const char *name = st_meta(f, "precision");
    *out = PRECISION_FP32;
    return name == NULL || precision_find(out, name, err);
}

bool precision_quantises(int rank, const int64_t *shape)
{
    return rank == 2 && shape[1] <= I8_K;
}

/* Half of what is cut off is added first, a little less where the last bit
 * that stays is 0. */
uint16_t precision_bf16(float x)
{
    uint32_t u;
    memcpy(&u, &x, sizeof u);
    return (uint16_t)((u + 0x7FFF + (u >> 16 & 1)) >> 16);
}
