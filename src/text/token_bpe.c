/* Byte-pair encoding: frequent words are one unit, rare ones several.
 *
 * A unit of several characters is kept on a side when the merges, applied to
 * that side's training text, leave it min_count times or more (subword-nmt's
 * --vocabulary-threshold); what is not kept is taken apart along its merges.
 * Single characters are the floor, and are counted as characters, not as
 * units: otherwise a letter that always is inside some unit would be unknown
 * the first time it stands in a new word.
 *
 * With BPE-dropout a word may stop at any unit on the way to its own, so each
 * of these is counted as often as what is made of it. */
#include <limits.h>

#include "base/utf8.h"
#include "text/pieces.h"
#include "text/pretoken.h"
#include "text/script.h"

/* Sides with this much of their letters in common scripts learn jointly. */
static const double joint_overlap = 0.5;

/* s with a space before it: the first word then looks like any other.  On a
 * bare side it does so without. */
static void put_spaced(struct strbuf *out, const char *s, int n, bool bare)
{
    strbuf_reset(out);
    if (n > 0 && !bare)
        strbuf_putc(out, ' ');
    strbuf_add(out, s, (size_t)n);
}

/* ==== Learning ==== */

/* Whether scripts part two letters depends on these two alone, and so does
 * whether a merge ever joins them: encoding need not ask for scripts. */
static void count_words(struct counter *words, const struct token_text *text,
                        int texts, bool bare)
{
    struct strbuf b = STRBUF_INIT;

    for (int i = 0; i < texts; i++) {
        put_spaced(&b, text[i].s, text[i].n, bare);
        for (size_t at = 0, len; at < b.n; at += len) {
            len = bare ? pretoken_next_script(b.s, b.n, at)
                       : pretoken_next(b.s, b.n, at);
            counter_add(words, b.s + at, (int)len, 1);
        }
    }
    strbuf_release(&b);
}

static bool is_joint(const struct counter words[2])
{
    long long count[2][SCRIPT_COUNT] = {{0}};

    for (int side = 0; side < 2; side++)
        for (int i = 0; i < words[side].unit.n; i++) {
            const struct table_entry *e = &words[side].unit.entry[i];

            script_count(count[side], e->key, (size_t)e->len);
        }
    return script_overlap(count[0], count[1]) >= joint_overlap;
}

/* What occurs twice, by chance, has the strongest association of all: there
 * a pair must be as frequent as a unit that is kept. */
static struct bpe *learn_bpe(const struct tokens *t, int side,
                             const struct counter *words,
                             struct arena *scratch)
{
    struct bpe_options o = {.merges = t->merges, .least = 2};

    if (t->bare[side] && t->association > 0) {
        o.association = t->association;
        o.least = t->min_count > 2 ? t->min_count : 2;
    }
    return bpe_learn(&words->unit, words->count, &o, t->arena, scratch);
}

static void learn_merges(struct tokens *t, const struct counter words[2],
                         struct arena *scratch)
{
    struct counter both;

    for (int side = 0; side < 2; side++)
        t->bpe[side] = NULL;
    if (t->bare[0] == t->bare[1] && is_joint(words)) {
        counter_init(&both, scratch);
        counter_merge(&both, &words[0]);
        counter_merge(&both, &words[1]);
        t->bpe[0] = t->bpe[1] = learn_bpe(t, 0, &both, scratch);
        return;
    }
    for (int side = 0; side < 2; side++)
        t->bpe[side] = learn_bpe(t, side, &words[side], scratch);
}

/* Lengths of the units of any word that counting met: a buffer that grows in
 * `scratch`. */
static int *room_for(const struct counter *words, struct arena *scratch)
{
    int longest = 0;

    for (int i = 0; i < words->unit.n; i++)
        if (words->unit.entry[i].len > longest)
            longest = words->unit.entry[i].len;
    return ARENA_ARRAY(scratch, int, longest);
}

/* Adds the units of several characters, and every character, of a word that
 * occurs `count` times. */
static void count_units(struct counter *units, const char *s, const int *len,
                        int n, long long count)
{
    for (int i = 0; i < n; s += len[i++]) {
        int first;

        utf8_next(s, (size_t)len[i], &first);
        if (first < len[i])
            counter_add(units, s, len[i], count);
        for (int at = 0, one; at < len[i]; at += one) {
            utf8_next(s + at, (size_t)(len[i] - at), &one);
            counter_add(units, s + at, one, count);
        }
    }
}

