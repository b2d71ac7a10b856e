/* Multiply-adds that are counted against the formula on paper. */
#include "task/work.h"

#include <string.h>

#include "base/par.h"
#include "kern/count.h"
#include "test.h"

enum { KX = 11, KY = 9, M = 6, N = 8, A = 5, R = 7 };

static struct arena model;

static void network_new(struct network *net, const struct focus_kind *focus,
                        const struct encoder_kind *encoder)
{
    struct net_options o = {
        .Kx = KX, .Ky = KY, .M = M, .N = N, .A = A, .R = R, .layers = 1,
        .heads = 1, .mlp_layers = 2, .window = 3, .enc_window = 2,
        .enc_heads = 2, .cell = &cell_lstm, .encoder = encoder,
        .position = &position_none, .summary = &summary_last,
        .score = &score_concat, .focus = focus};
    struct error err;
    ck_assert(kern_init(&err));
    arena_init(&model, "model");
    network_init(net, &o, true, &model);
    params_randomise(&net->ps, 7);
    params_pack(&net->ps);
}

/* DESIGN section 4, by hand: two directions of N/2, s_0 and c_0, then for
 * each target token the cell, the query, the readout and the softmax; keys a
 * source token, score and weighted sum a pair. */
static double by_hand(int Tx, int Ty, bool attention)
{
    double src = 2 * 4 * (N / 2) * (M + N / 2);
    double tgt = 4 * N * (M + 2 * N) + R * (2 * N + M) + R * KY;
    double pairs = attention ? A + N : 0;
    if (attention) {
        src += A * N;
        tgt += A * N;
    }
    return 2 * N * N + src * Tx + tgt * Ty + pairs * Tx * Ty;
}

START_TEST(counts)
{
    static const int len[][2] = {{7, 8}, {1, 1}, {12, 3}, {40, 61}};
    for (int k = 0; k < 8; k++) {
        struct network net;
        bool attention = k % 2 == 0;
        int Tx = len[k / 2][0], Ty = len[k / 2][1];
        network_new(&net, attention ? &focus_soft : &focus_none,
                    &encoder_bi);
        struct work w = work_pair(&net, Tx, Ty);
        ck_assert_double_eq(w.products, by_hand(Tx, Ty, attention));
        ck_assert_int_eq(w.weights, attention ? Tx * Ty : 0);
        arena_drop(&model);
    }
}
END_TEST

/* The lecture's count: 7 source and 8 target words have 56 weights. */
START_TEST(lecture)
{
    struct network net;
    network_new(&net, &focus_soft, &encoder_bi);
    ck_assert_int_eq(work_pair(&net, 7, 8).weights, 56);
    arena_drop(&model);
}
END_TEST

START_TEST(grows)
{
    struct network net;
    network_new(&net, &focus_soft, &encoder_bi);
    ck_assert_str_eq(work_growth(&net), "TxTy");
    arena_drop(&model);
    network_new(&net, &focus_none, &encoder_bi);
    ck_assert_str_eq(work_growth(&net), "Tx+Ty");
    arena_drop(&model);
}
END_TEST

/* Every encoder with every focus: what has no attention grows with the sum
 * of the lengths, what has it with their product; the encoder may add Tx^2. */
START_TEST(grows_for_all)
{
    for (int e = 0; encoder_kind(e); e++)
        for (int f = 0; focus_kind(f); f++) {
            struct network net;
            network_new(&net, focus_kind(f), encoder_kind(e));
            const char *growth = work_growth(&net);
            ck_assert_msg((strstr(growth, "TxTy") != NULL) ==
                                  focus_kind(f)->aligns &&
                              (strstr(growth, "Tx^2") != NULL) ==
                                  (encoder_kind(e)->look != NULL),
                          "%s, %s: %s", encoder_kind(e)->kind.name,
                          focus_kind(f)->kind.name, growth);
            arena_drop(&model);
        }
}
END_TEST

/* A recurrent encoder takes Tx steps, one that sees all tokens at once takes
 * one; the decoder always takes Ty. */
START_TEST(steps)
{
    struct net_options o = {.layers = 1, .encoder = &encoder_bi};
    ck_assert_int_eq(work_steps(&o, 7, 8), 15);
    o.encoder = &encoder_window;
    ck_assert_int_eq(work_steps(&o, 7, 8), 9);
    o.encoder = &encoder_self;
    ck_assert_int_eq(work_steps(&o, 7, 8), 9);
    o.encoder = &encoder_selfrnn;
    ck_assert_int_eq(work_steps(&o, 7, 8), 15);
    o.layers = 3;
    ck_assert_int_eq(work_steps(&o, 7, 8), 45);
}
END_TEST

/* Products of all sizes, through all threads; and K is as before. */
START_TEST(gemm_counts)
{
    enum { MOST = 70 };
    static real a[MOST * MOST], b[MOST * MOST], c[MOST * MOST];
    struct arena arena;
    struct error err;
    ck_assert(kern_init(&err));
    const struct kern *before = K;
    arena_init(&arena, "test");
    par_set_threads(2);
    for (int m = 1; m < MOST; m += 9)
        for (int n = 1; n < MOST; n += 17)
            for (int k = 1; k < MOST; k += 23) {
                struct pack p = {.type = PACK_F32};
                p.data = arena_alloc(&arena, pack_bytes(k, n, PACK_F32));
                pack_b(&p, k, n, b, n, 1);
                kern_count_begin();
                gemm(m, a, k, &p, c, n, false);
                ck_assert_int_eq(kern_count_end(), m * n * k);
                kern_count_begin();
                gemm_tn(m, n, k, a, m, b, n, c, n, PACK_F32, &arena);
                ck_assert_int_eq(kern_count_end(), m * n * k);
                arena_reset(&arena);
            }
    ck_assert_ptr_eq(K, before);
    arena_drop(&arena);
}
END_TEST

TEST_MAIN("work", counts, lecture, grows, grows_for_all, steps, gemm_counts)
