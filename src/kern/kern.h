/* kern: the numeric kernels, one table of functions an instruction set.
 *
 * kern_body.h writes every kernel once on a small vector vocabulary;
 * kern_<isa>.c compiles it with vec_<isa>.h.  kern_init picks the best row
 * the processor supports; S2S_ISA=ref|sse2|avx2|avx512|neon overrides.
 *
 * Same bits.  With every row that has FMA, every function here gives the same
 * bits: each output of a matrix product is one sequential chain of fma over
 * k; reductions run in 16 virtual lanes (element i belongs to lane i mod 16)
 * that are folded in one fixed tree: 8+8, 4+4, 2+2, 1+1; exp and tanh are
 * the same polynomials everywhere.  sse2 has no FMA: usable, other bits.
 *
 * The functions of the table run in the calling thread and allocate nothing;
 * pointers need no alignment.  gemm, gemm_tn and pack_b split their work over
 * threads (base/par.h).  With S2S_F64 there is one row, ref, in double and
 * with libm's exp and tanh. */
#ifndef KERN_KERN_H
#define KERN_KERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/real.h"

/* ==== Matrix products ==== */

/* bf16 needs a row of kern/bf16.h (bf16_available).  Its products are of
 * rounded A and B with fp32 sums; bits depend on that row, never on threads. */
enum pack_type { PACK_F32, PACK_BF16, PACK_I8 };

/* B of C = A B, k x n, laid out in panels for the micro-kernel.  Packed once
 * per update and used at every time step. */
struct pack {
    enum pack_type type;
    int k, n;
    void *data;
};

/* Bytes that pack_b needs in data (64-byte aligned). */
size_t pack_bytes(int k, int n, enum pack_type type);

/* Packs B, B(r, c) = B[r * rs + c * cs]; p->type, p->data are set. */
void pack_b(struct pack *p, int k, int n, const real *B, ptrdiff_t rs,
            ptrdiff_t cs);

/* C [m x n] = A [m x k] B, or C += with `add`: then the chain of each
 * element starts at C's value.  lda >= k and ldc >= n are row strides. */
void gemm(int m, const real *A, int lda, const struct pack *B, real *C, int ldc,
          bool add);

/* C = A B + bias [n] in every row: the chains start at the bias. */
void gemm_bias(int m, const real *A, int lda, const struct pack *B,
               const real *bias, real *C, int ldc);

/* C [m x n] = A' B, or C +=, with A [k x m] read as it lies: the same chains
 * as gemm's.  Only for small products inside a thread's own work, where
 * gemm_tn, which packs A', may not allocate.  B is PACK_F32. */
void gemm_t(int m, const real *A, int lda, const struct pack *B, real *C,
            int ldc, bool add);

/* C [m x n] += A' B with A [k x m], B [k x n]: the gradient of a weight, over
 * all time steps at once, computed in `type`.  Scratch memory is marked and
 * released. */
void gemm_tn(int m, int n, int k, const real *A, int lda, const real *B,
             int ldb, real *C, int ldc, enum pack_type type,
             struct arena *scratch);

/* ==== The table ==== */

/* Adam's constants of one step (Kingma and Ba 2015, algorithm 1, with the
 * bias corrections folded into rate and eps_hat as in its section 2). */
struct kern_adam {
    real beta1, beta2;
    real rate;       /* lr sqrt(1 - beta2^t) / (1 - beta1^t) */
    real eps_hat;    /* eps sqrt(1 - beta2^t) */
    real decay;      /* AdamW: w -= decay * w first; 0 for Adam */
    real grad_scale; /* gradients are multiplied by this first: clipping */
};

enum { ROW_PANELS = 4 };

struct kern {
    const char *name;
    bool fma;
    int mr, nr; /* tile of the micro-kernel: mr rows, nr columns */

    /* Micro-kernel: C [m x n], m <= mr, n <= nr, over k steps; A(i, k) =
     * A[i * rsa + k * csa]; B a panel of nr columns, B(k, j) = B[k*nr + j].
     * The chains start at from[i * ldf + j], or at 0 when that is NULL.
     * Meanwhile the cache lines at next, next + step, ... (k of them) are
     * fetched: memory that is wanted soon, or B again with step 0. */
    void (*tile)(int m, int n, int k, const real *A, ptrdiff_t rsa,
                 ptrdiff_t csa, const real *B, const real *from, ptrdiff_t ldf,
                 real *C, ptrdiff_t ldc, const real *next, ptrdiff_t step);

    /* One row of ROW_PANELS whole panels, one after the other: C(j) = from(j)
     * + sum_k a[k * csa] B(k, j), j < ROW_PANELS * nr; from may be NULL. */
    void (*row)(int k, const real *a, ptrdiff_t csa, const real *B,
                const real *from, real *C);

