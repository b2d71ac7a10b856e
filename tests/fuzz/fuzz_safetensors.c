/* Any bytes as a model file: refused with a reason, or each tensor lies
 * inside them, whole and aligned. */
#include <assert.h>
#include <string.h>

#include "model/safetensors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_tensor(const struct st_file *f, int i)
{
    const struct st_tensor *t = &f->tensor[i];
    size_t size = st_type_size(t->type), bytes = size;
    assert(t->rank >= 0 && t->rank <= ST_RANK);
    for (int k = 0; k < t->rank; k++)
        bytes *= (size_t)t->shape[k];
    assert(bytes == t->bytes);
    assert((uintptr_t)t->data % size == 0);
    assert(st_find(f, t->name) == t);
    /* the sanitizer watches the reading */
    unsigned sum = 0;
    for (size_t k = 0; k < bytes; k++)
        sum += ((const unsigned char *)t->data)[k];
    assert(sum <= 255 * bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena arena;
    struct st_file f;
    struct error err;
    arena_init(&arena, "fuzz");
    memset(&err, 0, sizeof(err));
    if (st_parse(&f, (const char *)data, n, "fuzz", &arena, &err)) {
        for (int i = 0; i < f.n; i++)
            check_tensor(&f, i);
        for (int i = 0; i < f.metas; i++)
            assert(st_meta(&f, f.meta[i].key) == f.meta[i].value);
    } else {
        assert(err.status == EXIT_MODEL);
        assert(strncmp(err.text, "fuzz: ", 6) == 0 && err.hint[0] != '\0');
    }
    arena_drop(&arena);
    return 0;
}
