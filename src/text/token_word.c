/* What stands between white space is a unit; the white space itself is not
 * kept: decode puts one space between words. */
#include "base/utf8.h"
#include "text/pieces.h"

/* The next word of s[*at..n): its length, 0 after the last; *gap is the white
 * space before it.  *at moves to the word's first byte. */
static int next_word(const char *s, int n, int *at, int *gap)
{
    size_t begin = (size_t)*at, len = utf8_word(s, (size_t)n, &begin);

    *gap = (int)begin - *at;
    *at = (int)begin;
    return (int)len;
}

static void learn(struct tokens *t, struct arena *scratch)
{
    struct arena_mark m = arena_mark(scratch);
    struct counter words[2];

    for (int side = 0; side < 2; side++) {
        counter_init(&words[side], scratch);
        for (int i = 0; i < t->texts; i++) {
            const struct token_text *x = &t->text[side][i];
            int at = 0, gap, len;

            while ((len = next_word(x->s, x->n, &at, &gap)) > 0) {
                counter_add(&words[side], x->s + at, len, 1);
                at += len;
            }
        }
    }
    pieces_vocabs(t, words, t->max_units, scratch);
    arena_release(scratch, m);
}

static void encode(const struct tokens *t, int side, const char *s, int n,
                   struct bpe_dropout *drop, struct pieces *out,
                   struct arena *arena)
{
    struct strbuf list = STRBUF_INIT;
    int at = 0, gap, len;

    (void)drop;
    while ((len = next_word(s, n, &at, &gap)) > 0) {
        int id = pieces_id(&t->vocab[side], s + at, len);

        pieces_add(&list, id, at - gap, gap + len);
        at += len;
    }
    pieces_finish(out, &list, arena);
}

static void decode(const struct tokens *t, int side, const int *id, int n,
                   struct strbuf *out)
{
    bool first = true;

    for (int i = 0; i < n; i++) {
        int len;
        const char *s = pieces_text(&t->vocab[side], id[i], &len);

        if (len == 0)
            continue;
        if (!first)
            strbuf_putc(out, ' ');
        strbuf_add(out, s, (size_t)len);
        first = false;
    }
}

const struct token_kind token_word = {
    .name = "word",
    .alias = "words 词 单词",
    .formula = "x = the runs between white space, the most frequent kept",
    .source = "Bahdanau, Cho, Bengio 2015, section 4.1",
    .words = true,
    .learn = learn,
    .encode = encode,
    .decode = decode,
};
