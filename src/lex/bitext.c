#include "lex/bitext.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

void bitext_init(struct bitext *b, int most, struct arena *arena)
{
    *b = (struct bitext){.most = most, .arena = arena};
    b->pair = ARENA_ARRAY(arena, struct bitext_pair, most);
    for (int level = 0; level < BITEXT_LEVELS; level++)
        for (int side = 0; side < 2; side++)
            table_init(&b->type[level][side].number, arena);
}

static int stem_bytes(const char *s, int n)
{
    int at = 0, len;
    for (int k = 0; k < BITEXT_STEM && at < n; k++) {
        utf8_next(s + at, (size_t)(n - at), &len);
        at += len;
    }
    return at;
}

/* `add`: what is new gets the next number. */
static int number(struct bitext_types *t, const char *s, int n, bool add)
{
    return add ? *table_at(&t->number, s, n, t->number.n)
               : table_get(&t->number, s, n);
}

/* Word k of a side, n bytes of s in lower case. */
static void add_word(struct bitext_pair *out, struct bitext *b, int side,
                     int k, const char *s, int n, bool add)
{
    int bytes[] = {n, stem_bytes(s, n)};
    for (int level = 0; level < BITEXT_LEVELS; level++)
        out->id[level][side][k] =
            number(&b->type[level][side], s, bytes[level], add);
}

static void add_side(struct bitext_pair *out, struct bitext *b, int side,
                     const char *text, bool add, struct arena *arena)
{
    struct strbuf nfc = STRBUF_INIT, lower = STRBUF_INIT;
    utf8_nfc(&nfc, text, strlen(text));
    utf8_lower(&lower, nfc.s, nfc.n);
    int n = utf8_words(lower.s, lower.n);
    out->n[side] = n = n < BITEXT_WORDS ? n : BITEXT_WORDS;
    for (int level = 0; level < BITEXT_LEVELS; level++)
        out->id[level][side] = ARENA_ARRAY(arena, int, n);
    size_t at = 0, len;
    for (int k = 0; k < n; k++, at += len) {
        len = utf8_word(lower.s, lower.n, &at);
        add_word(out, b, side, k, lower.s + at, (int)len, add);
    }
    strbuf_release(&nfc);
    strbuf_release(&lower);
}

void bitext_add(struct bitext *b, const char *src, const char *tgt)
{
    assert(b->n < b->most);
    struct bitext_pair *pair = &b->pair[b->n++];
    add_side(pair, b, 0, src, true, b->arena);
    add_side(pair, b, 1, tgt, true, b->arena);
}

void bitext_lookup(struct bitext_pair *out, const struct bitext *b,
                   const char *src, const char *tgt, struct arena *arena)
{
    struct bitext known = *b;
    add_side(out, &known, 0, src, false, arena);
    add_side(out, &known, 1, tgt, false, arena);
}

static void count_types(struct bitext_types *t, const struct bitext *b,
                        int level, int side)
{
    t->count = ARENA_ARRAY(b->arena, long, t->number.n);
    for (int n = 0; n < b->n; n++)
        for (int k = 0; k < b->pair[n].n[side]; k++)
            t->count[b->pair[n].id[level][side][k]]++;
}

void bitext_count(struct bitext *b)
{
    for (int level = 0; level < BITEXT_LEVELS; level++)
        for (int side = 0; side < 2; side++)
            count_types(&b->type[level][side], b, level, side);
}

int bitext_size(const struct bitext *b, enum bitext_level level, int side)
{
    return b->type[level][side].number.n;
}

const char *bitext_word(const struct bitext *b, int side, int n)
{
    assert(n >= 0 && n < bitext_size(b, BITEXT_WORD, side));
    return b->type[BITEXT_WORD][side].number.entry[n].key;
}
