/* count: how many multiply-adds are made, counted where they are made.
 *
 * Between kern_count_begin and kern_count_end every product adds its number:
 * of matrices (gemm, gemm_t, gemm_tn; of every type of weights) and of
 * vectors (of the table: dot, axpy, concat_score and its gradient); what is
 * done element by element (tanh, the gates of a cell, a softmax) is not a
 * product and is left out.  Results keep their bits. */
#ifndef KERN_COUNT_H
#define KERN_COUNT_H

/* Not nested.  Switches K; kern_count_end switches it back and returns the
 * number of multiply-adds made in between, by all threads. */
void kern_count_begin(void);
long long kern_count_end(void);

/* Adds a product of matrices, if somebody counts. */
void kern_count_product(int m, int n, int k);

#endif
