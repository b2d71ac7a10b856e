/* The whole network, for every row of every family: gradients against
 * central differences, a sentence in a batch against the sentence alone, one
 * step at a time against all at once, and a toy task to learn. */
#include "model/network.h"

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "model/ahead.h"
#include "model/lextable.h"
#include "model/preset.h"
#include "task/gradcheck.h"
#include "test.h"

enum { KX = 11, KY = 9 };
/* of a tensor, moved one by one beside all at once; with four, those of U and
 * C would be in one column */
enum { ELEMENTS = 5 };

static struct arena model, batch_arena, scratch;

/* Of hier: full stops, and words that end in one. */
static const unsigned char ends[KX] = {[5] = UNIT_MARK, [6] = UNIT_MARK,
                                       [8] = UNIT_ENDS};

static struct net_options small(void)
{
    return (struct net_options){
        .Kx = KX, .Ky = KY, .M = 6, .N = 8, .A = 5, .R = 7, .layers = 1,
        .cell = &cell_lstm, .encoder = &encoder_bi,
        .position = &position_none, .summary = &summary_last,
        .score = &score_concat, .focus = &focus_soft, .positions = 4,
        .window = 1, .heads = 1, .mlp_layers = 2,
        .enc_window = 1, .enc_heads = 2, .residual = true,
        .layer_norm = true, .ends = ends,
        .dropout = {(real)0.3, false}, .word_dropout = (real)0.2,
        .smoothing = (real)0.1};
}

static void network_of(struct network *net, const struct net_options *o,
                       bool train)
{
    struct error err;
    ck_assert(kern_init(&err));
    par_set_threads(1);
    ck_assert(network_check(o, &err));
    arena_init(&model, "model");
    arena_init(&batch_arena, "batch");
    arena_init(&scratch, "scratch");
    network_init(net, o, train, &model);
    params_randomise(&net->ps, 7);
    /* Zero biases would hide errors in what multiplies them. */
    for (size_t k = 0; k < net->ps.count; k++)
        net->ps.w[k] += (real)(rng_uniform(
            rng_key(3, RNG_TEST, 0, 0), k) - 0.5);
    params_pack(&net->ps);
}

static void network_new(struct network *net, const struct net_options *o)
{
    network_of(net, o, true);
}

static void drop_arenas(void)
{
    arena_drop(&model);
    arena_drop(&batch_arena);
    arena_drop(&scratch);
}

static bool gradients_agree(const struct net_options *o)
{
    struct network net;
    struct batch batch;
    network_new(&net, o);
    struct arena keep;
    arena_init(&keep, "keep");
    gradcheck_batch(&batch, 4, 6, 5, KX, KY, o->r_drop > 0, 5, &keep);
    if (o->guide > 0)
        gradcheck_guide(&batch, 5, &keep);
    struct gradcheck_row *row =
        ARENA_ARRAY(&keep, struct gradcheck_row, net.ps.n);
    int rows;
    bool ok = gradcheck(&net, &batch, ELEMENTS, row, &rows, &batch_arena,
                        &scratch);
    for (int i = 0; i < rows; i++)
        ok = ok && (!row[i].unread || row[i].cancels);
    for (int i = 0; !ok && i < rows; i++)
        fprintf(stderr, "%-20s largest %.3g error %.3g direction %.3g%s\n",
                row[i].tensor, row[i].largest, row[i].error,
                row[i].direction,
                !row[i].ok ? "  WRONG" : row[i].unread ? "  UNREAD" : "");
    arena_drop(&keep);
    drop_arenas();
    return ok;
}

/* ==== Gradients ==== */

START_TEST(gradients_of_scores)
{
    struct net_options o = small();
    o.score = score_kind(_i);
    ck_assert(gradients_agree(&o));
}
END_TEST

/* More heads than one, for the scores that have them. */
static struct net_options with_heads(const struct score_kind *score,
                                     int heads)
{
    struct net_options o = small();
    o.score = score;
    o.heads = score->heads ? heads : 1;
    o.A = o.N;
    o.scale = true;
    return o;
}

