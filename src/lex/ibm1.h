/* ibm1: IBM model 1 (Brown et al. 1993, "The mathematics of statistical
 * machine translation", section 4.1): every word e_i is as likely to
 * generate f_j as any other.
 *
 *     p(f|e) = prod_j ( p0 t(f_j|e_0) + (1 - p0)/I sum_i t(f_j|e_i) )
 *     gamma_j(i) = (1 - p0)/I t(f_j|e_i) / the factor of j */
#ifndef LEX_IBM1_H
#define LEX_IBM1_H

#include "lex/lattice.h"

/* I and J are 1 or more. */
void ibm1_posterior(struct lattice *s);

#endif
