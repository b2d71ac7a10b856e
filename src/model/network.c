#include "model/network.h"

#include <string.h>

#include "nn/dropout.h"
#include "nn/embed.h"
#include "nn/rows.h"

void network_declare(struct network *net, const struct net_options *o,
                     struct arena *arena)
{
    memset(net, 0, sizeof *net);
    net->o = *o;
    struct params *ps = &net->ps;
    params_init(ps, arena);
    ps->scheme = o->init;
    ps->hold = o->hold;
    net->E_y = params_add(ps, INIT_EMBED, PARAM_VECTOR, o->Ky, o->M,
                          "target.E_y");
    net->E_x = o->tie_all ? net->E_y
                          : params_add(ps, INIT_EMBED, PARAM_VECTOR, o->Kx,
                                       o->M, "source.E_x");
    if (o->position->declare)
        net->position = o->position->declare(ps, o);
    net->encoder = o->encoder->declare(ps, o);
    if (o->summary->declare)
        net->summary = o->summary->declare(ps, o);
    net->decoder = decoder_new(ps, o);
    net->output = output_new(ps, o, o->tie_out ? net->E_y : NULL);
}

void network_init(struct network *net, const struct net_options *o,
                  bool train, struct arena *arena)
{
    network_declare(net, o, arena);
    params_seal(&net->ps, train);
}

static bool heads_check(const struct net_options *o, struct error *err)
{
    if (o->heads <= 1 || !o->focus->scores)
        return true;
    if (!o->score->heads) {
        error_set(err, EXIT_USAGE, "--heads %d: the %s score has one head",
                  o->heads, o->score->kind.name);
        return error_hint(err, "--score qk");
    }
    if (o->N % o->heads != 0)
        return error_set(err, EXIT_USAGE, "--heads %d does not divide "
                         "--hidden %d", o->heads, o->N);
    return o->A % o->heads == 0 ||
           error_set(err, EXIT_USAGE, "--heads %d does not divide "
                     "--attn-size %d", o->heads, o->A);
}

static bool guide_check(const struct net_options *o, struct error *err)
{
    if (o->guide <= 0 || (o->focus->scores && !o->focus->samples))
        return true;
    error_set(err, EXIT_USAGE, "--guide %g: the %s focus has no weights that "
              "could learn from links", (wide)o->guide, o->focus->kind.name);
    return error_hint(err, "--focus soft");
}

static bool lexicon_check(const struct net_options *o, struct error *err)
{
    if (o->lexicon <= 0 || o->focus->aligns)
        return true;
    error_set(err, EXIT_USAGE, "--lexicon %g: the %s focus has no weights for "
              "what a lexicon says of each source word", (wide)o->lexicon,
              o->focus->kind.name);
    return error_hint(err, "--focus soft");
}

bool network_check(const struct net_options *o, struct error *err)
{
    if (!heads_check(o, err) || !guide_check(o, err) ||
        !lexicon_check(o, err))
        return false;
    if (o->encoder == &encoder_bi && o->N % 2 != 0) {
        error_set(err, EXIT_USAGE, "--hidden %d: two directions need an even "
                  "width", o->N);
        return error_hint(err, "--hidden %d", o->N + 1);
    }
    if (o->bridge_copy && o->encoder != &encoder_uni) {
        error_set(err, EXIT_USAGE, "--bridge copy: the %s encoder has no last "
                  "states that fit the decoder", o->encoder->kind.name);
        return error_hint(err, "--encoder uni");
    }
    if (o->encoder == &encoder_self && o->N % o->enc_heads != 0)
        return error_set(err, EXIT_USAGE, "--enc-heads %d does not divide "
                         "--hidden %d", o->enc_heads, o->N);
    if (o->tie_out && o->R != o->M) {
        error_set(err, EXIT_USAGE, "--readout-size %d: with tied embeddings "
                  "the readout is as wide as the embedding (%d)", o->R, o->M);
        return error_hint(err, "--tie none, or leave --readout-size out");
    }
    if (o->tie_all && o->Kx != o->Ky)
        return error_set(err, EXIT_USAGE, "--tie all needs one vocabulary "
                         "(%d and %d units)", o->Kx, o->Ky);
    return true;
}

/* ==== Reading ==== */

/* Of embedded tokens, and of their gradient. */
static void source_drop(struct run *r, const struct net_options *o,
                        const struct side *src, real *x)
{
    dropout(r, DROP_SOURCE, src->of, src->rows, o->M, x, o->dropout);
    dropout_rows(r, DROP_SOURCE_WORDS, src->rows, o->M, x, o->word_dropout);
}

