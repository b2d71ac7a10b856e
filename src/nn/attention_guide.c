/* Guided alignment: attention learns from links that were made beforehand
 * (Chen, Matusov, Khadivi and Peter 2016, "Guided alignment training for
 * topic-aware neural machine translation", section 4; Mi, Wang and Ittycheriah
 * 2016, "Supervised attentions for neural machine translation"; the mean over
 * the heads is this program's).  A_ij are the guide's weights; a row without
 * links, as that of </s>, adds nothing:
 *
 * (1) a_ij = 1/H sum_h alpha_hij
 * (2) loss += w sum_i sum_j -A_ij log(a_ij + eps)
 * (2)' dalpha_hij -= w A_ij / (H (a_ij + eps))
 *
 * eps keeps (2)' finite where the softmax comes to 0; the focus multiplies
 * it with alpha_hij again. */
#include "base/fmath.h"
#include "nn/attention.h"

static const real eps = (real)1e-6;

/* Of y_i's row of alpha, heads x Tx wide; dalpha may be NULL. */
static wide row_guide(const struct attention *att, int Tx,
                      const struct guide *g, int i, const real *alpha,
                      real scale, real *dalpha)
{
    wide loss = 0;
    for (int k = g->first[i]; k < g->first[i + 1]; k++) {
        int j = g->link[k].j;
        real A = g->link[k].weight;
        real a = attention_mean(alpha, att->heads, Tx, j);  /* (1) */
        loss -= (wide)A * fmath_log((wide)(a + eps));       /* (2) */
        for (int h = 0; dalpha && h < att->heads; h++)
            dalpha[h * Tx + j] -=
                scale * A / ((real)att->heads * (a + eps)); /* (2)' */
    }
    return loss;
}

wide attention_guide(const struct attention *att,
                     const struct attention_seq *q, const struct batch *batch,
                     real weight, real scale, real *dalpha)
{
    const struct side *tgt = &batch->tgt;
    int width = att->heads * q->Tx;
    wide loss = 0;
    for (int b = 0; b < tgt->B; b++)
        for (int i = 0; i + 1 < tgt->len[b]; i++) {
            int row = tgt->off[i] + b;
            loss += row_guide(att, q->Tx, &batch->guide[batch->pair[b]], i,
                              row_at(q->alpha, row, width), weight * scale,
                              dalpha ? row_of(dalpha, row, width) : NULL);
        }
    return (wide)weight * loss;
}

real *attention_dalpha(struct run *r, const struct attention *att,
                       struct attention_seq *q)
{
    real *dalpha = run_matrix(r, q->rows, att->heads * q->Tx);
    q->dalpha = dalpha;
    return dalpha;
}