START_TEST(gradients_of_heads)
{
    for (int k = 0; score_kind(k); k++) {
        struct net_options o = with_heads(score_kind(k), 2 << _i);
        ck_assert(!score_kind(k)->heads || gradients_agree(&o));
    }
}
END_TEST

START_TEST(gradients_of_focuses)
{
    struct net_options o = _i & 2 ? with_heads(&score_qk, 2) : small();
    o.focus = focus_kind(_i / 4);
    o.gumbel = _i & 1;
    /* The wide steps of float would pass the edge of a narrow window. */
    o.window = REAL_IS_DOUBLE ? o.window : 6;
    ck_assert(gradients_agree(&o));
}
END_TEST

/* Of every focus that can be guided, with one head and with two. */
START_TEST(gradients_when_guided)
{
    struct net_options o = _i & 1 ? with_heads(&score_qk, 2) : small();
    struct error err;
    o.focus = focus_kind(_i / 2);
    o.guide = (real)0.7;
    o.window = REAL_IS_DOUBLE ? o.window : 6;
    bool learns = o.focus->scores && !o.focus->samples;
    ck_assert(network_check(&o, &err) == learns);
    ck_assert(!learns || gradients_agree(&o));
}
END_TEST

/* A lexicon of random entries, in `lexicon`: with one head; and with two, and
 * what else there is to learn from alpha. */
static struct arena lexicon;

static struct net_options with_lexicon(int i)
{
    struct net_options o = i & 1 ? with_heads(&score_qk, 2) : small();
    o.focus = focus_kind(i / 2);
    o.lexicon = (real)0.05;
    o.gumbel = i & 1;
    o.guide = i & 1 && o.focus->scores && !o.focus->samples ? (real)0.7 : 0;
    /* The wide steps of float would pass the edge of a narrow window. */
    o.window = REAL_IS_DOUBLE ? o.window : 6;
    arena_init(&lexicon, "lexicon");
    lextable_random(&o, 5, &lexicon);
    return o;
}

START_TEST(gradients_with_lexicon)
{
    struct net_options o = with_lexicon(_i);
    struct error err;
    ck_assert(network_check(&o, &err) == o.focus->aligns);
    ck_assert(!o.focus->aligns || gradients_agree(&o));
    o.r_drop = 3;              /* as few pairs have it by default */
    ck_assert(!o.focus->aligns || gradients_agree(&o));
    arena_drop(&lexicon);
}
END_TEST

START_TEST(gradients_of_encoders)
{
    struct net_options o = small();
    o.encoder = encoder_kind(_i);
    ck_assert(gradients_agree(&o));
}
END_TEST

/* With layers between which something is dropped, too. */
START_TEST(gradients_of_variational_dropout)
{
    struct net_options o = small();
    o.encoder = encoder_kind(_i);
    o.layers = 2;
    o.dropout.by_sentence = true;
    ck_assert(gradients_agree(&o));
}
END_TEST

/* Every focus, guided where it can be; every other one with one mask for a
 * sentence. */
START_TEST(gradients_of_r_drop)
{
    struct net_options o = small();
    o.focus = focus_kind(_i);
    o.guide = o.focus->scores && !o.focus->samples ? (real)0.7 : 0;
    o.window = REAL_IS_DOUBLE ? o.window : 6;
    o.r_drop = 3;
    o.dropout.by_sentence = _i & 1;
    ck_assert(gradients_agree(&o));
}
END_TEST

