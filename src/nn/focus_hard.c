/* Hard attention: one source token at a time, Xu et al. 2015, section 4.1.
 *
 * pi_i = softmax(e_i); in training a_i is drawn from pi_i, else it is the
 * arg-max; alpha_i is one-hot at a_i.  A draw has no derivative.  Two ways to
 * learn all the same (--hard-estimator):
 *
 * REINFORCE (Williams 1992).  The gradient of the expected loss is that of
 * the loss of what was drawn, with the draws as constants, and
 *
 * (1)' de_ij += A_i (alpha_ij - pi_ij)
 *      A_i = sum_{i' >= i} (loss_{i'} - baseline)    of the same sentence
 *
 * in which any baseline that the draws do not change leaves the expectation
 * as it is (and the loss before i does not depend on a_i).  Here it is the
 * moving average of the mean loss of a token (with R-Drop of both passes), a
 * tensor of the model that no optimizer touches; it starts at log Ky, the loss
 * of who knows nothing.  With more heads each draws for itself and has the same
 * A_i.
 *
 * Gumbel, straight through (Jang, Gu, Poole 2017, section 2.2; Maddison,
 * Mnih, Teh 2017).  With g_ij = -log(-log(u_ij)), u uniform in (0, 1),
 *
 * (2) a_i = arg-max_j (e_ij + g_ij), which has distribution pi_i
 *     y_i = softmax((e_i + g_i) / tau), tau = 1
 * (2)' as if alpha_i were y_i: de_ij += y_ij (dalpha_ij -
 *      sum_k y_ik dalpha_ik)
 *
 * This is biased.  Against the exact gradient over all alignments of a toy
 * (tests/unit/test_hard.c), the mean gradient of W_a, U_a, v_a is off by 44 %
 * of its norm (14 to 90 % with other weights), of all parameters by 2 %, while
 * REINFORCE's is off by nothing; but one draw of REINFORCE is some 30 times
 * noisier.
 *
 * A replay (nn/run.h) has the draws of an earlier pass: with REINFORCE the
 * surrogate A_i log pi_i(a_i), A_i as it was, gives (1)'; with Gumbel alpha
 * is the one-hot that was, + y - y as it was, which gives (2)'. */
#include <math.h>
#include <string.h>

#include "base/fmath.h"
#include "nn/focus.h"

struct hard {
    bool gumbel;
    struct param *baseline;     /* [1], PARAM_MOVING; NULL with Gumbel */
};

static void *hard_declare(struct params *ps, const struct net_options *o,
                          int *width)
{
    (void)width;
    struct hard *h = ARENA_NEW(ps->arena, struct hard);
    h->gumbel = o->gumbel;
    if (h->gumbel)
        return h;
    h->baseline = params_add(ps, INIT_CONSTANT, PARAM_MOVING, 1, 0,
                             "attention.baseline");
    h->baseline->constant = (real)fmath_log(o->Ky);
    return h;
}

/* ==== Drawing ==== */

static int arg_max(int n, const real *x)
{
    int best = 0;
    for (int j = 1; j < n; j++)
        if (x[j] > x[best])
            best = j;
    return best;
}

/* Which of the n has the u-th part of the probability, 0 <= u < 1. */
static int quantile(int n, const real *prob, wide u)
{
    wide below = 0;
    for (int j = 0; j < n; j++) {
        below += (wide)prob[j];
        if (u < below)
            return j;
    }
    return arg_max(n, prob);    /* the sum was rounded to less than u */
}

static void gumbel_add(int n, real *x, struct rng key, uint64_t index)
{
    for (int j = 0; j < n; j++) {
        wide u = fmax(rng_uniform(key, index + (uint64_t)j), 0x1p-54);
        x[j] += (real)-fmath_log(-fmath_log(u));
    }
}

/* Fills prob, pi_i or y_i, of row `row` of the step; returns a_i. */
static int draw(const struct run *r, const struct hard *h,
                const struct focus_step *f, int row, const real *e,
                real *prob)
{
    int n = focus_len(f, row), head = row % f->heads;
    struct rng key = rng_key(r->seed, RNG_HARD, r->step,
                             (uint64_t)(f->row + row / f->heads));
    if (!h->gumbel) {
        K->softmax(n, prob, e);
        return quantile(n, prob, rng_uniform(key, (uint64_t)head));
    }
    memcpy(prob, e, (size_t)n * sizeof *prob);
    gumbel_add(n, prob, key, (uint64_t)head * (uint64_t)f->Tx);
    int choice = arg_max(n, prob);                          /* (2) */
    K->softmax(n, prob, prob);
    return choice;
}

