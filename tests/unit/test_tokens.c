#include "text/tokens.h"

#include <string.h>

#include "base/rng.h"
#include "base/utf8.h"
#include "test.h"
#include "text/bpe.h"

static struct arena arena, scratch;

static void setup(void)
{
    arena_init(&arena, "test");
    arena_init(&scratch, "scratch");
}

static void teardown(void)
{
    arena_drop(&arena);
    arena_drop(&scratch);
}

enum {
#define X(name) KIND_##name,
    TOKEN_KINDS(X)
#undef X
        KINDS
};

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* Text that is hard to keep; each is seen often enough on both sides. */
static const char *const hard[] = {
    "",
    " ",
    "   ",
    "a",
    " a",
    "a ",
    "  two  spaces   in a row  ",
    "Where is the station?",
    "Où est la gare\u00a0? Ici\u202f!",
    "don't; \"quoted\" (100,000.50 %)",
    "tab\there, line\nthere, \r return",
    "▁literal▁mark ▁ \\n \\u2581 \\",
    "<s> </s> <unk> <pad> \ufffd",
    "e\u0301 composes, x\u0301\u0302 does not, \u0301 alone, 1\u0301",
    "我是学生。 你好，世界！",
    "駅はどこですか。カタカナ",
    "שָׁלוֹם עולם — مرحبا بالعالم",
    "안녕하세요 세계",
    "สวัสดีชาวโลก नमस्ते",
    "👩\u200d🔬 🇫🇷 ❤\ufe0f",
    "\u200bzero\u200d\ufeffwidth\u00ad",
};

static struct token_text *texts_of(const char *const *s, int n)
{
    struct token_text *t = ARENA_ARRAY(&arena, struct token_text, n);
    for (int i = 0; i < n; i++) {
        struct strbuf nfc = STRBUF_INIT;
        utf8_nfc(&nfc, s[i], strlen(s[i]));
        t[i].s = arena_strndup(&arena, nfc.s, nfc.n);
        t[i].n = (int)nfc.n;
        strbuf_release(&nfc);
    }
    return t;
}

static void learn(struct tokens *t, int kind, const char *const *src,
                  const char *const *tgt, int n, int min_count, bool shared)
{
    tokens_init(t, token_kind(kind), &arena);
    t->merges = 200;
    t->min_count = min_count;
    t->max_units = 30000;
    t->shared = shared;
    t->text[0] = texts_of(src, n);
    t->text[1] = texts_of(tgt, n);
    t->texts = n;
    tokens_learn(t, &scratch);
}

static void learn_hard(struct tokens *t, int kind)
{
    learn(t, kind, hard, hard, COUNT(hard), 1, false);
}

static int encode(const struct tokens *t, int side, const char *s, int *id,
                  struct pieces *p)
{
    tokens_encode(t, side, s, (int)strlen(s), p, &arena);
    for (int i = 0; i < p->n; i++)
        id[i] = p->piece[i].id;
    return p->n;
}

static const char *decode(const struct tokens *t, int side, const int *id,
                          int n)
{
    struct strbuf out = STRBUF_INIT;
    tokens_decode(t, side, id, n, &out);
    const char *s = arena_strndup(&arena, out.s, out.n);
    strbuf_release(&out);
    return s;
}

/* s with runs of white space made one space, none at the ends. */
static const char *squeezed(const char *s)
{
    struct strbuf out = STRBUF_INIT;
    bool gap = false;
    for (int len; *s; s += len) {
        int c = utf8_next(s, strlen(s), &len);
        bool space = utf8_class(c) == UTF8_SPACE;
        if (!space && gap && out.n > 0)
            strbuf_putc(&out, ' ');
        if (!space)
            strbuf_add(&out, s, (size_t)len);
        gap = space;
    }
    const char *copy = arena_strndup(&arena, out.s, out.n);
    strbuf_release(&out);
    return copy;
}

/* ==== For every kind ==== */

START_TEST(rows_are_complete)
{
    const struct token_kind *k = token_kind(_i);
    ck_assert_str_eq(token_kind_name(_i), k->name);
    ck_assert_ptr_eq(token_kind_find(k->name), k);
    char first[40] = "";
    sscanf(k->alias, "%39s", first);
    ck_assert_ptr_eq(token_kind_find(first), k);
    ck_assert(*k->formula && *k->source);
}
END_TEST