/* Two passes that drop nothing agree: the mean of both is one of them. */
START_TEST(r_drop_without_dropout)
{
    struct net_options o = small();
    struct network net;
    struct batch once, twice;
    o.dropout.p = o.word_dropout = 0;
    o.r_drop = 3;
    network_new(&net, &o);
    gradcheck_batch(&once, 4, 6, 5, KX, KY, false, 5, &model);
    gradcheck_batch(&twice, 4, 6, 5, KX, KY, true, 5, &model);
    ck_assert_int_eq(twice.tgt.rows, 2 * once.tgt.rows);
    struct run r = {&batch_arena, &scratch, true, 1, 1, NULL};
    double loss = network_pass(&r, &net, &once, 1, true).loss;
    real *g = ARENA_ARRAY(&model, real, net.ps.count);
    memcpy(g, net.ps.g, net.ps.count * sizeof *g);
    memset(net.ps.g, 0, net.ps.count * sizeof *g);
    double both = network_pass(&r, &net, &twice, (real)0.5, true).loss;
    ck_assert_double_eq_tol(both / 2, loss, 1e-5 * loss);
    for (size_t k = 0; k < net.ps.count; k++)
        ck_assert_double_eq_tol((double)net.ps.g[k], (double)g[k], 2e-5);
    drop_arenas();
}
END_TEST

START_TEST(gradients_of_summaries)
{
    struct net_options o = small();
    o.summary = summary_kind(_i);
    /* a float's steps are so wide that another word becomes the largest,
     * and its rounding as large as the gradients of hier's second level */
    if (!REAL_IS_DOUBLE &&
        (o.summary == &summary_max || o.summary == &summary_hier))
        return;
    ck_assert(gradients_agree(&o));
    /* from the backward state alone the forward reader learns nothing */
    if (o.summary == &summary_first)
        return;
    o.focus = &focus_none;
    ck_assert(gradients_agree(&o));
}
END_TEST

START_TEST(gradients_of_positions)
{
    struct net_options o = small();
    o.position = position_kind(_i);
    ck_assert(gradients_agree(&o));
}
END_TEST

START_TEST(gradients_of_cells)
{
    struct net_options o = small();
    o.cell = cell_kind(_i / 2);
    o.cell_norm = _i & 1;
    o.layers = 1 + o.cell_norm;
    /* a float's steps are too wide for rows of four that are normalised */
    if (!REAL_IS_DOUBLE && o.cell_norm)
        return;
    ck_assert(gradients_agree(&o));
}
END_TEST

START_TEST(gradients_of_layers)
{
    struct net_options o = small();
    o.layers = 2 + _i;
    ck_assert(gradients_agree(&o));
}
END_TEST

/* ==== Variants that are no family ==== */

enum { COPY = 1, MAXOUT = 2, PREVIOUS = 4, VARIANTS = 8 };

/* Every combination, over the cells in turn. */
static struct net_options variant(int i)
{
    static const int layers[VARIANTS] = {3, 2, 1, 2, 2, 1, 1, 2};
    struct net_options o = small();
    o.bridge_copy = i & COPY;
    o.maxout = i & MAXOUT;
    o.readout_previous = i & PREVIOUS;
    if (o.bridge_copy)
        o.encoder = &encoder_uni;
    o.tie_out = o.maxout;
    o.R = o.tie_out ? o.M : o.R;
    o.cell = cell_kind(i % test_count(cell_kind_name));
    o.layers = layers[i];
    return o;
}

START_TEST(gradients_of_variants)
{
    struct net_options o = variant(_i);
    /* a float's steps are so wide that another of a pair wins */
    if (!REAL_IS_DOUBLE && o.maxout)
        return;
    ck_assert(gradients_agree(&o));
    o.focus = &focus_none;
    ck_assert(gradients_agree(&o));
}
END_TEST

START_TEST(gradients_when_tied)
{
    struct net_options o = small();
    o.R = o.M;
    o.tie_out = true;
    if (_i == 1) {
        o.tie_all = true;
        o.Kx = o.Ky;
    }
    ck_assert(gradients_agree(&o));
}
END_TEST

/* A wrong sign in one line of one backward must be found. */
static void wrong_pair_backward(const void *self, const real *de,
                                const real *q, const struct keys *k,
                                real *dq, real *dshared)
{
    real minus[64];
    for (int j = 0; j < k->len; j++)
        minus[j] = -de[j];
    score_concat.pair_backward(self, minus, q, k, dq, dshared);
}

