/* Soft (global) attention, Bahdanau, Cho, Bengio 2015, (6):
 *
 * (1) alpha_ij = exp(e_ij) / sum_k exp(e_ik)     k over the real tokens
 * (1)' de_ij += alpha_ij (dalpha_ij - sum_k alpha_ik dalpha_ik)
 */
#include "nn/focus.h"

static void soft_forward(struct run *r, const void *self,
                         const struct focus_step *f, int lo, int hi,
                         const real *e, real *alpha)
{
    (void)r;
    (void)self;
    for (int b = lo * f->heads; b < hi * f->heads; b++)
        K->softmax(focus_len(f, b), row_of(alpha, b, f->Tx),
                   row_at(e, b, f->Tx));                    /* (1) */
}

static void soft_backward(struct run *r, void *self,
                          const struct focus_step *f, int lo, int hi,
                          const real *alpha, const real *dalpha, real *de)
{
    (void)r;
    (void)self;
    for (int b = lo * f->heads; b < hi * f->heads; b++)
        K->softmax_backward(focus_len(f, b), row_of(de, b, f->Tx),
                            row_at(alpha, b, f->Tx),
                            row_at(dalpha, b, f->Tx));      /* (1)' */
}

const struct focus_kind focus_soft = {
    .kind = {
        .name = "soft",
        .alias = "global 软 全局",
        .formula = "alpha_ij = softmax_j(e_ij)",
        .source = "Bahdanau, Cho, Bengio 2015, (6)",
        .qkv = "Q and K are the score's, V = h_j",
    },
    .scores = true, .aligns = true,
    .declare = NULL, .forward = soft_forward, .backward = soft_backward,
};
