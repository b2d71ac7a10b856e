/* Variational dropout in the whole network: that a sentence has one mask at
 * all steps, and no two sentences the same; as seen from outside, by what
 * comes out.
 *
 * A sentence is one token over and over, and the steps of the network know
 * nothing of each other, as what they would hear it by is zero.  Then two
 * steps are equal, bit by bit, if and only if their masks are. */
#include "nn/dropout.h"

#include <string.h>

#include "base/par.h"
#include "layer.h"
#include "model/network.h"

enum { KX = 9, KY = 8, N = 8, PAIRS = 3, TOKENS = 8 };

static struct arena model, batch_arena, scratch;

static struct net_options options(int encoder, bool by_sentence)
{
    return (struct net_options){
        .Kx = KX, .Ky = KY, .M = 6, .N = N, .A = 5, .R = 7, .layers = 2,
        .cell = &cell_rnn, .encoder = encoder_kind(encoder),
        .position = &position_none, .summary = &summary_last,
        .score = &score_concat, .focus = &focus_soft, .heads = 1,
        .enc_window = 0, .enc_heads = 2, .residual = true,
        .layer_norm = true, .dropout = {(real)0.3, by_sentence}};
}

/* What leads from one step to the next. */
static bool recurrent(const struct param *p)
{
    size_t n = strlen(p->name);
    return strcmp(p->name + n - 2, ".U") == 0 ||
           strcmp(p->name, "decoder.C") == 0;
}

static void network_new(struct network *net, const struct net_options *o)
{
    struct error err;
    int cut = 0;
    ck_assert(kern_init(&err));
    arena_init(&model, "model");
    arena_init(&batch_arena, "batch");
    arena_init(&scratch, "scratch");
    network_init(net, o, true, &model);
    params_randomise(&net->ps, 7);
    for (int i = 0; i < net->ps.n; i++) {
        struct param *p = net->ps.list[i];
        if (!recurrent(p))
            continue;
        memset(p->w, 0, param_count(p) * sizeof *p->w);
        cut++;
    }
    ck_assert_int_ge(cut, 3);      /* U of two layers and C, at least */
    params_pack(&net->ps);
}

/* Three pairs of like tokens, of lengths that neither side has in order. */
static void pairs_new(struct batch *out)
{
    static const int len[2][PAIRS] = {{6, 4, 8}, {5, 7, 8}};
    static int id[2][TOKENS];
    struct sentence text[2][PAIRS];
    int pick[PAIRS];
    for (int s = 0; s < 2; s++)
        for (int t = 0; t < TOKENS; t++)
            id[s][t] = ID_FIRST + s;
    for (int b = 0; b < PAIRS; b++) {
        pick[b] = b;
        for (int s = 0; s < 2; s++)
            text[s][b] = (struct sentence){id[s], len[s][b]};
    }
    batch_make(out, text[0], text[1], pick, PAIRS, &model);
}

static void drop_arenas(void)
{
    arena_drop(&model);
    arena_drop(&batch_arena);
    arena_drop(&scratch);
}

/* What a pass with dropout makes of every step. */
struct seen {
    real *H;               /* [src rows x N] annotations */
    real *loss;            /* [tgt rows] */
};

static struct seen look(const struct network *net, const struct batch *batch,
                        uint64_t step, int threads)
{
    struct run r = {&batch_arena, &scratch, true, 1, step, NULL};
    struct reading in;
    par_set_threads(threads);
    network_read(&r, net, &batch->src, &in);
    struct network copy = *net;
    struct pass p = network_pass(&r, &copy, batch, 1, false);
    size_t H = (size_t)batch->src.rows * N * sizeof(real);
    size_t loss = (size_t)batch->tgt.rows * sizeof(real);
    struct seen s = {memcpy(arena_alloc(&model, H), in.a.H, H),
                     memcpy(arena_alloc(&model, loss), p.row_loss, loss)};
    par_set_threads(1);
    return s;
}

static bool rows_equal(const real *x, int n, int i, int j)
{
    return memcmp(row_at(x, i, n), row_at(x, j, n),
                  (size_t)n * sizeof *x) == 0;
}

/* Of x [rows x n]: pairs of steps of one sentence that are equal, from step
 * `from` up to the one before </s>, and all such pairs. */
static void count_steps(const struct side *s, const real *x, int n, int from,
                        int *equal, int *all)
{
    *equal = *all = 0;
    for (int b = 0; b < s->B; b++)
        for (int t = from + 1; t + 1 < s->len[b]; t++) {
            *equal += rows_equal(x, n, s->off[from] + b, s->off[t] + b);
            ++*all;
        }
}

