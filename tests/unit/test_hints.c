/* Which hints the numbers of a training lead to. */
#include "task/hints.h"

#include <string.h>

#include "test.h"

static struct config config;

/* A good training on enough text: nothing to complain of. */
static struct outcome_facts good(void)
{
    config_init(&config);
    return (struct outcome_facts){
        .config = &config, .pairs = 200000, .train_loss = 1.6, .dev_loss = 2,
        .guess = 8, .bleu = 38, .length_ratio = 1, .best_step = 500,
        .step = 1000, .ended = true, .unseen = 0.005, .long_words = 30,
        .beyond = 0.01};
}

static bool is_first(const struct outcome_facts *f, const char *name)
{
    const struct hint *one;
    return hints_choose(&one, 1, f) == 1 && strcmp(one->name, name) == 0;
}

START_TEST(each_trouble_is_named)
{
    struct outcome_facts f = good();
    ck_assert(is_first(&f, "fits"));
#define TROUBLE(name, ...)                                                  \
    do {                                                                    \
        f = good();                                                         \
        __VA_ARGS__;                                                        \
        ck_assert_msg(is_first(&f, name), "%s", name);                      \
    } while (0)
    TROUBLE("nothing learnt", f.bleu = 0.4; f.pairs = 500);
    TROUBLE("nothing gained", f.tuned = true; f.best_step = 0);
    TROUBLE("unfinished", f.ended = false; f.best_step = 950);
    TROUBLE("worse", f.ended = false; f.best_step = 950; f.bleu = 0;
            f.dev_loss = 63; f.train_loss = 60);
    TROUBLE("over-fitted", f.train_loss = 0.7);
    TROUBLE("over-fitted", f.bleu = 1; f.train_loss = 0.2; f.best_step = 100);
    TROUBLE("unfinished", f.ended = false; f.best_step = 950;
            f.train_loss = 1.2);
    TROUBLE("under-fitted", f.train_loss = 1.95);
    TROUBLE("few pairs", f.pairs = 3000);
    TROUBLE("words unseen", f.unseen = 0.08);
    TROUBLE("lengths unseen", f.beyond = 0.2);
    TROUBLE("too short", f.length_ratio = 0.8);
    TROUBLE("too long", f.length_ratio = 1.3);
#undef TROUBLE
}
END_TEST

/* Three for every training, the weightiest first, none twice; each a line. */
START_TEST(three_always)
{
    struct outcome_facts f = good();
    struct strbuf line = STRBUF_INIT;
    for (int bits = 0; bits < 64; bits++) {
        const struct hint *h[3];
        f = good();
        f.train_loss = bits & 1 ? 0.5 : bits & 2 ? 1.99 : f.train_loss;
        f.pairs = bits & 4 ? 2000 : f.pairs;
        f.beyond = bits & 8 ? 0.5 : 0;
        f.unseen = bits & 16 ? 0.3 : 0;
        f.length_ratio = bits & 32 ? 0.5 : 1;
        ck_assert_int_eq(hints_choose(h, 3, &f), 3);
        for (int k = 0; k < 2; k++) {
            ck_assert(h[k]->weight(&f) >= h[k + 1]->weight(&f));
            ck_assert_ptr_ne(h[k], h[k + 1]);
        }
    }
    for (int i = 0; hint_row(i); i++) {
        strbuf_reset(&line);
        hint_row(i)->say(&line, &f);
        ck_assert_int_gt((int)line.n, 40);
        ck_assert_ptr_null(strchr(line.s, '\n'));
    }
    strbuf_release(&line);
}
END_TEST

START_TEST(bleu_in_words)
{
    ck_assert_str_ne(hints_bleu(0), hints_bleu(20));
    ck_assert_str_eq(hints_bleu(25), hints_bleu(34.9));
    ck_assert_str_eq(hints_bleu(100), hints_bleu(60));
}
END_TEST

TEST_MAIN("hints", each_trouble_is_named, three_always, bleu_in_words)