    /* y(j, i) = x(i, j) = x[i * ldx + j], i < m, j < n; y[j * ldy + i]. */
    void (*turn)(int m, int n, const real *x, ptrdiff_t ldx, real *y,
                 ptrdiff_t ldy);

    /* y may be x in all of these. */
    void (*exp)(int n, real *y, const real *x);
    void (*tanh)(int n, real *y, const real *x);
    void (*sigmoid)(int n, real *y, const real *x);

    void (*add)(int n, real *y, const real *x);          /* y += x */
    void (*mul)(int n, real *y, const real *x);          /* y *= x */
    void (*axpy)(int n, real a, const real *x, real *y); /* y += a x */
    void (*scale)(int n, real a, real *y);               /* y *= a */
    real (*dot)(int n, const real *x, const real *y);
    real (*sum)(int n, const real *x);
    real (*max)(int n, const real *x);                   /* n >= 1 */

    /* y = softmax(x) over n >= 1 elements; -INFINITY gives exactly 0. */
    void (*softmax)(int n, real *y, const real *x);
    /* dx += y (dy - sum_j y_j dy_j) */
    void (*softmax_backward)(int n, real *dx, const real *y, const real *dy);
    /* log sum_j exp(x_j), without overflow */
    real (*logsumexp)(int n, const real *x);

    /* d(tanh): dx = dy (1 - y y), y = tanh(x); dx may be dy. */
    void (*tanh_backward)(int n, real *dx, const real *y, const real *dy);

    /* Cross-entropy of one row of logits against `target` with label
     * smoothing eps as PyTorch defines it: q = (1 - eps) onehot + eps / n,
     * loss = - sum q_j log p_j.  Returns the loss and turns the row into
     * scale * (p - q), its gradient. */
    real (*cross_entropy)(int n, real *row, int target, real eps, real scale);
    /* The same of one token in two passes, with what their p and q differ by
     * (R-Drop: Liang, Wu et al. 2021, eq. 2 to 4, weight = alpha / 2), half of
     * it in the loss of either:
     *   loss_x = CE(x) + weight / 2 J,  loss_y = CE(y) + weight / 2 J,
     *   J = KL(p || q) + KL(q || p) = sum_j (p_j - q_j)(x_j - y_j)
     * The rows become the gradients of scale * (loss_x + loss_y). */
    void (*cross_entropy_twice)(int n, real *x, real *y, int target, real eps,
                                real scale, real weight, real loss[2]);

    /* LSTM cell of N units (Hochreiter and Schmidhuber 1997; gates i f g o in
     * this order).  z [4N]: pre-activations in, activations out:
     *   i, f, o = sigmoid; g = tanh; c = f c_prev + i g; h = o tanh(c). */
    void (*lstm_forward)(int N, real *z, const real *c_prev, real *c, real *h);
    /* From the activations z, c_prev and c; dh and dc are the gradients that
     * arrive at h and c.  dz [4N] is set (not added to); dc becomes the
     * gradient of c_prev.  dz may be z. */
    void (*lstm_backward)(int N, real *dz, const real *z, const real *c_prev,
                          const real *c, const real *dh, real *dc);

    /* Concat score (Bahdanau 2015 A.1.2): v' tanh(q + k) over A elements. */
    real (*concat_score)(int A, const real *q, const real *k, const real *v);
    /* t = tanh(q + k): dv += de t; z = de v (1 - t t); dq += z; dk += z */
    void (*concat_score_backward)(int A, real de, const real *q, const real *k,
                                  const real *v, real *dq, real *dk, real *dv);

    /* Inverted dropout: element i is kept with probability 1 - p and then
     * multiplied by 1 / (1 - p), else made 0.  The decision is a function of
     * (key, index + i) alone, so that backward calls it again on the
     * gradient. 0 <= p < 1. */
    void (*dropout)(int n, real *x, uint64_t key, uint64_t index, real p);

    /* One Adam step on n parameters; g is read, m and v are updated. */
    void (*adam)(int n, real *w, const real *g, real *m, real *v,
                 const struct kern_adam *a);

    /* `rounds` of FMAs in registers; returns the floating point operations
     * that they were: what kern_peak times. */
    double (*spin)(long rounds);
};

/* The row in use, chosen by kern_init (call it once, first). */
extern const struct kern *K;

/* Fails, naming the choices, when S2S_ISA asks for what is not there. */
bool kern_init(struct error *err);

/* i-th row that this build has, NULL after the last; and whether this
 * processor can run it.  kern_use switches K (tests). */
const struct kern *kern_row(int i);
bool kern_supported(const struct kern *row);
void kern_use(const struct kern *row);

/* Does the row in use stand no later in the table than the one named so?
 * Then what goes with that one may run too. */
bool kern_reaches(const char *name);

/* fp32 FMA peak of one thread in GFLOP/s, measured in `seconds`. */
double kern_peak(double seconds);

#endif