/* No two sentences are equal at step t. */
static bool sentences_differ(const struct side *s, const real *x, int n,
                             int t)
{
    bool differ = true;
    for (int b = 0; b < s->B; b++)
        for (int c = 0; c < b; c++)
            differ = differ && !rows_equal(x, n, s->off[t] + b, s->off[t] + c);
    return differ;
}

/* The query of a step is the state before it, and that of the first is
 * another: target steps are alike from the third on. */
enum { FIRST_SOURCE = 0, FIRST_TARGET = 2 };

/* Two shards of a batch are two steps of the counter (train_update.c). */
START_TEST(a_sentence_has_one_mask)
{
    enum { STEPS = 3 };
    struct net_options o = options(_i, true);
    struct network net;
    struct batch batch;
    struct seen seen[STEPS];
    network_new(&net, &o);
    pairs_new(&batch);
    const struct side *src = &batch.src, *tgt = &batch.tgt;
    for (int k = 0; k < STEPS; k++) {
        int equal, all;
        struct seen s = seen[k] = look(&net, &batch, (uint64_t)k, 1);
        count_steps(src, s.H, N, FIRST_SOURCE, &equal, &all);
        ck_assert_msg(equal == all && all > 10, "%d of %d", equal, all);
        count_steps(tgt, s.loss, 1, FIRST_TARGET, &equal, &all);
        ck_assert_msg(equal == all && all > 10, "%d of %d", equal, all);
        ck_assert(sentences_differ(src, s.H, N, FIRST_SOURCE));
        ck_assert(sentences_differ(tgt, s.loss, 1, FIRST_TARGET));
        for (int before = 0; before < k; before++)
            for (int b = 0; b < PAIRS; b++)
                ck_assert(s.loss[tgt->off[FIRST_TARGET] + b] !=
                          seen[before].loss[tgt->off[FIRST_TARGET] + b]);
        struct seen three = look(&net, &batch, (uint64_t)k, 3);
        ck_assert(memcmp(three.H, s.H, (size_t)src->rows * N *
                                           sizeof(real)) == 0);
        ck_assert(memcmp(three.loss, s.loss, (size_t)tgt->rows *
                                                 sizeof(real)) == 0);
    }
    drop_arenas();
}
END_TEST

/* What the test above counts is there to be counted: plain masks make all
 * steps differ. */
START_TEST(plain_masks_differ_at_each_step)
{
    struct net_options o = options(_i, false);
    struct network net;
    struct batch batch;
    int equal, all;
    network_new(&net, &o);
    pairs_new(&batch);
    struct seen s = look(&net, &batch, 1, 1);
    count_steps(&batch.src, s.H, N, FIRST_SOURCE, &equal, &all);
    ck_assert_int_eq(equal, 0);
    count_steps(&batch.tgt, s.loss, 1, FIRST_TARGET, &equal, &all);
    ck_assert_int_eq(equal, 0);
    drop_arenas();
}
END_TEST

/* Each place by itself: with dropout nowhere else, rows of a sentence are
 * equal and those of two sentences as different as chance makes them. */
START_TEST(places_have_their_own_masks)
{
    enum { ROWS = 400, SENTENCES = 4, WIDTH = 100 };
    static const enum dropout_place place[] = {
        DROP_SOURCE, DROP_TARGET, DROP_ANNOTATIONS, DROP_READOUT,
        DROP_LAYERS, DROP_LAYERS + 1, DROP_DECODER_LAYERS + 1};
    enum { PLACES = sizeof place / sizeof *place };
    struct layer l;
    int of[ROWS];
    real *x[PLACES];
    struct dropping how = {(real)0.5, true};
    layer_init(&l);
    for (int i = 0; i < ROWS; i++)
        of[i] = (i + i / 7) % SENTENCES;
    for (int k = 0; k < PLACES; k++) {
        x[k] = run_matrix(&l.r, ROWS, WIDTH);
        for (int i = 0; i < ROWS * WIDTH; i++)
            x[k][i] = 1;
        dropout(&l.r, place[k], of, ROWS, WIDTH, x[k], how);
        for (int i = 0; i < ROWS; i++)
            for (int j = 0; j < 8; j++)
                ck_assert(rows_equal(x[k], WIDTH, i, j) == (of[i] == of[j]));
        for (int before = 0; before < k; before++)
            ck_assert(memcmp(x[k], x[before], WIDTH * sizeof(real)) != 0);
    }
    layer_drop(&l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("dropout");
    tcase_add_loop_test(t, a_sentence_has_one_mask, 0,
                        test_count(encoder_kind_name));
    tcase_add_loop_test(t, plain_masks_differ_at_each_step, 0,
                        test_count(encoder_kind_name));
    tcase_add_test(t, places_have_their_own_masks);
    return test_run("dropout", t);
}
