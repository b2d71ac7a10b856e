#include "task/ranking.h"

#include "base/fmath.h"
#include "base/utf8.h"
#include "text/pieces.h"

/* What was looked at less counts as this: log 0 would leave no difference
 * between a window that cannot reach a word and one that forgot ten. */
static const double LEAST = 1e-6;

static double covered(const real *weight, int n, int Tx)
{
    double sum = 0;
    for (int j = 0; j + 1 < Tx; j++) {
        double a = 0;
        for (int i = 0; i < n; i++)
            a += (double)weight[(size_t)i * (size_t)Tx + (size_t)j];
        sum += a >= 1 ? 0 : fmath_log(a > LEAST ? a : LEAST);
    }
    return sum;
}

int ranking_chars(const struct vocab *units, const int *id, int n)
{
    int chars = 0;
    for (int i = 0; units && i < n; i++) {
        int len;
        const char *s = pieces_text(units, id[i], &len);
        chars += utf8_length(s, (size_t)len);
        for (int k = 0; k < len; k++)
            chars -= s[k] == ' ';
    }
    return chars;
}

double ranking_score(const struct ranking *r, double logp, int n, int chars,
                     const real *weight, int Tx)
{
    double score = logp / fmath_pow(n, r->alpha) + r->reward * n +
                   r->char_reward * chars;
    if (r->coverage > 0 && weight)
        score += r->coverage * covered(weight, n, Tx);
    return score;
}
