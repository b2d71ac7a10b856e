#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "lex/aligner.h"
#include "lex/digamma.h"
#include "lex/hmm.h"
#include "lex/ibm1.h"
#include "lex/links.h"

#include "test.h"

static struct arena arena;

static void begin(void)
{
    arena_init(&arena, "test");
}

static void end(void)
{
    arena_drop(&arena);
}

/* ==== Texts ==== */

static struct bitext toy(void)
{
    struct bitext b;
    bitext_init(&b, 3, &arena);
    bitext_add(&b, "das Haus", "the house");
    bitext_add(&b, "das Buch", " the  book ");
    bitext_add(&b, "ein buch", "a book");
    return b;
}

/* Sentences of words a..i, the target side mostly the same words as A..I. */
static struct bitext random_text(int pairs)
{
    struct bitext b;
    bitext_init(&b, pairs, &arena);
    for (int n = 0; n < pairs; n++) {
        char side[2][64] = {"", ""};
        uint64_t r = rng_u64(rng_key(1, RNG_TEST, 0, 0), (uint64_t)n);
        int words = (int)(r % 9);
        for (int k = 0; k < words; k++) {
            char e = (char)('a' + (r >> (4 * k + 4)) % 9);
            char f = (r >> (3 * k)) % 5 == 0 ? 'Z' : (char)(e - 'a' + 'A');
            snprintf(side[0] + 2 * k, 3, "%c ", e);
            snprintf(side[1] + 2 * k, 3, "%c ", f);
        }
        bitext_add(&b, side[0], side[1]);
    }
    return b;
}

START_TEST(numbers_words)
{
    struct bitext b = toy();
    struct bitext_pair p;
    ck_assert_int_eq(bitext_size(&b, BITEXT_WORD, 0), 4);
    ck_assert_int_eq(bitext_size(&b, BITEXT_WORD, 1), 4);
    ck_assert_str_eq(bitext_word(&b, 0, 2), "buch");
    ck_assert_int_eq(b.pair[2].id[BITEXT_WORD][0][1], 2);
    bitext_lookup(&p, &b, "BUCH x", "", &arena);
    ck_assert(p.n[0] == 2 && p.n[1] == 0);
    ck_assert(p.id[BITEXT_WORD][0][0] == 2 && p.id[BITEXT_WORD][0][1] == -1);
    /* Four letters, not bytes. */
    bitext_lookup(&p, &b, "house", "Houses", &arena);
    ck_assert_int_eq(p.id[BITEXT_WORD][1][0], -1);
    ck_assert_int_eq(p.id[BITEXT_STEMS][1][0],
                     b.pair[0].id[BITEXT_STEMS][1][1]);
    ck_assert_int_eq(b.type[BITEXT_STEMS][1].number.entry[1].len, 4);
}
END_TEST

START_TEST(digamma_values)
{
    /* psi(1) = -gamma, psi(1/2) = -gamma - 2 ln 2 */
    static const double gamma = 0.57721566490153286;
    ck_assert_double_eq_tol(digamma_exp(1), exp(-gamma), 1e-9);
    ck_assert_double_eq_tol(digamma_exp(0.5), exp(-gamma) / 4, 1e-9);
    /* psi(20) = H_19 - gamma */
    double h = 0;
    for (int k = 1; k < 20; k++)
        h += 1.0 / k;
    ck_assert_double_eq_tol(digamma_exp(20), exp(h - gamma), 1e-8);
    ck_assert_double_eq(digamma_exp(0), 0.0);
    for (double x = 0.01; x < 30; x *= 1.3)    /* psi(x+1) = psi(x) + 1/x */
        ck_assert_double_eq_tol(digamma_exp(x + 1) / digamma_exp(x) /
                                    exp(1 / x), 1.0, 1e-7);
}
END_TEST

/* ==== IBM model 1 ==== */

enum { WORDS = 4, SENTENCES = 3, ROUNDS = 4 };
static const double p0 = 0.2;

