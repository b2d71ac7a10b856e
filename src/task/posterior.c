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
    real *logits = arena_room(r->scratch, (size_t)n * (size_t)Ky *
                                              sizeof *logits);
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

/* Reads the target once: logp [tgt rows x (1 + src.T)].  A step reads what the
 * one before it left, and no other. */
static void ask(const struct network *net, const struct batch *batch,
                real *logp)
{
    static const struct intervention one_each = {read_one, NULL};
    const struct side *t = &batch->tgt;
    int n = READS_ONE + batch->src.T;
    struct arena whole, steps[2], scratch;
    struct run r = {&whole, &scratch, false, 0, 0, NULL};
    struct reading in;
    struct writing w;
    arena_init(&whole, "posterior");
    arena_init(&scratch, "posterior");
    for (int k = 0; k < 2; k++)
        arena_init(&steps[k], "posterior");
    const int *first = ARENA_ARRAY(&whole, int, n);
    network_read(&r, net, &batch->src, &in);
    network_write(&r, net, &in, first, n, n, &w);
    w.att.intervene = &one_each;
    for (int i = 0; i < t->rows; i++) {
        r.batch = &steps[i & 1];
        arena_reset(r.batch);
        step(&r, net, &w, first, n, t->in[i], t->out[i],
             row_of(logp, i, n - READS_NOTHING));
    }
    for (int k = 0; k < 2; k++)
        arena_drop(&steps[k]);
    arena_drop(&whole);
    arena_drop(&scratch);
}

void posterior_begin(struct posterior *p, const struct network *net,
                     const struct batch *batch, struct arena *arena)
{
    size_t width = 1 + (size_t)batch->src.T;
    *p = (struct posterior){net, batch, NULL};
    if (net->o.lextable)
        return;
    real *logp = ARENA_ARRAY(arena, real, (size_t)batch->tgt.rows * width);
    ask(net, batch, logp);
    p->logp = logp;
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
    const real *logp = row_at(p->logp, i, 1 + src->T);
    real most = logp[0];
    for (int j = 1; j <= src->T; j++)
        most = logp[j] > most ? logp[j] : most;
    wide sum = POSTERIOR_NOTHING * fmath_exp((wide)(logp[0] - most));
    for (int j = 0; j < src->T; j++) {
        a[j] *= (real)fmath_exp((wide)(logp[1 + j] - most));
        sum += (wide)a[j];
    }
    for (int j = 0; j < src->T && sum > 0; j++)             /* (1) */
        a[j] = (real)((wide)a[j] / sum);
}
