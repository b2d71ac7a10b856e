/* layer: one layer of nn/ alone, its inputs and parameters random.
 *
 *     layer_init(&l);
 *     x = layer_input(&l, "x", n, NUMERIC_LIVE);     inputs,
 *     layer_seal(&l, NUMERIC_LIVE);                  then parameters
 *     ck_assert(layer_agrees(&l, pass, ctx));
 *     layer_drop(&l);
 *
 * A pass begins with layer_begin, runs the layer, and makes its number with
 * layer_weigh: the sum of all outputs, each with a random weight. */
#ifndef LAYER_H
#define LAYER_H

#include <string.h>

#include "base/par.h"
#include "nn/param.h"
#include "nn/run.h"
#include "numeric.h"
#include "test.h"
#include "text/batch.h"

enum { LAYER_ARRAYS = 48, LAYER_UNITS = 9 };

struct layer {
    struct arena model, batch, scratch;
    struct params ps;
    struct run r;
    struct numeric_array array[LAYER_ARRAYS];
    int arrays;
};

/* An input and its gradient. */
struct leaf {
    real *w, *g;
};

/* Of the same size in float and in double. */
#define LAYER_CLOSE (REAL_IS_DOUBLE ? 1e-13 : 1e-6)

static inline real layer_number(uint64_t stream, size_t k)
{
    struct rng r = rng_key(29, RNG_TEST, stream, 0);
    return (real)(2 * rng_uniform(r, k) - 1);
}

static inline void layer_init(struct layer *l)
{
    struct error err;
    ck_assert(kern_init(&err));
    par_set_threads(1);
    memset(l, 0, sizeof *l);
    arena_init(&l->model, "model");
    arena_init(&l->batch, "batch");
    arena_init(&l->scratch, "scratch");
    params_init(&l->ps, &l->model);
    l->r = (struct run){&l->batch, &l->scratch, true, 1, 1, NULL};
}

static inline void layer_drop(struct layer *l)
{
    arena_drop(&l->model);
    arena_drop(&l->batch);
    arena_drop(&l->scratch);
}

static inline void layer_array(struct layer *l, const char *name, real *w,
                               real *g, size_t n, enum numeric_guard guard)
{
    ck_assert_int_lt(l->arrays, LAYER_ARRAYS);
    for (size_t k = 0; k < n; k++)
        w[k] = layer_number((uint64_t)l->arrays, k);
    l->array[l->arrays++] = (struct numeric_array){name, w, g, n, guard};
}

static inline struct leaf layer_input(struct layer *l, const char *name,
                                      int rows, int cols,
                                      enum numeric_guard guard)
{
    size_t n = (size_t)rows * (size_t)cols;
    struct leaf x = {ARENA_ARRAY(&l->model, real, n),
                     ARENA_ARRAY(&l->model, real, n)};
    layer_array(l, name, x.w, x.g, n, guard);
    return x;
}

/* All parameters that have been declared and are learnt.  In what is more
 * than a part a parameter may be declared to cancel. */
static inline void layer_seal(struct layer *l, enum numeric_guard guard)
{
    params_seal(&l->ps, true);
    for (int i = 0; i < l->ps.n; i++) {
        struct param *p = l->ps.list[i];
        if (p->use & PARAM_MOVING)
            continue;
        layer_array(l, p->name, p->w, p->g, param_count(p),
                    p->use & PARAM_CANCELS && guard == NUMERIC_LIVE
                        ? NUMERIC_CANCELS : guard);
    }
    params_pack(&l->ps);
}

static inline void layer_begin(struct layer *l)
{
    arena_reset(&l->batch);
    params_pack(&l->ps);
}

/* The sum of y[k] times a random weight; dy, unless NULL, += the weights. */
static inline double layer_weigh(uint64_t which, int rows, int cols,
                                 const real *y, real *dy)
{
    size_t n = (size_t)rows * (size_t)cols;
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        real weight = layer_number(1000 + which, k);
        sum += (double)weight * (double)y[k];
        if (dy)
            dy[k] += weight;
    }
    return sum;
}

static inline bool layer_agrees(struct layer *l, numeric_pass *pass,
                                void *ctx)
{
    return numeric_agrees(l->array, l->arrays, pass, ctx, stderr);
}

/* All gradients with one thread and with three: the same bits. */
static inline bool layer_threads_agree(struct layer *l, numeric_pass *pass,
                                       void *ctx)
{
    bool same = true;
    real *one[LAYER_ARRAYS];
    for (int threads = 1; threads <= 3; threads += 2) {
        par_set_threads(threads);
        for (int i = 0; i < l->arrays; i++)
            memset(l->array[i].g, 0, l->array[i].n * sizeof(real));
        pass(ctx, true);
        for (int i = 0; i < l->arrays; i++) {
            size_t bytes = l->array[i].n * sizeof(real);
            if (threads == 1)
                one[i] = memcpy(arena_alloc(&l->model, bytes),
                                l->array[i].g, bytes);
            else
                same = same && memcmp(one[i], l->array[i].g, bytes) == 0;
        }
    }
    par_set_threads(1);
    return same;
}

/* B pairs of the given numbers of tokens, </s> among them. */
static inline void layer_batch(struct layer *l, struct batch *out, int B,
                               const int *Tx, const int *Ty)
{
    struct sentence *side[2];
    const int *len[2] = {Tx, Ty};
    int *pick = ARENA_ARRAY(&l->model, int, B);
    for (int s = 0; s < 2; s++) {
        side[s] = ARENA_ARRAY(&l->model, struct sentence, B);
        for (int b = 0; b < B; b++) {
            struct rng r = rng_key(31, RNG_TEST, (uint64_t)s, (uint64_t)b);
            int n = len[s][b] - 1, *id = ARENA_ARRAY(&l->model, int, n);
            for (int t = 0; t < n; t++)
                id[t] = ID_UNK + (int)rng_below(r, (uint64_t)t,
                                                LAYER_UNITS - ID_UNK);
            side[s][b] = (struct sentence){id, n};
            pick[b] = b;
        }
    }
    batch_make(out, side[0], side[1], pick, B, &l->model);
}

/* Four ragged pairs whose sides stand in different orders. */
static inline void layer_ragged(struct layer *l, struct batch *out)
{
    static const int Tx[4] = {3, 5, 1, 4}, Ty[4] = {4, 2, 3, 1};
    layer_batch(l, out, 4, Tx, Ty);
}

/* dst += src */
static inline void layer_add(real *dst, const real *src, int rows, int cols)
{
    for (size_t k = 0; k < (size_t)rows * (size_t)cols; k++)
        dst[k] += src[k];
}

#endif
