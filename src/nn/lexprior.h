/* lexprior: what a lexicon says of the next word, as a bias of the softmax.
 *
 * (1) m_iy = sum_j a_ij p(y | x_j)        a_ij = 1/H sum_h alpha_hij
 * (2) p(y_i) = softmax(W_o t_i + b_o + log(m_i + eps))
 * (Arthur, Neubig and Nakamura 2016, "Incorporating discrete translation
 * lexicons into neural machine translation", section 3, "model bias"; the
 * mean over the heads is this program's.)
 *
 * eps is what a word has of which the lexicon knows nothing: the smaller, the
 * more the lexicon decides.  A softmax does not see what is added to all
 * words, so log(m_i / eps + 1) is added instead, which is 0 for most words:
 * the work on a target word grows with the entries of its sentence's words,
 * not with the vocabulary. */
#ifndef NN_LEXPRIOR_H
#define NN_LEXPRIOR_H

#include "nn/run.h"
#include "text/batch.h"

struct lexprior_entry {
    int y;
    real p;
};

/* p(y | x), the best few y of each x; the others count as 0. */
struct lextable {
    int Kx, Ky;
    const int *first; /* [Kx + 1] where the entries of each x begin */
    const struct lexprior_entry *entry; /* [first[Kx]] */
};

/* The words that the lexicon proposes for a sentence. */
struct lexprior_sentence {
    int n;
    const int *y;     /* [n] */
    const int *first; /* [len + 1] where the entries of each x_j begin */
    const struct lexprior_entry *entry; /* y is a place in the array y */
};

/* A lexicon about the source sentences of a batch. */
struct lexprior {
    const struct side *src;
    int heads, Ky;
    real eps;
    int most;                           /* n of the sentence that has most */
    struct lexprior_sentence *sentence; /* [src->B] */
};

/* In r->batch; NULL where t is NULL. */
const struct lexprior *lexprior_begin(struct run *r, const struct lextable *t,
                                      real eps, int heads,
                                      const struct side *src);

/* Target rows, each about the source sentence place[row]. */
struct lexprior_rows {
    const struct lexprior *q; /* NULL: no lexicon, nothing to be done */
    const int *place;
    const real *alpha; /* [rows x heads x src->T] */
    real *dalpha;      /* the same; NULL: without backward */
};

/* Those from row `row` on; none where l is NULL.  q->most. */
struct lexprior_rows lexprior_from(const struct lexprior_rows *l, int row);
size_t lexprior_most(const struct lexprior_rows *l);

/* (1), (2) for n rows: m [n x most], logits [n x Ky] += . */
void lexprior_forward(const struct lexprior_rows *l, int n, real *m,
                      real *logits);

/* (2)', (1)' from dlogits [n x Ky]: dalpha += ; m is overwritten. */
void lexprior_backward(const struct lexprior_rows *l, int n, real *m,
                       const real *dlogits);

/* Forward of one step: n hypotheses about the sentences src[0..n), alpha
 * [n x heads x src->T]. */
void lexprior_step(struct run *r, const struct lexprior *q, int n,
                   const int *src, const real *alpha, real *logits);

/* (3) P(a_i = j | y_i) = a_ij p(y_i | x_j) / (m_iy + eps)
 * what each of the ids x [n] gave of y_i, once y_i is known: m_iy + eps is a
 * mixture over j and the empty word, of weight eps, and this is its posterior
 * (as Shankar and Sarawagi 2019, "Posterior attention models", section 3, with
 * a lexicon in place of their network).  a_i [n] becomes it; what it misses to
 * 1 came from no x_j. */
void lexprior_posterior(const struct lextable *t, real eps, const int *x,
                        int n, int y, real *a);

#endif
