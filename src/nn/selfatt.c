/* Self-attention in matrix form, of one sentence and one head; d = N / heads
 * columns of Q, K and V.
 *
 * (1) S = Q K' / sqrt(d)                 (1)' dQ += dS K / sqrt(d)
 *         -inf where |i - j| > window         dK += dS' Q / sqrt(d)
 * (2) A = softmax of each row of S       (2)' dS = A (dA - sum A dA)
 * (3) O = A V                            (3)' dA = dO V'   dV += A' dO
 *
 * With a window, rows go in blocks, and a block has only the columns that one
 * of its rows may see: time and memory are linear in the length.  A window as
 * wide as the sentence is one block, with the bits of none. */
#include "nn/selfatt.h"

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "kern/kern.h"
#include "kern/part.h"

enum { BLOCK = 32 };       /* rows */

/* ==== Sentence after sentence ==== */

void ragged_new(struct run *r, const struct side *side, struct ragged *out)
{
    out->side = side;
    out->start = ARENA_ARRAY(r->batch, int, side->B + 1);
    out->of = ARENA_ARRAY(r->batch, int, side->rows);
    for (int b = 0; b < side->B; b++) {
        out->start[b + 1] = out->start[b] + side->len[b];
        for (int i = out->start[b]; i < out->start[b + 1]; i++)
            out->of[i] = b;
    }
}

struct move {
    const struct ragged *g;
    int n;
    const real *from;
    real *to;
};

static void gather_range(void *ctx, int lo, int hi)
{
    const struct move *w = ctx;
    const struct side *s = w->g->side;
    for (int b = lo; b < hi; b++)
        for (int t = 0; t < s->len[b]; t++)
            memcpy(row_of(w->to, w->g->start[b] + t, w->n),
                   row_at(w->from, s->off[t] + b, w->n),
                   (size_t)w->n * sizeof(real));
}

void ragged_gather(const struct ragged *g, int n, const real *x, real *y)
{
    struct move w = {g, n, x, y};
    par_range(g->side->B, 1, gather_range, &w);
}

static void scatter_range(void *ctx, int lo, int hi)
{
    const struct move *w = ctx;
    const struct side *s = w->g->side;
    for (int b = lo; b < hi; b++)
        for (int t = 0; t < s->len[b]; t++)
            memcpy(row_of(w->to, s->off[t] + b, w->n),
                   row_at(w->from, w->g->start[b] + t, w->n),
                   (size_t)w->n * sizeof(real));
}

void ragged_scatter(const struct ragged *g, int n, const real *y, real *x)
{
    struct move w = {g, n, y, x};
    par_range(g->side->B, 1, scatter_range, &w);
}

/* ==== Shares of the work ==== */

/* Scratch memory of a thread: a packed matrix and two of a block's size. */
struct desk {
    struct pack pack;
    real *dA, *dS;
};

struct unit;
struct block;

struct att_work {
    void (*block)(const struct att_work *w, const struct unit *u,
                  const struct block *k);
    const struct selfatt *s;
    const struct ragged *g;
    const struct selfatt_cache *c;
    const real *Q, *K, *V, *dO;
    real *O, *dQ, *dK, *dV;
    int parts;
    struct desk *desk;     /* [parts] */
};

/* One sentence and head: its corner of Q, K, V and O. */
struct unit {
    int d, N, window;
    size_t at;             /* of the corner */
    struct desk *desk;
};

/* Rows r0 .. r1 of a sentence's alpha, which see columns within c0 .. c1, and
 * where these are, c1 - c0 to a row. */
struct block {
    int r0, r1, c0, c1;
    real *alpha;
};

static bool whole(const struct selfatt *s, int T)
{
    return s->window == 0 || s->window >= T;
}

static size_t block_area(const struct block *k)
{
    return (size_t)(k->r1 - k->r0) * (size_t)(k->c1 - k->c0);
}

/* From {0}, or from where alpha is, to the first block of a sentence of T
 * tokens, on to the next, and false after the last. */
static bool block_next(struct block *k, const struct selfatt *s, int T)
{
    if (k->r1 == T)
        return false;
    if (k->alpha)
        k->alpha += block_area(k);
    k->r0 = k->r1;
    if (whole(s, T)) {
        k->r1 = k->c1 = T;
        return true;
    }
    k->r1 = T - k->r0 > BLOCK ? k->r0 + BLOCK : T;
    k->c0 = k->r0 > s->window ? k->r0 - s->window : 0;
    k->c1 = T - k->r1 > s->window ? k->r1 + s->window : T;
    return true;
}

