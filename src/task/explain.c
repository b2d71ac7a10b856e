#include "task/explain.h"

#include <math.h>
#include <string.h>

#include "base/fmath.h"
#include "task/look.h"

double explain_norm(const real *x, int n)
{
    double sum = 0;
    for (int k = 0; k < n; k++)
        sum += (double)x[k] * (double)x[k];
    return sqrt(sum);
}

/* ==== The words that might be next ==== */

/* p(y) of each id from the logits, best first. */
static void top_words(struct explain_step *s, const real *logits, int Ky)
{
    double log_sum = (double)K->logsumexp(Ky, logits);
    s->p = fmath_exp((double)logits[s->id] - log_sum);
    s->tops = 0;
    for (int y = 0; y < Ky; y++) {
        double p = fmath_exp((double)logits[y] - log_sum);
        int at = s->tops;
        while (at > 0 && p > s->top[at - 1].p)
            at--;
        if (at == EXPLAIN_TOP)
            continue;
        s->tops += s->tops < EXPLAIN_TOP;
        for (int k = s->tops - 1; k > at; k--)
            s->top[k] = s->top[k - 1];
        s->top[at] = (struct explain_word){y, p};
    }
}

/* ==== One step after the other ==== */

struct explainer {
    const struct network *net;
    struct run r;
    struct arena *arena;       /* of the run and of the results */
    const struct intervention *alpha;
    struct reading in;
    struct writing w;
};

static const real *copy(struct arena *arena, const real *x, int n)
{
    real *y = ARENA_ARRAY(arena, real, n);
    memcpy(y, x, (size_t)n * sizeof *y);
    return y;
}

static void step(struct explainer *u, struct explanation *x, int previous,
                 struct explain_step *s)
{
    const struct attention *att = u->net->decoder->attention;
    struct attention_seq *q = &u->w.att;
    int src = 0, row = x->heads * x->Tx, Ky = u->net->o.Ky;
    real *logits = ARENA_ARRAY(u->arena, real, Ky);
    s->s = copy(u->arena, u->w.state.layer[0].h, x->N);
    q->e = att->score_self ? ARENA_ARRAY(u->arena, real, row) : NULL;
    network_step(&u->r, u->net, &u->w, &src, 1, &previous, logits);
    if (att->score_self)
        s->q = q->q ? copy(u->arena, q->q, att->query) : s->s;
    s->e = q->e;
    s->alpha = q->alpha ? copy(u->arena, q->alpha, row) : NULL;
    s->ctx = copy(u->arena, q->ctx, x->N);
    top_words(s, logits, Ky);
}

/* Reads the source and fills what no step changes. */
static void begin(struct explainer *u, struct explanation *x,
                  const struct batch *batch)
{
    const struct attention *att = u->net->decoder->attention;
    int first = 0;
    network_read(&u->r, u->net, &batch->src, &u->in);
    network_write(&u->r, u->net, &u->in, &first, 1, 1, &u->w);
    u->w.att.intervene = u->alpha;
    x->Tx = batch->src.T;
    x->N = att->N;
    x->heads = att->heads;
    x->h = u->in.a.H;
    x->v = u->w.att.V;
    if (!att->score_self)
        return;
    x->query = att->query;
    x->key = att->key;
    x->k = u->w.att.keys;
}

static void steps(struct explanation *x, const struct model *m,
                  const struct intervention *alpha, struct arena *arena)
{
    struct arena scratch;
    struct batch batch;
    int first = 0;
    arena_init(&scratch, "explain");
    struct explainer u = {.net = &m->net, .arena = arena, .alpha = alpha,
                          .r = {arena, &scratch, false, 0, 0, NULL}};
    batch_make(&batch, &x->src, NULL, &first, 1, arena);
    begin(&u, x, &batch);
    x->Ty = x->tgt.n + 1;
    struct explain_step *s = ARENA_ARRAY(arena, struct explain_step, x->Ty);
    for (int i = 0; i < x->Ty; i++) {
        s[i].id = i < x->tgt.n ? x->tgt.id[i] : ID_EOS;
        step(&u, x, i ? s[i - 1].id : ID_BOS, &s[i]);
    }
    x->step = s;
    arena_drop(&scratch);
}

/* The target: what is given, cut into y, or the greedy translation. */
static void target(struct explanation *x, const struct model *m,
                   const char *src, const char *tgt, struct pieces *y,
                   const struct explain_change *change, struct arena *arena)
{
    struct translation t;
    struct search_options greedy = {.beam = 1, .rank.alpha = 1, .nbest = 1,
                                    .intervene = change->alpha};
    if (tgt) {
        translate_encode(m, SIDE_TGT, tgt, y, arena);
        x->tgt = translate_ids(y, arena);
        return;
    }
    if (change->prefix)
        greedy.prefix = *change->prefix;
    translate(m, &src, 1, &greedy, &t, NULL, arena);
    x->tgt = (struct sentence){t.best->id, t.best->n};
}

void explain(struct explanation *x, const struct model *m, const char *src,
             const char *tgt, const struct explain_change *change,
             struct arena *arena)
{
    static const struct explain_change nothing = {NULL, NULL};
    struct pieces pieces, y;
    change = change ? change : &nothing;
    memset(x, 0, sizeof *x);
    translate_encode(m, SIDE_SRC, src, &pieces, arena);
    x->src = translate_ids(&pieces, arena);
    if (x->src.n == 0)
        return;
    target(x, m, src, tgt, &y, change, arena);
    look_names(&x->names, m, &pieces, x->tgt.id, x->tgt.n, tgt ? &y : NULL,
               arena);
    steps(x, m, change->alpha, arena);
}

/* ==== Gradients ==== */

/* The same network with room for gradients, without what is for training
 * alone: dropout and label smoothing. */
static void twin(struct network *net, const struct network *of,
                 struct arena *arena)
{
    struct net_options o = of->o;
    o.dropout.p = o.word_dropout = o.smoothing = 0;
    o.hold = PACK_F32;
    network_init(net, &o, true, arena);
    params_take(&net->ps, &of->ps);
}

double explain_gradient(const struct explanation *x, const struct model *m,
                        int i, double *norm, struct arena *arena)
{
    struct arena scratch;
    struct batch batch;
    struct network net;
    int first = 0, M = m->net.o.M;
    arena_init(&scratch, "explain");
    twin(&net, &m->net, arena);
    batch_make(&batch, &x->src, &x->tgt, &first, 1, arena);
    struct run r = {arena, &scratch, true, 1, 1, NULL};
    struct pass p = network_pass_row(&r, &net, &batch, i);
    for (int j = 0; j < x->Tx; j++)
        norm[j] = explain_norm(row_at(p.dX, j, M), M);
    arena_drop(&scratch);
    return p.loss;
}
