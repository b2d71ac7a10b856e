/* Beam search on networks small enough to do it again plainly: each
 * hypothesis read from its first token on, alone; every continuation sorted;
 * and the best of all translations by trying them all. */
#include "task/search.h"

#include <math.h>
#include <string.h>

#include "base/fmath.h"
#include "base/par.h"
#include "base/rng.h"
#include "model/ahead.h"
#include "test.h"

enum { KX = 8, KY = 6, LONGEST = 64, BEAM_MAX = 16 };

static struct arena memory, batch_arena, scratch;
static struct network net;

static struct net_options small(int layers, const struct score_kind *score,
                                const struct focus_kind *focus)
{
    return (struct net_options){
        .Kx = KX, .Ky = KY, .M = 5, .N = 6, .A = 4, .R = 5,
        .layers = layers, .cell = &cell_lstm, .encoder = &encoder_bi,
        .position = &position_none, .summary = &summary_last,
        .score = score, .focus = focus, .heads = score->heads ? 2 : 1,
        .mlp_layers = 2};
}

/* `spread` makes the random network decided; `eos` likes to stop. */
static void network_of(struct net_options o, uint64_t seed, double spread,
                       double eos)
{
    struct error err;
    ck_assert(kern_init(&err));
    par_set_threads(1);
    arena_init(&memory, "memory");
    arena_init(&batch_arena, "batch");
    arena_init(&scratch, "scratch");
    network_init(&net, &o, true, &memory);
    for (size_t k = 0; k < net.ps.count; k++)
        net.ps.w[k] = (real)(spread * (rng_uniform(
            rng_key(seed, RNG_TEST, 0, 0), k) - 0.5));
    for (int i = 0; i < net.ps.n; i++)
        if (strcmp(net.ps.list[i]->name, "output.b_o") == 0)
            net.ps.list[i]->w[ID_EOS] += (real)eos;
    params_pack(&net.ps);
}

static void network_new(int layers, const struct focus_kind *focus,
                        uint64_t seed, double spread, double eos)
{
    network_of(small(layers, &score_concat, focus), seed, spread, eos);
}

static void drop(void)
{
    arena_drop(&memory);
    arena_drop(&batch_arena);
    arena_drop(&scratch);
}

static struct sentence source(uint64_t seed, int n)
{
    int *id = ARENA_ARRAY(&memory, int, n);
    for (int t = 0; t < n; t++)
        id[t] = ID_FIRST + (int)(rng_uniform(rng_key(seed, RNG_TEST, 1, 0),
                                             (uint64_t)t) * (KX - ID_FIRST));
    return (struct sentence){id, n};
}

/* ==== Plainly ==== */

struct plain {
    int id[LONGEST];
    int n;                     /* tokens, </s> included */
    double logp, score;
};

/* log p of every next token after a prefix, the sentence alone. */
static void next_logp(const struct sentence *src, const struct plain *p,
                      double *logp)
{
    struct batch batch;
    struct reading in;
    struct writing w;
    real logits[KY];
    int pick = 0, zero = 0;
    arena_reset(&batch_arena);
    struct run r = {&batch_arena, &scratch, false, 0, 0, NULL};
    batch_make(&batch, src, NULL, &pick, 1, &batch_arena);
    network_read(&r, &net, &batch.src, &in);
    network_write(&r, &net, &in, &zero, 1, 1, &w);
    ahead_write(&r, &net, &w);
    for (int i = 0; i <= p->n; i++) {
        int y = i ? p->id[i - 1] : ID_BOS;
        ahead_step(&r, &net, &w, &zero, 1, &y, logits);
    }
    double sum = (double)K->logsumexp(KY, logits);
    for (int y = 0; y < KY; y++)
        logp[y] = (double)logits[y] - sum;
}

static struct plain longer(const struct plain *p, int y, double logp)
{
    struct plain q = *p;
    q.id[q.n++] = y;
    q.logp += logp;
    return q;
}

/* Stable: the earlier of equals stays first. */
static void sort(struct plain *p, int n, bool by_score)
{
    for (int i = 1; i < n; i++) {
        struct plain x = p[i];
        int k = i;
        for (; k > 0 && (by_score ? x.score > p[k - 1].score
                                  : x.logp > p[k - 1].logp); k--)
            p[k] = p[k - 1];
        p[k] = x;
    }
}

