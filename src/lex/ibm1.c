#include "lex/ibm1.h"

#include "base/fmath.h"

void ibm1_posterior(struct lattice *s)
{
    float a = (1.0f - s->p0) / (float)s->I;
    s->logp = 0.0;
    for (int j = 0; j < s->J; j++) {
        const float *t = s->t + j * s->I;
        float *gamma = s->gamma + j * s->I;
        float p = s->gamma0[j] = s->p0 * s->empty[j];
        for (int i = 0; i < s->I; i++)
            p += gamma[i] = a * t[i];
        for (int i = 0; i < s->I; i++)
            gamma[i] /= p;
        s->gamma0[j] /= p;
        s->logp += fmath_log((double)p);
    }
}
