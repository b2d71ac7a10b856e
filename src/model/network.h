/* network: the parts put together; forward reads like section 3 of the paper
 * (Bahdanau, Cho, Bengio 2015).
 *
 *     x -> E_x -> (+ positions) -> encoder -> h_1 .. h_Tx -> summary z
 *     s_0 = tanh(W_s z + b_s);  for each i: ctx_i, s_i;  t_i;  p(y_i)
 */
#ifndef MODEL_NETWORK_H
#define MODEL_NETWORK_H

#include "nn/decoder.h"
#include "nn/output.h"
#include "nn/position.h"
#include "nn/summary.h"

struct network {
    struct net_options o;
    struct params ps;
    struct param *E_x, *E_y;
    void *position, *encoder, *summary;
    struct decoder *decoder;
    struct output *output;
    struct word_rows *words;   /* model/ahead.h; NULL: nothing is kept */
    struct network *next;  /* translates with it: model/ensemble.h */
};

/* All tensors by name and shape; params_seal then makes room for them.
 * Everything lives in `arena`. */
void network_declare(struct network *net, const struct net_options *o,
                     struct arena *arena);

/* Declares and seals.  Values are zero until params_randomise or a file fills
 * them; call params_pack after. */
void network_init(struct network *net, const struct net_options *o,
                  bool train, struct arena *arena);

/* The reason why these options do not fit together, or true. */
bool network_check(const struct net_options *o, struct error *err);

/* ==== Training ==== */

struct pass {
    double loss;           /* sum over target tokens, </s> included; with
                              what batch.guide adds */
    long tokens;
    const real *row_loss;  /* [tgt rows] */
    int heads;
    const real *alpha;     /* [tgt rows x heads x src.T], NULL without
                              alignment */
    const struct attention_seq *attention;  /* all of it */
    const real *dX;        /* [src rows x M] gradients of the embedded x_j;
                              NULL without backward */
};

/* The loss of a batch; with `backward` the gradients of scale * loss are
 * added to the parameters' g.  Arrays live in r->batch. */
struct pass network_pass(struct run *r, struct network *net,
                         const struct batch *batch, real scale,
                         bool backward);

/* The same of the loss of target row `row` alone, with its gradients: what
 * each word that was read did to one that is written. */
struct pass network_pass_row(struct run *r, struct network *net,
                             const struct batch *batch, int row);

/* ==== Translating ==== */

/* Source sentences, read. */
struct reading {
    const struct side *src;
    struct annotations a;
    real *summary;         /* [B x N] */
    real *X;               /* [src rows x M] what the encoder read */
    real *H;               /* annotations as the summary saw them: a.H is
                              them after dropout */
    void *encoder, *summarizer;    /* their caches, for backward and look */
};

void network_read(struct run *r, const struct network *net,
                  const struct side *src, struct reading *out);

/* Hypotheses about those sentences, one step at a time. */
struct writing {
    struct attention_seq att;      /* ctx and alpha of the last step */
    const struct lexprior *lex;    /* NULL: none */
    struct decoder_state state;
    int i;                         /* steps made */
};

/* n hypotheses, number b about source sentence src[b]; no later step has more
 * than `room`. */
void network_write(struct run *r, const struct network *net,
                   const struct reading *reading, const int *src, int n,
                   int room, struct writing *w);

/* Feeds y_{i-1} [n] and gives the logits of y_i [n x Ky]; w->att.alpha
 * [n x heads x src.T] is this step's. */
void network_step(struct run *r, const struct network *net,
                  struct writing *w, const int *src, int n, const int *y,
                  real *logits);

/* The hypotheses from[0..n) become 0 .. n: after a beam was cut. */
void network_keep(struct run *r, const struct network *net,
                  struct writing *w, const int *from, int n);

#endif