START_TEST(planted_error_is_found)
{
    struct score_kind wrong = score_concat;
    struct net_options o = small();
    o.score = &wrong;
    ck_assert(gradients_agree(&o));
    wrong.pair_backward = wrong_pair_backward;
    fprintf(stderr, "(expected:) ");
    ck_assert(!gradients_agree(&o));
}
END_TEST

/* ==== Batches ==== */

static struct run plain_run(void)
{
    return (struct run){&batch_arena, &scratch, false, 1, 1, NULL};
}

/* Target b of a batch and its source, as a batch of their own. */
static void make_alone(struct batch *one, const struct batch *all, int b,
                       struct arena *keep)
{
    struct sentence pair[2];
    int place[2] = {all->src_of[b], b}, pick = 0;
    const struct side *side[2] = {&all->src, &all->tgt};
    for (int s = 0; s < 2; s++) {
        int n = side[s]->len[place[s]] - 1;
        int *id = ARENA_ARRAY(keep, int, n);
        for (int t = 0; t < n; t++)
            id[t] = side[s]->in[side[s]->off[t + s] + place[s]];
        pair[s] = (struct sentence){id, n};
    }
    batch_make(one, &pair[0], &pair[1], &pick, 1, keep);
}

/* Rows of a batch, read off at (sentence, step). */
static void rows_equal_alone(const struct net_options *o)
{
    struct network net;
    network_new(&net, o);
    struct arena keep;
    arena_init(&keep, "keep");
    struct batch all, one;
    gradcheck_batch(&all, 5, 9, 8, KX, KY, false, 5, &keep);
    struct run r = plain_run();
    struct pass together = network_pass(&r, &net, &all, 1, false);
    real *rows = ARENA_ARRAY(&keep, real, all.tgt.rows);
    memcpy(rows, together.row_loss, (size_t)all.tgt.rows * sizeof *rows);
    for (int b = 0; b < 5; b++) {
        make_alone(&one, &all, b, &keep);
        struct pass alone = network_pass(&r, &net, &one, 1, false);
        for (int t = 0; t < one.tgt.T; t++)
            ck_assert(alone.row_loss[t] == rows[all.tgt.off[t] + b]);
    }
    arena_drop(&keep);
    drop_arenas();
}

START_TEST(batch_equals_alone)
{
    struct net_options o = small();
    int encoders = test_count(encoder_kind_name);
    o.encoder = encoder_kind(_i % encoders);
    o.focus = focus_kind(_i / encoders);
    o.layers = 2;
    rows_equal_alone(&o);
}
END_TEST

START_TEST(batch_equals_alone_of_scores)
{
    struct net_options o = with_heads(score_kind(_i), 4);
    rows_equal_alone(&o);
}
END_TEST

static void steps_equal(const struct net_options *o)
{
    struct network net;
    network_new(&net, o);
    struct arena keep;
    arena_init(&keep, "keep");
    struct batch batch;
    gradcheck_batch(&batch, 1, 9, 8, KX, KY, false, 5, &keep);
    struct run r = plain_run();
    struct pass p = network_pass(&r, &net, &batch, 1, false);
    struct reading in;
    struct writing out;
    int src = 0;
    network_read(&r, &net, &batch.src, &in);
    network_write(&r, &net, &in, &src, 1, 1, &out);
    for (int i = 0; i < batch.tgt.T; i++) {
        real logits[KY];
        network_step(&r, &net, &out, &src, 1, batch.tgt.in + i, logits);
        real loss = K->cross_entropy(KY, logits, batch.tgt.out[i], 0, 1);
        ck_assert(loss == p.row_loss[i]);
        int width = p.heads * batch.src.T;
        for (int j = 0; p.alpha && j < width; j++)
            ck_assert(out.att.alpha[j] == p.alpha[i * width + j]);
    }
    arena_drop(&keep);
    drop_arenas();
}

/* What is computed ahead is what a step computes, but for rounding; and the
 * same bits alone, beside others, and with rows of words that were kept or
 * driven out. */
