/* How much memory training will need, before it begins. */
#include "task/search.h"
#include "task/train.h"

/* Reals that a source token and a target token hold until the end of a
 * pass, with --layers 1: inputs, gates, states and their gradients. */
static size_t per_source(const struct net_options *o, size_t longest)
{
    size_t M = (size_t)o->M, A = (size_t)o->A;
    return 2 * M + o->encoder->reals(o, (int)longest) + 2 * A;
}

static size_t per_target(const struct net_options *o)
{
    size_t N = (size_t)o->N, M = (size_t)o->M, A = (size_t)o->A;
    return 2 * M + (size_t)o->layers * (4 * N + 4 * N + 3 * N) + 2 * N +
           2 * A + (o->maxout ? 8 : 4) * (size_t)o->R;
}

/* What a score of whole steps holds for all pairs of a step, and keeps. */
static size_t whole_steps(const struct net_options *o, size_t longest,
                          size_t batch)
{
    if (!o->score->step || !o->focus->scores)
        return 0;
    size_t step = batch * longest * (size_t)o->A, all = longest * step;
    return 4 * step + (all < ATTENTION_KEEP ? all : ATTENTION_KEEP);
}

size_t train_memory(const struct net_options *o, size_t weights,
                    const struct data *d, int batch)
{
    size_t longest = (size_t)d->longest + 1, B = (size_t)batch;
    size_t rows = longest * B;
    size_t activations = rows * (per_source(o, longest) + per_target(o));
    size_t alpha = 3 * rows * longest;
    size_t logits = 256 * (size_t)o->Ky;
    /* A dev check searches while the batch's memory stays. */
    size_t check = SEARCH_WIDTH *
                   (longest * per_source(o, longest) + (size_t)o->Ky);
    /* w, g, two packed forms, m, v, average, best, spare; the checkpoint
     * being written. */
    return (9 * weights + activations + alpha + logits + check +
            whole_steps(o, longest, B)) * sizeof(real);
}
