/* digamma: exp(psi(x)), the weight of a count under a Dirichlet prior.
 *
 *     psi(x) = psi(x + 1) - 1/x
 *     psi(x) = ln x - 1/(2x) - 1/(12x^2) + 1/(120x^4) - 1/(252x^6) + ...
 *
 * (Abramowitz and Stegun 6.3.5, 6.3.18.) */
#ifndef LEX_DIGAMMA_H
#define LEX_DIGAMMA_H

/* x >= 0; digamma_exp(0) = 0.  Relative error below 1e-9. */
double digamma_exp(double x);

#endif