static void ahead_equals_steps(const struct net_options *o)
{
    enum { ROWS = 5, STEPS = 12, SLOTS = 2 };
    struct network net;
    struct arena keep;
    struct batch batch;
    struct reading in;
    struct writing plain, one, many;
    real want[ROWS * KY], alone[KY], got[ROWS * KY];
    int src[ROWS] = {0, 2, 1, 1, 0}, y[ROWS];
    network_of(&net, o, false);
    arena_init(&keep, "keep");
    gradcheck_batch(&batch, 3, 9, 8, KX, KY, false, 5, &keep);
    struct run r = plain_run();
    network_read(&r, &net, &batch.src, &in);
    network_write(&r, &net, &in, src, ROWS, ROWS, &plain);
    network_write(&r, &net, &in, src + 2, 1, 1, &one);
    network_write(&r, &net, &in, src, ROWS, ROWS, &many);
    ahead_write(&r, &net, &one);
    ahead_write(&r, &net, &many);
    for (int i = 0; i < STEPS; i++) {
        for (int b = 0; b < ROWS; b++)
            y[b] = i ? (i * i + b * (i % 4)) % KY : ID_BOS;
        network_step(&r, &net, &plain, src, ROWS, y, want);
        net.words = NULL;
        ahead_step(&r, &net, &one, src + 2, 1, y + 2, alone);
        if (i % 5 == 1)
            ahead_words(&net, SLOTS, &keep);
        ahead_step(&r, &net, &many, src, ROWS, y, got);
        ck_assert_int_eq(memcmp(alone, got + 2 * KY, sizeof alone), 0);
        for (int k = 0; k < ROWS * KY; k++)
            ck_assert_double_eq_tol((double)want[k], (double)got[k], 2e-5);
    }
    arena_drop(&keep);
    drop_arenas();
}

START_TEST(ahead_of_focuses)
{
    struct net_options o = small();
    o.focus = focus_kind(_i);
    o.layers = 2;
    ahead_equals_steps(&o);
}
END_TEST

START_TEST(ahead_of_scores)
{
    struct net_options o = with_heads(score_kind(_i), 4);
    ahead_equals_steps(&o);
}
END_TEST

START_TEST(ahead_of_variants)
{
    struct net_options o = variant(_i);
    ahead_equals_steps(&o);
}
END_TEST

/* With a lexicon, too, all ways to the logits agree. */
START_TEST(ways_with_lexicon)
{
    struct net_options o = with_lexicon(_i);
    o.smoothing = 0;
    if (o.focus->aligns) {
        rows_equal_alone(&o);
        steps_equal(&o);
        ahead_equals_steps(&o);
    }
    arena_drop(&lexicon);
}
END_TEST

/* Where the rows are too many for one block of the softmax, a lexicon finds
 * those of each block: the gradient is the sum of the sentences' own. */
START_TEST(blocks_with_lexicon)
{
    enum { SENTENCES = 80, BLOCK = 256 };
    struct net_options o = with_lexicon(2 * _i + 1);
    struct network net;
    struct arena keep;
    struct batch all, one;
    if (o.focus->samples || !o.focus->aligns)
        return;
    o.guide = o.dropout.p = o.word_dropout = 0;
    network_new(&net, &o);
    arena_init(&keep, "keep");
    gradcheck_batch(&all, SENTENCES, 9, 8, KX, KY, false, 5, &keep);
    ck_assert_int_gt(all.tgt.rows, BLOCK);
    struct run r = {&batch_arena, &scratch, true, 1, 1, NULL};
    double loss = network_pass(&r, &net, &all, 1, true).loss, sum = 0;
    real *whole = ARENA_ARRAY(&keep, real, net.ps.count);
    memcpy(whole, net.ps.g, net.ps.count * sizeof *whole);
    memset(net.ps.g, 0, net.ps.count * sizeof *whole);
    for (int b = 0; b < SENTENCES; b++) {
        make_alone(&one, &all, b, &keep);
        sum += network_pass(&r, &net, &one, 1, true).loss;
    }
    double far = 0, most = 0;
    for (size_t k = 0; k < net.ps.count; k++) {
        far = fmax(far, fabs((double)(net.ps.g[k] - whole[k])));
        most = fmax(most, fabs((double)whole[k]));
    }
    ck_assert_double_eq_tol(sum, loss, 1e-5 * loss);
    ck_assert(most > 0 && far <= most * (REAL_IS_DOUBLE ? 1e-12 : 1e-4));
    arena_drop(&keep);
    drop_arenas();
    arena_drop(&lexicon);
}
END_TEST

