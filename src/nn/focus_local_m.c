/* Monotonic local attention, Luong, Pham, Manning 2015, section 3.2 (local-m):
 * the target walks along the source's diagonal and sees what is near.
 *
 * (1) p_i = min(i, Tx - 1)                          i and j count from 0
 * (2) alpha_ij = softmax over |j - p_i| <= D of e_ij, 0 outside
 * (2)' de_ij += alpha_ij (dalpha_ij - sum_k alpha_ik dalpha_ik), inside
 *
 * With D >= Tx the window is the sentence, and (2) soft attention. */
#include <string.h>

#include "nn/focus.h"

struct local_m {
    int D;
};

static void *local_m_declare(struct params *ps, const struct net_options *o,
                             int *width)
{
    (void)width;
    struct local_m *l = ARENA_NEW(ps->arena, struct local_m);
    l->D = o->window;
    return l;
}

static void local_m_forward(struct run *r, const void *self,
                            const struct focus_step *f, int lo, int hi,
                            const real *e, real *alpha)
{
    (void)r;
    const struct local_m *l = self;
    for (int b = lo * f->heads; b < hi * f->heads; b++) {
        struct focus_window w =
            focus_window(f->i, l->D, focus_len(f, b));      /* (1) */
        real *row = row_of(alpha, b, f->Tx);
        memset(row, 0, (size_t)focus_len(f, b) * sizeof *row);
        K->softmax(w.n, row + w.from,
                   row_at(e, b, f->Tx) + w.from);           /* (2) */
    }
}

static void local_m_backward(struct run *r, void *self,
                             const struct focus_step *f, int lo, int hi,
                             const real *alpha, const real *dalpha, real *de)
{
    (void)r;
    const struct local_m *l = self;
    for (int b = lo * f->heads; b < hi * f->heads; b++) {
        struct focus_window w = focus_window(f->i, l->D, focus_len(f, b));
        K->softmax_backward(w.n, row_of(de, b, f->Tx) + w.from,
                            row_at(alpha, b, f->Tx) + w.from,
                            row_at(dalpha, b, f->Tx) + w.from);  /* (2)' */
    }
}

const struct focus_kind focus_local_m = {
    .kind = {
        .name = "local-m",
        .alias = "monotonic 局部单调",
        .formula = "alpha_ij = softmax_j(e_ij), |j - min(i, Tx-1)| <= D; "
                   "0 outside",
        .source = "Luong, Pham, Manning 2015, section 3.2, local-m",
        .qkv = "Q and K are the score's, V = h_j inside the window",
        .note = "\"local\" in Luong's sense, a window on the other text; the "
                "lecture's local attention is inside one text: "
                "self-attention (--encoder self)",
        .unproved = PROOF_REVERSE | PROOF_ALIGN,
        .why = "the window follows the diagonal: a word of the other end "
               "lies outside",
    },
    .scores = true, .aligns = true,
    .declare = local_m_declare,
    .forward = local_m_forward, .backward = local_m_backward,
};