static const struct aligner_options plain = {
    .ibm1 = ROUNDS, .p0 = 0.2, .tau = -1.0};

/* The same by a plain loop over tables of all words: t[e][f], row WORDS the
 * empty word's. */
static void em_by_hand(double t[WORDS + 1][WORDS], const struct bitext *b)
{
    double c[WORDS + 1][WORDS] = {{0}};
    for (int n = 0; n < SENTENCES; n++)
        for (int j = 0; j < 2; j++) {
            int f = b->pair[n].id[BITEXT_WORD][1][j];
            const int *e = b->pair[n].id[BITEXT_WORD][0];
            double w[3] = {t[e[0]][f] * (1 - p0) / 2,
                           t[e[1]][f] * (1 - p0) / 2, t[WORDS][f] * p0};
            for (int i = 0; i < 3; i++)
                c[i < 2 ? e[i] : WORDS][f] += w[i] / (w[0] + w[1] + w[2]);
        }
    for (int e = 0; e <= WORDS; e++) {
        double sum = 0;
        for (int f = 0; f < WORDS; f++)
            sum += c[e][f];
        for (int f = 0; f < WORDS; f++)
            t[e][f] = c[e][f] / sum;
    }
}

START_TEST(ibm1_by_hand)
{
    struct bitext b = toy();
    struct aligner a;
    double t[WORDS + 1][WORDS];
    for (int e = 0; e <= WORDS; e++)
        for (int f = 0; f < WORDS; f++)
            t[e][f] = 0.25;
    /* What was never seen together has no t, from the first count on; the
     * ratios within a row are all that the first step needs, but the rows
     * begin at 1 over what was seen. */
    static const int seen[] = {3, 2, 3, 2};
    for (int e = 0; e < WORDS; e++)
        for (int f = 0; f < WORDS; f++)
            t[e][f] = 1.0 / seen[e];
    for (int n = 0; n < ROUNDS; n++)
        em_by_hand(t, &b);
    aligner_learn(&a, &b, &plain, NULL, NULL, &arena);
    const struct ttable *table = &a.lexicon.t[BITEXT_WORD];
    for (int e = 0; e < WORDS; e++)
        for (int f = 0; f < WORDS; f++) {
            int k;
            ttable_find(table, e, &f, 1, &k);
            ck_assert((k < 0) == !(t[e][f] > 0));
            if (k >= 0)
                ck_assert_double_eq_tol(
                    (double)ttable_get(table, 1, k, e, f), t[e][f], 1e-5);
        }
    for (int f = 0; f < WORDS; f++)
        ck_assert_double_eq_tol((double)table->empty[1][f], t[WORDS][f],
                                1e-5);
    ck_assert_double_gt(t[0][0], 0.6);     /* das: the */
}
END_TEST

/* ==== The HMM ==== */

enum { I_MOST = 4, J_MOST = 4 };

struct case_of {
    struct lattice s;
    float t[J_MOST * I_MOST], empty[J_MOST], A[(I_MOST + 1) * I_MOST];
    float gamma[J_MOST * I_MOST], gamma0[J_MOST];
    float xi[(I_MOST + 1) * I_MOST];
};

static float uniform(int *draw)
{
    uint64_t r = rng_u64(rng_key(3, RNG_TEST, 0, 0),
                             (uint64_t)(*draw)++);
    return (float)(1 + r % 1000) / 1001.0f;
}

static void draw_case(struct case_of *c, int I, int J, int *draw)
{
    c->s = (struct lattice){I, J, 0.3f, c->t, c->empty, c->gamma, c->gamma0,
                            0.0};
    for (int k = 0; k < I * J; k++)
        c->t[k] = uniform(draw);
    for (int j = 0; j < J; j++)
        c->empty[j] = uniform(draw);
    for (int k = 0; k <= I; k++) {
        float sum = 0.0f;
        for (int i = 0; i < I; i++)
            sum += c->A[k * I + i] = uniform(draw);
        for (int i = 0; i < I; i++)
            c->A[k * I + i] /= sum;
    }
}