/* With normalised cells, too, all ways to a state agree. */
START_TEST(ways_of_normalised_cells)
{
    struct net_options o = small();
    o.cell = cell_kind(_i);
    o.cell_norm = true;
    o.layers = 2;
    o.smoothing = 0;
    rows_equal_alone(&o);
    steps_equal(&o);
    ahead_equals_steps(&o);
}
END_TEST

START_TEST(steps_equal_pass)
{
    struct net_options o = small();
    o.focus = focus_kind(_i);
    o.layers = 2;
    o.smoothing = 0;
    steps_equal(&o);
}
END_TEST

START_TEST(steps_equal_pass_of_scores)
{
    struct net_options o = with_heads(score_kind(_i), 4);
    o.smoothing = 0;
    steps_equal(&o);
}
END_TEST

/* The losses of the rows add up to the loss, so do their gradients; and dX
 * is what E_x gets where no word stands twice. */
START_TEST(rows_add_up_to_the_pass)
{
    static const int id[2][4] = {{4, 5, 6, 7}, {5, 3, 7, 4}};
    struct net_options o = with_lexicon(2 * (_i / 2));
    struct network net;
    if (_i % 2 == 0)
        o.lextable = NULL;
    if (o.lextable && !o.focus->aligns)
        return;
    o.lexicon = o.lextable ? o.lexicon : 0;
    o.dropout.p = o.word_dropout = 0;
    network_new(&net, &o);
    struct sentence side[2] = {{id[0], 4}, {id[1], 4}};
    struct batch batch;
    int pick = 0;
    batch_make(&batch, &side[0], &side[1], &pick, 1, &model);
    struct run r = {&batch_arena, &scratch, true, 1, 1, NULL};
    size_t bytes = net.ps.count * sizeof(real);
    real *whole = ARENA_ARRAY(&model, real, net.ps.count);
    network_pass(&r, &net, &batch, 1, true);
    memcpy(whole, net.ps.g, bytes);
    memset(net.ps.g, 0, bytes);
    for (int i = 0; i < batch.tgt.rows; i++) {
        struct pass p = network_pass_row(&r, &net, &batch, i);
        ck_assert(p.loss > 0 && p.row_loss[i] > 0 && p.tokens == 1);
    }
    double far = 0, most = 0;
    for (size_t k = 0; k < net.ps.count; k++) {
        far = fmax(far, fabs((double)(net.ps.g[k] - whole[k])));
        most = fmax(most, fabs((double)whole[k]));
    }
    ck_assert(most > 0 && far <= most * (REAL_IS_DOUBLE ? 1e-13 : 1e-5));
    memset(net.ps.g, 0, bytes);
    struct pass p = network_pass_row(&r, &net, &batch, 2);
    for (int j = 0; j < batch.src.rows; j++)
        ck_assert(memcmp(row_at(p.dX, j, o.M),
                         row_at(net.E_x->g, batch.src.in[j], o.M),
                         (size_t)o.M * sizeof(real)) == 0);
    drop_arenas();
    arena_drop(&lexicon);
}
END_TEST

START_TEST(alpha_rows_sum_to_one)
{
    struct net_options o = small();
    o.focus = focus_kind(_i);
    struct network net;
    network_new(&net, &o);
    struct batch batch;
    gradcheck_batch(&batch, 5, 9, 8, KX, KY, false, 6, &model);
    struct run r = plain_run();
    struct pass p = network_pass(&r, &net, &batch, 1, false);
    ck_assert((p.alpha != NULL) == o.focus->aligns);
    for (int i = 0; p.alpha && i < batch.tgt.T; i++)
        for (int b = 0; b < batch.tgt.n[i]; b++) {
            int Tx = batch.src.T, len = batch.src.len[batch.src_of[b]];
            const real *alpha = row_at(p.alpha, batch.tgt.off[i] + b, Tx);
            double sum = 0;
            for (int j = 0; j < Tx; j++) {
                ck_assert(j < len || alpha[j] == 0);
                sum += (double)alpha[j];
            }
            ck_assert_double_eq_tol(sum, 1, 1e-6);
        }
    drop_arenas();
}
END_TEST