static void target_drop(struct run *r, const struct net_options *o,
                        const struct side *tgt, real *y)
{
    dropout(r, DROP_TARGET, tgt->of, tgt->rows, o->M, y, o->dropout);
    dropout_rows(r, DROP_TARGET_WORDS, tgt->rows, o->M, y, o->word_dropout);
}

/* The summary sees whole annotations, the decoder a copy with dropout. */
static void annotations_drop(struct run *r, const struct net_options *o,
                             struct reading *out)
{
    int rows = out->src->rows;
    out->H = out->a.H;
    if (!r->train || o->dropout.p <= 0)
        return;
    out->a.H = run_room(r, rows, o->N);
    par_copy(out->a.H, out->H,
             (size_t)rows * (size_t)o->N * sizeof *out->H);
    dropout(r, DROP_ANNOTATIONS, out->src->of, rows, o->N, out->a.H,
            o->dropout);
}

void network_read(struct run *r, const struct network *net,
                  const struct side *src, struct reading *out)
{
    const struct net_options *o = &net->o;
    memset(out, 0, sizeof *out);
    out->src = src;
    out->X = run_room(r, src->rows, o->M);
    embed_forward(net->E_x, src->in, src->rows, out->X);
    o->position->forward(r, net->position, src, o->M, out->X);
    source_drop(r, o, src, out->X);
    out->encoder = o->encoder->forward(r, net->encoder, src, out->X,
                                       &out->a);
    out->summary = run_matrix(r, src->B, o->N);
    out->summarizer = o->summary->forward(r, net->summary, &out->a,
                                          out->summary);
    annotations_drop(r, o, out);
}

/* Returns dX, the gradient of the embedded x_j. */
static const real *read_backward(struct run *r, struct network *net,
                                 struct reading *in, const real *dsummary)
{
    const struct net_options *o = &net->o;
    const struct side *src = in->src;
    real *dX = run_matrix(r, src->rows, o->M);
    dropout(r, DROP_ANNOTATIONS, src->of, src->rows, o->N, in->a.dH,
            o->dropout);
    in->a.H = in->H;
    o->summary->backward(r, net->summary, in->summarizer, &in->a, dsummary);
    o->encoder->backward(r, net->encoder, in->encoder, &in->a, in->X, dX);
    source_drop(r, o, src, dX);
    if (o->position->backward)
        o->position->backward(r, net->position, src, o->M, dX);
    embed_backward(net->E_x, src->in, src->rows, dX);
    return dX;
}

/* ==== Training ==== */

/* What the backward of a pass needs of its forward. */
struct trace {
    struct reading in;
    struct decoder_cache *d;
    real *Y;               /* embedded y_{i-1} */
    struct readout u;
};

static void trace_forward(struct run *r, const struct network *net,
                          const struct batch *batch, struct trace *f)
{
    const struct net_options *o = &net->o;
    const struct side *tgt = &batch->tgt;
    network_read(r, net, &batch->src, &f->in);
    f->Y = run_room(r, tgt->rows, o->M);
    embed_forward(net->E_y, tgt->in, tgt->rows, f->Y);
    target_drop(r, o, tgt, f->Y);
    f->d = decoder_forward(r, net->decoder, batch, &f->in.a, f->in.summary,
                           f->Y);
    f->u = output_readout(r, net->output, tgt->of, tgt->rows, f->d->S,
                          f->Y, f->d->att.ctx);
}

/* From dt to the gradients of all parameters; returns dX. */
static const real *trace_backward(struct run *r, struct network *net,
                                  const struct side *tgt, struct trace *f,
                                  real *dt)
{
    const struct net_options *o = &net->o;
    struct attention_seq *att = &f->d->att;
    real *dS = run_matrix(r, tgt->rows, o->N);
    real *dY = run_matrix(r, tgt->rows, o->M);
    output_backward(r, net->output, tgt->rows, f->d->S, f->Y, att->ctx,
                    &f->u, dt, dS, dY, att->dctx);
    decoder_backward(r, net->decoder, f->d, dS, dY);
    target_drop(r, o, tgt, dY);
    embed_backward(net->E_y, tgt->in, tgt->rows, dY);
    return read_backward(r, net, &f->in, att->dsummary);
}

/* What a lexicon is asked for; dalpha is NULL without backward. */
static struct lexprior_rows lexicon_rows(struct run *r,
                                         const struct network *net,
                                         const struct batch *batch,
                                         const struct attention_seq *att,
                                         real *dalpha)
{
    const struct side *tgt = &batch->tgt;
    int heads = net->decoder->attention->heads;
    if (!net->o.lextable)
        return (struct lexprior_rows){NULL, NULL, NULL, NULL};
    int *place = ARENA_ARRAY(r->batch, int, tgt->rows);
    for (int row = 0; row < tgt->rows; row++)
        place[row] = batch->src_of[tgt->of[row]];
    return (struct lexprior_rows){
        lexprior_begin(r, net->o.lextable, net->o.lexicon, heads,
                       &batch->src), place, att->alpha, dalpha};
}