/* The numbers of one alpha. */
static size_t alpha_size(const struct selfatt *s, int T)
{
    size_t n = 0;
    for (struct block k = {0}; block_next(&k, s, T);)
        n += block_area(&k);
    return n;
}

int selfatt_columns(int window, int T)
{
    return window == 0 || T - BLOCK < 2 * window ? T : BLOCK + 2 * window;
}

/* The most rows of a block of sentences of at most T tokens: one no longer
 * than the window is one block. */
static int most_rows(const struct selfatt *s, int T)
{
    return whole(s, T) ? T : s->window > BLOCK ? s->window : BLOCK;
}

static void desks_new(struct run *r, struct att_work *w, bool backward)
{
    int T = w->g->side->T, d = w->s->N / w->s->heads;
    int cols = selfatt_columns(w->s->window, T), rows = most_rows(w->s, T);
    size_t across = pack_bytes(d, cols, PACK_F32);
    size_t down = pack_bytes(cols > rows ? cols : rows, d, PACK_F32);
    size_t area = (size_t)rows * (size_t)cols * sizeof(real);
    w->parts = par_threads();
    w->desk = ARENA_ARRAY(r->scratch, struct desk, w->parts);
    for (int i = 0; i < w->parts; i++) {
        struct desk *k = &w->desk[i];
        k->pack.type = PACK_F32;
        k->pack.data = arena_room(r->scratch, across > down ? across : down);
        if (!backward)
            continue;
        k->dA = arena_room(r->scratch, area);
        k->dS = arena_room(r->scratch, area);
    }
}

static real *alpha_of(const struct selfatt *s, const struct ragged *g,
                      const struct selfatt_cache *c, int b, int head)
{
    return c->alpha + c->at[b] +
           (size_t)head * alpha_size(s, g->side->len[b]);
}

static struct unit unit_at(const struct att_work *w, int part, int i)
{
    int b = i / w->s->heads, head = i % w->s->heads;
    int T = w->g->side->len[b], d = w->s->N / w->s->heads;
    return (struct unit){.d = d, .N = w->s->N,
                         .window = whole(w->s, T) ? T : w->s->window,
                         .at = (size_t)w->g->start[b] * (size_t)w->s->N +
                               (size_t)head * (size_t)d,
                         .desk = &w->desk[part]};
}

static void unit_blocks(const struct att_work *w, int part, int i)
{
    struct unit u = unit_at(w, part, i);
    int b = i / w->s->heads, T = w->g->side->len[b];
    struct block k = {.alpha = alpha_of(w->s, w->g, w->c, b,
                                        i % w->s->heads)};
    while (block_next(&k, w->s, T))
        w->block(w, &u, &k);
}

/* Part i of all sentences and heads. */
static void share(const struct att_work *w, int part, int *lo, int *hi)
{
    long long units = (long long)w->g->side->B * w->s->heads;
    *lo = (int)(units * part / w->parts);
    *hi = (int)(units * (part + 1) / w->parts);
}

static void parts_range(void *ctx, int lo, int hi)
{
    const struct att_work *w = ctx;
    for (int part = lo; part < hi; part++) {
        int from, to;
        share(w, part, &from, &to);
        for (int i = from; i < to; i++)
            unit_blocks(w, part, i);
    }
}

/* ==== Forward ==== */

static real root(int d)
{
    return (real)(1 / sqrt((wide)d));
}

/* Row i of the sentence, in a block: scale, hide, softmax. */
static void weights_row(const struct unit *u, const struct block *k, int i)
{
    int n = k->c1 - k->c0;
    real *a = row_of(k->alpha, i - k->r0, n);
    K->scale(n, root(u->d), a);
    for (int j = 0; j < n; j++)
        if (j + k->c0 + u->window < i || j + k->c0 > i + u->window)
            a[j] = -(real)INFINITY;
    K->softmax(n, a, a);                                    /* (2) */
}

static void block_forward(const struct att_work *w, const struct unit *u,
                          const struct block *k)
{
    struct pack *p = &u->desk->pack;
    int N = u->N, n = k->r1 - k->r0, cols = k->c1 - k->c0;
    pack_b(p, u->d, cols, row_at(w->K + u->at, k->c0, N), 1, N);
    gemm(n, row_at(w->Q + u->at, k->r0, N), N, p, k->alpha, cols,
         false);                                            /* (1) */
    for (int i = k->r0; i < k->r1; i++)
        weights_row(u, k, i);
    pack_b(p, cols, u->d, row_at(w->V + u->at, k->c0, N), N, 1);
    gemm(n, k->alpha, cols, p, row_of(w->O + u->at, k->r0, N), N,
         false);                                            /* (3) */
}