/* The beam of task/search.h, without sharing any work. */
static int plain_beam(const struct sentence *src, int beam, double alpha,
                      struct plain *out)
{
    static struct plain live[BEAM_MAX], next[BEAM_MAX * KY];
    int limit = search_limit(src->n + 1), rows = 1, done = 0;
    live[0] = (struct plain){.n = 0};
    for (int i = 0; i < limit && rows > 0; i++) {
        int n = 0;
        for (int k = 0; k < rows; k++) {
            double logp[KY];
            next_logp(src, &live[k], logp);
            for (int y = ID_EOS; y < KY; y++)
                if (y == ID_EOS || i + 1 < limit)
                    next[n++] = longer(&live[k], y, logp[y]);
        }
        sort(next, n, false);
        int room = beam - done;
        rows = 0;
        for (int k = 0; k < n && k < room; k++)
            if (next[k].id[next[k].n - 1] == ID_EOS) {
                next[k].score = next[k].logp / fmath_pow(next[k].n, alpha);
                out[done++] = next[k];
            } else {
                live[rows++] = next[k];
            }
    }
    sort(out, done, true);
    return done;
}

/* The most probable translation of all: a prefix is followed while it is
 * more probable than the best whole one. */
static void try_all(const struct sentence *src, const struct plain *p,
                    struct plain *best)
{
    double logp[KY];
    next_logp(src, p, logp);
    struct plain end = longer(p, ID_EOS, logp[ID_EOS]);
    if (end.logp > best->logp)
        *best = end;
    for (int y = ID_UNK; y < KY && p->n + 2 < LONGEST; y++) {
        struct plain q = longer(p, y, logp[y]);
        if (q.logp > best->logp)
            try_all(src, &q, best);
    }
}

static void assert_same(const struct hypothesis *h, const struct plain *p)
{
    ck_assert_ptr_nonnull(h->id);
    ck_assert_int_eq(h->n + 1, p->n);
    ck_assert_int_eq(memcmp(h->id, p->id, (size_t)h->n * sizeof *h->id), 0);
    ck_assert(h->logp >= p->logp && h->logp <= p->logp);
    ck_assert(h->score >= p->score && h->score <= p->score);
}

/* ==== Tests ==== */

START_TEST(equals_a_plain_beam)
{
    static const int beams[] = {1, 2, 3, 5, 12};
    const struct focus_kind *focus[] = {&focus_soft, &focus_none};
    for (int seed = 0; seed < 8; seed++) {
        struct hypothesis h[BEAM_MAX];
        struct plain p[BEAM_MAX];
        int beam = beams[_i];
        double alpha = seed % 3 * 0.5;
        network_new(1 + seed % 2, focus[seed / 2 % 2], (uint64_t)seed, 3,
                    seed % 4 == 3 ? 2 : 0);
        struct sentence src = source((uint64_t)seed, 1 + seed % 5);
        struct search_options o = {.beam = beam, .rank.alpha = alpha, .nbest = beam};
        search(&net, &src, 1, &o, h, &memory);
        int n = plain_beam(&src, beam, alpha, p);
        for (int k = 0; k < n; k++)
            assert_same(&h[k], &p[k]);
        for (int k = n; k < beam; k++)
            ck_assert_ptr_null(h[k].id);
        drop();
    }
}
END_TEST

START_TEST(wide_beam_finds_the_best_of_all)
{
    for (int seed = 0; seed < 12; seed++) {
        struct hypothesis h;
        struct plain start = {.n = 0}, best = {.logp = -1e9};
        network_new(1, &focus_soft, (uint64_t)seed, 3, 1.5);
        struct sentence src = source((uint64_t)seed, 1 + seed % 4);
        struct search_options o = {.beam = 200, .rank.alpha = 0, .nbest = 1};
        try_all(&src, &start, &best);
        search(&net, &src, 1, &o, &h, &memory);
        best.score = best.logp;
        assert_same(&h, &best);
        drop();
    }
}
END_TEST

START_TEST(greedy_takes_the_largest)
{
    for (int seed = 0; seed < 10; seed++) {
        struct hypothesis h;
        network_new(2, &focus_soft, (uint64_t)seed, 3, 0);
        struct sentence src = source((uint64_t)seed, 3);
        struct search_options o = {.beam = 1, .rank.alpha = 1, .nbest = 1};
        search(&net, &src, 1, &o, &h, &memory);
        struct plain p = {.n = 0};
        for (int i = 0; i < h.n + 1; i++) {
            double logp[KY];
            int y = ID_EOS;
            next_logp(&src, &p, logp);
            for (int k = ID_EOS; k < KY; k++)
                if (logp[k] > logp[y])
                    y = k;
            if (i + 1 == search_limit(src.n + 1))
                y = ID_EOS;
            ck_assert_int_eq(i < h.n ? h.id[i] : ID_EOS, y);
            p = longer(&p, y, logp[y]);
        }
        drop();
    }
}
END_TEST

