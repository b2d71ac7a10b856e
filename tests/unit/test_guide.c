/* Guided alignment: whose row a link guides, what it costs, what is learnt,
 * and how the links of words become those of units. */
#include "task/guide.h"

#include <math.h>
#include <string.h>

#include "base/log.h"
#include "base/par.h"
#include "model/network.h"
#include "test.h"

static struct arena memory, scratch;

static void enter(void)
{
    struct error err;
    ck_assert(kern_init(&err));
    log_quiet(true);
    par_set_threads(1);
    arena_init(&memory, "memory");
    arena_init(&scratch, "scratch");
}

static void leave(void)
{
    arena_drop(&memory);
    arena_drop(&scratch);
}

/* ==== The loss ==== */

/* Two pairs, of which the second is the longer one on both sides and stands
 * first: y_1 of it is linked to x_0 and x_2, y_0 of the other to x_1. */
START_TEST(costs_what_was_computed_by_hand)
{
    static const int x[] = {4, 5, 6}, y[] = {7, 8}, pick[] = {0, 1};
    static const struct sentence src[] = {{x, 2}, {x, 3}},
                                 tgt[] = {{y, 1}, {y, 2}};
    static const int first[2][3] = {{0, 1}, {0, 0, 2}};
    static const struct guide_link link[2][2] = {
        {{1, 1}}, {{0, (real)0.25}, {2, (real)0.75}}};
    static const struct guide guide[] = {{first[0], link[0]},
                                         {first[1], link[1]}};
    enum { ROWS = 5, TX = 4, HEADS = 2 };
    struct batch batch;
    real alpha[ROWS * HEADS * TX], want[ROWS * HEADS * TX] = {0};
    batch_make(&batch, src, tgt, pick, 2, &memory);
    ck_assert(batch.guide == NULL);
    batch.guide = guide;
    for (int k = 0; k < ROWS * HEADS * TX; k++)
        alpha[k] = (real)(k % 7 + 1) / 16;
    struct attention att = {.heads = HEADS};
    struct attention_seq q = {.rows = ROWS, .Tx = TX, .alpha = alpha};
    struct run r = {&memory, &scratch, true, 1, 1, NULL};
    /* rows: y_0 of the longer, y_0 of the other, y_1, </s>, </s> */
    const struct { int row, j; double A; } at[] = {
        {1, 1, 1}, {2, 0, 0.25}, {2, 2, 0.75}};
    double loss = 0;
    for (int k = 0; k < 3; k++) {
        int one = at[k].row * HEADS * TX + at[k].j, two = one + TX;
        double a = ((double)alpha[one] + (double)alpha[two]) / 2 + 1e-6;
        loss -= 3 * at[k].A * log(a);
        want[one] = want[two] = (real)(-3 * 0.5 * at[k].A / (2 * a));
    }
    real *dalpha = attention_dalpha(&r, &att, &q);
    ck_assert_ptr_eq(q.dalpha, dalpha);
    double found = attention_guide(&att, &q, &batch, 3, (real)0.5, dalpha);
    ck_assert_double_eq_tol(found, loss, 1e-6);
    for (int k = 0; k < ROWS * HEADS * TX; k++)
        ck_assert_double_eq_tol((double)dalpha[k], (double)want[k], 1e-5);
    ck_assert_double_eq_tol(
        attention_guide(&att, &q, &batch, 3, (real)0.5, NULL), found, 1e-12);
}
END_TEST

/* ==== What is learnt ==== */

enum { LEN = 4, UNITS = 8, PAIRS = 6 };

/* y_i is x_i, but it is linked to x_{Tx - i}, </s> apart: once learnt, that is
 * where most of alpha_ij lies. */