START_TEST(names_end)
{
    ck_assert_ptr_null(token_kind(-1));
    ck_assert_ptr_null(token_kind_name(KINDS));
    ck_assert_ptr_null(token_kind_find("nonsense"));
    ck_assert_ptr_null(token_kind_find(""));
    ck_assert_ptr_eq(token_kind_find("字符"), &token_char);
}
END_TEST

START_TEST(nothing_is_lost)
{
    struct tokens t;
    learn_hard(&t, _i);
    for (int i = 0; i < COUNT(hard); i++) {
        int id[1000];
        struct pieces p;
        int n = encode(&t, i % 2, hard[i], id, &p);
        const char *want = t.kind == &token_word ? squeezed(p.text) : p.text;
        for (int k = 0; k < n; k++)
            ck_assert_int_ge(id[k], ID_FIRST);
        ck_assert_str_eq(decode(&t, i % 2, id, n), want);
    }
}
END_TEST

/* The pieces stand in order, next to one another. */
START_TEST(pieces_cover_the_text)
{
    struct tokens t;
    learn_hard(&t, _i);
    for (int i = 0; i < COUNT(hard); i++) {
        int id[1000];
        struct pieces p;
        int n = encode(&t, 0, hard[i], id, &p), at = 0;
        ck_assert_int_eq((int)strlen(p.text), p.text_len);
        for (int k = 0; k < n; k++) {
            ck_assert_int_eq(p.piece[k].start, at);
            at += p.piece[k].len;
        }
        if (t.kind != &token_word)
            ck_assert_int_eq(at, p.text_len);
        ck_assert_int_le(at, p.text_len);
    }
}
END_TEST

START_TEST(unknown_text)
{
    struct tokens t;
    int id[1000];
    struct pieces p;
    const char *src[] = {"ab ab", "ab ba"};
    learn(&t, _i, src, src, 2, 2, false);
    int n = encode(&t, 0, "☃", id, &p);
    ck_assert_int_eq(id[n - 1], ID_UNK);
    ck_assert_str_eq(decode(&t, 0, id, n), "\ufffd");
    int all[] = {ID_BOS, ID_PAD, -5, 1 << 30, ID_EOS, ID_FIRST};
    ck_assert_ptr_nonnull(strstr(decode(&t, 0, all, 6), "\ufffd"));
    ck_assert_str_eq(decode(&t, 0, all, 2), "");
    ck_assert_int_eq(encode(&t, 0, "", id, &p), 0);
}
END_TEST

static void save(const struct tokens *t, struct strbuf text[4])
{
    for (int i = 0; i < 4; i++)
        strbuf_init(&text[i]);
    tokens_save(t, text, text + 2);
}

static void check_saved(const struct tokens *t)
{
    struct strbuf a[4], b[4];
    struct tokens u;
    struct error err;
    save(t, a);
    tokens_init(&u, t->kind, &arena);
    u.shared = t->shared;
    ck_assert_msg(tokens_load(&u, (const char *[]){a[0].s, a[1].s},
                              (size_t[]){a[0].n, a[1].n},
                              (const char *[]){a[2].s, a[3].s},
                              (size_t[]){a[2].n, a[3].n}, &err),
                  "%s", err.text);
    for (int s = 0; s < 2; s++)
        ck_assert_int_eq(vocab_size(&u.vocab[s]), vocab_size(&t->vocab[s]));
    ck_assert_mem_eq(u.bare, t->bare, sizeof u.bare);
    save(&u, b);
    for (int i = 0; i < 4; i++) {
        ck_assert_str_eq(a[i].s, b[i].s);
        strbuf_release(&a[i]);
        strbuf_release(&b[i]);
    }
    for (int i = 0; i < COUNT(hard); i++) {
        int x[1000], y[1000];
        struct pieces p;
        int n = encode(t, 1, hard[i], x, &p);
        ck_assert_int_eq(encode(&u, 1, hard[i], y, &p), n);
        ck_assert_mem_eq(x, y, (size_t)n * sizeof(*x));
    }
}