START_TEST(together_equals_alone)
{
    enum { B = 150, BEAM = 4 };
    static struct hypothesis all[B * BEAM], one[BEAM];
    struct sentence src[B];
    const struct score_kind *score = score_kind(_i);   /* after all: none */
    network_of(small(2, score ? score : &score_concat,
                     score ? &focus_soft : &focus_none), 3, 3, 0.5);
    for (int b = 0; b < B; b++)
        src[b] = source((uint64_t)b, 1 + b % 9);
    struct search_options o = {
        .beam = BEAM, .rank.alpha = 1, .nbest = BEAM, .align = true};
    par_set_threads(3);
    search(&net, src, B, &o, all, &memory);
    par_set_threads(1);
    for (int b = 0; b < B; b++) {
        search(&net, &src[b], 1, &o, one, &memory);
        for (int k = 0; k < BEAM; k++) {
            const struct hypothesis *x = &all[b * BEAM + k], *y = &one[k];
            ck_assert_int_eq(x->n, y->n);
            ck_assert(x->Tx == y->Tx);
            ck_assert_int_eq(memcmp(&x->logp, &y->logp, sizeof x->logp), 0);
            ck_assert_int_eq(memcmp(&x->score, &y->score, sizeof x->score),
                             0);
            if (!x->id)
                continue;
            ck_assert_int_eq(
                memcmp(x->id, y->id, (size_t)x->n * sizeof *x->id), 0);
            ck_assert((x->alpha != NULL) == (score != NULL));
            size_t n = (size_t)(x->n + 1) * (size_t)x->Tx;
            ck_assert(!x->alpha ||
                      memcmp(x->alpha, y->alpha, n * sizeof(real)) == 0);
        }
    }
    drop();
}
END_TEST

START_TEST(best_first_and_within_the_limit)
{
    for (int seed = 0; seed < 20; seed++) {
        struct hypothesis h[8];
        network_new(1, &focus_soft, (uint64_t)seed, 2, seed % 2 ? -9 : 1);
        struct sentence src = source((uint64_t)seed, 2);
        struct search_options o = {.beam = 8, .rank.alpha = 1, .nbest = 8};
        search(&net, &src, 1, &o, h, &memory);
        ck_assert_ptr_nonnull(h[0].id);
        for (int k = 0; k < 8 && h[k].id; k++) {
            int n = h[k].n + 1;
            ck_assert(k == 0 || h[k].score <= h[k - 1].score);
            ck_assert_int_le(n, search_limit(src.n + 1));
            ck_assert_double_eq_tol(h[k].score, h[k].logp / n, 1e-12);
            for (int i = 0; i < h[k].n; i++)
                ck_assert(h[k].id[i] >= ID_UNK && h[k].id[i] < KY);
            for (int j = 0; j < k; j++)
                ck_assert(h[j].n != h[k].n ||
                          memcmp(h[j].id, h[k].id,
                                 (size_t)h[k].n * sizeof(int)) != 0);
        }
        drop();
    }
}
END_TEST

/* A network that is not finite must not make search wild or endless. */
START_TEST(survives_nan)
{
    struct hypothesis h[3];
    network_new(1, &focus_soft, 1, 1, 0);
    net.ps.w[net.ps.count / 2] = (real)NAN;
    net.ps.w[3] = (real)INFINITY;
    params_pack(&net.ps);
    struct sentence src = source(1, 4);
    struct search_options o = {
        .beam = 3, .rank.alpha = 1, .nbest = 3, .align = true};
    search(&net, &src, 1, &o, h, &memory);
    ck_assert_ptr_nonnull(h[0].id);
    drop();
}
END_TEST

/* The forced alignment of what was found is the alignment it was found
 * with, but for the rounding of model/ahead.h. */