/* What bpe_apply asks about a unit, and whether to take it apart. */
struct on_the_way {
    struct counter *units;
    long long count;
};

static bool count_on_the_way(void *ctx, const char *unit, int n)
{
    struct on_the_way *w = ctx;

    counter_add(w->units, unit, n, w->count);
    return false;
}

/* Counts the units of a word, and with dropout those on the way to them. */
static void count_word(const struct tokens *t, int side,
                       const struct table_entry *word, long long count,
                       struct counter *units, int *len)
{
    struct on_the_way way = {units, count};
    int n = bpe_apply(t->bpe[side], word->key, word->len, len, NULL,
                      t->dropout ? count_on_the_way : NULL, &way);

    count_units(units, word->key, len, n, count);
}

static void learn(struct tokens *t, struct arena *scratch)
{
    struct arena_mark m = arena_mark(scratch);
    struct counter words[2], units[2];

    for (int side = 0; side < 2; side++) {
        counter_init(&words[side], scratch);
        count_words(&words[side], t->text[side], t->texts, t->bare[side]);
    }
    learn_merges(t, words, scratch);
    for (int side = 0; side < 2; side++) {
        int *len = room_for(&words[side], scratch);

        counter_init(&units[side], scratch);
        for (int i = 0; i < words[side].unit.n; i++)
            count_word(t, side, &words[side].unit.entry[i],
                       words[side].count[i], &units[side], len);
    }
    pieces_vocabs(t, units, INT_MAX, scratch);
    arena_release(scratch, m);
}

/* ==== Encoding and decoding ==== */

static bool is_known(void *ctx, const char *unit, int n)
{
    const struct vocab *v = ctx;

    return vocab_id(v, unit, n) >= 0;
}

/* Adds the piece of a unit at `at` of the text, -1 where it begins with the
 * space put before that, which is not part of it. */
static void add_piece(struct strbuf *list, int id, int at, int len)
{
    if (at < 0)
        pieces_add(list, id, 0, len - 1);
    else
        pieces_add(list, id, at, len);
}

/* Most words are one unit, and a unit of the vocabulary is what the merges
 * (where it is shared, perhaps the other side's) make of its own text: no
 * need to apply them, unless some are dropped. */
static void encode_word(const struct tokens *t, int side, const char *s, int n,
                        int at, struct bpe_dropout *drop, int *len,
                        struct strbuf *list)
{
    struct vocab v = t->vocab[side];
    int id = drop ? -1 : vocab_id(&v, s, n);
    int units = 1;

    len[0] = n;
    if (id < 0)
        units = bpe_apply(t->bpe[side], s, n, len, drop, is_known, &v);
    for (int i = 0; i < units; i++) {
        if (units > 1 || id < 0)
            id = pieces_id(&v, s, len[i]);
        add_piece(list, id, at, len[i]);
        s += len[i];
        at += len[i];
    }
}

static void encode(const struct tokens *t, int side, const char *s, int n,
                   struct bpe_dropout *drop, struct pieces *out,
                   struct arena *arena)
{
    int unit_len[PRETOKEN_MAX + 1];
    struct strbuf list = STRBUF_INIT, b = STRBUF_INIT;
    int put = !t->bare[side];

    put_spaced(&b, s, n, t->bare[side]);
    for (size_t at = 0, len; at < b.n; at += len) {
        len = pretoken_next(b.s, b.n, at);
        encode_word(t, side, b.s + at, (int)len, (int)at - put, drop, unit_len,
                    &list);
    }
    strbuf_release(&b);
    pieces_finish(out, &list, arena);
}

static void decode(const struct tokens *t, int side, const int *id, int n,
                   struct strbuf *out)
{
    bool first = !t->bare[side];

    for (int i = 0; i < n; i++) {
        int len;
        const char *s = pieces_text(&t->vocab[side], id[i], &len);
        int skip = first && s[0] == ' ';

        strbuf_add(out, s + skip, (size_t)(len - skip));
        first = first && len == 0;
    }
}

const struct token_kind token_bpe = {
    .name = "bpe",
    .alias = "subword subwords 子词",
    .formula = "x = the merges, earliest first, applied to each word's "
               "characters",
    .source = "Sennrich, Haddow, Birch 2016, section 3.2",
    .learn = learn,
    .encode = encode,
    .decode = decode,
};
