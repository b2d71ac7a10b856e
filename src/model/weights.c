#include "model/weights.h"

#include <stdio.h>
#include <string.h>

#include "base/par.h"

/* ==== Values ==== */

static real element(const struct st_tensor *t, size_t k)
{
    uint32_t u;
    float x;
    switch (t->type) {
    case ST_F64:
        return (real)((const double *)t->data)[k];
    case ST_BF16:
        u = (uint32_t)((const uint16_t *)t->data)[k] << 16;
        memcpy(&x, &u, sizeof x);
        return (real)x;
    case ST_I8:
        return (real)((const int8_t *)t->data)[k];
    default:
        return (real)((const float *)t->data)[k];
    }
}

enum st_type weights_type(void)
{
    return sizeof(real) == sizeof(double) ? ST_F64 : ST_F32;
}

enum { BLOCK = 4096 };     /* elements that are looked at together */

struct finite_work {
    const real *x;
    size_t n;
    bool *fine;            /* [blocks] */
};

/* A sum of squares that is finite has none that is not; the others, large
 * ones among them, are looked at one by one. */
static void finite_blocks(void *ctx, int lo, int hi)
{
    const struct finite_work *w = ctx;
    for (int b = lo; b < hi; b++) {
        const real *x = w->x + (size_t)b * BLOCK;
        size_t left = w->n - (size_t)b * BLOCK;
        int n = left < BLOCK ? (int)left : BLOCK;
        real sum = K->dot(n, x, x);
        w->fine[b] = sum - sum == 0;
        for (int k = 0; !w->fine[b] && x[k] - x[k] == 0;)
            w->fine[b] = ++k == n;
    }
}

size_t weights_finite(const real *x, size_t n, struct arena *scratch)
{
    struct arena_mark mark = arena_mark(scratch);
    int blocks = (int)((n + BLOCK - 1) / BLOCK), b = 0;
    struct finite_work w = {x, n, ARENA_ARRAY(scratch, bool, blocks)};
    par_range(blocks, 32, finite_blocks, &w);
    while (b < blocks && w.fine[b])
        b++;
    arena_release(scratch, mark);
    if (b == blocks)
        return n;
    size_t k = (size_t)b * BLOCK;
    while (x[k] - x[k] == 0)
        k++;
    return k;
}

/* Only values that are finite may come in. */
static bool all_finite(const char *name, const real *x, size_t n,
                       struct arena *scratch, struct error *err)
{
    size_t k = weights_finite(x, n, scratch);
    if (k == n)
        return true;
    return error_set(err, EXIT_MODEL, "tensor %s: element %zu is not finite",
                     name, k);
}

/* The scales of t, a matrix of I8: F32 [rows], or NULL and an error. */
static const struct st_tensor *scale_of(const struct st_file *f,
                                        const struct st_tensor *t,
                                        struct error *err)
{
    char name[160];
    snprintf(name, sizeof name, "%s.scale", t->name);
    const struct st_tensor *s = st_find(f, name);
    if (s == NULL)
        error_set(err, EXIT_MODEL, "tensor %s is missing", name);
    else if (s->rank != 1 || t->rank != 2 || s->shape[0] != t->shape[0] ||
             (s->type != ST_F32 && s->type != ST_F64))
        error_set(err, EXIT_MODEL, "tensor %s: not F32, one for each row of "
                  "%s", name, t->name);
    else
        return s;
    return NULL;
}

static bool scaled(real *to, const struct st_tensor *t,
                   const struct st_file *f, struct error *err)
{
    const struct st_tensor *s = scale_of(f, t, err);
    if (s == NULL)
        return false;
    size_t rows = (size_t)t->shape[0], cols = (size_t)t->shape[1];
    for (size_t i = 0; i < rows; i++)
        for (size_t k = i * cols; k < (i + 1) * cols; k++)
            to[k] = element(s, i) * element(t, k);
    return true;
}

static bool copy_values(real *to, const struct st_tensor *t, size_t n,
                        const struct st_file *f, struct error *err)
{
    if (t->type == ST_U8)
        return error_set(err, EXIT_MODEL, "tensor %s has type U8 (expected "
                         "F32)", t->name);
    if (t->type == ST_I8)
        return scaled(to, t, f, err);
    if (t->type == weights_type())
        memcpy(to, t->data, n * sizeof *to);
    else
        for (size_t k = 0; k < n; k++)
            to[k] = element(t, k);
    return true;
}

bool weights_values(real *to, const struct st_tensor *t, size_t n,
                    const struct st_file *f, struct arena *scratch,
                    struct error *err)
{
    return copy_values(to, t, n, f, err) &&
           all_finite(t->name, to, n, scratch, err);
}

/* ==== Parameters ==== */

static bool shape_is(const struct st_tensor *t, const struct param *p)
{
    return p->cols ? t->rank == 2 && t->shape[0] == p->rows &&
                         t->shape[1] == p->cols
                   : t->rank == 1 && t->shape[0] == p->rows;
}

static const struct st_tensor *tensor_of(const struct param *p,
                                         const struct st_file *f,
                                         struct error *err)
{
    const struct st_tensor *t = st_find(f, p->name);
    if (!t)
        error_set(err, EXIT_MODEL, "tensor %s is missing", p->name);
    else if (!shape_is(t, p))
        error_set(err, EXIT_MODEL, "tensor %s has another shape (expected "
                  "%d x %d)", p->name, p->rows, p->cols ? p->cols : 1);
    else
        return t;
    return NULL;
}

/* Does the file hold the weights as the network lays them out? */
static bool in_place(const struct params *ps,
                     const struct st_tensor *const *t)
{
    const char *first = t[0]->data;
    for (int i = 0; i < ps->n; i++)
        if (t[i]->type != weights_type() ||
            (const char *)t[i]->data - first !=
                (ps->list[i]->w - ps->w) * (ptrdiff_t)sizeof(real))
            return false;
    return true;
}

static bool quantised_read(struct params *ps, struct param *p,
                           const struct st_tensor *t,
                           const struct st_file *f, struct error *err)
{
    if (t->type != ST_I8)
        return error_set(err, EXIT_MODEL, "tensor %s has type %s (expected "
                         "I8)", t->name, st_type_name(t->type));
    const struct st_tensor *s = scale_of(f, t, err);
    size_t rows = (size_t)p->rows;
    real *scale = ARENA_ARRAY(ps->arena, real, rows);
    if (s == NULL || !weights_values(scale, s, rows, f, ps->arena, err))
        return false;
    param_quantised(p, t->data, scale);
    return true;
}

bool weights_read(struct params *ps, const struct st_file *f,
                  struct error *err)
{
    const struct st_tensor **t =
        ARENA_ARRAY(ps->arena, const struct st_tensor *, ps->n);
    for (int i = 0; i < ps->n; i++)
        if (!(t[i] = tensor_of(ps->list[i], f, err)))
            return false;
    bool adopt = !ps->g && ps->hold == PACK_F32 && in_place(ps, t);
    if (adopt) /* the bytes are the arena's, as st_read says */
        params_adopt(ps, (real *)t[0]->data);
    for (int i = 0; i < ps->n; i++) {
        struct param *p = ps->list[i];
        size_t n = param_count(p);
        bool ok = param_is_quantised(p, ps->hold)
                      ? quantised_read(ps, p, t[i], f, err)
                      : (adopt || copy_values(p->w, t[i], n, f, err)) &&
                            all_finite(p->name, p->w, n, ps->arena, err);
        if (!ok)
            return false;
    }
    params_pack(ps);
    return true;
}
