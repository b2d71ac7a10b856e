/* With z the logits, u the candidates of a sentence, m_iu as in lexprior.h:
 *
 * (1) m_iu = sum_j a_ij p(u | x_j)
 * (2) z_iu += log(m_iu / eps + 1)
 * (2)' dm_iu = dz_iu / (m_iu + eps)
 * (1)' dalpha_hij += 1/H sum_u p(u | x_j) dm_iu */
#include "nn/lexprior.h"

#include <string.h>

#include "base/fmath.h"
#include "base/par.h"
#include "kern/part.h"
#include "nn/attention.h"

enum { GRAIN = 4 };

/* ==== The sentences of a batch ==== */

static int entries_of(const struct lextable *t, const struct side *src, int b)
{
    int n = 0;
    for (int j = 0; j < src->len[b]; j++) {
        int x = src->in[src->off[j] + b];
        n += t->first[x + 1] - t->first[x];
    }
    return n;
}

/* place [Ky] of zeros is left so. */
static void sentence_begin(struct run *r, const struct lextable *t,
                           const struct side *src, int b, int *place,
                           struct lexprior_sentence *s)
{
    int len = src->len[b], most = entries_of(t, src, b), n = 0;
    int *y = ARENA_ARRAY(r->batch, int, most);
    int *first = ARENA_ARRAY(r->batch, int, len + 1);
    struct lexprior_entry *entry =
        ARENA_ARRAY(r->batch, struct lexprior_entry, most);
    *s = (struct lexprior_sentence){0, y, first, entry};
    for (int j = 0; j < len; j++) {
        int x = src->in[src->off[j] + b];
        for (int k = t->first[x]; k < t->first[x + 1]; k++) {
            int id = t->entry[k].y;
            if (place[id] == 0) {
                y[s->n++] = id;
                place[id] = s->n;
            }
            entry[n++] = (struct lexprior_entry){place[id] - 1,
                                                 t->entry[k].p};
        }
        first[j + 1] = n;
    }
    for (int u = 0; u < s->n; u++)
        place[y[u]] = 0;
}

const struct lexprior *lexprior_begin(struct run *r, const struct lextable *t,
                                      real eps, int heads,
                                      const struct side *src)
{
    if (!t)
        return NULL;
    struct lexprior *q = ARENA_NEW(r->batch, struct lexprior);
    *q = (struct lexprior){
        .src = src, .heads = heads, .Ky = t->Ky, .eps = eps,
        .sentence = ARENA_ARRAY(r->batch, struct lexprior_sentence, src->B)};
    struct arena_mark mark = arena_mark(r->scratch);
    int *place = ARENA_ARRAY(r->scratch, int, t->Ky);
    for (int b = 0; b < src->B; b++) {
        struct lexprior_sentence *s = &q->sentence[b];
        sentence_begin(r, t, src, b, place, s);
        q->most = s->n > q->most ? s->n : q->most;
    }
    arena_release(r->scratch, mark);
    return q;
}

/* ==== Target rows ==== */

static int alpha_width(const struct lexprior *q)
{
    return q->heads * q->src->T;
}

struct lexprior_rows lexprior_from(const struct lexprior_rows *l, int row)
{
    if (!l || !l->q)
        return (struct lexprior_rows){NULL, NULL, NULL, NULL};
    int width = alpha_width(l->q);
    return (struct lexprior_rows){
        l->q, l->place + row, row_at(l->alpha, row, width),
        l->dalpha ? row_of(l->dalpha, row, width) : NULL};
}

size_t lexprior_most(const struct lexprior_rows *l)
{
    return l && l->q ? (size_t)l->q->most : 0;
}

struct rows_work {
    const struct lexprior_rows *l;
    real *m, *logits;
    const real *dlogits;
};

static void forward_rows(void *ctx, int lo, int hi)
{
    const struct rows_work *w = ctx;
    const struct lexprior *q = w->l->q;
    for (int i = lo; i < hi; i++) {
        int b = w->l->place[i];
        const struct lexprior_sentence *s = &q->sentence[b];
        const real *alpha = row_at(w->l->alpha, i, alpha_width(q));
        real *m = row_of(w->m, i, q->most);
        real *z = row_of(w->logits, i, q->Ky);
        memset(m, 0, (size_t)s->n * sizeof *m);
        for (int j = 0; j < q->src->len[b]; j++) {
            real a = attention_mean(alpha, q->heads, q->src->T, j);
            for (int k = s->first[j]; k < s->first[j + 1]; k++)
                m[s->entry[k].y] += a * s->entry[k].p;      /* (1) */
        }
        for (int u = 0; u < s->n; u++)                      /* (2) */
            z[s->y[u]] += (real)fmath_log((wide)m[u] / (wide)q->eps + 1);
    }
}

static void backward_rows(void *ctx, int lo, int hi)
{
    const struct rows_work *w = ctx;
    const struct lexprior *q = w->l->q;
    for (int i = lo; i < hi; i++) {
        int b = w->l->place[i], T = q->src->T;
        const struct lexprior_sentence *s = &q->sentence[b];
        const real *dz = row_at(w->dlogits, i, q->Ky);
        real *dalpha = row_of(w->l->dalpha, i, alpha_width(q));
        real *m = row_of(w->m, i, q->most), *dm = m;
        for (int u = 0; u < s->n; u++)
            dm[u] = dz[s->y[u]] / (m[u] + q->eps);          /* (2)' */
        for (int j = 0; j < q->src->len[b]; j++) {
            real d = 0;
            for (int k = s->first[j]; k < s->first[j + 1]; k++)
                d += s->entry[k].p * dm[s->entry[k].y];
            for (int h = 0; h < q->heads; h++)
                dalpha[h * T + j] += d / (real)q->heads;    /* (1)' */
        }
    }
}

void lexprior_forward(const struct lexprior_rows *l, int n, real *m,
                      real *logits)
{
    struct rows_work w = {l, m, logits, NULL};
    if (!l->q)
        return;
    enum part outer = part_switch(PART_SOFTMAX);
    par_range(n, GRAIN, forward_rows, &w);
    part_switch(outer);
}

void lexprior_backward(const struct lexprior_rows *l, int n, real *m,
                       const real *dlogits)
{
    struct rows_work w = {l, m, NULL, dlogits};
    if (!l->q || !l->dalpha)
        return;
    enum part outer = part_switch(PART_SOFTMAX);
    par_range(n, GRAIN, backward_rows, &w);
    part_switch(outer);
}

void lexprior_step(struct run *r, const struct lexprior *q, int n,
                   const int *src, const real *alpha, real *logits)
{
    struct lexprior_rows l = {q, src, alpha, NULL};
    struct arena_mark mark = arena_mark(r->scratch);
    size_t room = (size_t)n * lexprior_most(&l) * sizeof(real);
    lexprior_forward(&l, n, arena_room(r->scratch, room), logits);
    arena_release(r->scratch, mark);
}

/* ==== Once y_i is known ==== */

static real probability(const struct lextable *t, int x, int y)
{
    real p = 0;
    for (int k = t->first[x]; k < t->first[x + 1]; k++)
        p += t->entry[k].y == y ? t->entry[k].p : 0;
    return p;
}

void lexprior_posterior(const struct lextable *t, real eps, const int *x,
                        int n, int y, real *a)
{
    wide sum = (wide)eps;
    for (int j = 0; j < n; j++) {
        a[j] *= probability(t, x[j], y);
        sum += (wide)a[j];
    }
    for (int j = 0; j < n; j++)                             /* (3) */
        a[j] = (real)((wide)a[j] / sum);
}
