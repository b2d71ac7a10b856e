#include "lex/hmm.h"

#include <string.h>

#include "base/fmath.h"

/* Inner loops run over the states that something is added to, never over
 * those that are summed: the compiler may then use vectors and the order of
 * each sum stays as it is written. */

struct pass {
    struct lattice *s;
    int I, n;              /* n = I + 1 positions */
    const float *A;        /* [n * I] */
    float *back;           /* [I * n] A the other way round */
    float *q;              /* [(J + 1) * n], row 0 before f_1 */
    float *c;              /* [J] */
    float *h, *w, *next;   /* [n], [I], [n] */
};

static void pass_init(struct pass *p, struct lattice *s, const float *A,
                      struct arena *arena)
{
    *p = (struct pass){.s = s, .I = s->I, .n = s->I + 1, .A = A};
    p->back = arena_room(arena, (size_t)(p->n * p->I) * sizeof(float));
    for (int k = 0; k < p->n; k++)
        for (int i = 0; i < p->I; i++)
            p->back[i * p->n + k] = A[k * p->I + i];
    p->q = arena_room(arena, (size_t)((s->J + 1) * p->n) * sizeof(float));
    p->c = ARENA_ARRAY(arena, float, s->J);
    p->h = ARENA_ARRAY(arena, float, p->n);
    p->w = ARENA_ARRAY(arena, float, p->I);
    p->next = ARENA_ARRAY(arena, float, p->n);
}

/* y += a x */
static void add_times(float *restrict y, float a, const float *restrict x,
                      int n)
{
    for (int k = 0; k < n; k++)
        y[k] += a * x[k];
}

static void scale(float *x, float a, int n)
{
    for (int k = 0; k < n; k++)
        x[k] *= a;
}

/* (1), (2); gamma is q - z for now. */
static void forward_step(struct pass *p, int j)
{
    struct lattice *s = p->s;
    const float *t = s->t + j * p->I, *old = p->q + j * p->n;
    float *gamma = s->gamma + j * p->I, *q = p->q + (j + 1) * p->n;
    float none = s->p0 * s->empty[j], c = 0.0f;
    memset(gamma, 0, (size_t)p->I * sizeof *gamma);
    for (int k = 0; k < p->n; k++)
        if (old[k] > 0.0f)
            add_times(gamma, old[k], p->A + k * p->I, p->I);
    for (int i = 0; i < p->I; i++)
        gamma[i] *= (1.0f - s->p0) * t[i];
    for (int k = 0; k < p->n; k++)
        c += q[k] = none * old[k] + (k > 0 ? gamma[k - 1] : 0.0f);
    p->c[j] = c;
    scale(q, 1.0f / c, p->n);
    scale(gamma, 1.0f / c, p->I);
    s->logp += fmath_log((double)c);
}

/* (3), (4), (5) without its factor A. */
static void backward_step(struct pass *p, int j, float *xi)
{
    struct lattice *s = p->s;
    const float *t = s->t + j * p->I, *old = p->q + j * p->n;
    float *gamma = s->gamma + j * p->I;
    float none = s->p0 * s->empty[j] / p->c[j], sum = 0.0f;
    for (int i = 0; i < p->I; i++) {
        p->w[i] = (1.0f - s->p0) * t[i] * p->h[i + 1] / p->c[j];
        gamma[i] *= p->h[i + 1];
    }
    for (int k = 0; k < p->n; k++) {
        p->next[k] = none * p->h[k];
        sum += old[k] * p->next[k];
    }
    s->gamma0[j] = sum;
    for (int k = 0; xi && k < p->n; k++)
        add_times(xi + k * p->I, old[k], p->w, p->I);
    for (int i = 0; i < p->I; i++)
        add_times(p->next, p->w[i], p->back + i * p->n, p->n);
    memcpy(p->h, p->next, (size_t)p->n * sizeof *p->h);
}

void hmm_posterior(struct lattice *s, const float *A, float *xi,
                   struct arena *arena)
{
    struct pass p;
    struct arena_mark mark = arena_mark(arena);
    pass_init(&p, s, A, arena);
    memset(p.q, 0, (size_t)p.n * sizeof *p.q);
    p.q[0] = 1.0f;
    s->logp = 0.0;
    for (int j = 0; j < s->J; j++)
        forward_step(&p, j);
    for (int k = 0; k < p.n; k++)
        p.h[k] = 1.0f;
    if (xi)
        memset(xi, 0, (size_t)(p.n * p.I) * sizeof *xi);
    for (int j = s->J; j-- > 0; )
        backward_step(&p, j, xi);
    for (int k = 0; xi && k < p.n * p.I; k++)
        xi[k] *= A[k];
    arena_release(arena, mark);
}
