/* What attention does besides a step: the reward of alignments that were
 * sampled (nn/focus.h), and the weights of one head or of all. */
#include <string.h>

#include "nn/attention.h"

/* ==== Sampled alignments ==== */

/* The loss that the draws of a row move.  With R-Drop the loss of a pair's
 * other pass is as much theirs: it has half of what the passes differ by. */
static const real *moved_loss(struct run *r, const struct batch *batch,
                              const real *row_loss)
{
    if (!batch->twice)
        return row_loss;
    real *both = run_room(r, batch->tgt.rows, 1);
    for (int i = 0; i < batch->tgt.rows; i++)
        both[i] = row_loss[i] + row_loss[i ^ 1];
    return both;
}

void attention_reward(struct run *r, struct attention *att,
                      struct attention_seq *q, const struct batch *batch,
                      const real *row_loss, int from, int n, real scale)
{
    if (att->focus->reward)
        att->focus->reward(r, att->focus_self, &batch->tgt,
                           moved_loss(r, batch, row_loss), from, n, scale,
                           q->reward);
}

wide attention_surrogate(const struct attention *att,
                         const struct attention_seq *q,
                         const struct attention_seq *old,
                         const struct side *tgt, const int *src_of)
{
    wide sum = 0;
    int width = att->heads * q->Tx;
    for (int i = 0; att->focus->surrogate && i < tgt->T; i++)
        for (int b = 0; b < tgt->n[i]; b++) {
            int row = tgt->off[i] + b;
            sum += (wide)att->focus->surrogate(
                att->focus_self, att->heads, q->Tx,
                q->a->src->len[src_of[b]], row_of(q->alpha, row, width),
                row_of(q->prob, row, width), old->reward[row]);
        }
    return sum;
}

/* ==== Looking at them ==== */

void attention_weights(const real *alpha, int heads, int Tx, int head,
                       real *out, int n)
{
    if (head >= 0 || heads == 1) {
        const real *row = row_at(alpha, head >= 0 ? head : 0, Tx);
        memcpy(out, row, (size_t)n * sizeof *out);
        return;
    }
    for (int j = 0; j < n; j++)
        out[j] = attention_mean(alpha, heads, Tx, j);
}