/* ==== Forward ==== */

static void replay_row(const struct hard *h, int n, const real *old_alpha,
                       const real *old_prob, const real *prob, real *alpha)
{
    memcpy(alpha, old_alpha, (size_t)n * sizeof *alpha);
    for (int j = 0; h->gumbel && j < n; j++)
        alpha[j] += prob[j] - old_prob[j];
}

static void hard_forward(struct run *r, const void *self,
                         const struct focus_step *f, int lo, int hi,
                         const real *e, real *alpha)
{
    const struct hard *h = self;
    for (int b = lo * f->heads; b < hi * f->heads; b++) {
        int n = focus_len(f, b), choice;
        const real *score = row_at(e, b, f->Tx);
        real *row = row_of(alpha, b, f->Tx);
        real *prob = row_of(f->prob, b, f->Tx);
        memset(row, 0, (size_t)n * sizeof *row);
        choice = r->train ? draw(r, h, f, b, score, prob)
                          : arg_max(n, score);
        if (f->old_alpha)
            replay_row(h, n, row_at(f->old_alpha, b, f->Tx),
                       row_at(f->old_prob, b, f->Tx), prob, row);
        else
            row[choice] = 1;
    }
}

/* ==== Backward ==== */

static void hard_backward(struct run *r, void *self,
                          const struct focus_step *f, int lo, int hi,
                          const real *alpha, const real *dalpha, real *de)
{
    (void)r;
    const struct hard *h = self;
    for (int b = lo * f->heads; b < hi * f->heads; b++) {
        int n = focus_len(f, b);
        real A = f->reward[b / f->heads];
        real *row = row_of(de, b, f->Tx);
        const real *prob = row_at(f->prob, b, f->Tx);
        if (h->gumbel) {
            K->softmax_backward(n, row, prob,
                                row_at(dalpha, b, f->Tx));  /* (2)' */
            continue;
        }
        K->axpy(n, A, row_at(alpha, b, f->Tx), row);        /* (1)' */
        K->axpy(n, -A, prob, row);
    }
}

/* A_i [tgt rows] from the last row of each sentence to the first. */
static void hard_reward(struct run *r, void *self, const struct side *tgt,
                        const real *row_loss, int from, int n, real scale,
                        real *reward)
{
    (void)r;
    struct hard *h = self;
    wide loss = 0;
    if (h->gumbel)
        return;
    for (int i = tgt->T - 1; i >= 0; i--)
        for (int b = 0; b < tgt->n[i]; b++) {
            int row = tgt->off[i] + b;
            bool last = i + 1 == tgt->len[b];
            reward[row] = last ? 0 : reward[tgt->off[i + 1] + b];
            if (row < from || row >= from + n)
                continue;
            reward[row] += scale * (row_loss[row] - h->baseline->w[0]);
            loss += (wide)row_loss[row];
        }
    h->baseline->g[0] += (real)((wide)scale * loss);
}

static real hard_surrogate(const void *self, int heads, int Tx, int len,
                           const real *alpha, const real *prob, real reward)
{
    const struct hard *h = self;
    wide sum = 0;
    for (int k = 0; !h->gumbel && k < heads; k++) {
        int choice = arg_max(len, row_at(alpha, k, Tx));
        sum += fmath_log((wide)row_at(prob, k, Tx)[choice]);
    }
    return reward * (real)sum;
}

const struct focus_kind focus_hard = {
    .kind = {
        .name = "hard",
        .alias = "one-hot stochastic 硬",
        .formula = "alpha_i = onehot(a_i), a_i ~ softmax(e_i) in training, "
                   "else arg-max_j e_ij",
        .source = "Xu et al. 2015, 4.1; Williams 1992 (reinforce); Jang, Gu, "
                  "Poole 2017, straight-through (gumbel)",
        .qkv = "Q and K are the score's, V = h_j, one of them at a step",
        .note = "--hard-estimator reinforce is right on average and noisy, "
                "so it learns slowly; gumbel is quiet and biased: on a toy "
                "whose alignments can all be listed the score's gradient is "
                "off by 44 % of its norm; it learns to copy and to reverse, "
                "with the right arg-max, in a third of the updates",
        .unproved = PROOF_ALIGN,
        .why = "reinforce is so noisy that the decoder's state has learnt to "
               "remember the words before the alignment is found",
    },
    .scores = true, .aligns = true, .samples = true,
    .declare = hard_declare,
    .forward = hard_forward, .backward = hard_backward,
    .reward = hard_reward, .surrogate = hard_surrogate,
};