/* Every known model, small. */
START_TEST(gradients_of_presets)
{
    struct net_options o;
    struct config c;
    struct error err;
    config_init(&c);
    ck_assert(preset_apply(&c, preset_kind_name(_i), &err));
    c.embed = 6;
    c.hidden = 8;
    c.attn_size = 5;
    c.readout_size = 0;
    config_resolve(&c);
    ck_assert(config_network(&c, KX, KY, &o, &err));
    if (!REAL_IS_DOUBLE && o.maxout)
        return;
    ck_assert(gradients_agree(&o));
}
END_TEST

START_TEST(variants_equal)
{
    struct net_options o = variant(_i);
    rows_equal_alone(&o);
    o.smoothing = 0;
    steps_equal(&o);
}
END_TEST

START_TEST(copy_needs_uni)
{
    struct net_options o = small();
    struct error err;
    o.bridge_copy = true;
    for (int i = 0; encoder_kind(i); i++) {
        o.encoder = encoder_kind(i);
        ck_assert(network_check(&o, &err) == (o.encoder == &encoder_uni));
    }
}
END_TEST

/* s_0 and c_0 are h_m and c_m, layer by layer, and no W_s is there. */
START_TEST(copy_copies)
{
    struct net_options o = variant(COPY);
    o.cell = &cell_lstm;
    o.layers = 2;
    struct network net;
    network_new(&net, &o);
    ck_assert_ptr_null(params_find(&net.ps, "decoder.W_s"));
    ck_assert_ptr_null(params_find(&net.ps, "decoder.l2.W_c"));
    struct batch batch;
    gradcheck_batch(&batch, 4, 6, 5, KX, KY, false, 5, &model);
    struct run r = plain_run();
    struct reading in;
    struct writing out;
    int src[2] = {3, 1};
    network_read(&r, &net, &batch.src, &in);
    network_write(&r, &net, &in, src, 2, 2, &out);
    for (int k = 0; k < 2 * o.N; k++) {
        int b = src[k / o.N], u = k % o.N, row = b +
            batch.src.off[batch.src.len[b] - 1];
        ck_assert(out.state.layer[1].h[k] == in.a.H[row * o.N + u]);
        for (int l = 0; l < 2; l++)
            ck_assert(out.state.layer[l].c[k] ==
                      in.a.last[l].c[b * o.N + u]);
    }
    drop_arenas();
}
END_TEST

/* ==== Learning ==== */

/* Plain gradient descent on "copy the source" must bring the loss down. */
START_TEST(learns_to_copy)
{
    struct net_options o = small();
    o.encoder = encoder_kind(_i);
    if (o.encoder == &encoder_self)
        o.position = &position_sin;         /* it knows no order itself */
    o.dropout.p = o.word_dropout = o.smoothing = 0;
    o.Kx = o.Ky = KY;
    o.N = 24;
    o.M = o.R = o.A = 16;
    struct network net;
    network_new(&net, &o);
    struct sentence s[8];
    int pick[8], id[8][4];
    for (int b = 0; b < 8; b++) {
        for (int t = 0; t < 4; t++)
            id[b][t] = ID_FIRST + (b >> (t % 3) & 1) + 2 * (t == b % 4);
        s[b] = (struct sentence){id[b], 2 + b % 3};
        pick[b] = b;
    }
    struct batch batch;
    batch_make(&batch, s, s, pick, 8, &model);
    double loss = 0;
    for (int step = 0; step < 600; step++) {
        arena_reset(&batch_arena);
        struct run r = {&batch_arena, &scratch, true, 1, (uint64_t)step, NULL};
        memset(net.ps.g, 0, net.ps.count * sizeof *net.ps.g);
        params_pack(&net.ps);
        real scale = 1 / (real)batch.tgt.rows;
        struct pass p = network_pass(&r, &net, &batch, scale, true);
        loss = p.loss / (double)p.tokens;
        for (size_t k = 0; k < net.ps.count; k++)
            net.ps.w[k] -= (real)0.1 * net.ps.g[k];
    }
    ck_assert_double_lt(loss, 0.05);
    drop_arenas();
}
END_TEST