static void cache_new(struct run *r, const struct selfatt *s,
                      const struct ragged *g, struct selfatt_cache *c)
{
    const struct side *side = g->side;
    size_t all = 0;
    c->at = ARENA_ARRAY(r->batch, size_t, side->B);
    for (int b = 0; b < side->B; b++) {
        c->at[b] = all;
        all += (size_t)s->heads * alpha_size(s, side->len[b]);
    }
    c->alpha = arena_room(r->batch, all * sizeof *c->alpha);
}

void selfatt_forward(struct run *r, const struct selfatt *s,
                     const struct ragged *g, const real *Q, const real *K_,
                     const real *V, real *O, struct selfatt_cache *c)
{
    enum part outer = part_switch(PART_ATTENTION);
    struct arena_mark mark = arena_mark(r->scratch);
    struct att_work w = {.block = block_forward, .s = s, .g = g, .c = c,
                         .Q = Q, .K = K_, .V = V, .O = O};
    cache_new(r, s, g, c);
    desks_new(r, &w, false);
    par_range(w.parts, 1, parts_range, &w);
    arena_release(r->scratch, mark);
    part_switch(outer);
}

/* ==== Backward ==== */

/* (3)' and (2)': dA, dS of a block, and dV. */
static void scores_backward(const struct att_work *w, const struct unit *u,
                            const struct block *k)
{
    struct desk *desk = u->desk;
    int N = u->N, n = k->r1 - k->r0, cols = k->c1 - k->c0;
    const real *dO = row_at(w->dO + u->at, k->r0, N);
    pack_b(&desk->pack, u->d, cols, row_at(w->V + u->at, k->c0, N), 1, N);
    gemm(n, dO, N, &desk->pack, desk->dA, cols, false);     /* (3)' dA */
    pack_b(&desk->pack, n, u->d, dO, N, 1);
    gemm_t(cols, k->alpha, cols, &desk->pack,
           row_of(w->dV + u->at, k->c0, N), N, true);       /* (3)' dV */
    memset(desk->dS, 0, (size_t)n * (size_t)cols * sizeof(real));
    for (int i = 0; i < n; i++) {
        real *ds = row_of(desk->dS, i, cols);
        K->softmax_backward(cols, ds, row_at(k->alpha, i, cols),
                            row_at(desk->dA, i, cols));     /* (2)' */
        K->scale(cols, root(u->d), ds);
    }
}

static void block_backward(const struct att_work *w, const struct unit *u,
                           const struct block *k)
{
    struct desk *desk = u->desk;
    int N = u->N, n = k->r1 - k->r0, cols = k->c1 - k->c0;
    scores_backward(w, u, k);
    pack_b(&desk->pack, cols, u->d, row_at(w->K + u->at, k->c0, N), N, 1);
    gemm(n, desk->dS, cols, &desk->pack,
         row_of(w->dQ + u->at, k->r0, N), N, true);         /* (1)' dQ */
    pack_b(&desk->pack, n, u->d, row_at(w->Q + u->at, k->r0, N), N, 1);
    gemm_t(cols, desk->dS, cols, &desk->pack,
           row_of(w->dK + u->at, k->c0, N), N, true);       /* (1)' dK */
}

void selfatt_backward(struct run *r, const struct selfatt *s,
                      const struct ragged *g, const real *Q, const real *K_,
                      const real *V, const struct selfatt_cache *c,
                      const real *dO, real *dQ, real *dK, real *dV)
{
    enum part outer = part_switch(PART_ATTENTION);
    struct arena_mark mark = arena_mark(r->scratch);
    struct att_work w = {.block = block_backward, .s = s, .g = g, .c = c,
                         .Q = Q, .K = K_, .V = V,
                         .dO = dO, .dQ = dQ, .dK = dK, .dV = dV};
    desks_new(r, &w, true);
    par_range(w.parts, 1, parts_range, &w);
    arena_release(r->scratch, mark);
    part_switch(outer);
}

void selfatt_alpha(const struct selfatt *s, const struct ragged *g,
                   const struct selfatt_cache *c, int b, int head, real *out)
{
    int T = g->side->len[b];
    struct block k = {.alpha = alpha_of(s, g, c, b, head)};
    memset(out, 0, (size_t)T * (size_t)T * sizeof(real));
    while (block_next(&k, s, T))
        for (int i = k.r0; i < k.r1; i++)
            memcpy(row_of(out, i, T) + k.c0,
                   row_at(k.alpha, i - k.r0, k.c1 - k.c0),
                   (size_t)(k.c1 - k.c0) * sizeof(real));
}
