#include "model/ahead.h"

#include <assert.h>
#include <string.h>

#include "base/par.h"
#include "nn/embed.h"
#include "nn/linear.h"

static int gates(const struct network *net)
{
    const struct cell *c = net->decoder->cell[0];
    return c->kind->gates * c->N;
}

int ahead_width(const struct network *net)
{
    return gates(net) + net->output->P;
}

/* ==== (1) ==== */

void ahead_words(struct network *net, int most, struct arena *arena)
{
    assert(net->ps.g == NULL);
    struct word_rows *w = ARENA_NEW(arena, struct word_rows);
    for (w->slots = 1; 2 * w->slots <= most && w->slots < net->o.Ky;)
        w->slots *= 2;
    w->id = ARENA_ARRAY(arena, int, w->slots);
    memset(w->id, -1, (size_t)w->slots * sizeof *w->id);
    w->row = arena_room(arena, (size_t)w->slots *
                                   (size_t)ahead_width(net) * sizeof(real));
    net->words = w;
}

/* Rows [n x width] of the words y. */
static real *fresh_rows(struct run *r, const struct network *net,
                        const int *y, int n)
{
    const struct cell *c = net->decoder->cell[0];
    const struct output *o = net->output;
    int M = net->o.M, width = ahead_width(net);
    real *Y = run_room(r, n, M), *row = run_room(r, n, width);
    embed_forward(net->E_y, y, n, Y);
    linear_forward(n, Y, M, c->W, cell_bias(c), row, width, false);
    linear_forward(n, Y, M, o->V_o, o->b_t, row + gates(net), width, false);
    return row;
}

/* The words among y [n] that have no row, each once or little more: miss.
 * at[b] is the slot of y[b], or -1 - its place in miss. */
static int find_words(struct run *r, const struct word_rows *w, const int *y,
                      int n, int *at, int *miss)
{
    struct arena_mark mark = arena_mark(r->scratch);
    int *claim = ARENA_ARRAY(r->scratch, int, w->slots), misses = 0;
    for (int b = 0; b < n; b++) {
        int slot = y[b] & (w->slots - 1);
        if (w->id[slot] == y[b]) {
            at[b] = slot;
            continue;
        }
        if (claim[slot] == 0 || miss[claim[slot] - 1] != y[b]) {
            miss[misses] = y[b];
            claim[slot] = ++misses;
        }
        at[b] = -claim[slot];
    }
    arena_release(r->scratch, mark);
    return misses;
}

static void keep_rows(struct word_rows *w, const int *id, int n,
                      const real *row, int width)
{
    for (int k = 0; k < n; k++) {
        int slot = id[k] & (w->slots - 1);
        w->id[slot] = id[k];
        memcpy(row_of(w->row, slot, width), row_at(row, k, width),
               (size_t)width * sizeof *row);
    }
}

/* ==== One step ==== */

struct input_work {
    const struct word_rows *words;     /* NULL: row b of fresh belongs to b */
    const int *at;
    const real *fresh;
    const struct attention_seq *att;
    int G, width;
    real *z, *a;
};

static const real *word_row(const struct input_work *w, int b)
{
    if (!w->words)
        return row_at(w->fresh, b, w->width);
    return w->at[b] < 0 ? row_at(w->fresh, -w->at[b] - 1, w->width)
                        : row_at(w->words->row, w->at[b], w->width);
}

static void input_rows(void *ctx, int lo, int hi)
{
    const struct input_work *w = ctx;
    int G = w->G, P = w->width - G;
    for (int b = lo; b < hi; b++) {
        const real *word = word_row(w, b);
        real *z = row_of(w->z, b, G), *a = row_of(w->a, b, P);
        memcpy(z, word, (size_t)G * sizeof *z);
        memcpy(a, word + G, (size_t)P * sizeof *a);
        if (!w->att->mapped)
            continue;
        K->add(G, z, row_at(w->att->ctx, b, w->width));
        K->add(P, a, row_at(w->att->ctx, b, w->width) + G);
    }
}

/* z and a: all of the cell's and the readout's input but for the states. */
static void inputs(struct run *r, const struct network *net,
                   const struct attention_seq *att, int n, const int *y,
                   real *z, real *a)
{
    struct word_rows *words = net->words;
    struct input_work w = {.words = words, .att = att, .G = gates(net),
                           .width = ahead_width(net), .z = z, .a = a};
    int *at = ARENA_ARRAY(r->batch, int, n), misses = n;
    int *miss = ARENA_ARRAY(r->batch, int, n);
    if (words)
        misses = find_words(r, words, y, n, at, miss);
    w.at = at;
    w.fresh = fresh_rows(r, net, words ? miss : y, misses);
    par_range(n, 8, input_rows, &w);
    if (words)
        keep_rows(words, miss, misses, w.fresh, w.width);
    if (att->mapped)
        return;
    int N = net->o.N, P = net->output->P;
    linear_forward(n, att->ctx, N, net->decoder->C, NULL, z, w.G, true);
    linear_forward(n, att->ctx, N, net->output->C_o, NULL, a, P, true);
}

void ahead_write(struct run *r, const struct network *net,
                 struct writing *w)
{
    const struct param *C[] = {net->decoder->C, net->output->C_o};
    attention_map(r, net->decoder->attention, &w->att, C, 2);
}

void ahead_step(struct run *r, const struct network *net, struct writing *w,
                const int *src, int n, const int *y, real *logits)
{
    const struct net_options *o = &net->o;
    struct decoder_state before = w->state;
    real *z = run_room(r, n, gates(net));
    real *a = run_room(r, n, net->output->P);
    attention_forward(r, net->decoder->attention, &w->att, w->i++, 0, n, src,
                      before.layer[0].h);
    inputs(r, net, &w->att, n, y, z, a);
    w->state = decoder_cells(r, net->decoder, n, z, &before);
    const struct decoder_state *read = o->readout_previous ? &before
                                                           : &w->state;
    struct readout u = output_readout_add(
        r, net->output, n, read->layer[o->layers - 1].h, a);
    output_logits(net->output, n, u.t, logits);
    lexprior_step(r, w->lex, n, src, w->att.alpha, logits);
}