/* What docs/10-your-own-score.md runs of these. */
static TCase *scores_case(void)
{
    TCase *scores = tcase_create("scores");
    tcase_set_timeout(scores, 120);
    tcase_add_loop_test(scores, gradients_of_scores, 0, test_count(score_kind_name));
    tcase_add_loop_test(scores, gradients_of_heads, 0, 2);
    tcase_add_loop_test(scores, batch_equals_alone_of_scores, 0,
                        test_count(score_kind_name));
    tcase_add_loop_test(scores, ahead_of_scores, 0, test_count(score_kind_name));
    tcase_add_loop_test(scores, steps_equal_pass_of_scores, 0,
                        test_count(score_kind_name));
    return scores;
}

int main(void)
{
    TCase *t = tcase_create("network");
    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, gradients_of_focuses, 0,
                        4 * test_count(focus_kind_name));
    tcase_add_loop_test(t, gradients_when_guided, 0,
                        2 * test_count(focus_kind_name));
    tcase_add_loop_test(t, gradients_with_lexicon, 0,
                        2 * test_count(focus_kind_name));
    tcase_add_loop_test(t, ways_with_lexicon, 0,
                        2 * test_count(focus_kind_name));
    tcase_add_loop_test(t, blocks_with_lexicon, 0,
                        test_count(focus_kind_name));
    tcase_add_loop_test(t, gradients_of_encoders, 0,
                        test_count(encoder_kind_name));
    tcase_add_loop_test(t, gradients_of_variational_dropout, 0,
                        test_count(encoder_kind_name));
    tcase_add_loop_test(t, gradients_of_r_drop, 0, test_count(focus_kind_name));
    tcase_add_test(t, r_drop_without_dropout);
    tcase_add_loop_test(t, gradients_of_summaries, 0,
                        test_count(summary_kind_name));
    tcase_add_loop_test(t, gradients_of_positions, 0,
                        test_count(position_kind_name));
    tcase_add_loop_test(t, gradients_of_cells, 0,
                        2 * test_count(cell_kind_name));
    tcase_add_loop_test(t, gradients_of_layers, 0, 2);
    tcase_add_loop_test(t, gradients_of_variants, 0, VARIANTS);
    tcase_add_loop_test(t, gradients_of_presets, 0, test_count(preset_kind_name));
    tcase_add_loop_test(t, variants_equal, 0, VARIANTS);
    tcase_add_test(t, copy_needs_uni);
    tcase_add_test(t, copy_copies);
    tcase_add_loop_test(t, gradients_when_tied, 0, 2);
    tcase_add_test(t, planted_error_is_found);
    tcase_add_loop_test(t, batch_equals_alone, 0,
                        test_count(encoder_kind_name) * test_count(focus_kind_name));
    tcase_add_loop_test(t, ahead_of_focuses, 0, test_count(focus_kind_name));
    tcase_add_loop_test(t, ahead_of_variants, 0, VARIANTS);
    tcase_add_loop_test(t, ways_of_normalised_cells, 0,
                        test_count(cell_kind_name));
    tcase_add_loop_test(t, steps_equal_pass, 0, test_count(focus_kind_name));
    tcase_add_loop_test(t, rows_add_up_to_the_pass, 0,
                        2 * test_count(focus_kind_name));
    tcase_add_loop_test(t, alpha_rows_sum_to_one, 0,
                        test_count(focus_kind_name));
    tcase_add_loop_test(t, learns_to_copy, 0, test_count(encoder_kind_name));
    return test_run("network", t, scores_case());
}
