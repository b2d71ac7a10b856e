#include "nn/attention.h"

#include <string.h>

#include "base/par.h"
#include "kern/part.h"
#include "nn/linear.h"

struct attention *attention_new(struct params *ps,
                                const struct net_options *o)
{
    struct attention *att = ARENA_NEW(ps->arena, struct attention);
    att->score = o->score;
    att->focus = o->focus;
    att->N = att->query = att->key = o->N;
    att->heads = o->focus->scores && o->heads > 1 ? o->heads : 1;
    if (o->focus->scores)
        att->score_self = o->score->declare(ps, o, &att->query, &att->key,
                                            &att->shared);
    if (att->heads > 1)
        att->W_V = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->N, o->N,
                              "attention.W_V");
    if (o->focus->declare)
        att->focus_self = o->focus->declare(ps, o, &att->x);
    return att;
}

/* ==== One batch ==== */

static int alpha_width(const struct attention *att,
                       const struct attention_seq *q)
{
    return att->heads * q->Tx;
}

/* As many rows as there is room for: a batch that is a little larger must
 * not hold less. */
static void keep_new(struct run *r, struct attention_seq *q)
{
    size_t rows = ATTENTION_KEEP / ((size_t)q->Tx * (size_t)q->kept);
    q->keep_rows = rows < (size_t)q->rows ? (int)rows : q->rows;
    q->keep = run_room(r, q->keep_rows, q->Tx * q->kept);
}

static void gradients_new(struct run *r, const struct attention *att,
                          struct attention_seq *q)
{
    const struct side *src = q->a->src;
    q->dctx = run_matrix(r, q->rows, att->N);
    q->dsummary = run_matrix(r, src->B, att->N);
    q->dV = att->W_V ? run_matrix(r, src->rows, att->N) : q->a->dH;
    if (att->x)
        q->dx = run_matrix(r, q->rows, att->x);
    if (!att->score_self)
        return;
    if (att->score->kept)
        q->kept = att->score->kept(att->score_self);
    if (q->kept > 0)
        keep_new(r, q);
    q->dkeys = att->score->keys ? run_matrix(r, src->rows, att->key)
                                : q->a->dH;
    q->dq = att->score->query ? run_matrix(r, q->rows, att->query) : NULL;
    q->dshared = run_matrix(r, src->B, att->shared);
}

/* (1) for the keys, and the values. */
static void source_side(struct run *r, const struct attention *att,
                        struct attention_seq *q)
{
    const struct annotations *a = q->a;
    q->keys = q->V = a->H;
    if (att->W_V) {
        real *V = run_room(r, a->src->rows, a->N);
        linear_forward(a->src->rows, a->H, a->N, att->W_V, NULL, V, a->N,
                       false);
        q->V = V;
    }
    if (att->score_self && att->score->keys) {
        real *keys = run_room(r, a->src->rows, att->key);
        att->score->keys(att->score_self, a, keys);         /* (1) */
        q->keys = keys;
    }
}

void attention_begin(struct run *r, const struct attention *att,
                     const struct annotations *a, const real *summary,
                     int rows, struct attention_seq *q)
{
    enum part outer = part_switch(PART_ATTENTION);
    memset(q, 0, sizeof *q);
    q->a = a;
    q->summary = summary;
    q->rows = rows;
    q->Tx = a->src->T;
    q->width = att->N;
    q->ctx = run_room(r, rows, att->N);
    source_side(r, att, q);
    if (att->focus->aligns)
        q->alpha = run_matrix(r, rows, alpha_width(att, q));
    if (att->focus->samples) {
        q->prob = run_matrix(r, rows, alpha_width(att, q));
        q->reward = run_matrix(r, rows, 1);
    }
    if (att->score_self && att->score->query)
        q->q = run_room(r, rows, att->query);
    if (att->x)
        q->x = run_room(r, rows, att->x);
    if (r->train)
        gradients_new(r, att, q);
    part_switch(outer);
}

/* ==== One step ==== */

/* What the threads share while they work on the rows of a step. */
struct step {
    struct run *r;
    const struct attention *att;
    struct attention_seq *q;
    struct focus_step f;
    const int *src;
    int row0;
    const real *query;         /* [n x query] q_i, or s_{i-1} itself */
    real *dquery;
    struct keys *keys;         /* [n] */
    real *e, *de, *dalpha;     /* [n x heads x Tx] */
};

static struct keys step_keys(const struct step *st, int b)
{
    const struct side *src = st->q->a->src;
    int place = st->src[b];
    return (struct keys){st->q->keys, st->q->dkeys,   src->off, place,
                         src->len[place], st->att->key, st->q->Tx};
}

static real *alpha_row(const struct step *st, real *x, int row)
{
    return row_of(x, row, alpha_width(st->att, st->q));
}

static real *kept_row(const struct step *st)
{
    const struct attention_seq *q = st->q;
    return st->row0 + st->f.n <= q->keep_rows
               ? row_of(q->keep, st->row0, q->Tx * q->kept)
               : NULL;
}