/* All alignments a_1..a_J, 0 the empty word, one after the other. */
static double enumerate(const struct case_of *c, double *gamma,
                        double *gamma0, double *xi)
{
    int I = c->s.I, J = c->s.J, all = 1;
    double total = 0;
    for (int j = 0; j < J; j++)
        all *= I + 1;
    for (int n = 0; n < all; n++) {
        int at = 0, a[J_MOST], from[J_MOST];
        double p = 1;
        for (int j = 0, rest = n; j < J; j++, rest /= I + 1) {
            a[j] = rest % (I + 1);
            from[j] = at;
            if (a[j] == 0) {
                p *= (double)c->s.p0 * (double)c->empty[j];
                continue;
            }
            p *= (1 - (double)c->s.p0) *
                 (double)c->A[at * I + a[j] - 1] *
                 (double)c->t[j * I + a[j] - 1];
            at = a[j];
        }
        total += p;
        for (int j = 0; j < J; j++)
            if (a[j] == 0) {
                gamma0[j] += p;
            } else {
                gamma[j * I + a[j] - 1] += p;
                xi[from[j] * I + a[j] - 1] += p;
            }
    }
    return total;
}

START_TEST(hmm_enumerated)
{
    int draw = 0;
    for (int I = 1; I <= I_MOST; I++)
        for (int J = 1; J <= J_MOST; J++) {
            struct case_of c;
            double gamma[J_MOST * I_MOST] = {0}, gamma0[J_MOST] = {0};
            double xi[(I_MOST + 1) * I_MOST] = {0};
            draw_case(&c, I, J, &draw);
            double p = enumerate(&c, gamma, gamma0, xi);
            hmm_posterior(&c.s, c.A, c.xi, &arena);
            ck_assert_double_eq_tol(c.s.logp, log(p), 1e-5);
            for (int k = 0; k < I * J; k++)
                ck_assert_double_eq_tol((double)c.gamma[k], gamma[k] / p,
                                        1e-5);
            for (int j = 0; j < J; j++)
                ck_assert_double_eq_tol((double)c.gamma0[j], gamma0[j] / p,
                                        1e-5);
            for (int k = 0; k < (I + 1) * I; k++)
                ck_assert_double_eq_tol((double)c.xi[k], xi[k] / p, 1e-5);
        }
}
END_TEST

START_TEST(jumps_in_buckets)
{
    ck_assert_int_eq(jumps_bucket(0), JUMP_SIDE);
    for (int d = -40; d < 40; d++) {
        ck_assert_int_le(jumps_bucket(d), jumps_bucket(d + 1));
        ck_assert_int_eq(jumps_bucket(-d) - JUMP_SIDE,
                         JUMP_SIDE - jumps_bucket(d));
    }
    ck_assert_int_eq(jumps_bucket(6) + 1, jumps_bucket(7));
    ck_assert_int_eq(jumps_bucket(7), jumps_bucket(9));
    ck_assert_int_eq(jumps_bucket(1000), JUMP_BUCKETS - 1);
    ck_assert_int_eq(jumps_bucket(-1000), 0);
}
END_TEST

/* Two words, 3 jumps from the first to the second, 1 back: with Z = 4 and 5
 * there was room for 3/4 and 1/5 of such jumps. */
START_TEST(jumps_by_hand)
{
    static const int word[] = {0, 0};
    static const float xi[] = {1, 0, 0, 3, 1, 0};
    struct jumps j;
    float A[6];
    jumps_new(&j, 1, -1.0, &arena);
    float *s = j.s + JUMP_BUCKETS + JUMP_SIDE;      /* all words, d = 0 */
    s[0] = 3, s[1] = 1, s[-1] = 2;
    jumps_matrix(A, &j, word, 2);
    ck_assert(A[2] == 0.75f && A[3] == 0.25f);
    ck_assert(A[4] == 2 / 5.0f && A[5] == 3 / 5.0f);
    jumps_count(&j, xi, word, 2);
    jumps_update(&j);
    ck_assert_double_eq_tol((double)(s[1] / s[-1]), 4.0 / 5.0, 1e-6);
    ck_assert_double_lt((double)s[0], 1e-6);
}
END_TEST