START_TEST(saved_and_loaded)
{
    struct tokens t;
    learn_hard(&t, _i);
    check_saved(&t);
    learn(&t, _i, hard, hard + 5, COUNT(hard) - 5, 1, true);
    ck_assert_ptr_eq(t.vocab[0].count, t.vocab[1].count);
    check_saved(&t);
}
END_TEST

START_TEST(largest_vocabulary)
{
    struct tokens t;
    const char *s[] = {"a b c a b a"};
    tokens_init(&t, token_kind(_i), &arena);
    t.merges = 0;
    t.min_count = 1;
    t.max_units = 2;
    t.text[0] = t.text[1] = texts_of(s, 1);
    t.texts = 1;
    tokens_learn(&t, &scratch);
    if (t.kind == &token_bpe)
        ck_assert_int_eq(vocab_size(&t.vocab[0]), ID_FIRST + 4);
    else
        ck_assert_int_eq(vocab_size(&t.vocab[0]), ID_FIRST + 2);
}
END_TEST

/* Any bytes at all: the NFC form comes back, U+FFFD for the unknown. */
START_TEST(any_bytes)
{
    struct rng r = rng_key(4, RNG_TEST, 0, 0);
    struct tokens t;
    learn_hard(&t, _i);
    for (int k = 0; k < 500; k++) {
        char s[60];
        struct pieces p;
        int n = (int)rng_below(r, (uint64_t)k * 64, sizeof(s));
        for (int i = 0; i < n; i++)
            s[i] = (char)rng_u64(r, (uint64_t)k * 64 + (uint64_t)i + 1);
        tokens_encode(&t, 0, s, n, &p, &arena);
        for (int i = 0; i < p.n; i++)
            ck_assert_int_lt(p.piece[i].id, vocab_size(&t.vocab[0]));
    }
}
END_TEST

/* ==== BPE ==== */

START_TEST(joint_where_scripts_agree)
{
    struct tokens t;
    const char *en[] = {"the house and the garden"};
    const char *de[] = {"das Haus und der Garten 123 —"};
    const char *ru[] = {"дом и сад house"};
    const char *ja[] = {"家と庭と家と庭"};
    learn(&t, KIND_bpe, en, de, 1, 1, false);
    ck_assert_ptr_eq(t.bpe[0], t.bpe[1]);
    learn(&t, KIND_bpe, en, ru, 1, 1, false);
    ck_assert_ptr_ne(t.bpe[0], t.bpe[1]);
    learn(&t, KIND_bpe, en, ja, 1, 1, false);
    ck_assert_ptr_ne(t.bpe[0], t.bpe[1]);
    check_saved(&t);
}
END_TEST

/* Of texts without spaces the first word is the same unit as inside, and what
 * begins with a space keeps it. */
START_TEST(bare_sides)
{
    static const char *const text[] = {"駅はどこ", "この駅は", "駅",   "どこ",
                                       " 駅",      "  駅は",   "a駅は", "は 駅",
                                       "a",        " ",        "「駅」"};
    struct tokens t;
    int id[100];
    struct pieces p;
    tokens_init(&t, &token_bpe, &arena);
    t.merges = 20;
    t.min_count = 1;
    t.bare[0] = true;
    t.text[0] = t.text[1] = texts_of(text, COUNT(text));
    t.texts = COUNT(text);
    tokens_learn(&t, &scratch);
    ck_assert_ptr_ne(t.bpe[0], t.bpe[1]);
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < COUNT(text); i++) {
            int n = encode(&t, side, text[i], id, &p), at = 0;
            ck_assert_str_eq(decode(&t, side, id, n), text[i]);
            for (int k = 0; k < n; at += p.piece[k++].len)
                ck_assert_int_eq(p.piece[k].start, at);
            ck_assert_int_eq(at, p.text_len);
        }
        ck_assert_int_eq(encode(&t, side, "駅", id, &p), 1);
        ck_assert((id[0] == vocab_id(&t.vocab[side], "駅", 3)) == !side);
        ck_assert_int_eq(encode(&t, side, "a", id, &p), 1);
        ck_assert((id[0] == vocab_id(&t.vocab[side], "a", 1)) == !side);
    }
    check_saved(&t);
}
END_TEST