static real *step_room(const struct step *st)
{
    return ARENA_ARRAY(st->r->scratch, real,
                       (size_t)st->f.n *
                           (size_t)alpha_width(st->att, st->q));
}

static void focus_begin(struct step *st, int i, int n)
{
    const struct attention_seq *q = st->q, *old = st->r->replay;
    int *len = ARENA_ARRAY(st->r->scratch, int, n);
    for (int b = 0; b < n; b++)
        len[b] = q->a->src->len[st->src[b]];
    st->f = (struct focus_step){.i = i, .n = n, .heads = st->att->heads,
                                .Tx = q->Tx, .row = st->row0, .len = len};
    if (q->x)
        st->f.x = row_of(q->x, st->row0, st->att->x);
    if (q->prob)
        st->f.prob = alpha_row(st, q->prob, st->row0);
    if (q->prob && old) {
        st->f.old_alpha = alpha_row(st, old->alpha, st->row0);
        st->f.old_prob = alpha_row(st, old->prob, st->row0);
    }
}

static void step_begin(struct step *st, struct run *r,
                       const struct attention *att, struct attention_seq *q,
                       int i, int row0, int n, const int *src, const real *s)
{
    *st = (struct step){.r = r, .att = att, .q = q, .src = src,
                        .row0 = row0};
    focus_begin(st, i, n);
    st->query = q->q ? row_of(q->q, row0, att->query) : s;
    st->keys = ARENA_ARRAY(r->scratch, struct keys, n);
    for (int b = 0; b < n; b++)
        st->keys[b] = step_keys(st, b);
}

static void summary_rows(const struct step *st)
{
    int N = st->q->width;
    for (int b = 0; b < st->f.n; b++)
        memcpy(row_of(st->q->ctx, st->row0 + b, N),
               row_at(st->q->summary, st->src[b], N),
               (size_t)N * sizeof(real));
}

static void intervene_row(const struct step *st, int b)
{
    const struct intervention *what = st->q->intervene;
    struct alpha_row at = {st->f.i, b, st->att->heads, st->q->Tx,
                           st->f.len[b]};
    if (what)
        what->change(what->self, &at,
                     alpha_row(st, st->q->alpha, st->row0 + b));
}

static void context_row(const struct step *st, int b)
{
    const struct attention_seq *q = st->q;
    const int *off = q->a->src->off;
    int N = q->width, part = N / st->att->heads;
    memset(row_of(q->ctx, st->row0 + b, N), 0, (size_t)N * sizeof(real));
    for (int h = 0; h < st->att->heads; h++) {
        const real *alpha = alpha_row(st, q->alpha, st->row0 + b) +
                            h * q->Tx;
        real *ctx = row_of(q->ctx, st->row0 + b, N) + h * part;
        for (int j = 0; j < st->f.len[b]; j++)
            K->axpy(part, alpha[j],
                    row_at(q->V, off[j] + st->src[b], N) + h * part,
                    ctx);                                   /* (4) */
    }
}

static void forward_range(void *ctx, int lo, int hi)
{
    const struct step *st = ctx;
    const struct attention *att = st->att;
    for (int b = lo; att->score_self && att->score->pair && b < hi; b++)
        att->score->pair(att->score_self, row_at(st->query, b, att->query),
                         &st->keys[b], alpha_row(st, st->e, b)); /* (2) */
    att->focus->forward(st->r, att->focus_self, &st->f, lo, hi, st->e,
                        alpha_row(st, st->q->alpha, st->row0));  /* (3) */
    for (int b = lo; b < hi; b++) {
        intervene_row(st, b);
        context_row(st, b);
    }
}

static void align_forward(struct step *st, const real *s)
{
    const struct attention *att = st->att;
    const struct attention_seq *q = st->q;
    int n = st->f.n;
    st->e = q->e ? alpha_row(st, q->e, st->row0) : step_room(st);
    if (q->q)
        att->score->query(att->score_self, n, s,
                          row_of(q->q, st->row0, att->query));   /* (1) */
    if (q->x)
        att->focus->prepare(att->focus_self, n, s,
                            row_of(q->x, st->row0, att->x));
    if (att->score_self && att->score->step)
        att->score->step(st->r, att->score_self, n, st->query, st->keys,
                         q->Tx, kept_row(st), st->e);       /* (2) */
    par_pieces(n, 1, forward_range, st);
}

void attention_forward(struct run *r, const struct attention *att,
                       struct attention_seq *q, int i, int row0, int n,
                       const int *src, const real *s)
{
    enum part outer = part_switch(PART_ATTENTION);
    struct arena_mark mark = arena_mark(r->scratch);
    struct step st;
    step_begin(&st, r, att, q, i, row0, n, src, s);
    if (att->focus->aligns)
        align_forward(&st, s);
    else
        summary_rows(&st);
    arena_release(r->scratch, mark);
    part_switch(outer);
}

