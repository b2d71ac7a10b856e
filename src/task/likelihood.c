#include "task/likelihood.h"

#include <stdlib.h>
#include <string.h>

#include "base/fmath.h"
#include "model/ensemble.h"

/* Tokens of a batch, both sides, after which no pair joins it: bounds
 * the memory, and larger batches are not faster. */
enum { BATCH_TOKENS = 2048 };

struct pass likelihood_pass(const struct network *net,
                            const struct batch *batch, struct arena *arena)
{
    struct arena scratch;
    arena_init(&scratch, "likelihood");
    struct run r = {arena, &scratch, false, 0, 0, NULL};
    struct network own = *net;     /* a pass without backward reads only */
    struct output output = *net->output;
    output.smoothing = 0;
    own.output = &output;
    struct pass p = network_pass(&r, &own, batch, 1, false);
    arena_drop(&scratch);
    return p;
}

double likelihood_perplexity(double logp, long tokens)
{
    return tokens > 0 ? fmath_exp(-logp / (double)tokens) : 1;
}

/* ==== Batches ==== */

struct job {
    const struct model *m;
    struct sentence *src, *tgt;    /* [n] */
    struct likelihood *out;        /* [n] */
    int n;
};

/* A pair's place in the order of lengths. */
struct turn {
    int tokens, pair;
};

static int by_length(const void *x, const void *y)
{
    const struct turn *a = x, *b = y;
    if (a->tokens != b->tokens)
        return a->tokens < b->tokens ? -1 : 1;
    return (a->pair > b->pair) - (a->pair < b->pair);
}

static int *order(const struct job *j, struct arena *arena)
{
    struct turn *turn = ARENA_ARRAY(arena, struct turn, j->n);
    int *pick = ARENA_ARRAY(arena, int, j->n);
    for (int i = 0; i < j->n; i++)
        turn[i] = (struct turn){j->tgt[i].n + j->src[i].n, i};
    if (j->n > 0)
        qsort(turn, (size_t)j->n, sizeof *turn, by_length);
    for (int i = 0; i < j->n; i++)
        pick[i] = turn[i].pair;
    return pick;
}

/* -log p of every target row [tgt rows], of an ensemble. */
static const real *losses_together(const struct network *net,
                                   const struct batch *batch,
                                   struct arena *arena)
{
    const struct side *t = &batch->tgt;
    struct arena scratch;
    struct ensemble e;
    arena_init(&scratch, "likelihood");
    struct run r = {arena, &scratch, false, 0, 0, NULL};
    real *loss = run_room(&r, t->rows, 1);
    real *logits = run_room(&r, t->B, net->o.Ky);
    ensemble_begin(&r, &e, net, &batch->src, batch->src_of, t->B);
    for (int i = 0; i < t->T; i++) {
        ensemble_step(&r, &e, batch->src_of, t->n[i], t->in + t->off[i],
                      logits);
        for (int b = 0; b < t->n[i]; b++) {
            const real *z = row_at(logits, b, net->o.Ky);
            loss[t->off[i] + b] = K->logsumexp(net->o.Ky, z) -
                                  z[t->out[t->off[i] + b]];
        }
    }
    arena_drop(&scratch);
    return loss;
}

/* The sum of a pair's rows goes from its first token to its last, whatever
 * stands beside it. */
static void one_batch(const struct job *j, const int *pick, int B)
{
    struct arena arena;
    struct batch batch;
    arena_init(&arena, "batch");
    batch_make(&batch, j->src, j->tgt, pick, B, &arena);
    const struct network *net = &j->m->net;
    const real *loss = net->next
                           ? losses_together(net, &batch, &arena)
                           : likelihood_pass(net, &batch, &arena).row_loss;
    const struct side *t = &batch.tgt;
    for (int b = 0; b < B; b++) {
        struct likelihood *out = &j->out[batch.pair[b]];
        out->tokens = t->len[b];
        for (int i = 0; i < t->len[b]; i++)
            out->logp -= (double)loss[t->off[i] + b];
    }
    arena_drop(&arena);
}

static struct sentence ids(const struct model *m, int side, const char *text,
                           bool *cut, struct arena *arena)
{
    struct pieces p;
    *cut |= !translate_encode(m, side, text, &p, arena);
    return translate_ids(&p, arena);
}

void likelihood(const struct model *m, const char *const *src,
                const char *const *tgt, int n, struct likelihood *out,
                struct arena *arena)
{
    struct job j = {m, ARENA_ARRAY(arena, struct sentence, n),
                    ARENA_ARRAY(arena, struct sentence, n), out, n};
    memset(out, 0, (size_t)n * sizeof *out);
    for (int i = 0; i < n; i++) {
        j.src[i] = ids(m, SIDE_SRC, src[i], &out[i].cut, arena);
        j.tgt[i] = ids(m, SIDE_TGT, tgt[i], &out[i].cut, arena);
        out[i].chars = ranking_chars(&m->tokens.vocab[SIDE_TGT], j.tgt[i].id,
                                     j.tgt[i].n);
    }
    const int *pick = order(&j, arena);
    for (int at = 0, B; at < n; at += B) {
        int tokens = 0;
        for (B = 0; at + B < n && (B == 0 || tokens < BATCH_TOKENS); B++)
            tokens += j.tgt[pick[at + B]].n + j.src[pick[at + B]].n + 2;
        one_batch(&j, pick + at, B);
    }
}
