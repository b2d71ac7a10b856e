#include "model/ensemble.h"

#include <string.h>

#include "base/par.h"
#include "model/ahead.h"

/* ==== Members ==== */

static bool same_units(const struct vocab *a, const struct vocab *b)
{
    if (vocab_size(a) != vocab_size(b))
        return false;
    for (int id = ID_FIRST; id < vocab_size(a); id++) {
        int m, n;
        const char *x = vocab_unit(a, id, &m), *y = vocab_unit(b, id, &n);
        if (m != n || memcmp(x, y, (size_t)n) != 0)
            return false;
    }
    return true;
}

bool ensemble_add(struct model *first, struct model *other,
                  const char *first_name, const char *name, struct error *err)
{
    struct network *last = &first->net;
    int members = 2;
    for (int side = 0; side < 2; side++)
        if (first->tokens.kind != other->tokens.kind ||
            first->tokens.bare[side] != other->tokens.bare[side] ||
            !same_units(&first->tokens.vocab[side],
                        &other->tokens.vocab[side])) {
            error_set(err, EXIT_MODEL, "%s has other %s units than %s", name,
                      side == SIDE_SRC ? "source" : "target", first_name);
            return error_hint(err, "train both on the same corpus with the "
                                   "same --dev, and another --seed");
        }
    for (; last->next; last = last->next)
        members++;
    if (members > ENSEMBLE_MOST)
        return error_set(err, EXIT_USAGE, "more than %d models",
                         ENSEMBLE_MOST);
    last->next = &other->net;
    return true;
}

static int size_of(const struct network *net)
{
    int n = 0;
    for (; net; net = net->next)
        n++;
    return n;
}

size_t ensemble_reals(const struct network *net, int Tx)
{
    size_t n = 0;
    for (; net; net = net->next)
        n += net->o.encoder->reals(&net->o, Tx) + (size_t)ahead_width(net);
    return n;
}

bool ensemble_aligns(const struct network *net)
{
    for (; net; net = net->next)
        if (net->o.focus->aligns)
            return true;
    return false;
}

/* ==== Steps ==== */

void ensemble_begin(struct run *r, struct ensemble *e,
                    const struct network *net, const struct side *src,
                    const int *of, int room)
{
    e->n = size_of(net);
    e->src = src;
    e->one = run_room(r, 1, src->T);
    e->logits = e->n > 1 ? run_room(r, room, net->o.Ky) : NULL;
    for (int k = 0; k < e->n; k++, net = net->next) {
        struct member *m = &e->member[k];
        m->net = net;
        network_read(r, net, src, &m->in);
        network_write(r, net, &m->in, of, src->B, room, &m->w);
        ahead_write(r, net, &m->w);
    }
}

/* Sums of logits on their way to a mean. */
struct voting {
    real *sum;
    const real *one;       /* a member's; NULL: divide by n */
    int Ky, n;
};

static void vote_rows(void *ctx, int lo, int hi)
{
    const struct voting *v = ctx;
    for (int row = lo; row < hi; row++)
        if (v->one)
            K->add(v->Ky, row_of(v->sum, row, v->Ky),
                   row_at(v->one, row, v->Ky));
        else
            K->scale(v->Ky, 1 / (real)v->n, row_of(v->sum, row, v->Ky));
}

void ensemble_step(struct run *r, struct ensemble *e, const int *src, int n,
                   const int *y, real *logits)
{
    struct voting v = {logits, e->logits, e->member[0].net->o.Ky, e->n};
    for (int k = 0; k < e->n; k++) {
        struct member *m = &e->member[k];
        ahead_step(r, m->net, &m->w, src, n, y, k ? e->logits : logits);
        if (k > 0)
            par_range(n, 1, vote_rows, &v);
    }
    v.one = NULL;
    if (e->n > 1)
        par_range(n, 1, vote_rows, &v);
}

void ensemble_keep(struct run *r, struct ensemble *e, const int *from, int n)
{
    for (int k = 0; k < e->n; k++)
        network_keep(r, e->member[k].net, &e->member[k].w, from, n);
}

void ensemble_weights(const struct ensemble *e, int row, real *out, int n)
{
    int some = 0;
    memset(out, 0, (size_t)n * sizeof *out);
    for (int k = 0; k < e->n; k++) {
        const struct member *m = &e->member[k];
        int heads = m->net->decoder->attention->heads, T = m->w.att.Tx;
        if (!m->w.att.alpha)
            continue;
        attention_weights(row_at(m->w.att.alpha, row, heads * T), heads, T,
                          HEAD_MEAN, e->one, n);
        K->add(n, out, e->one);
        some++;
    }
    if (some > 1)
        K->scale(n, 1 / (real)some, out);
}
