#include "model/safetensors.h"

#include <string.h>

/* Tensor data go to and from disk as they lie in memory. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "model files are little-endian: swap the data here first");

static const struct {
    const char *name;
    size_t size;
} types[] = {
#define X(name, bytes) {#name, bytes},
    ST_TYPES(X)
#undef X
};

size_t st_type_size(enum st_type t)
{
    return types[t].size;
}

const char *st_type_name(enum st_type t)
{
    return types[t].name;
}

const struct st_tensor *st_find(const struct st_file *f, const char *name)
{
    for (int i = 0; i < f->n; i++)
        if (strcmp(f->tensor[i].name, name) == 0)
            return &f->tensor[i];
    return NULL;
}

const char *st_meta(const struct st_file *f, const char *key)
{
    for (int i = 0; i < f->metas; i++)
        if (strcmp(f->meta[i].key, key) == 0)
            return f->meta[i].value;
    return NULL;
}
