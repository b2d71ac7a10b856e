/* A vocabulary that is accepted is written as what is read again. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "text/vocab.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena arena;
    struct vocab v, w;
    struct error err;
    arena_init(&arena, "fuzz");
    vocab_init(&v, &arena);
    if (vocab_read(&v, (const char *)bytes, n, "vocab", &err)) {
        struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
        vocab_write(&a, &v);
        vocab_init(&w, &arena);
        assert(vocab_read(&w, a.s, a.n, "again", &err));
        vocab_write(&b, &w);
        assert(a.n == b.n && memcmp(a.s, b.s, a.n) == 0);
        assert(vocab_size(&v) == vocab_size(&w));
        strbuf_release(&a);
        strbuf_release(&b);
    }
    arena_drop(&arena);
    return 0;
}