/* ==== Learning ==== */

struct history {
    double logp[64][2];
    int n;
};

static void remember(void *ctx, int iteration, const char *model,
                     const double logp[2])
{
    struct history *h = ctx;
    (void)model;
    ck_assert_int_eq(iteration, h->n);
    memcpy(h->logp[h->n++], logp, sizeof h->logp[0]);
}

/* Each direction by itself, no prior, one jump distribution: plain EM. */
START_TEST(likelihood_rises)
{
    struct bitext b = random_text(300);
    struct aligner_options o = {.ibm1 = 8, .hmm = 12, .p0 = 0.2,
                                .tau = -1.0};
    struct history h = {.n = 0};
    struct aligner a;
    aligner_learn(&a, &b, &o, remember, &h, &arena);
    ck_assert_int_eq(h.n, o.ibm1 + o.hmm);
    for (int n = 1; n < h.n; n++)
        for (int to = 0; to < 2; to++)
            if (n != o.ibm1)
                ck_assert_double_ge(h.logp[n][to], h.logp[n - 1][to] - 1e-5);
    ck_assert_double_gt(h.logp[h.n - 1][1], h.logp[0][1] + 3);
}
END_TEST

static void learn(struct aligner *a, int threads)
{
    struct bitext *b = ARENA_NEW(&arena, struct bitext);
    *b = random_text(700);
    par_set_threads(threads);
    aligner_learn(a, b, &aligner_default, NULL, NULL, &arena);
}

START_TEST(threads_change_nothing)
{
    struct aligner a[3];
    for (int k = 0; k < 3; k++)
        learn(&a[k], k + 1);
    const struct ttable *first = &a[0].lexicon.t[BITEXT_WORD];
    size_t n = (size_t)first->row[first->K[0]];
    ck_assert_uint_gt(n, 50);
    for (int k = 1; k < 3; k++) {
        const struct ttable *t = &a[k].lexicon.t[BITEXT_WORD];
        ck_assert_mem_eq(t->up[0], first->up[0], n * sizeof(float));
        ck_assert_mem_eq(t->down[1], first->down[1],
                         (size_t)first->K[0] * sizeof(float));
        ck_assert_mem_eq(a[k].jumps[1].s, a[0].jumps[1].s,
                         (size_t)(a[0].jumps[1].K + 2) * JUMP_BUCKETS *
                             sizeof(float));
    }
}
END_TEST

/* It finds what random_text did, and copes with what it does not know. */
START_TEST(finds_links)
{
    struct aligner a;
    struct bitext_pair p;
    struct aligner_posterior g;
    struct links l;
    learn(&a, 2);
    bitext_lookup(&p, a.text, "a b c d", "A Z C D", &arena);
    aligner_posterior(&g, &a, &p, &arena);
    for (int kind = 0; links_kind(kind); kind++) {
        links_make(&l, &g, (enum link_kind)kind, &arena);
        ck_assert(l.on[0] && l.on[2 * 4 + 2] && l.on[3 * 4 + 3]);
        ck_assert(!l.on[1] && !l.on[3 * 4 + 1]);
    }
    int *best = ARENA_ARRAY(&arena, int, a.lexicon.t[0].K[0]);
    float *t = ARENA_ARRAY(&arena, float, a.lexicon.t[0].K[0]);
    lexicon_best(&a.lexicon, 1, best, t);
    ck_assert_str_eq(bitext_word(a.text, 1, best[p.id[0][0][0]]), "a");
    static const char *const odd[][2] = {
        {"", ""}, {"a", ""}, {"", "A"}, {"new words", "of all"}};
    for (size_t k = 0; k < sizeof odd / sizeof *odd; k++) {
        bitext_lookup(&p, a.text, odd[k][0], odd[k][1], &arena);
        aligner_posterior(&g, &a, &p, &arena);
        links_make(&l, &g, LINKS_GROW_FINAL, &arena);
        ck_assert_int_eq(l.I, p.n[0]);
    }
}
END_TEST

