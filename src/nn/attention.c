#include "nn/attention.h"

#include <string.h>

#include "base/par.h"

struct attention *attention_new(struct params *ps,
                                const struct net_options *o)
{
    struct attention *att = ARENA_NEW(ps->arena, struct attention);
    att->score = o->score;
    att->focus = o->focus;
    att->N = o->N;
    if (o->focus->scores)
        att->score_self = o->score->declare(ps, o, &att->query, &att->key,
                                            &att->shared);
    if (o->focus->declare)
        att->focus_self = o->focus->declare(ps, o);
    return att;
}

static void gradients_new(struct run *r, const struct attention *att,
                          struct attention_seq *q)
{
    const struct side *src = q->a->src;
    q->dctx = run_matrix(r, q->rows, att->N);
    q->dsummary = run_matrix(r, src->B, att->N);
    if (att->score_self) {
        q->dkeys = run_matrix(r, src->rows, att->key);
        q->dq = run_matrix(r, q->rows, att->query);
        q->dshared = run_matrix(r, src->B, att->shared);
    }
}

void attention_begin(struct run *r, const struct attention *att,
                     const struct annotations *a, const real *summary,
                     int rows, struct attention_seq *q)
{
    memset(q, 0, sizeof *q);
    q->a = a;
    q->summary = summary;
    q->rows = rows;
    q->Tx = a->src->T;
    q->ctx = run_matrix(r, rows, att->N);
    if (att->focus->aligns)
        q->alpha = run_matrix(r, rows, q->Tx);
    if (att->score_self) {
        q->keys = run_room(r, a->src->rows, att->key);
        q->q = run_room(r, rows, att->query);
        att->score->keys(att->score_self, a, q->keys);      /* (1) */
    }
    if (r->train)
        gradients_new(r, att, q);
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
    real *e, *de, *dalpha;     /* [n x Tx] */
};

static void step_begin(struct step *st, struct run *r,
                       const struct attention *att, struct attention_seq *q,
                       int i, int row0, int n, const int *src, const real *s)
{
    int *len = ARENA_ARRAY(r->scratch, int, n);
    for (int b = 0; b < n; b++)
        len[b] = q->a->src->len[src[b]];
    *st = (struct step){.r = r, .att = att, .q = q, .src = src,
                        .row0 = row0};
    st->f = (struct focus_step){.i = i, .n = n, .Tx = q->Tx, .len = len,
                                .s = s};
}

static struct keys step_keys(const struct step *st, int b)
{
    const struct side *src = st->q->a->src;
    int place = st->src[b];
    return (struct keys){st->q->keys, st->q->dkeys, src->off, place,
                         src->len[place], st->att->key};
}

static void summary_rows(const struct step *st)
{
    int N = st->att->N;
    for (int b = 0; b < st->f.n; b++)
        memcpy(row_of(st->q->ctx, st->row0 + b, N),
               row_at(st->q->summary, st->src[b], N),
               (size_t)N * sizeof(real));
}

static void context_row(const struct step *st, int b)
{
    const struct annotations *a = st->q->a;
    const real *alpha = row_of(st->q->alpha, st->row0 + b, st->q->Tx);
    real *ctx = row_of(st->q->ctx, st->row0 + b, a->N);
    for (int j = 0; j < st->f.len[b]; j++)
        K->axpy(a->N, alpha[j],
                row_of(a->H, a->src->off[j] + st->src[b], a->N),
                ctx);                                       /* (4) */
}

static void forward_range(void *ctx, int lo, int hi)
{
    const struct step *st = ctx;
    const struct attention *att = st->att;
    for (int b = lo; att->score_self && b < hi; b++) {
        struct keys k = step_keys(st, b);
        att->score->pair(att->score_self,
                         row_of(st->q->q, st->row0 + b, att->query), &k,
                         row_of(st->e, b, st->q->Tx));      /* (2) */
    }
    att->focus->forward(st->r, att->focus_self, &st->f, lo, hi, st->e,
                        row_of(st->q->alpha, st->row0, st->q->Tx)); /* (3) */
    for (int b = lo; b < hi; b++)
        context_row(st, b);
}

void attention_forward(struct run *r, const struct attention *att,
                       struct attention_seq *q, int i, int row0, int n,
                       const int *src, const real *s)
{
    struct arena_mark mark = arena_mark(r->scratch);
    struct step st;
    step_begin(&st, r, att, q, i, row0, n, src, s);
    if (!att->focus->aligns) {
        summary_rows(&st);
    } else {
        st.e = ARENA_ARRAY(r->scratch, real, (size_t)n * (size_t)q->Tx);
        if (att->score_self)
            att->score->query(att->score_self, n, s,
                              row_of(q->q, row0, att->query));
        par_range(n, 1, forward_range, &st);
    }
    arena_release(r->scratch, mark);
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
    const struct annotations *a = st->q->a;
    int row = st->row0 + b, Tx = st->q->Tx;
    const real *dctx = row_of(st->q->dctx, row, a->N);
    const real *alpha = row_of(st->q->alpha, row, Tx);
    real *dalpha = row_of(st->dalpha, b, Tx);
    if (st->q->dalpha)
        memcpy(dalpha, row_at(st->q->dalpha, row, Tx),
               (size_t)Tx * sizeof *dalpha);
    for (int j = 0; j < st->f.len[b]; j++) {                /* (4)' */
        int h = a->src->off[j] + st->src[b];
        dalpha[j] += K->dot(a->N, dctx, row_of(a->H, h, a->N));
        K->axpy(a->N, alpha[j], dctx, row_of(a->dH, h, a->N));
    }
}

static void pair_row_backward(const struct step *st, int b)
{
    const struct attention *att = st->att;
    struct keys k = step_keys(st, b);
    int row = st->row0 + b;
    att->score->pair_backward(
        att->score_self, row_of(st->de, b, st->q->Tx),
        row_of(st->q->q, row, att->query), &k,
        row_of(st->q->dq, row, att->query),
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
                             row_of(st->q->alpha, st->row0, st->q->Tx),
                             st->dalpha, st->de);           /* (3)' */
    for (int b = lo; att->score_self && b < hi; b++)
        pair_row_backward(st, b);
}

void attention_backward(struct run *r, struct attention *att,
                        struct attention_seq *q, int i, int row0, int n,
                        const int *src, const real *s, real *ds)
{
    struct arena_mark mark = arena_mark(r->scratch);
    struct step st;
    step_begin(&st, r, att, q, i, row0, n, src, s);
    if (!att->focus->aligns) {
        summary_rows_backward(&st);
    } else {
        size_t size = (size_t)n * (size_t)q->Tx;
        st.f.ds = ds;
        st.f.loglik = q->loglik ? q->loglik + row0 : NULL;
        st.dalpha = ARENA_ARRAY(r->scratch, real, size);
        st.de = ARENA_ARRAY(r->scratch, real, size);
        par_range(n, 1, backward_range, &st);
        if (att->score_self)
            att->score->query_backward(att->score_self, n,
                                       row_of(q->dq, row0, att->query), ds);
    }
    arena_release(r->scratch, mark);
}

void attention_end(struct run *r, struct attention *att,
                   struct attention_seq *q, const real *s)
{
    if (!att->score_self)
        return;
    att->score->query_weights(r, att->score_self, q->rows, s, q->dq);
    att->score->keys_backward(r, att->score_self, q->a, q->dkeys); /* (1)' */
    for (int b = 0; att->score->shared_add && b < q->a->src->B; b++)
        att->score->shared_add(att->score_self,
                               row_of(q->dshared, b, att->shared));
}
