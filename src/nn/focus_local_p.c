/* Predictive local attention, Luong, Pham, Manning 2015, section 3.2
 * (local-p): the decoder says where to look and sees what is near.
 *
 * (1) t_i = tanh(W_p s_{i-1});  a_i = v_p' t_i
 * (2) p_i = Tx sigma(a_i)                            their (9); j from 0
 * (3) c_i = the token nearest to p_i                 a window's centre
 * (4) alpha_ij = exp(z_ij) / sum_k exp(z_ik), |j - c_i| <= D, 0 outside
 *     z_ij = e_ij - (j - p_i)^2 / (2 sigma^2),  sigma = D / 2
 *
 * (4)' dz_ij = alpha_ij (dalpha_ij - sum_k alpha_ik dalpha_ik)
 *      de_ij += dz_ij;  dp_i += sum_j dz_ij (j - p_i) / sigma^2
 * (2)' da_i += dp_i p_i (1 - sigma(a_i))
 * (1)' dv_p += da_i t_i;  y = da_i v_p (1 - t_i^2);  dW_p += y s_{i-1}';
 *      ds_{i-1} += W_p' y
 *
 * (4) departs from their (10), which multiplies the window's softmax by the
 * Gaussian and leaves it so: there a row sums to less than 1, and the less
 * the further p_i lies from a token.  Here it is divided by its sum, which is
 * one softmax of z.  c_i is a step of p_i: no gradient flows through it.
 * With D = 0 the window is one token and alpha_ij = 1.
 *
 * x of a row is t_i and after it a_i; dx likewise, in (1)' dx is y and da_i. */
#include <string.h>

#include "nn/focus.h"
#include "nn/linear.h"

struct local_p {
    int N, A, D;
    real narrow;           /* 1 / sigma^2 */
    struct param *W_p;     /* [A x N] */
    struct param *v_p;     /* [A] */
};

static void *local_p_declare(struct params *ps, const struct net_options *o,
                             int *width)
{
    struct local_p *l = ARENA_NEW(ps->arena, struct local_p);
    l->N = o->N;
    l->A = o->A;
    l->D = o->window;
    l->narrow = l->D > 0 ? 4 / ((real)l->D * (real)l->D) : 0;
    *width = o->A + 1;
    l->W_p = params_add(ps, INIT_GLOROT, PARAM_MATRIX, o->A, o->N,
                        "attention.W_p");
    l->v_p = params_add(ps, INIT_GLOROT, PARAM_VECTOR, o->A, 0,
                        "attention.v_p");
    return l;
}

static void local_p_prepare(const void *self, int n, const real *s, real *x)
{
    const struct local_p *l = self;
    int width = l->A + 1;
    linear_forward(n, s, l->N, l->W_p, NULL, x, width, false);
    for (int b = 0; b < n; b++) {
        real *t = row_of(x, b, width);
        K->tanh(l->A, t, t);
        t[l->A] = K->dot(l->A, l->v_p->w, t);               /* (1) */
    }
}

static void local_p_prepare_backward(const void *self, int n, const real *x,
                                     real *dx, real *ds)
{
    const struct local_p *l = self;
    int width = l->A + 1;
    for (int b = 0; b < n; b++) {
        real *y = row_of(dx, b, width);
        memset(y, 0, (size_t)l->A * sizeof *y);
        K->axpy(l->A, y[l->A], l->v_p->w, y);
        K->tanh_backward(l->A, y, row_at(x, b, width), y);
    }
    linear_backward_input(n, l->W_p, dx, width, ds, l->N);  /* (1)' ds */
}

static void local_p_prepare_weights(struct run *r, void *self, int rows,
                                    const real *s, const real *x,
                                    const real *dx)
{
    struct local_p *l = self;
    int width = l->A + 1;
    linear_backward_weight(r, rows, s, l->N, l->W_p, NULL, dx,
                           width);                          /* (1)' dW_p */
    gemm_tn(1, l->A, rows, dx + l->A, width, x, width, l->v_p->g, l->A,
            PACK_F32, r->scratch);                          /* (1)' dv_p */
}

