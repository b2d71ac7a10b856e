/* Each kind learns from the input itself: then nothing of it is lost, before
 * and after saving and loading. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "text/tokens.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static struct arena arena;

static bool same_but_space(const char *a, const char *b)
{
    for (;;) {
        int n, m;
        while (*a && utf8_class(utf8_next(a, strlen(a), &n)) == UTF8_SPACE)
            a += n;
        while (*b && utf8_class(utf8_next(b, strlen(b), &m)) == UTF8_SPACE)
            b += m;
        if (!*a || *a != *b)
            return *a == *b;
        a++;
        b++;
    }
}

static void check_text(const struct tokens *t, const char *s, int n)
{
    struct strbuf out = STRBUF_INIT;
    struct pieces p;
    tokens_encode(t, SIDE_TGT, s, n, &p, &arena);
    int *id = ARENA_ARRAY(&arena, int, p.n);
    for (int i = 0; i < p.n; i++) {
        id[i] = p.piece[i].id;
        assert(id[i] >= ID_FIRST);
    }
    tokens_decode(t, SIDE_TGT, id, p.n, &out);
    if (t->kind == &token_word)
        assert(same_but_space(out.s, p.text));
    else
        assert(out.n == (size_t)p.text_len &&
               memcmp(out.s, p.text, out.n) == 0);
    strbuf_release(&out);
}

static void load(struct tokens *u, const struct tokens *t)
{
    struct strbuf codes[2] = {STRBUF_INIT, STRBUF_INIT};
    struct strbuf vocab[2] = {STRBUF_INIT, STRBUF_INIT};
    struct error err;
    tokens_save(t, codes, vocab);
    tokens_init(u, t->kind, &arena);
    u->shared = t->shared;
    assert(tokens_load(u, (const char *[]){codes[0].s, codes[1].s},
                       (size_t[]){codes[0].n, codes[1].n},
                       (const char *[]){vocab[0].s, vocab[1].s},
                       (size_t[]){vocab[0].n, vocab[1].n}, &err));
    for (int i = 0; i < 2; i++) {
        strbuf_release(&codes[i]);
        strbuf_release(&vocab[i]);
    }
}

/* The first half of the input is the source, the whole is the target. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct strbuf nfc = STRBUF_INIT;
    struct arena scratch;
    arena_init(&arena, "fuzz");
    arena_init(&scratch, "scratch");
    utf8_nfc(&nfc, (const char *)bytes, n);
    for (int k = 0; token_kind(k); k++) {
        size_t half = utf8_valid_prefix(nfc.s, nfc.n / 2);
        struct token_text src = {nfc.s, (int)half};
        struct token_text tgt = {nfc.s, (int)nfc.n};
        struct tokens t, u;
        tokens_init(&t, token_kind(k), &arena);
        t.merges = 50;
        t.min_count = 1;
        t.max_units = 1 << 20;
        t.shared = n % 2;
        t.text[0] = &src;
        t.text[1] = &tgt;
        t.texts = 1;
        tokens_learn(&t, &scratch);
        check_text(&t, (const char *)bytes, (int)n);
        load(&u, &t);
        check_text(&u, (const char *)bytes, (int)n);
    }
    strbuf_release(&nfc);
    arena_drop(&arena);
    arena_drop(&scratch);
    return 0;
}
