#include "model/model.h"

long model_pairs(const struct model *m)
{
    long pairs = 0;
    for (int n = 0; n < MODEL_LENGTHS; n++)
        pairs += m->lengths[n];
    return pairs;
}

int model_length(const struct model *m, int percent)
{
    long all = model_pairs(m), upto = 0;
    int n = 0;
    while (n < MODEL_LENGTHS - 1 &&
           (upto += m->lengths[n]) * 100 < all * percent)
        n++;
    return n;
}