START_TEST(attention_follows_the_links)
{
    static const int first[LEN + 1] = {0, 1, 2, 3, 4};
    static const struct guide_link link[LEN] = {{3, 1}, {2, 1}, {1, 1}, {0, 1}};
    struct net_options o = {
        .Kx = UNITS, .Ky = UNITS, .M = 12, .N = 16, .A = 8, .R = 12,
        .layers = 1, .cell = &cell_lstm, .encoder = &encoder_bi,
        .position = &position_none, .summary = &summary_last,
        .score = &score_concat, .focus = &focus_soft, .heads = 1, .guide = 1};
    struct network net;
    struct batch batch;
    struct sentence s[PAIRS];
    struct guide guide[PAIRS];
    int id[PAIRS][LEN], pick[PAIRS];
    for (int b = 0; b < PAIRS; b++) {
        for (int i = 0; i < LEN; i++)
            id[b][i] = ID_FIRST + (b * (i + 1) + i) % (UNITS - ID_FIRST);
        s[b] = (struct sentence){id[b], LEN};
        guide[b] = (struct guide){first, link};
        pick[b] = b;
    }
    network_init(&net, &o, true, &memory);
    params_randomise(&net.ps, 1);
    batch_make(&batch, s, s, pick, PAIRS, &memory);
    batch.guide = guide;
    struct arena work;
    struct pass p = {.loss = 0};
    arena_init(&work, "work");
    for (int step = 0; step < 1200; step++) {
        struct run r = {&work, &scratch, true, 1, (uint64_t)step, NULL};
        arena_reset(&work);
        memset(net.ps.g, 0, net.ps.count * sizeof *net.ps.g);
        params_pack(&net.ps);
        p = network_pass(&r, &net, &batch, 1 / (real)batch.tgt.rows, true);
        for (size_t k = 0; k < net.ps.count; k++)
            net.ps.w[k] -= (real)0.5 * net.ps.g[k];
    }
    for (int i = 0; i < LEN; i++)
        for (int b = 0; b < PAIRS; b++)
            ck_assert_double_gt((double)p.alpha[(batch.tgt.off[i] + b) *
                                                (LEN + 1) + LEN - 1 - i], 0.9);
    arena_drop(&work);
}
END_TEST

/* ==== The links ==== */

static struct corpus text;
static struct tokens tokens;
static struct data data;

static void learn(const struct token_kind *kind, int merges,
                  const char *const pair[][2], int n)
{
    struct token_text *side[2];
    text = (struct corpus){.name = "corpus", .n = n, .arena = &memory,
                           .pair = ARENA_ARRAY(&memory, struct pair, n)};
    tokens_init(&tokens, kind, &memory);
    for (int s = 0; s < 2; s++) {
        side[s] = ARENA_ARRAY(&memory, struct token_text, n);
        for (int i = 0; i < n; i++) {
            text.pair[i].text[s] = pair[i][s];
            text.pair[i].len[s] = (int)strlen(pair[i][s]);
            side[s][i] = (struct token_text){pair[i][s],
                                             text.pair[i].len[s]};
        }
        tokens.text[s] = side[s];
    }
    tokens.texts = n;
    tokens.merges = merges;
    tokens.min_count = 1;
    tokens.max_units = 1000;
    tokens_learn(&tokens, &scratch);
    data_encode(&data, &text, &tokens, 0, &memory);
    guide_learn(&data, &text, &tokens, &memory);
}

/* The links of pair n as "i-j:weight". */
static void links_are(int n, const char *want)
{
    struct strbuf out = STRBUF_INIT;
    const struct guide *g = &data.guide[n];
    for (int i = 0; i < data.tgt[n].n; i++)
        for (int k = g->first[i]; k < g->first[i + 1]; k++)
            strbuf_printf(&out, "%s%d-%d:%g", out.n ? " " : "", i,
                          g->link[k].j, (double)g->link[k].weight);
    ck_assert_str_eq(out.s, want);
    strbuf_release(&out);
}

static const char *const houses[][2] = {
    {"das Haus.", "the house."}, {"das Buch!", "the book!"},
    {"ein Buch.", "a book."},    {"ein Haus!", "a house!"},
    {"Haus", "house"},           {"Buch", "book"},
    {"das", "the"},              {"ein  Haus", "a house"}};
enum { HOUSES = sizeof houses / sizeof *houses };

/* No unit but single characters: a link goes to all characters of the word,
 * and the space before a word is part of it. */
START_TEST(words_are_spread_over_characters)
{
    learn(&token_char, 0, houses, HOUSES);
    links_are(6, "0-0:0.333333 0-1:0.333333 0-2:0.333333 "
                 "1-0:0.333333 1-1:0.333333 1-2:0.333333 "
                 "2-0:0.333333 2-1:0.333333 2-2:0.333333");
    const struct guide *g = &data.guide[0];
    int stop = data.tgt[0].n - 1, blank = 3;
    ck_assert_int_eq(g->first[stop + 1] - g->first[stop], 1);
    ck_assert_int_eq(g->link[g->first[stop]].j, data.src[0].n - 1);
    ck_assert_int_eq(g->first[blank + 1] - g->first[blank], 5);
    ck_assert_int_eq(g->link[g->first[blank]].j, 3);
    /* of two spaces the first belongs to no word */
    g = &data.guide[7];
    ck_assert_int_eq(g->link[g->first[1]].j, 4);
    ck_assert_double_eq_tol(guide_share(&data), 1, 1e-12);
}
END_TEST