/* Where a row of the step looks. */
struct place {
    int len;
    real sigmoid, p;
    struct focus_window w;
};

static struct place place_of(const struct local_p *l,
                             const struct focus_step *f, int row)
{
    struct place at = {.len = focus_len(f, row)};
    const real *a = row_at(f->x, row / f->heads, l->A + 1) + l->A;
    K->sigmoid(1, &at.sigmoid, a);
    at.p = (real)at.len * at.sigmoid;                       /* (2) */
    at.w = focus_window((int)(at.p + (real)0.5), l->D, at.len);  /* (3) */
    return at;
}

static void local_p_forward(struct run *r, const void *self,
                            const struct focus_step *f, int lo, int hi,
                            const real *e, real *alpha)
{
    (void)r;
    const struct local_p *l = self;
    for (int b = lo * f->heads; b < hi * f->heads; b++) {
        struct place at = place_of(l, f, b);
        const real *score = row_at(e, b, f->Tx);
        real *z = row_of(alpha, b, f->Tx);
        memset(z, 0, (size_t)at.len * sizeof *z);
        for (int j = at.w.from; j < at.w.from + at.w.n; j++) {
            real off = (real)j - at.p;
            z[j] = score[j] - off * off * l->narrow / 2;
        }
        K->softmax(at.w.n, z + at.w.from, z + at.w.from);   /* (4) */
    }
}

/* (4)' and (2)' of one row; returns da_i. */
static real row_backward(const struct local_p *l, const struct place *at,
                         const real *alpha, const real *dalpha, real *de)
{
    int from = at->w.from, n = at->w.n;
    real mean = K->dot(n, alpha + from, dalpha + from), dp = 0;
    for (int j = from; j < from + n; j++) {
        real dz = alpha[j] * (dalpha[j] - mean);
        de[j] += dz;
        dp += dz * ((real)j - at->p) * l->narrow;           /* (4)' */
    }
    return dp * at->p * (1 - at->sigmoid);                  /* (2)' */
}

static void local_p_backward(struct run *r, void *self,
                             const struct focus_step *f, int lo, int hi,
                             const real *alpha, const real *dalpha, real *de)
{
    (void)r;
    const struct local_p *l = self;
    for (int b = lo * f->heads; b < hi * f->heads; b++) {
        struct place at = place_of(l, f, b);
        real *da = row_of(f->dx, b / f->heads, l->A + 1) + l->A;
        *da += row_backward(l, &at, row_at(alpha, b, f->Tx),
                            row_at(dalpha, b, f->Tx),
                            row_of(de, b, f->Tx));
    }
}

const struct focus_kind focus_local_p = {
    .kind = {
        .name = "local-p",
        .alias = "predictive 局部预测",
        .formula = "p_i = Tx sigma(v_p' tanh(W_p s_{i-1})); alpha_ij = "
                   "softmax_j(e_ij - (j - p_i)^2 / (2 (D/2)^2)), |j - p_i| "
                   "<= D; 0 outside",
        .source = "Luong, Pham, Manning 2015, section 3.2, local-p, (9)",
        .qkv = "Q and K are the score's, V = h_j inside the window",
        .note = "rows sum to 1: their (10) multiplies by the Gaussian "
                "without dividing by the sum again; \"local\" in Luong's "
                "sense, a window on the other text: the lecture's local "
                "attention is inside one text, self-attention (--encoder "
                "self)",
    },
    .scores = true, .aligns = true,
    .declare = local_p_declare,
    .prepare = local_p_prepare,
    .prepare_backward = local_p_prepare_backward,
    .prepare_weights = local_p_prepare_weights,
    .forward = local_p_forward, .backward = local_p_backward,
};
