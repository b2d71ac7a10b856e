/* Many-to-one attention (nn/many.c) over the annotations of a sentence:
 * (1) score_j = h_j' W h_T
 * (2) alpha = softmax(score)
 * (3) z = tanh(W_c [sum_j alpha_j h_j ; h_T])
 * What h_T is: where all was read left to right (or at once) the last
 * annotation, that of </s>.  In an encoder of two directions that vector's
 * backward half has seen </s> alone; the state in which its reader has seen
 * everything stands at the first word, so that h_T is the summary `last`,
 * [fwd h_Tx ; bwd h_1]. */
#include "nn/many.h"

#include <string.h>

#include "nn/summary.h"

static void *attention_declare(struct params *ps,
                               const struct net_options *o)
{
    return many_new(ps, o->N, "summary");
}

/* One group a sentence. */
static struct groups sentences(struct run *r, const struct side *s)
{
    int *first = ARENA_ARRAY(r->batch, int, s->B + 1);
    int *row = ARENA_ARRAY(r->batch, int, s->rows);
    for (int b = 0; b < s->B; b++) {
        first[b + 1] = first[b] + s->len[b];
        for (int j = 0; j < s->len[b]; j++)
            row[first[b] + j] = s->off[j] + b;
    }
    return (struct groups){s->B, first, row};
}

static void *summarise(struct run *r, const void *self,
                                 const struct annotations *a, real *z)
{
    struct groups g = sentences(r, a->src);
    struct many_seq *s = many_forward(r, self, a->H, a->split, &g);
    memcpy(z, s->z, (size_t)g.n * (size_t)a->N * sizeof *z);
    return s;
}

static void summarise_backward(struct run *r, void *self, void *cache,
                                 const struct annotations *a, const real *dz)
{
    many_backward(r, self, cache, dz, a->dH);
}

static void attention_look(const void *self, const void *cache,
                           const struct annotations *a, int b, real *out)
{
    (void)self;
    const struct many_seq *s = cache;
    memcpy(out, s->alpha + s->g.first[b],
           (size_t)a->src->len[b] * sizeof *out);
}

const struct summary_kind summary_attention = {
    .kind = {
        .name = "attention",
        .alias = "many-to-one 注意力 多对一",
        .formula = "score_j = h_j' W h_T, alpha = softmax(score), z = "
                   "tanh(W_c [sum_j alpha_j h_j ; h_T])",
        .source = "Remy's Keras layer, after Luong, Pham, Manning 2015, (5) "
                  "and section 3.1, general",
        .qkv = "Q = W h_T, K = V = h_j",
        .note = "the layer's W is this W'; h_T is [fwd h_Tx ; bwd h_1] in "
                "two directions",
    },
    .declare = attention_declare, .forward = summarise,
    .backward = summarise_backward, .look = attention_look,
};