/* A unit that holds two words, the second a full stop, has the links of
 * both. */
START_TEST(a_unit_of_two_words_has_the_links_of_both)
{
    learn(&token_word, 0, houses, HOUSES);
    links_are(0, "0-0:1 1-1:1");
    links_are(7, "0-0:1 1-1:1");
}
END_TEST

START_TEST(subwords_share_what_their_word_has)
{
    learn(&token_bpe, 4, houses, HOUSES);
    for (int n = 0; n < data.n; n++)
        for (int i = 0; i < data.tgt[n].n; i++) {
            const struct guide *g = &data.guide[n];
            double sum = 0;
            for (int k = g->first[i]; k < g->first[i + 1]; k++) {
                ck_assert_int_lt(g->link[k].j, data.src[n].n);
                sum += (double)g->link[k].weight;
            }
            ck_assert_double_eq_tol(sum, 1, 1e-6);
        }
}
END_TEST

/* Without spaces there are no words: units are linked themselves. */
START_TEST(units_are_words_without_spaces)
{
    static const char *const pair[][2] = {
        {"本猫", "book cat"}, {"猫本", "cat book"}, {"犬", "dog"},
        {"本犬", "book dog"}, {"猫", "cat"},        {"本", "book"}};
    learn(&token_char, 0, pair, 6);
    const struct guide *g = &data.guide[1];
    ck_assert_int_eq(g->link[g->first[0]].j, 0);
    ck_assert_int_eq(g->link[g->first[5]].j, 1);
    ck_assert_int_eq(g->first[8], 8);
}
END_TEST

/* A space that is put before such a text may be a unit of no bytes: one more
 * unit than bytes. */
START_TEST(a_space_of_no_bytes_is_a_unit)
{
    static const char *const pair[][2] = {
        {"本猫本猫本猫本猫本猫", "猫本猫本猫本猫本猫本"},
        {"犬本猫犬本猫犬本猫犬", "猫本犬猫本犬猫本犬猫"},
        {"abcdefghijklmnop", "abcdefghijklmnop"}};
    learn(&token_bpe, 0, pair, 3);
    ck_assert_int_eq(data.src[2].n, 17);
    ck_assert_int_le(data.guide[2].first[data.tgt[2].n], 17 * 17);
}
END_TEST

/* More pairs than are linked at once: what is the same pair again has the
 * same links, on any number of threads. */
START_TEST(long_texts_are_linked_by_parts)
{
    enum { LONG = 5000 };
    static const char *pair[LONG][2];
    for (int n = 0; n < LONG; n++)
        memcpy(pair[n], houses[n * 5 % 7], sizeof pair[n]);
    for (int threads = 1; threads < 4; threads++) {
        par_set_threads(threads);
        learn(&token_word, 0, pair, LONG);
        for (int n = 7; n < LONG; n++) {
            const struct guide *g = &data.guide[n], *same = &data.guide[n % 7];
            int Ty = data.tgt[n].n, links = g->first[Ty];
            ck_assert_mem_eq(g->first, same->first,
                             (size_t)(Ty + 1) * sizeof *g->first);
            ck_assert_mem_eq(g->link, same->link,
                             (size_t)links * sizeof *g->link);
        }
        links_are(0, "0-0:1 1-1:1");
    }
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("guide");
    tcase_add_checked_fixture(t, enter, leave);
    tcase_add_test(t, costs_what_was_computed_by_hand);
    tcase_add_test(t, attention_follows_the_links);
    tcase_add_test(t, words_are_spread_over_characters);
    tcase_add_test(t, a_unit_of_two_words_has_the_links_of_both);
    tcase_add_test(t, subwords_share_what_their_word_has);
    tcase_add_test(t, units_are_words_without_spaces);
    tcase_add_test(t, a_space_of_no_bytes_is_a_unit);
    tcase_add_test(t, long_texts_are_linked_by_parts);
    return test_run("guide", t);
}