START_TEST(long_sentences)
{
    enum { LONG = 3000 };
    char *text = ARENA_ARRAY(&arena, char, 2 * LONG + 1);
    struct bitext b;
    struct aligner a;
    for (int k = 0; k < LONG; k++)
        memcpy(text + 2 * k, k % 2 ? "x " : "y ", 2);
    bitext_init(&b, 2, &arena);
    bitext_add(&b, text, text);
    bitext_add(&b, "", "x");
    ck_assert_int_eq(b.pair[0].n[0], BITEXT_WORDS);
    struct aligner_options o = aligner_default;
    o.ibm1 = o.hmm = 1;
    aligner_learn(&a, &b, &o, NULL, NULL, &arena);
}
END_TEST

/* ==== Symmetrisation ==== */

/* "x" links, "." none; rows are target words. */
static struct links drawn(const char *picture)
{
    struct links l;
    int I = (int)strcspn(picture, " ");
    int J = ((int)strlen(picture) + 1) / (I + 1);
    links_new(&l, I, J, &arena);
    for (int j = 0; j < J; j++)
        for (int i = 0; i < I; i++)
            l.on[j * I + i] = picture[j * (I + 1) + i] == 'x';
    return l;
}

static void same(const struct links *l, const char *picture)
{
    struct links want = drawn(picture);
    ck_assert_mem_eq(l->on, want.on, (size_t)(l->I * l->J) * sizeof(bool));
}

START_TEST(symmetrises)
{
    struct links l, a = drawn("x... .x.. .x.. ...."),
                    b = drawn("x... .x.. ..x. ...x");
    links_intersection(&l, &a, &b, &arena);
    same(&l, "x... .x.. .... ....");
    links_union(&l, &a, &b, &arena);
    same(&l, "x... .x.. .xx. ...x");
    /* (1,2) touches (1,1), and row 2 was free; (2,2) touches both, and
     * column 2 was free; (3,3) touches (2,2). */
    links_grow(&l, &a, &b, false, &arena);
    same(&l, "x... .x.. .xx. ...x");
    /* Far away nothing grows; the last step takes what is free on both
     * sides: (3,3), not (3,0), whose row has a link. */
    a = drawn("x..x .... .... ....");
    b = drawn("x... .... .... ...x");
    links_grow(&l, &a, &b, false, &arena);
    same(&l, "x... .... .... ....");
    links_grow(&l, &a, &b, true, &arena);
    same(&l, "x... .... .... ...x");
}
END_TEST

START_TEST(one_direction)
{
    /* Rows f_1, f_2; columns e_1, e_2; the second row is the empty word's. */
    float to1[] = {0.3f, 0.5f, 0.1f, 0.2f}, to0[] = {0.6f, 0.4f, 0.1f, 0.5f};
    struct aligner_posterior p = {2, 2, {to0, to1}};
    struct links l;
    links_of(&l, &p, 1, &arena);
    same(&l, ".x ..");
    links_of(&l, &p, 0, &arena);
    same(&l, "x. .x");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("lex");
    tcase_add_checked_fixture(cases, begin, end);
    const TTest *const tests[] = {
        numbers_words, digamma_values, ibm1_by_hand, hmm_enumerated,
        jumps_in_buckets, jumps_by_hand, likelihood_rises,
        threads_change_nothing, finds_links, long_sentences, symmetrises, one_direction};
    for (size_t k = 0; k < sizeof tests / sizeof *tests; k++)
        tcase_add_test(cases, tests[k]);
    return test_run("lex", cases);
}