/* ... and the space need not be known. */
START_TEST(bare_text_needs_no_space)
{
    static const char *const text[] = {"犬aと", "犬a", "猫"};
    struct tokens t;
    int id[100];
    struct pieces p;
    tokens_init(&t, &token_bpe, &arena);
    t.merges = t.min_count = t.bare[0] = t.bare[1] = 1;
    t.text[0] = t.text[1] = texts_of(text, COUNT(text));
    t.texts = COUNT(text);
    tokens_learn(&t, &scratch);
    int n = encode(&t, 0, "aと猫", id, &p);
    ck_assert_int_ne(id[0], ID_UNK);
    ck_assert_int_gt(p.piece[0].len, 0);
    ck_assert_str_eq(decode(&t, 0, id, n), "aと猫");
    check_saved(&t);
}
END_TEST

/* ... and merges go by association. */
START_TEST(bare_sides_merge_by_association)
{
    static const char *const text[] = {"ab", "ac", "ac", "db", "db", "xy"};
    struct tokens t;
    tokens_init(&t, &token_bpe, &arena);
    t.merges = t.min_count = t.bare[0] = 1;
    t.association = 1;
    t.text[0] = t.text[1] = texts_of(text, COUNT(text));
    t.texts = COUNT(text);
    tokens_learn(&t, &scratch);
    ck_assert_int_eq(vocab_id(&t.vocab[0], "xy", 2), -1); /* once only */
    ck_assert_int_ge(vocab_id(&t.vocab[0], "db", 2), ID_FIRST);
    ck_assert_int_ge(vocab_id(&t.vocab[1], " a", 2), ID_FIRST);
}
END_TEST

/* ... and not from one script to another, but from Han to hiragana. */
START_TEST(bare_sides_merge_within_scripts)
{
    static const char *const text[] = {"読むテレビ", "読むテレビ", "読むテレビ"};
    struct tokens t;
    int id[100];
    struct pieces p;
    tokens_init(&t, &token_bpe, &arena);
    t.merges = 20;
    t.min_count = t.bare[0] = 1;
    t.text[0] = t.text[1] = texts_of(text, COUNT(text));
    t.texts = COUNT(text);
    tokens_learn(&t, &scratch);
    ck_assert_int_eq(encode(&t, 0, text[0], id, &p), 2);
    ck_assert_int_eq(id[0], vocab_id(&t.vocab[0], "読む", 6));
    ck_assert_int_eq(id[1], vocab_id(&t.vocab[0], "テレビ", 9));
    ck_assert_int_eq(encode(&t, 1, text[0], id, &p), 1);
}
END_TEST

/* A unit too rare on a side is taken apart there; letters are counted as
 * letters, inside units too. */
START_TEST(rare_units_are_taken_apart)
{
    struct tokens t;
    const char *src[] = {"abab abab abab abab", "q"};
    const char *tgt[] = {"a b ab ab ab ab", "abab q"};
    int id[100];
    struct pieces p;
    learn(&t, KIND_bpe, src, tgt, 2, 3, false);
    ck_assert_int_ge(vocab_id(&t.vocab[0], " abab", 5), ID_FIRST);
    ck_assert_int_eq(vocab_id(&t.vocab[1], " abab", 5), -1);
    ck_assert_int_eq(encode(&t, 0, "abab", id, &p), 1);
    ck_assert_int_gt(encode(&t, 1, "abab", id, &p), 1);
    ck_assert_str_eq(decode(&t, 1, id, p.n), "abab");
    ck_assert_int_ge(vocab_id(&t.vocab[0], "b", 1), ID_FIRST);
    ck_assert_int_eq(vocab_id(&t.vocab[0], "q", 1), -1);
    ck_assert_str_eq(decode(&t, 0, id, encode(&t, 0, "baq", id, &p)),
                     "ba\ufffd");
}
END_TEST

/* ==== BPE-dropout ==== */

/* Pieces of `text` that epoch's key gives; how many. */
static int sampled(const struct tokens *t, double p, uint64_t epoch,
                   const char *text, int *id, struct pieces *out)
{
    struct bpe_dropout drop = {p, rng_key(1, RNG_BPE_DROPOUT, epoch, 0), 0};
    tokens_sample(t, 0, text, (int)strlen(text), &drop, out, &arena);
    for (int i = 0; i < out->n; i++)
        id[i] = out->piece[i].id;
    return out->n;
}

