#include "task/posterior.h"

#include "base/fmath.h"

/* The hypotheses of a step: one goes on as the model does, the others are
 * what-ifs, which end there. */
enum { AS_IT_IS, READS_NOTHING, READS_ONE };

static void read_one(const void *self, const struct alpha_row *at,
                     real *alpha)
{
    (void)self;
    for (int h = 0; h < at->heads && at->row != AS_IT_IS; h++)
        for (int j = 0; j < at->len; j++)
            alpha[h * at->Tx + j] = at->row == READS_ONE + j;
}

/* Step i: log p of y_i by the n - 1 hypotheses that are what-ifs. */
static void step(struct run *r, const struct network *net, struct writing *w,
                 const int *first, int n, int before, int y, real *logp)
{
    int Ky = net->o.Ky;
    struct arena_mark mark = arena_mark(r->scratch);
    int *in = ARENA_ARRAY(r->scratch, int, n);
    real *logits = ARENA_ARRAY(r->scratch, real, (size_t)n * (size_t)Ky);
    for (int k = 0; k < n; k++)
        in[k] = before;
    network_step(r, net, w, first, n, in, logits);
    for (int k = READS_NOTHING; k < n; k++) {
        const real *z = row_at(logits, k, Ky);
        logp[k - READS_NOTHING] = z[y] - K->logsumexp(Ky, z);
    }
    network_keep(r, net, w, first, n);
    arena_release(r->scratch, mark);
}

void posterior_begin(struct posterior *p, const struct network *net,
                     const struct batch *batch, struct arena *arena)
{
    static const struct intervention one_each = {read_one, NULL};
    const struct side *t = &batch->tgt;
    int width = 1 + batch->src.T, n = READS_ONE + batch->src.T;
    *p = (struct posterior){net, batch, NULL};
    if (net->o.lextable)
        return;
    struct arena steps, scratch;
    struct reading in;
    struct writing w;
    arena_init(&steps, "posterior");
    arena_init(&scratch, "posterior");
    struct run r = {&steps, &scratch, false, 0, 0, NULL};
    const int *first = ARENA_ARRAY(&steps, int, n);
    real *logp = ARENA_ARRAY(arena, real, (size_t)t->rows * (size_t)width);
    network_read(&r, net, &batch->src, &in);
    network_write(&r, net, &in, first, n, n, &w);
    w.att.intervene = &one_each;
    for (int i = 0; i < t->rows; i++)
        step(&r, net, &w, first, n, t->in[i], t->out[i],
             row_of(logp, i, width));
    p->logp = logp;
    arena_drop(&steps);
    arena_drop(&scratch);
}

void posterior_row(const struct posterior *p, int i, real *a)
{
    const struct net_options *o = &p->net->o;
    const struct side *src = &p->batch->src;
    if (!p->logp) {
        lexprior_posterior(o->lextable, o->lexicon, src->in, src->T,
                           p->batch->tgt.out[i], a);
        return;
    }
    const real *logp = row_at(p->logp, i, 1 + src->T), *nothing = logp++;
    wide sum = POSTERIOR_NOTHING;
    for (int j = 0; j < src->T; j++)
        sum += (wide)a[j] * fmath_exp((wide)logp[j] - (wide)*nothing);
    for (int j = 0; j < src->T; j++)                        /* (1) */
        a[j] = (real)((wide)a[j] *
                      fmath_exp((wide)logp[j] - (wide)*nothing) / sum);
}
