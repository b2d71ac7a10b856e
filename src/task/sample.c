#include "task/sample.h"

#include <stdlib.h>

#include "base/fmath.h"
#include "kern/kern.h"

static long place_of(const struct sampling *s, int i)
{
    return s->place ? s->place[i] : i;
}

const long *sample_places(const struct sampling *s, const int *which, int n,
                          struct arena *arena)
{
    if (!s->on)
        return NULL;
    long *place = ARENA_ARRAY(arena, long, n);
    for (int i = 0; i < n; i++)
        place[i] = place_of(s, which[i]);
    return place;
}

struct rng sample_rng(const struct sampling *s, const struct sentence *src,
                      int i)
{
    struct rng r = rng_key(s->seed, RNG_SAMPLE, (uint64_t)place_of(s, i), 0);
    for (int j = 0; j < src[i].n; j++)
        r = rng_key(r.key, RNG_SAMPLE, (uint64_t)src[i].id[j], 0);
    return r;
}

/* Falling p; the smaller token of equals, so that the order is total. */
static int likely_first(const void *x, const void *y)
{
    const struct sample_word *a = x, *b = y;
    if (a->p != b->p)
        return a->p > b->p ? -1 : 1;
    return (a->token > b->token) - (a->token < b->token);
}

static double sum_of(const struct sample_word *word, int n)
{
    double sum = 0;
    for (int k = 0; k < n; k++)
        sum += word[k].p;
    return sum;
}

/* The first of the sorted words that reach top_p of their sum. */
static int nucleus(const struct sampling *s, const struct sample_word *word,
                   int n)
{
    double want = s->top_p * sum_of(word, n), sum = 0;
    int k = 0;
    while (k < n && sum < want)
        sum += word[k++].p;
    return k > 0 ? k : 1;
}

int sample_token(const struct sampling *s, const real *z, int from, int n,
                 double u, struct sample_word *word)
{
    double most = (double)K->max(n - from, z + from);
    int words = n - from, k = 0;
    for (int y = from; y < n; y++)
        word[y - from] = (struct sample_word){
            fmath_exp(((double)z[y] - most) / s->temperature), y};
    if (s->top_k > 0 || s->top_p < 1)
        qsort(word, (size_t)words, sizeof *word, likely_first);
    if (s->top_k > 0 && s->top_k < words)
        words = s->top_k;
    if (s->top_p < 1)
        words = nucleus(s, word, words);
    double left = u * sum_of(word, words);
    while (k + 1 < words && left >= word[k].p)
        left -= word[k++].p;
    return word[k].token;
}
