/* Every character is a unit, the space too. */
#include "base/utf8.h"
#include "text/pieces.h"

static void learn(struct tokens *t, struct arena *scratch)
{
    struct arena_mark m = arena_mark(scratch);
    struct counter chars[2];

    for (int side = 0; side < 2; side++) {
        counter_init(&chars[side], scratch);
        for (int i = 0; i < t->texts; i++) {
            const struct token_text *x = &t->text[side][i];

            for (int at = 0, len; at < x->n; at += len) {
                utf8_next(x->s + at, (size_t)(x->n - at), &len);
                counter_add(&chars[side], x->s + at, len, 1);
            }
        }
    }
    pieces_vocabs(t, chars, t->max_units, scratch);
    arena_release(scratch, m);
}

static void encode(const struct tokens *t, int side, const char *s, int n,
                   struct bpe_dropout *drop, struct pieces *out,
                   struct arena *arena)
{
    struct strbuf list = STRBUF_INIT;

    (void)drop;
    for (int at = 0, len; at < n; at += len) {
        utf8_next(s + at, (size_t)(n - at), &len);
        pieces_add(&list, pieces_id(&t->vocab[side], s + at, len), at, len);
    }
    pieces_finish(out, &list, arena);
}

static void decode(const struct tokens *t, int side, const int *id, int n,
                   struct strbuf *out)
{
    for (int i = 0; i < n; i++) {
        int len;
        const char *s = pieces_text(&t->vocab[side], id[i], &len);

        strbuf_add(out, s, (size_t)len);
    }
}

const struct token_kind token_char = {
    .name = "char",
    .alias = "chars character characters 字符 字",
    .formula = "x = c_1 c_2 .. c_n, one unit a Unicode character",
    .source = "Lee, Cho, Hofmann 2017, section 4",
    .learn = learn,
    .encode = encode,
    .decode = decode,
};
