/* A lexicon that is accepted is written as what was read. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "model/lextable.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    enum { KX = 3, KY = 40 };
    struct arena arena;
    struct lextable t;
    struct error err;
    struct strbuf out = STRBUF_INIT;
    arena_init(&arena, "fuzz");
    if (lextable_read(&t, (const char *)bytes, n, KX, KY, "lexicon", &arena,
                      &err)) {
        lextable_write(&out, &t);
        for (int k = 0; k < t.first[KX]; k++)
            assert(t.entry[k].y < KY && t.entry[k].p <= 1);
        assert(out.n <= n);
    }
    strbuf_release(&out);
    arena_drop(&arena);
    return 0;
}
