#include "lex/aligner.h"

#include <math.h>

#include "base/par.h"
#include "lex/hmm.h"
#include "lex/ibm1.h"

enum { GRAIN = 64 };

const struct aligner_options aligner_default = {
    .ibm1 = 5, .hmm = 5, .agree = true, .prior = 0.02, .p0 = 0.2,
    .tau = 100.0, .lambda = 0.5, .prune = 1e-5};

/* ==== A sentence pair ==== */

/* Everything is indexed from its arena; lattice[to] generates side `to`. */
struct sentence {
    const struct bitext_pair *pair;
    struct lexicon_pair lexicon;
    struct lattice lattice[2];
    float *A[2], *xi[2];
};

static float *floats(struct arena *arena, size_t n)
{
    return arena_room(arena, n * sizeof(float));
}

static void lattice_of(struct sentence *s, int to, const struct aligner *a,
                       struct arena *arena)
{
    struct lattice *l = &s->lattice[to];
    l->I = s->pair->n[!to];
    l->J = s->pair->n[to];
    l->t = s->lexicon.t[to];
    l->p0 = (float)a->o.p0;
    float *empty = floats(arena, (size_t)l->J);
    for (int j = 0; j < l->J; j++)
        empty[j] = lexicon_empty(&a->lexicon, s->pair, to, j);
    l->empty = empty;
    l->gamma = floats(arena, (size_t)(l->I * l->J));
    l->gamma0 = floats(arena, (size_t)l->J);
}

/* Fills gamma of both directions, and xi if `count`. */
static void posteriors(struct sentence *s, const struct aligner *a,
                       const struct bitext_pair *pair, bool count,
                       struct arena *arena)
{
    *s = (struct sentence){.pair = pair};
    lexicon_get(&s->lexicon, &a->lexicon, pair, arena);
    for (int to = 0; to < 2; to++) {
        struct lattice *l = &s->lattice[to];
        lattice_of(s, to, a, arena);
        if (!a->moves) {
            ibm1_posterior(l);
            continue;
        }
        size_t n = (size_t)((l->I + 1) * l->I);
        s->A[to] = floats(arena, n);
        s->xi[to] = count ? floats(arena, n) : NULL;
        jumps_matrix(s->A[to], &a->jumps[to], pair->id[BITEXT_WORD][!to],
                     l->I);
        hmm_posterior(l, s->A[to], s->xi[to], arena);
    }
}

/* ==== The E-step ==== */

static float agreed(const struct aligner *a, float p0, float p1)
{
    return a->moves ? p0 * p1 : sqrtf(p0 * p1);
}

static void count_pairs(struct aligner *a, const struct sentence *s)
{
    int I = s->pair->n[0], J = s->pair->n[1];
    const float *g1 = s->lattice[1].gamma, *g0 = s->lattice[0].gamma;
    for (int i = 0; i < I; i++) {
        lexicon_fetch(&a->lexicon, &s->lexicon, i * J, J);
        for (int j = 0; j < J; j++) {
            int ij = i * J + j;
            float p1 = g1[j * I + i], p0 = g0[ij];
            if (a->o.agree) {
                lexicon_add(&a->lexicon, 0, &s->lexicon, ij,
                            agreed(a, p0, p1));
                continue;
            }
            lexicon_add(&a->lexicon, 0, &s->lexicon, ij, p0);
            lexicon_add(&a->lexicon, 1, &s->lexicon, ij, p1);
        }
    }
}

static void count_rest(struct aligner *a, const struct sentence *s)
{
    for (int to = 0; to < 2; to++) {
        const struct lattice *l = &s->lattice[to];
        for (int j = 0; j < l->J; j++)
            lexicon_add_empty(&a->lexicon, s->pair, to, j, l->gamma0[j]);
        if (a->moves)
            jumps_count(&a->jumps[to], s->xi[to],
                        s->pair->id[BITEXT_WORD][!to], l->I);
    }
}

struct estep {
    struct aligner *a;
    double *logp[2];       /* [text->n] */
};

static void estep_range(void *ctx, int lo, int hi)
{
    struct estep *x = ctx;
    struct arena arena;
    arena_init(&arena, "alignment");
    for (int n = lo; n < hi; n++) {
        const struct bitext_pair *pair = &x->a->text->pair[n];
        struct sentence s;
        if (pair->n[0] == 0 || pair->n[1] == 0)
            continue;
        posteriors(&s, x->a, pair, true, &arena);
        count_pairs(x->a, &s);
        count_rest(x->a, &s);
        for (int to = 0; to < 2; to++)
            x->logp[to][n] = s.lattice[to].logp;
        arena_reset(&arena);
    }
    arena_drop(&arena);
}

/* One iteration; logp is the mean over the pairs. */
static void iterate(struct aligner *a, double logp[2])
{
    struct estep x = {.a = a};
    struct arena scratch;
    int N = a->text->n;
    arena_init(&scratch, "alignment");
    for (int to = 0; to < 2; to++)
        x.logp[to] = ARENA_ARRAY(&scratch, double, N);
    par_range(N, GRAIN, estep_range, &x);
    for (int to = 0; to < 2; to++) {
        logp[to] = 0.0;
        for (int n = 0; n < N; n++)
            logp[to] += x.logp[to][n] / N;
    }
    lexicon_update(&a->lexicon, a->o.prior);
    for (int to = 0; a->moves && to < 2; to++)
        jumps_update(&a->jumps[to]);
    arena_drop(&scratch);
}

void aligner_learn(struct aligner *a, struct bitext *text,
                   const struct aligner_options *o, aligner_tell *tell,
                   void *ctx, struct arena *arena)
{
    *a = (struct aligner){.o = *o, .text = text};
    bitext_count(text);
    lexicon_new(&a->lexicon, text, o->lambda, o->agree, arena);
    for (int to = 0; to < 2; to++)
        jumps_new(&a->jumps[to], bitext_size(text, BITEXT_WORD, !to),
                  o->tau, arena);
    for (int n = 0; n < o->ibm1 + o->hmm; n++) {
        double logp[2];
        if (n == o->ibm1) {
            lexicon_prune(&a->lexicon, o->prune);
            a->moves = true;
        }
        iterate(a, logp);
        if (tell)
            tell(ctx, n, a->moves ? "HMM" : "IBM 1", logp);
    }
}

/* ==== Using it ==== */

void aligner_posterior(struct aligner_posterior *out, const struct aligner *a,
                       const struct bitext_pair *pair, struct arena *arena)
{
    struct sentence s;
    *out = (struct aligner_posterior){pair->n[0], pair->n[1], {NULL, NULL}};
    if (out->I == 0 || out->J == 0)
        return;
    posteriors(&s, a, pair, false, arena);
    out->gamma[1] = s.lattice[1].gamma;
    out->gamma[0] = floats(arena, (size_t)(out->I * out->J));
    for (int j = 0; j < out->J; j++)
        for (int i = 0; i < out->I; i++)
            out->gamma[0][j * out->I + i] =
                s.lattice[0].gamma[i * out->J + j];
}