/* ==== Its gradient ==== */

static void summary_rows_backward(const struct step *st)
{
    int N = st->att->N;
    for (int b = 0; b < st->f.n; b++)
        K->add(N, row_of(st->q->dsummary, st->src[b], N),
               row_of(st->q->dctx, st->row0 + b, N));
}

static void context_row_backward(const struct step *st, int b)
{
    const struct attention_seq *q = st->q;
    int row = st->row0 + b, width = alpha_width(st->att, q);
    int N = st->att->N, part = N / st->att->heads;
    if (q->dalpha)
        memcpy(row_of(st->dalpha, b, width), row_at(q->dalpha, row, width),
               (size_t)width * sizeof(real));
    for (int h = 0; h < st->att->heads; h++) {
        const real *dctx = row_of(q->dctx, row, N) + h * part;
        const real *alpha = row_of(q->alpha, row, width) + h * q->Tx;
        real *dalpha = row_of(st->dalpha, b, width) + h * q->Tx;
        for (int j = 0; j < st->f.len[b]; j++) {            /* (4)' */
            int v = q->a->src->off[j] + st->src[b];
            dalpha[j] += K->dot(part, dctx, row_at(q->V, v, N) + h * part);
            K->axpy(part, alpha[j], dctx, row_of(q->dV, v, N) + h * part);
        }
    }
}

static void pair_row_backward(const struct step *st, int b)
{
    const struct attention *att = st->att;
    att->score->pair_backward(
        att->score_self, alpha_row(st, st->de, b),
        row_at(st->query, b, att->query), &st->keys[b],
        row_of(st->dquery, b, att->query),
        row_of(st->q->dshared, st->src[b], att->shared));   /* (2)' */
}

static void backward_range(void *ctx, int lo, int hi)
{
    const struct step *st = ctx;
    const struct attention *att = st->att;
    for (int b = lo; b < hi; b++)
        context_row_backward(st, b);
    if (att->focus->backward)
        att->focus->backward(st->r, att->focus_self, &st->f, lo, hi,
                             alpha_row(st, st->q->alpha, st->row0),
                             st->dalpha, st->de);           /* (3)' */
    for (int b = lo; att->score_self && att->score->pair && b < hi; b++)
        pair_row_backward(st, b);
}

static void align_backward(struct step *st, real *ds)
{
    const struct attention *att = st->att;
    struct attention_seq *q = st->q;
    int n = st->f.n;
    st->dquery = q->dq ? row_of(q->dq, st->row0, att->query) : ds;
    st->dalpha = step_room(st);
    st->de = step_room(st);
    if (q->dx)
        st->f.dx = row_of(q->dx, st->row0, att->x);
    if (q->reward)
        st->f.reward = q->reward + st->row0;
    par_pieces(n, 1, backward_range, st);
    if (att->score_self && att->score->step_backward)
        att->score->step_backward(st->r, att->score_self, n, st->de,
                                  st->query, st->keys, q->Tx,
                                  kept_row(st), st->dquery); /* (2)' */
    if (q->dq)
        att->score->query_backward(att->score_self, n, st->query,
                                   st->dquery, ds);         /* (1)' */
    if (q->dx)
        att->focus->prepare_backward(att->focus_self, n, st->f.x, st->f.dx,
                                     ds);
}

void attention_backward(struct run *r, struct attention *att,
                        struct attention_seq *q, int i, int row0, int n,
                        const int *src, const real *s, real *ds)
{
    enum part outer = part_switch(PART_ATTENTION);
    struct arena_mark mark = arena_mark(r->scratch);
    struct step st;
    step_begin(&st, r, att, q, i, row0, n, src, s);
    if (att->focus->aligns)
        align_backward(&st, ds);
    else
        summary_rows_backward(&st);
    arena_release(r->scratch, mark);
    part_switch(outer);
}

static void score_end(struct run *r, struct attention *att,
                      struct attention_seq *q, const real *s)
{
    const struct score_kind *score = att->score;
    if (score->query_weights)
        score->query_weights(r, att->score_self, q->rows, s, q->q, q->dq);
    if (score->keys_backward)
        score->keys_backward(r, att->score_self, q->a, q->keys,
                             q->dkeys);                     /* (1)' */
    for (int b = 0; score->shared_add && b < q->a->src->B; b++)
        score->shared_add(att->score_self,
                          row_of(q->dshared, b, att->shared));
}

void attention_end(struct run *r, struct attention *att,
                   struct attention_seq *q, const real *s)
{
    enum part outer = part_switch(PART_ATTENTION);
    const struct annotations *a = q->a;
    if (att->score_self)
        score_end(r, att, q, s);
    if (q->dx)
        att->focus->prepare_weights(r, att->focus_self, q->rows, s, q->x,
                                    q->dx);
    if (att->W_V)
        linear_backward(r, a->src->rows, a->H, a->N, att->W_V, NULL, q->dV,
                        a->N, a->dH, a->N);
    part_switch(outer);
}
