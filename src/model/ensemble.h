/* ensemble: several networks translate as one.
 *
 *     p(y_i | y_<i, x) = softmax_y (1/K sum_k z_k(y))
 *
 * with z_k the logits of member k: the mean of the members' log p, up to what
 * makes it sum to one, that is the geometric mean of their p.  The attention
 * is the mean of those of the members that have one.  Sums go from the first
 * member to the last, so that threads change no bit.  One network is its own
 * ensemble, at no cost. */
#ifndef MODEL_ENSEMBLE_H
#define MODEL_ENSEMBLE_H

#include "model/model.h"

enum { ENSEMBLE_MOST = 16 };

/* Adds a model to those that `first` translates with (network.next); both
 * must have the same units on both sides.  The names are the error's. */
bool ensemble_add(struct model *first, struct model *other,
                  const char *first_name, const char *name,
                  struct error *err);

/* The reals that a source token takes in a search. */
size_t ensemble_reals(const struct network *net, int Tx);

struct ensemble {
    struct member {
        const struct network *net;
        struct reading in;
        struct writing w;
    } member[ENSEMBLE_MOST];
    int n;
    const struct side *src;
    real *logits;          /* [room x Ky] of one member; NULL for one alone */
    real *one;             /* [src->T] weights of one member */
};

/* Reads the sentences; of the first hypotheses, as many, number b is about
 * sentence of[b], and there will never be more than `room` of them. */
void ensemble_begin(struct run *r, struct ensemble *e,
                    const struct network *net, const struct side *src,
                    const int *of, int room);

/* As network_step and network_keep. */
void ensemble_step(struct run *r, struct ensemble *e, const int *src, int n,
                   const int *y, real *logits);
void ensemble_keep(struct run *r, struct ensemble *e, const int *from, int n);

/* Do any align?  And alpha of hypothesis `row` in the last step: out [n]. */
bool ensemble_aligns(const struct network *net);
void ensemble_weights(const struct ensemble *e, int row, real *out, int n);

#endif