START_TEST(forced_equals_found)
{
    for (int seed = 0; seed < 6; seed++) {
        struct hypothesis h;
        struct batch batch;
        int pick = 0;
        network_new(2, &focus_soft, (uint64_t)seed, 3, 1);
        struct sentence src = source((uint64_t)seed, 5);
        struct search_options o = {
        .beam = 4, .rank.alpha = 1, .nbest = 1, .align = true};
        search(&net, &src, 1, &o, &h, &memory);
        struct sentence tgt = {h.id, h.n};
        struct run r = {&batch_arena, &scratch, false, 0, 0, NULL};
        batch_make(&batch, &src, &tgt, &pick, 1, &memory);
        struct pass p = network_pass(&r, &net, &batch, 1, false);
        ck_assert_double_eq_tol(p.loss, -h.logp, 1e-4);
        ck_assert_int_eq(batch.tgt.T, h.n + 1);
        for (int k = 0; k < batch.tgt.T * h.Tx; k++)
            ck_assert_double_eq_tol((double)p.alpha[k], (double)h.alpha[k],
                                    1e-5);
        drop();
    }
}
END_TEST

/* Every hypothesis begins with the prefix, and its log p counts. */
START_TEST(begins_as_it_must)
{
    static const int begin[] = {4, 5, 5, 4};
    for (int seed = 0; seed < 4; seed++) {
        struct hypothesis h[3];
        struct plain p = {.n = 0};
        network_new(1, &focus_soft, (uint64_t)seed, 3, 4);
        struct sentence src = source((uint64_t)seed, 3);
        struct search_options o = {
            .beam = 3, .nbest = 3, .prefix = {begin, 4}};
        search(&net, &src, 1, &o, h, &memory);
        for (int k = 0; k < 3; k++) {
            ck_assert_int_ge(h[k].n, 4);
            ck_assert_int_eq(memcmp(h[k].id, begin, sizeof begin), 0);
        }
        for (int i = 0; i < h[0].n + 1; i++) {
            double logp[KY];
            int y = i < h[0].n ? h[0].id[i] : ID_EOS;
            next_logp(&src, &p, logp);
            p = longer(&p, y, logp[y]);
        }
        p.score = p.logp;
        assert_same(&h[0], &p);
        drop();
    }
}
END_TEST

/* Equation 14 by hand: two words and </s> of source, three tokens. */
START_TEST(score_by_hand)
{
    static const real weight[] = {0.5, 0.1, 0.4, 0.75, 0.05, 0.2, 0, 0.1, 0.9};
    struct ranking r = {0.5, 0.1, 0.01, 2};
    double score = -6 / sqrt(3.0) + 0.3 + 0.07;
    int chars = 7;
    ck_assert_double_eq_tol(ranking_score(&r, -6, 3, chars, NULL, 3), score,
                            1e-12);
    score += 2 * log(0.25);
    ck_assert_double_eq_tol(ranking_score(&r, -6, 3, chars, weight, 3), score,
                            1e-6);
    r.coverage = r.reward = r.char_reward = 0;
    r.alpha = 1;
    ck_assert_double_eq_tol(ranking_score(&r, -6, 3, chars, weight, 3), -2,
                            1e-12);
}
END_TEST

/* What is drawn has the frequencies of softmax(z / T), of the three likeliest
 * or of the nucleus. */
START_TEST(draws_as_often)
{
    static const real z[] = {9, 0, 1, -1, 2, 2, 0.5};
    static const struct {
        struct sampling s;
        int kept;
    } rows[] = {{{true, 1, 0, 1, 0, NULL}, 6}, {{true, 0.5, 0, 1, 0, NULL}, 6},
                {{true, 2, 3, 1, 0, NULL}, 3}, {{true, 1, 0, 0.6, 0, NULL}, 2},
                {{true, 1, 1, 1, 0, NULL}, 1}};
    static const int falling[] = {4, 5, 2, 6, 1, 3};
    enum { DRAWS = 20000, N = 7 };
    struct sample_word word[N];
    double sum = 0, T = rows[_i].s.temperature;
    struct error err;
    ck_assert(kern_init(&err));
    int count[N] = {0};
    for (int k = 0; k < rows[_i].kept; k++)
        sum += exp((double)z[falling[k]] / T);
    for (int k = 0; k < DRAWS; k++)
        count[sample_token(&rows[_i].s, z, 1, N,
                           rng_uniform(rng_key(3, RNG_TEST, 0, 0),
                                       (uint64_t)k), word)]++;
    for (int k = 0; k < N - 1; k++) {
        double p = k < rows[_i].kept ? exp((double)z[falling[k]] / T) / sum
                                     : 0;
        ck_assert_double_eq_tol((double)count[falling[k]] / DRAWS, p, 0.02);
    }
    ck_assert_int_eq(count[0], 0);
}
END_TEST

