/* Hierarchical attention: from the words of each sentence of a text to a
 * vector u_s, from u_1 .. u_S to the text's (after Yang et al. 2016).
 * (1) u_s = tanh(W_c [sum_j alpha_j h_j ; h_s]), alpha_j as in `attention`,
 *     over the words of sentence s, h_s its last annotation
 * (2) z = tanh(W'_c [sum_s beta_s u_s ; u_S]), beta = softmax(u_s' W' u_S);
 *     of one sentence z = u_1
 * Both are nn/many.c, whose backward is taken in reverse order:
 * (2)' dz -> du_s, dW', dW'_c         (1)' du_s -> dh_j, dW, dW_c
 *
 * A sentence ends where net_options.ends says so.  Marks that stand alone
 * belong to the sentence before them, and so does </s>. */
#include <string.h>

#include "nn/many.h"
#include "nn/summary.h"

struct hier {
    const unsigned char *ends;
    struct many *word, *sentence;
};

struct hier_cache {
    const int *text;       /* [B + 1] first sentence of each text */
    const int *place;      /* [B] of the text in level 2; -1: it has one
                              sentence only */
    struct many_seq *word, *sentence;
};

static void *hier_declare(struct params *ps, const struct net_options *o)
{
    struct hier *h = ARENA_NEW(ps->arena, struct hier);
    h->ends = o->ends;
    h->word = many_new(ps, o->N, "summary");
    h->sentence = many_new(ps, o->N, "summary.sentence");
    return h;
}

/* ==== Sentences ==== */

/* Does a new sentence begin at word j > 0 of text b?  `word`: the present one
 * has something else than marks. */
static bool begins(const struct hier *h, const struct side *s, int b, int j,
                   bool word)
{
    if (!h->ends || !word || j + 1 == s->len[b])
        return false;
    return h->ends[s->in[s->off[j - 1] + b]] != UNIT_OPEN &&
           h->ends[s->in[s->off[j] + b]] != UNIT_MARK;
}

/* Level 1: a group a sentence; text [B + 1] gets where each text begins. */
static struct groups words(struct run *r, const struct hier *h,
                           const struct side *s, int *text)
{
    int *first = ARENA_ARRAY(r->batch, int, s->rows + 1);
    int *row = ARENA_ARRAY(r->batch, int, s->rows);
    int n = 0, at = 0;
    for (int b = 0; b < s->B; b++) {
        bool word = false;
        text[b] = n;
        first[n++] = at;
        for (int j = 0; j < s->len[b]; j++) {
            if (j > 0 && begins(h, s, b, j, word)) {
                first[n++] = at;
                word = false;
            }
            row[at++] = s->off[j] + b;
            word = word || !h->ends ||
                   h->ends[s->in[s->off[j] + b]] != UNIT_MARK;
        }
    }
    text[s->B] = n;
    first[n] = at;
    return (struct groups){n, first, row};
}

/* Level 2: a group a text of more sentences than one. */
static struct groups texts(struct run *r, const int *text, int B, int *place)
{
    int *first = ARENA_ARRAY(r->batch, int, B + 1);
    int *row = ARENA_ARRAY(r->batch, int, text[B]);
    int n = 0, at = 0;
    for (int b = 0; b < B; b++) {
        bool one = text[b + 1] - text[b] == 1;
        place[b] = one ? -1 : n;
        for (int s = text[b]; !one && s < text[b + 1]; s++)
            row[at++] = s;
        if (!one)
            first[++n] = at;
    }
    return (struct groups){n, first, row};
}

/* ==== Forward and backward ==== */

static void *hier_forward(struct run *r, const void *self,
                          const struct annotations *a, real *z)
{
    const struct hier *h = self;
    int B = a->src->B, N = a->N;
    struct hier_cache *c = ARENA_NEW(r->batch, struct hier_cache);
    int *text = ARENA_ARRAY(r->batch, int, B + 1);
    int *place = ARENA_ARRAY(r->batch, int, B);
    struct groups g = words(r, h, a->src, text);
    c->word = many_forward(r, h->word, a->H, a->split, &g);      /* (1) */
    g = texts(r, text, B, place);
    c->sentence = many_forward(r, h->sentence, c->word->z, N, &g); /* (2) */
    for (int b = 0; b < B; b++)
        memcpy(row_of(z, b, N),
               place[b] < 0 ? row_of(c->word->z, text[b], N)
                            : row_of(c->sentence->z, place[b], N),
               (size_t)N * sizeof *z);
    c->text = text;
    c->place = place;
    return c;
}

static void hier_backward(struct run *r, void *self, void *cache,
                          const struct annotations *a, const real *dz)
{
    struct hier *h = self;
    const struct hier_cache *c = cache;
    int B = a->src->B, N = a->N;
    real *du = run_matrix(r, c->word->g.n, N);
    real *dz2 = run_matrix(r, c->sentence->g.n, N);
    for (int b = 0; b < B; b++)
        memcpy(c->place[b] < 0 ? row_of(du, c->text[b], N)
                               : row_of(dz2, c->place[b], N),
               row_at(dz, b, N), (size_t)N * sizeof *dz);
    many_backward(r, h->sentence, c->sentence, dz2, du);    /* (2)' */
    many_backward(r, h->word, c->word, du, a->dH);          /* (1)' */
}

/* The weight of a word times that of its sentence. */
static void hier_look(const void *self, const void *cache,
                      const struct annotations *a, int b, real *out)
{
    (void)self;
    (void)a;
    const struct hier_cache *c = cache;
    const int *first = c->word->g.first, from = c->text[b];
    for (int s = from; s < c->text[b + 1]; s++) {
        real beta = 1;
        if (c->place[b] >= 0)
            beta = c->sentence->alpha[c->sentence->g.first[c->place[b]] +
                                      s - from];
        for (int j = first[s]; j < first[s + 1]; j++)
            out[j - first[from]] = beta * c->word->alpha[j];
    }
}

const struct summary_kind summary_hier = {
    .kind = {
        .name = "hier",
        .alias = "hierarchical han 层次 多层",
        .formula = "u_s = attention over the words of sentence s, z = "
                   "attention over u_1 .. u_S; of one sentence z = u_1",
        .source = "after Yang et al. 2016, section 2.2",
        .qkv = "words: as attention; sentences: Q = W' u_S, K = V = u_s",
        .note = "that paper's query is learnt, here it is the last state; "
                "an abbreviation's full stop ends a sentence too",
    },
    .declare = hier_declare, .forward = hier_forward,
    .backward = hier_backward, .look = hier_look,
};