/* Without probability nothing is dropped, with 1 every merge; between, each
 * epoch cuts anew, the same key in the same way, and no text is lost. */
START_TEST(dropout_cuts_anew)
{
    struct tokens t;
    int id[3][1000], differ = 0, plain = 0, chars = 0, some = 0;
    struct pieces p;
    learn_hard(&t, _i);
    for (int i = 0; i < COUNT(hard); i++) {
        int n = encode(&t, 0, hard[i], id[0], &p);
        ck_assert_int_eq(sampled(&t, 0, 1, hard[i], id[1], &p), n);
        ck_assert_mem_eq(id[0], id[1], (size_t)n * sizeof(int));
        plain += n;
        chars += sampled(&t, 1, 1, hard[i], id[1], &p);
        for (uint64_t epoch = 0; epoch < 4; epoch++) {
            int m = sampled(&t, 0.3, epoch, hard[i], id[1], &p);
            const char *want =
                t.kind == &token_word ? squeezed(p.text) : p.text;
            ck_assert_str_eq(decode(&t, 0, id[1], m), want);
            ck_assert_int_eq(sampled(&t, 0.3, epoch, hard[i], id[2], &p), m);
            ck_assert_mem_eq(id[1], id[2], (size_t)m * sizeof(int));
            some += m;
            differ += m != n;
        }
    }
    ck_assert((t.kind == &token_bpe) == (differ > COUNT(hard)));
    ck_assert((t.kind == &token_bpe) ==
              (4 * plain < some && some < 4 * chars));
}
END_TEST

/* What a dropped merge leaves of a frequent word has a row of its own. */
START_TEST(units_on_the_way_are_kept)
{
    const char *const text[] = {"abcd abcd abcd abcd"};
    struct tokens t;
    for (int dropout = 0; dropout < 2; dropout++) {
        tokens_init(&t, &token_bpe, &arena);
        t.merges = 10;
        t.min_count = 2;
        t.dropout = dropout;
        t.texts = 1;
        t.text[0] = t.text[1] = texts_of(text, 1);
        tokens_learn(&t, &scratch);
        ck_assert_int_ge(vocab_id(&t.vocab[0], " abcd", 5), ID_FIRST);
        ck_assert((vocab_id(&t.vocab[0], "cd", 2) >= ID_FIRST) == dropout);
    }
}
END_TEST

START_TEST(refuses_what_does_not_fit)
{
    struct tokens t;
    struct error err;
    const char *codes[] = {"#version: 0.2\n", ""}, *vocab[] = {"a\t1\n", ""};
    tokens_init(&t, &token_char, &arena);
    ck_assert(!tokens_load(&t, codes, (size_t[]){14, 0}, vocab,
                           (size_t[]){4, 0}, &err));
    tokens_init(&t, &token_bpe, &arena);
    ck_assert(!tokens_load(&t, codes, (size_t[]){0, 0}, vocab, (size_t[]){4, 0},
                           &err));
    ck_assert_str_eq(err.text, "source BPE codes:1: no BPE merges (expected "
                               "the line \"#version: 0.2\")");
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("tokens");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, rows_are_complete, 0, KINDS);
    tcase_add_test(t, names_end);
    tcase_add_loop_test(t, nothing_is_lost, 0, KINDS);
    tcase_add_loop_test(t, pieces_cover_the_text, 0, KINDS);
    tcase_add_loop_test(t, unknown_text, 0, KINDS);
    tcase_add_loop_test(t, saved_and_loaded, 0, KINDS);
    tcase_add_loop_test(t, largest_vocabulary, 0, KINDS);
    tcase_add_loop_test(t, any_bytes, 0, KINDS);
    tcase_add_loop_test(t, dropout_cuts_anew, 0, KINDS);
    tcase_add_test(t, units_on_the_way_are_kept);
    tcase_add_test(t, bare_sides);
    tcase_add_test(t, bare_text_needs_no_space);
    tcase_add_test(t, bare_sides_merge_by_association);
    tcase_add_test(t, bare_sides_merge_within_scripts);
    tcase_add_test(t, joint_where_scripts_agree);
    tcase_add_test(t, rare_units_are_taken_apart);
    tcase_add_test(t, refuses_what_does_not_fit);
    return test_run("tokens", t);
}
