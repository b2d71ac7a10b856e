#include "text/tokens.h"

#include <string.h>

#include "base/opt.h"
#include "base/utf8.h"

/* ==== The table ==== */

static const struct token_kind *const kinds[] = {
#define X(name) &token_##name,
    TOKEN_KINDS(X)
#undef X
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

const struct token_kind *token_kind(int i)
{
    return i >= 0 && i < KINDS ? kinds[i] : NULL;
}

const char *token_kind_name(int i)
{
    const struct token_kind *k = token_kind(i);

    return k ? k->name : NULL;
}

const struct token_kind *token_kind_find(const char *name)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(kinds[i]->name, name) == 0 ||
            opt_is_listed(kinds[i]->alias, name))
            return kinds[i];
    return NULL;
}

const char *token_kind_known(const char *name)
{
    const struct token_kind *k = token_kind_find(name);
    return k ? k->name : NULL;
}

/* ==== Learning ==== */

void tokens_init(struct tokens *t, const struct token_kind *kind,
                 struct arena *arena)
{
    *t = (struct tokens){.kind = kind, .arena = arena};
    for (int side = 0; side < 2; side++)
        vocab_init(&t->vocab[side], arena);
}

void tokens_learn(struct tokens *t, struct arena *scratch)
{
    t->kind->learn(t, scratch);
}

/* ==== Text to ids and back ==== */

void tokens_encode(const struct tokens *t, int side, const char *s, int n,
                   struct pieces *out, struct arena *arena)
{
    tokens_sample(t, side, s, n, NULL, out, arena);
}

void tokens_sample(const struct tokens *t, int side, const char *s, int n,
                   struct bpe_dropout *drop, struct pieces *out,
                   struct arena *arena)
{
    struct strbuf nfc = STRBUF_INIT;

    utf8_nfc(&nfc, s, (size_t)n);
    *out = (struct pieces){.text = arena_strndup(arena, nfc.s, nfc.n),
                           .text_len = (int)nfc.n};
    strbuf_release(&nfc);
    t->kind->encode(t, side, out->text, out->text_len, drop, out, arena);
}

void tokens_decode(const struct tokens *t, int side, const int *id, int n,
                   struct strbuf *out)
{
    int end = 0;

    while (end < n && id[end] != ID_EOS)
        end++;
    t->kind->decode(t, side, id, end, out);
}

/* ==== As bytes ==== */

void tokens_save(const struct tokens *t, struct strbuf codes[2],
                 struct strbuf vocab[2])
{
    if (t->bpe[0])
        bpe_write(&codes[0], t->bpe[0], t->bare[0]);
    if (t->bpe[1] && t->bpe[1] != t->bpe[0])
        bpe_write(&codes[1], t->bpe[1], t->bare[1]);
    vocab_write(&vocab[0], &t->vocab[0]);
    if (!t->shared)
        vocab_write(&vocab[1], &t->vocab[1]);
}

/* Reads the merges of both sides; one text is for both. */
static bool load_codes(struct tokens *t, const char *const codes[2],
                       const size_t n[2], struct error *err)
{
    if (!bpe_read(&t->bpe[0], &t->bare[0], codes[0], n[0], "source BPE codes",
                  t->arena, err))
        return false;
    t->bpe[1] = t->bpe[0];
    t->bare[1] = t->bare[0];
    return n[1] == 0 ||
           bpe_read(&t->bpe[1], &t->bare[1], codes[1], n[1],
                    "target BPE codes", t->arena, err);
}

static bool load_vocab(struct tokens *t, int side, const char *s, size_t n,
                       struct error *err)
{
    vocab_init(&t->vocab[side], t->arena);
    return vocab_read(
        &t->vocab[side], s, n,
        side == SIDE_SRC ? "source vocabulary" : "target vocabulary", err);
}

bool tokens_load(struct tokens *t, const char *const codes[2],
                 const size_t codes_n[2], const char *const vocab[2],
                 const size_t vocab_n[2], struct error *err)
{
    if (t->kind == &token_bpe && !load_codes(t, codes, codes_n, err))
        return false;
    if (t->kind != &token_bpe && codes_n[0] + codes_n[1] > 0)
        return error_set(err, EXIT_DATA, "BPE codes with tokens of kind %s",
                         t->kind->name);
    if (!load_vocab(t, SIDE_SRC, vocab[0], vocab_n[0], err))
        return false;
    if (t->shared) {
        t->vocab[1] = t->vocab[0];
        return true;
    }
    return load_vocab(t, SIDE_TGT, vocab[1], vocab_n[1], err);
}
