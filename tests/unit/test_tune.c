/* The ranking that a model ends up with, on a dev part whose references are
 * the longest of what it finds itself. */
#include "task/tune.h"

#include "base/utf8.h"
#include "eval/bleu.h"
#include "little.h"

enum { SENTENCES = 12, BEAM = 4 };

static struct little l;
static struct pair pair[SENTENCES];
static struct corpus dev = {.name = "dev", .pair = pair, .n = SENTENCES};

/* References: of each list the likeliest, that of the most tokens, or that of
 * the most characters. */
enum want { LIKELIEST, TOKENS, CHARS };

static int amount(const struct translation *t, enum want want)
{
    if (!t->best || want == LIKELIEST)
        return 0;
    return want == TOKENS ? t->best->n : t->best->chars;
}

/* `only` one of them, or -1: all; the others are the likeliest. */
static void dev_of(enum want all, int only)
{
    static const char *const source[] = {"the cat sleeps", "a dog", "the dog",
                                         "a cat sees the dog", "cat", "dog a"};
    struct search_options o = translate_options(&l.model);
    struct translation best, nbest[BEAM];
    o.nbest = o.beam;
    for (int i = 0; i < SENTENCES; i++) {
        const char *text = source[i % 6] + i / 6;
        enum want want = only < 0 || only == i ? all : LIKELIEST;
        int pick = 0;
        translate(&l.model, &text, 1, &o, &best, nbest, &l.memory);
        for (int b = 1; b < BEAM; b++)
            if (amount(&nbest[b], want) > amount(&nbest[pick], want))
                pick = b;
        pair[i].text[0] = text;
        pair[i].text[1] = nbest[pick].text;
        for (int s = 0; s < 2; s++)
            pair[i].len[s] = (int)strlen(pair[i].text[s]);
    }
}

static void begin(enum want want)
{
    bool longest = want != LIKELIEST;
    struct config c;
    little_config(&c);
    c.tokens = "word";         /* BLEU wants words */
    c.beam = BEAM;
    c.alpha = longest ? 0 : 1;
    c.reward = longest ? 0 : 0.8;
    little_new(&l, &c);
    for (size_t k = 0; k < l.model.net.ps.count; k++)
        l.model.net.ps.w[k] *= 4;
    params_pack(&l.model.net.ps);
    dev_of(want, -1);
}

/* BLEU of what the model translates now. */
static double measured(void)
{
    struct search_options o = translate_options(&l.model);
    struct bleu_stats sum = {{0}, {0}, 0, 0};
    for (int i = 0; i < SENTENCES; i++) {
        struct translation t;
        struct bleu_stats one;
        translate(&l.model, &pair[i].text[0], 1, &o, &t, NULL, &l.memory);
        bleu_sentence(&one, t.text, &pair[i].text[1], 1, &bleu_default,
                      &l.scratch);
        bleu_add(&sum, &one);
    }
    return bleu_compute(&sum, &bleu_default).bleu;
}

START_TEST(finds_the_longer)
{
    begin(TOKENS);
    double before = measured();
    struct tuning t = tune(&l.model, &dev);
    ck_assert_int_eq(t.sentences, SENTENCES);
    ck_assert_double_eq_tol(t.before, before, 1e-12);
    ck_assert_double_gt(t.after, t.before + 1);
    ck_assert(l.model.config.alpha > 0 || l.model.config.reward > 0);
    ck_assert_double_eq_tol(t.after, measured(), 1e-12);
    little_drop(&l);
}
END_TEST

/* Here tokens say less than characters. */
START_TEST(counts_characters)
{
    begin(CHARS);
    struct tuning t = tune(&l.model, &dev);
    ck_assert_double_gt(t.after, t.before + 1);
    ck_assert_double_eq(l.model.config.reward, 0);
    ck_assert_double_gt(l.model.config.char_reward, 0);
    ck_assert_double_eq_tol(t.after, measured(), 1e-12);
    little_drop(&l);
}
END_TEST

START_TEST(leaves_what_is_best)
{
    begin(LIKELIEST);
    struct tuning t = tune(&l.model, &dev);
    ck_assert_double_eq_tol(t.before, 100, 1e-9);
    ck_assert_double_eq_tol(t.after, 100, 1e-9);
    ck_assert_double_eq(l.model.config.alpha, 1);
    ck_assert_double_eq(l.model.config.reward, 0.8);
    little_drop(&l);
}
END_TEST

/* What is better for one sentence is not chosen by it alone. */
START_TEST(leaves_what_one_wants)
{
    int better = 0;
    begin(TOKENS);
    for (int i = 0; i < SENTENCES; i++) {
        dev_of(TOKENS, i);
        struct tuning t = tune(&l.model, &dev);
        better += t.before < 100;
        ck_assert_double_eq(t.after, t.before);
    }
    ck_assert_int_gt(better, 0);
    little_drop(&l);
}
END_TEST

START_TEST(greedy_has_nothing_to_rank)
{
    begin(TOKENS);
    l.model.config.beam = 1;
    ck_assert_int_eq(tune(&l.model, &dev).sentences, 0);
    little_drop(&l);
}
END_TEST

/* chars(y) of units is that of their text. */
START_TEST(characters_are_counted)
{
    begin(TOKENS);
    struct search_options o = translate_options(&l.model);
    struct translation best, nbest[BEAM];
    struct strbuf text = STRBUF_INIT;
    o.rank = (struct ranking){.alpha = 1, .char_reward = 0.5};
    o.nbest = o.beam;
    translate(&l.model, &pair[0].text[0], 1, &o, &best, nbest, &l.memory);
    for (int b = 0; b < BEAM; b++) {
        const struct hypothesis *h = nbest[b].best;
        strbuf_reset(&text);
        tokens_decode(&l.model.tokens, SIDE_TGT, h->id, h->n, &text);
        int chars = utf8_length(text.s, text.n);
        for (size_t k = 0; k < text.n; k++)
            chars -= text.s[k] == ' ';
        ck_assert_int_eq(h->chars, chars);
        ck_assert_double_eq_tol(h->score, h->logp / (h->n + 1) + 0.5 * chars,
                                1e-12);
    }
    ck_assert_int_gt(nbest[0].best->chars, nbest[BEAM - 1].best->chars);
    strbuf_release(&text);
    little_drop(&l);
}
END_TEST

TEST_MAIN("tune", finds_the_longer, counts_characters, leaves_what_is_best,
          leaves_what_one_wants, greedy_has_nothing_to_rank,
          characters_are_counted)
