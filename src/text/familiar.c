#include "text/familiar.h"

#include "text/pieces.h"
#include "text/span.h"

void familiar_init(struct familiar *f, struct arena *arena)
{
    vocab_init(&f->seen, arena);
    vocab_init(&f->copied, arena);
}

static void count_pair(struct counter *seen, struct counter *copied,
                       const struct token_text *src,
                       const struct token_text *tgt, struct arena *scratch)
{
    struct table there;
    table_init(&there, scratch);
    for (int at = 0, n; (n = span_run(tgt->s, tgt->n, &at)) > 0; at += n)
        table_set(&there, tgt->s + at, n, 1);
    for (int at = 0, n; (n = span_run(src->s, src->n, &at)) > 0; at += n) {
        counter_add(seen, src->s + at, n, 1);
        if (table_get(&there, src->s + at, n) >= 0)
            counter_add(copied, src->s + at, n, 1);
    }
}

static void add_known(struct counter *c, const struct vocab *v)
{
    for (int id = ID_FIRST; id < vocab_size(v); id++) {
        int n;
        const char *word = vocab_unit(v, id, &n);
        counter_add(c, word, n, v->count[id]);
    }
}

void familiar_learn(struct familiar *f, const struct token_text *const text[2],
                    int texts, struct arena *arena, struct arena *scratch)
{
    struct counter seen, copied;
    struct arena pair;
    arena_init(&pair, "words of a pair");
    counter_init(&seen, scratch);
    counter_init(&copied, scratch);
    add_known(&seen, &f->seen);
    add_known(&copied, &f->copied);
    for (int i = 0; i < texts; i++) {
        arena_reset(&pair);
        count_pair(&seen, &copied, &text[0][i], &text[1][i], &pair);
    }
    arena_drop(&pair);
    pieces_vocab(&f->seen, &seen, FAMILIAR_SEEN, FAMILIAR_MOST, arena, scratch);
    pieces_vocab(&f->copied, &copied, FAMILIAR_SEEN, FAMILIAR_MOST, arena,
                 scratch);
}

long long familiar_copied(const struct familiar *f, int id)
{
    const struct table_entry *e = &f->seen.unit.entry[id];
    int at = vocab_id(&f->copied, e->key, e->len);
    return at < 0 ? 0 : f->copied.count[at];
}