/* Did a search draw what another did? */
static bool same_draws(const struct hypothesis *x, const struct hypothesis *y)
{
    return x->n == y->n &&
           memcmp(x->id, y->id, (size_t)x->n * sizeof *x->id) == 0;
}

/* The same alone as beside others, in the same place; another seed, or another
 * place, draws something else. */
START_TEST(drawn_together_as_alone)
{
    enum { B = 40 };
    struct hypothesis all[B], one;
    struct sentence src[B];
    int seeds = 0, places = 0;
    long at;
    network_new(1, &focus_soft, 2, 2, 0.5);
    struct search_options o = {.beam = 1, .nbest = 1,
                               .sample = {true, 1, 0, 1, 7, NULL}};
    for (int b = 0; b < B; b++)
        src[b] = source((uint64_t)b, 1 + b % 7);
    par_set_threads(3);
    search(&net, src, B, &o, all, &memory);
    par_set_threads(1);
    o.sample.place = &at;
    for (int b = 0; b < B; b++) {
        o.sample.seed = 7;
        at = b;
        search(&net, &src[b], 1, &o, &one, &memory);
        ck_assert(same_draws(&one, &all[b]));
        at = b + 1;
        search(&net, &src[b], 1, &o, &one, &memory);
        places += !same_draws(&one, &all[b]);
        o.sample.seed = 8;
        at = b;
        search(&net, &src[b], 1, &o, &one, &memory);
        seeds += !same_draws(&one, &all[b]);
    }
    ck_assert_int_gt(seeds, B / 2);
    ck_assert_int_gt(places, B / 2);
    drop();
}
END_TEST

/* Greedy with three networks, the second without attention: the largest mean
 * of log p, which is then made to sum to one. */
START_TEST(members_vote)
{
    enum { MEMBERS = 3 };
    struct network member[MEMBERS];
    struct arena kept[MEMBERS];
    for (int k = 0; k < MEMBERS; k++) {
        network_new(1, k == 1 ? &focus_none : &focus_soft, (uint64_t)k, 3, 0);
        member[k] = net;
        kept[k] = memory;
        if (k + 1 < MEMBERS) {
            arena_drop(&batch_arena);
            arena_drop(&scratch);
        }
    }
    struct sentence src = source(5, 4);
    struct search_options o = {
        .beam = 1, .rank.alpha = 1, .nbest = 1, .align = true};
    struct hypothesis h;
    member[0].next = &member[1];
    member[1].next = &member[2];
    search(&member[0], &src, 1, &o, &h, &memory);
    ck_assert_ptr_nonnull(h.alpha);
    struct plain p = {.n = 0};
    for (int i = 0; i < h.n + 1; i++) {
        real mean[KY] = {0};
        for (int k = 0; k < MEMBERS; k++) {
            double logp[KY];
            net = member[k];
            net.next = NULL;
            next_logp(&src, &p, logp);
            for (int y = 0; y < KY; y++)
                mean[y] += (real)(logp[y] / MEMBERS);
        }
        int y = i < h.n ? h.id[i] : ID_EOS;
        for (int k = ID_EOS; k < KY && i + 1 < search_limit(src.n + 1); k++)
            ck_assert(mean[k] <= mean[y] + (real)1e-5);
        p = longer(&p, y, (double)(mean[y] - K->logsumexp(KY, mean)));
    }
    ck_assert_double_eq_tol(p.logp, h.logp, 1e-4);
    for (int k = 0; k + 1 < MEMBERS; k++)
        arena_drop(&kept[k]);
    drop();
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("search");
    int scores = 0;
    while (score_kind(scores))
        scores++;
    tcase_add_loop_test(t, equals_a_plain_beam, 0, 5);
    tcase_add_test(t, wide_beam_finds_the_best_of_all);
    tcase_add_test(t, greedy_takes_the_largest);
    tcase_add_loop_test(t, together_equals_alone, 0, scores + 1);
    tcase_add_test(t, best_first_and_within_the_limit);
    tcase_add_test(t, survives_nan);
    tcase_add_test(t, forced_equals_found);
    tcase_add_test(t, begins_as_it_must);
    tcase_add_test(t, score_by_hand);
    tcase_add_loop_test(t, draws_as_often, 0, 5);
    tcase_add_test(t, drawn_together_as_alone);
    tcase_add_test(t, members_vote);
    return test_run("search", t);
}
