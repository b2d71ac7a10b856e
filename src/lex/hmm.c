#include "lex/hmm.h"

#include <string.h>

#include "base/fmath.h"

/* Inner loops run over the states that something is added to, never over
 * those that are summed: the compiler may then use vectors and the order of
 * each sum stays as it is written. */

/* A row has room for whole LANES, with zeros behind what it holds: I or I + 1
 * floats are few, and a loop over them should have no rest. */
enum { LANES = 16 };

struct pass {
    struct lattice *s;
    int I, n, width;       /* n = I + 1 positions, in a row of width */
    float *A;              /* [n * width] */
    float *back;           /* [I * width] A the other way round */
    float *q;              /* [(J + 1) * n], row 0 before f_1 */
    float *c;              /* [J] */
    float *w;              /* [J * width] what (5) sums but for q; row 0 is
                              of the last word, the first to be summed */
    float *h, *sum;        /* [width] */
};

static float *rows(const struct pass *p, int n, struct arena *arena)
{
    return ARENA_ARRAY(arena, float, n * p->width);
}

static void pass_init(struct pass *p, struct lattice *s, const float *A,
                      struct arena *arena)
{
    *p = (struct pass){.s = s, .I = s->I, .n = s->I + 1};
    p->width = (p->n + LANES - 1) / LANES * LANES;
    p->A = rows(p, p->n, arena);
    p->back = rows(p, p->I, arena);
    for (int k = 0; k < p->n; k++)
        for (int i = 0; i < p->I; i++) {
            p->A[k * p->width + i] = A[k * p->I + i];
            p->back[i * p->width + k] = A[k * p->I + i];
        }
    p->q = ARENA_ARRAY(arena, float, (s->J + 1) * p->n);
    p->c = ARENA_ARRAY(arena, float, s->J);
    p->w = rows(p, s->J, arena);
    p->h = rows(p, 1, arena);
    p->sum = rows(p, 1, arena);
}

/* y += sum_k a[k * step] x_k over n rows x_k.  Each LANES of y stay in
 * registers while their sum grows. */
static void add_rows(const struct pass *p, float *restrict y, const float *a,
                     int step, const float *restrict x, int n)
{
    for (int at = 0; at < p->width; at += LANES) {
        float sum[LANES];
        memcpy(sum, y + at, sizeof sum);
        for (int k = 0; k < n; k++)
            for (int l = 0; l < LANES; l++)
                sum[l] += a[k * step] * x[k * p->width + at + l];
        memcpy(y + at, sum, sizeof sum);
    }
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
    memset(p->sum, 0, (size_t)p->width * sizeof *p->sum);
    add_rows(p, p->sum, old, 1, p->A, p->n);
    for (int i = 0; i < p->I; i++)
        gamma[i] = p->sum[i] * ((1.0f - s->p0) * t[i]);
    for (int k = 0; k < p->n; k++)
        c += q[k] = none * old[k] + (k > 0 ? gamma[k - 1] : 0.0f);
    p->c[j] = c;
    scale(q, 1.0f / c, p->n);
    scale(gamma, 1.0f / c, p->I);
    s->logp += fmath_log((double)c);
}

/* (3), (4) */
static void backward_step(struct pass *p, int j)
{
    struct lattice *s = p->s;
    const float *t = s->t + j * p->I, *old = p->q + j * p->n;
    float *gamma = s->gamma + j * p->I;
    float *w = p->w + (s->J - 1 - j) * p->width;
    float none = s->p0 * s->empty[j] / p->c[j], sum = 0.0f;
    for (int i = 0; i < p->I; i++) {
        w[i] = (1.0f - s->p0) * t[i] * p->h[i + 1] / p->c[j];
        gamma[i] *= p->h[i + 1];
    }
    for (int k = 0; k < p->n; k++) {
        p->h[k] *= none;
        sum += old[k] * p->h[k];
    }
    s->gamma0[j] = sum;
    add_rows(p, p->h, w, 1, p->back, p->I);
}

/* (5) */
static void count_jumps(struct pass *p, float *xi)
{
    const float *last = p->q + (p->s->J - 1) * p->n;
    for (int k = 0; k < p->n; k++) {
        memset(p->sum, 0, (size_t)p->width * sizeof *p->sum);
        add_rows(p, p->sum, last + k, -p->n, p->w, p->s->J);
        for (int i = 0; i < p->I; i++)
            xi[k * p->I + i] = p->sum[i] * p->A[k * p->width + i];
    }
}

void hmm_posterior(struct lattice *s, const float *A, float *xi,
                   struct arena *arena)
{
    struct pass p;
    struct arena_mark mark = arena_mark(arena);
    pass_init(&p, s, A, arena);
    p.q[0] = 1.0f;
    s->logp = 0.0;
    for (int j = 0; j < s->J; j++)
        forward_step(&p, j);
    for (int k = 0; k < p.n; k++)
        p.h[k] = 1.0f;
    for (int j = s->J; j-- > 0; )
        backward_step(&p, j);
    if (xi)
        count_jumps(&p, xi);
    arena_release(arena, mark);
}