/* The loss of target rows from .. from + n alone: row_loss, += dt unless
 * that is NULL, and what guide and lexicon want of alpha. */
static double loss_of_rows(struct run *r, struct network *net,
                           const struct batch *batch, const struct trace *f,
                           int from, int n, real scale, real *row_loss,
                           real *dt)
{
    int R = net->o.R;
    struct attention *attention = net->decoder->attention;
    struct attention_seq *att = &f->d->att;
    bool asked = batch->guide || net->o.lextable;
    real *dalpha = dt && asked ? attention_dalpha(r, attention, att) : NULL;
    struct lexprior_rows all = lexicon_rows(r, net, batch, att, dalpha);
    struct lexprior_rows lex = lexprior_from(&all, from);
    double loss = 0;
    struct wanted want = {batch->tgt.out + from,
                          batch->twice ? net->o.r_drop / 2 : 0};
    output_loss(r, net->output, n, row_at(f->u.t, from, R), &lex, &want,
                scale, row_loss + from, dt ? row_of(dt, from, R) : NULL);
    if (batch->guide)
        loss += attention_guide(attention, att, batch, net->o.guide, scale,
                                dalpha);
    for (int i = from; i < from + n; i++)
        loss += (double)row_loss[i];
    return loss;
}

static struct pass pass_of_rows(struct run *r, struct network *net,
                                const struct batch *batch, int from, int n,
                                real scale, bool backward)
{
    const struct side *tgt = &batch->tgt;
    struct trace *f = ARENA_NEW(r->batch, struct trace);
    trace_forward(r, net, batch, f);
    struct attention_seq *att = &f->d->att;
    real *row_loss = run_matrix(r, tgt->rows, 1);
    real *dt = backward ? run_matrix(r, tgt->rows, net->o.R) : NULL;
    struct pass p = {
        .tokens = n, .row_loss = row_loss, .alpha = att->alpha,
        .heads = net->decoder->attention->heads, .attention = att};
    p.loss = loss_of_rows(r, net, batch, f, from, n, scale, row_loss, dt);
    if (backward) {
        attention_reward(r, net->decoder->attention, att, batch, row_loss,
                         from, n, scale);
        p.dX = trace_backward(r, net, tgt, f, dt);
    }
    if (r->replay)
        p.loss += attention_surrogate(net->decoder->attention, att,
                                      r->replay, tgt, batch->src_of) /
                  (double)scale;
    return p;
}

struct pass network_pass(struct run *r, struct network *net,
                         const struct batch *batch, real scale,
                         bool backward)
{
    return pass_of_rows(r, net, batch, 0, batch->tgt.rows, scale, backward);
}

struct pass network_pass_row(struct run *r, struct network *net,
                             const struct batch *batch, int row)
{
    return pass_of_rows(r, net, batch, row, 1, 1, true);
}

/* ==== Translating ==== */

void network_write(struct run *r, const struct network *net,
                   const struct reading *reading, const int *src, int n,
                   int room, struct writing *w)
{
    w->i = 0;
    attention_begin(r, net->decoder->attention, &reading->a,
                    reading->summary, room, &w->att);
    w->lex = lexprior_begin(r, net->o.lextable, net->o.lexicon,
                            net->decoder->attention->heads, reading->src);
    w->state = decoder_start(r, net->decoder, &reading->a, reading->summary,
                             src, n);
}

void network_step(struct run *r, const struct network *net,
                  struct writing *w, const int *src, int n, const int *y,
                  real *logits)
{
    const struct net_options *o = &net->o;
    real *Y = run_room(r, n, o->M);
    embed_forward(net->E_y, y, n, Y);
    struct decoder_state before = w->state;
    w->state = decoder_step(r, net->decoder, &w->att, w->i++, src, n, Y,
                            &before);
    const struct decoder_state *read = o->readout_previous ? &before
                                                           : &w->state;
    struct readout u = output_readout(r, net->output, NULL, n,
                                      read->layer[o->layers - 1].h, Y,
                                      w->att.ctx);
    output_logits(net->output, n, u.t, logits);
    lexprior_step(r, w->lex, n, src, w->att.alpha, logits);
}

void network_keep(struct run *r, const struct network *net,
                  struct writing *w, const int *from, int n)
{
    for (int l = 0; l < net->o.layers; l++) {
        struct cell_state *s = &w->state.layer[l];
        s->h = rows_gather(r, s->h, from, n, net->o.N);
        if (s->c)
            s->c = rows_gather(r, s->c, from, n, net->o.N);
    }
}
