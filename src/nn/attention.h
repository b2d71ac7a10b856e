/* attention: score x focus -> alpha_ij and ctx_i.
 *
 * The paper's letters (Bahdanau, Cho, Bengio 2015) in the code:
 *
 *   paper            code          shape or meaning
 *   T_x T_y          Tx Ty         lengths; real ones in side.len
 *   K_x K_y          Kx Ky         vocabularies
 *   m n n' l         M N A R       embedding, state, alignment, readout
 *   h_j              H             annotations [src rows x N]
 *   s_{i-1}          s             decoder state [n x N]
 *   e_ij             e             [n x Tx] for the current i
 *   alpha_ij         alpha         [tgt rows x heads x Tx], kept for all i
 *   c_i              ctx           [tgt rows x N]; an LSTM's cell is c
 *   v_a W_a U_a      v_a W_a U_a   A, A x N, A x N
 *
 * More heads (Vaswani et al. 2017, section 3.2.2): each has its own e and
 * alpha and reads its own N / heads columns of the values v_j = W_V h_j; what
 * that paper calls W_O are the decoder's C and the readout's C_o.  With one
 * head v_j is h_j.
 *
 * (1) k_j = keys(h_j), q_i = query(s_{i-1})        nn/score.h
 * (2) e_ij = pair(q_i, k_j)                        nn/score.h
 * (3) alpha_ij = focus(e_ij)                       nn/focus.h
 * (4) ctx_i = sum_j alpha_ij v_j                   here
 * (4)' dalpha_ij += dctx_i' v_j;  dv_j += alpha_ij dctx_i
 * then (3)', (2)', (1)' in the rows' own files.
 *
 * In training each target sentence has a source sentence of its own, so that
 * threads that own target rows never write to the same h_j. */
#ifndef NN_ATTENTION_H
#define NN_ATTENTION_H

#include "nn/focus.h"
#include "nn/score.h"

struct attention {
    const struct score_kind *score;
    const struct focus_kind *focus;
    void *score_self, *focus_self;  /* score_self NULL: no score is read */
    int heads;
    struct param *W_V;              /* [N x N] with more heads than one */
    int N, query, key, shared, x;   /* widths */
};

/* One row of alpha: of a target sentence (row `row` among those of its step)
 * at step i, from 0; [heads x Tx] wide, `len` weights of each head are real. */
struct alpha_row {
    int i, row, heads, Tx, len;
};

/* What somebody who asks "what if" does to alpha between (3) and (4).  It is
 * called by several threads, a row each.  Not while training: backward knows
 * nothing of it. */
struct intervention {
    void (*change)(const void *self, const struct alpha_row *at,
                   real *alpha);
    const void *self;
};

/* The attention of one batch, or of the sentences being translated. */
struct attention_seq {
    const struct annotations *a;
    const real *summary;   /* [src B x N] */
    real *dsummary;
    int width;             /* of a value and of ctx: N unless mapped */
    bool mapped;
    const real *V;         /* [src rows x width] values */
    real *dV;
    const real *keys;      /* [src rows x key] */
    real *dkeys;
    int rows;              /* target rows that the arrays below hold */
    int Tx;
    real *q, *dq;          /* [rows x query]; NULL: q is s */
    real *x, *dx;          /* [rows x x] of the focus */
    real *e;               /* [rows x heads x Tx] of zeros, set after `begin`
                              by who wants to see e_ij; else NULL */
    real *alpha;           /* [rows x heads x Tx] */
    const struct intervention *intervene;  /* set after `begin`, as e is */
    real *prob;            /* [rows x heads x Tx] that alpha was drawn from */
    real *reward;          /* [rows] of the sampled alpha, for backward */
    const real *dalpha;    /* [rows x heads x Tx] of attention_dalpha; may be
                              NULL */
    real *ctx, *dctx;      /* [rows x width] */
    real *dshared;         /* [src B x shared] */
    int kept;
    int keep_rows;         /* the first of `rows`, as many as fit */
    real *keep;            /* [keep_rows x Tx x kept] of the score */
};

/* Most reals in `keep` (128 MiB in float): 64 pairs of 45 tokens each by a
 * score that is 256 wide. */
enum { ATTENTION_KEEP = 1 << 25 };

struct attention *attention_new(struct params *ps,
                                const struct net_options *o);

/* (1) for the keys; arrays for `rows` target rows.  summary [src B x N] must
 * stay. */
void attention_begin(struct run *r, const struct attention *att,
                     const struct annotations *a, const real *summary,
                     int rows, struct attention_seq *q);

/* Instead of ctx_i, what n matrices C [.. x N] make of it, side by side: by
 * (4), C ctx_i = sum_j alpha_ij (C h_j), and C h_j is one product a sentence,
 * where C ctx_i is one a step.  Not while training; false, and nothing is
 * changed, with more heads than one. */
bool attention_map(struct run *r, const struct attention *att,
                   struct attention_seq *q, const struct param *const *C,
                   int n);

/* Step i: rows row0 .. row0 + n, whose source sentences are src[0..n), with
 * states s [n x N]: fills alpha and ctx of these rows. */
void attention_forward(struct run *r, const struct attention *att,
                       struct attention_seq *q, int i, int row0, int n,
                       const int *src, const real *s);

/* From dctx (and dalpha) of these rows: dh_j, dkeys, dq; ds [n x N] += . */
void attention_backward(struct run *r, struct attention *att,
                        struct attention_seq *q, int i, int row0, int n,
                        const int *src, const real *s, real *ds);

/* Between the two, for a focus that samples: the loss of each target row, of
 * which only from .. from + n are asked for. */
void attention_reward(struct run *r, struct attention *att,
                      struct attention_seq *q, const struct batch *batch,
                      const real *row_loss, int from, int n, real scale);

/* Guided alignment: what `weight` times the cross-entropy between the guide of
 * a batch and alpha adds to the loss; unless dalpha is NULL, += what it adds
 * there, times `scale` like every gradient (nn/attention_guide.c). */
wide attention_guide(const struct attention *att,
                     const struct attention_seq *q, const struct batch *batch,
                     real weight, real scale, real *dalpha);

/* Zeros for the gradient of what depends on alpha beside ctx, which backward
 * will read: [rows x heads x Tx]. */
real *attention_dalpha(struct run *r, const struct attention *att,
                       struct attention_seq *q);

/* What a replayed pass adds to the loss (nn/focus.h). */
wide attention_surrogate(const struct attention *att,
                         const struct attention_seq *q,
                         const struct attention_seq *old,
                         const struct side *tgt, const int *src_of);

/* alpha_j of one target row, alpha [heads x Tx]: the mean of the heads. */
static inline real attention_mean(const real *alpha, int heads, int Tx, int j)
{
    real a = 0;
    for (int h = 0; h < heads; h++)
        a += alpha[h * Tx + j] / (real)heads;
    return a;
}

/* The weights of one target row: those of head `head`, or their mean for
 * HEAD_MEAN: out [n], n <= Tx, from alpha [heads x Tx]. */
enum { HEAD_MEAN = -1 };
void attention_weights(const real *alpha, int heads, int Tx, int head,
                       real *out, int n);

/* After all steps: what is one product over all rows.  s [rows x N]. */
void attention_end(struct run *r, struct attention *att,
                   struct attention_seq *q, const real *s);

#endif
