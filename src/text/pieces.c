#include "text/pieces.h"

#include <stdlib.h>
#include <string.h>

/* ==== Encoding and decoding ==== */

void pieces_add(struct strbuf *list, int id, int start, int len)
{
    struct piece p = {.id = id, .start = start, .len = len};

    strbuf_add(list, &p, sizeof p);
}

void pieces_finish(struct pieces *out, struct strbuf *list, struct arena *arena)
{
    out->n = (int)(list->n / sizeof *out->piece);
    out->piece = ARENA_ARRAY(arena, struct piece, out->n);
    memcpy(out->piece, list->s, list->n);
    strbuf_release(list);
}

int pieces_id(const struct vocab *v, const char *unit, int len)
{
    int id = vocab_id(v, unit, len);

    return id < 0 ? ID_UNK : id;
}

const char *pieces_text(const struct vocab *v, int id, int *len)
{
    *len = 0;
    if (id == ID_PAD || id == ID_BOS || id == ID_EOS)
        return "";
    if (id >= ID_FIRST && id < vocab_size(v))
        return vocab_unit(v, id, len);
    *len = 3;
    return "\xef\xbf\xbd";
}

/* ==== Vocabularies ==== */

struct candidate {
    const char *s;
    int len;
    long long count;
};

static int by_count_then_text(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    int c;

    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    c = memcmp(a->s, b->s, (size_t)(a->len < b->len ? a->len : b->len));
    return c ? c : a->len - b->len;
}

void pieces_vocab(struct vocab *v, const struct counter *units, int min_count,
                  int max_units, struct arena *arena, struct arena *scratch)
{
    struct arena_mark m = arena_mark(scratch);
    struct candidate *c = ARENA_ARRAY(scratch, struct candidate, units->unit.n);
    int n = 0;

    for (int i = 0; i < units->unit.n; i++) {
        const struct table_entry *e = &units->unit.entry[i];

        if (units->count[i] >= min_count)
            c[n++] = (struct candidate){e->key, e->len, units->count[i]};
    }
    qsort(c, (size_t)n, sizeof *c, by_count_then_text);
    vocab_init(v, arena);
    for (int i = 0; i < n && i < max_units; i++)
        vocab_add(v, c[i].s, c[i].len, c[i].count);
    arena_release(scratch, m);
}

void pieces_vocabs(struct tokens *t, struct counter units[2], int max_units,
                   struct arena *scratch)
{
    if (t->shared)
        counter_merge(&units[0], &units[1]);
    pieces_vocab(&t->vocab[0], &units[0], t->min_count, max_units, t->arena,
                 scratch);
    if (t->shared)
        t->vocab[1] = t->vocab[0];
    else
        pieces_vocab(&t->vocab[1], &units[1], t->min_count, max_units, t->arena,
                     scratch);
}
