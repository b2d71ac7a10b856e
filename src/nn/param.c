#include "nn/param.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "kern/i8.h"

void params_init(struct params *ps, struct arena *arena)
{
    memset(ps, 0, sizeof *ps);
    ps->arena = arena;
}

static void params_grow(struct params *ps)
{
    int cap = ps->cap ? 2 * ps->cap : 64;
    struct param **list = ARENA_ARRAY(ps->arena, struct param *, cap);
    if (ps->n > 0)
        memcpy(list, ps->list, (size_t)ps->n * sizeof *list);
    ps->list = list;
    ps->cap = cap;
}

struct param *params_add(struct params *ps, enum param_init init,
                         unsigned use, int rows, int cols,
                         const char *name, ...)
{
    assert(ps->w == NULL && rows > 0 && cols >= 0);
    char text[128];
    va_list args;
    va_start(args, name);
    vsnprintf(text, sizeof text, name, args);
    va_end(args);
    assert(params_find(ps, text) == NULL);
    if (ps->n == ps->cap)
        params_grow(ps);
    struct param *p = ARENA_NEW(ps->arena, struct param);
    p->name = arena_strdup(ps->arena, text);
    p->rows = rows;
    p->cols = cols;
    p->blocks = 1;
    p->init = init;
    p->use = use;
    ps->list[ps->n++] = p;
    return p;
}

size_t param_count(const struct param *p)
{
    return (size_t)p->rows * (size_t)(p->cols ? p->cols : 1);
}

struct param *params_find(const struct params *ps, const char *name)
{
    for (int i = 0; i < ps->n; i++)
        if (strcmp(ps->list[i]->name, name) == 0)
            return ps->list[i];
    return NULL;
}

size_t params_total(const struct params *ps)
{
    size_t n = 0;
    for (int i = 0; i < ps->n; i++)
        n += param_count(ps->list[i]);
    return n;
}

static void param_pack_room(struct params *ps, struct param *p, bool train)
{
    p->wn.type = PACK_F32;
    p->wt.type = param_is_quantised(p, ps->hold) ? PACK_I8 : PACK_F32;
    p->wt.data = arena_alloc(ps->arena,
                             pack_bytes(p->cols, p->rows, p->wt.type));
    if (train)
        p->wn.data = arena_alloc(ps->arena,
                                 pack_bytes(p->rows, p->cols, PACK_F32));
}

/* The room that is there mostly suffices; fillings of small matrices differ. */
static void pack_retype(struct params *ps, struct pack *p, int k, int n,
                        enum pack_type type)
{
    size_t need = pack_bytes(k, n, type);
    if (p->data && need > pack_bytes(k, n, p->type))
        p->data = arena_alloc(ps->arena, need);
    p->type = type;
}

void params_products(struct params *ps, enum pack_type type)
{
    for (int i = 0; i < ps->n; i++) {
        struct param *p = ps->list[i];
        if (!(p->use & PARAM_MATRIX))
            continue;
        pack_retype(ps, &p->wt, p->cols, p->rows, type);
        pack_retype(ps, &p->wn, p->rows, p->cols, type);
    }
}

/* What is PARAM_MOVING goes last; else the order of declaration. */
static void params_sort(struct params *ps)
{
    struct arena_mark mark = arena_mark(ps->arena);
    struct param **last = ARENA_ARRAY(ps->arena, struct param *, ps->n);
    int kept = 0, moved = 0;
    for (int i = 0; i < ps->n; i++)
        if (ps->list[i]->use & PARAM_MOVING)
            last[moved++] = ps->list[i];
        else
            ps->list[kept++] = ps->list[i];
    for (int i = 0; i < moved; i++)
        ps->list[kept + i] = last[i];
    arena_release(ps->arena, mark);
}

void params_seal(struct params *ps, bool train)
{
    assert(!(train && ps->hold == PACK_I8));
    params_sort(ps);
    for (int i = 0; i < ps->n; i++) {
        if (param_is_quantised(ps->list[i], ps->hold))
            continue;
        ps->count += param_count(ps->list[i]);
        if (!(ps->list[i]->use & PARAM_MOVING))
            ps->learnt = ps->count;
    }
    ps->w = ARENA_ARRAY(ps->arena, real, ps->count);
    ps->g = train ? ARENA_ARRAY(ps->arena, real, ps->count) : NULL;
    size_t at = 0;
    for (int i = 0; i < ps->n; i++) {
        struct param *p = ps->list[i];
        if (!param_is_quantised(p, ps->hold)) {
            p->w = ps->w + at;
            p->g = train ? ps->g + at : NULL;
            at += param_count(p);
        }
        if (p->use & PARAM_MATRIX)
            param_pack_room(ps, p, train);
    }
}

void params_adopt(struct params *ps, real *w)
{
    assert(ps->g == NULL);
    for (int i = 0; i < ps->n; i++)
        ps->list[i]->w = w + (ps->list[i]->w - ps->w);
    ps->w = w;
}

void params_moving(struct params *ps)
{
    for (size_t k = ps->learnt; k < ps->count; k++)
        ps->w[k] = (real)0.9 * ps->w[k] + (real)0.1 * ps->g[k];
}

void params_pack(struct params *ps)
{
    for (int i = 0; i < ps->n; i++) {
        struct param *p = ps->list[i];
        if (!(p->use & PARAM_MATRIX) || p->wt.type == PACK_I8)
            continue;
        pack_b(&p->wt, p->cols, p->rows, p->w, 1, p->cols);
        if (p->wn.data)
            pack_b(&p->wn, p->rows, p->cols, p->w, p->cols, 1);
    }
}

/* ==== Eight bits ==== */

bool param_is_quantised(const struct param *p, enum pack_type hold)
{
    return hold == PACK_I8 && p->cols > 0 && i8_fits(p->cols);
}

void param_quantised(struct param *p, const int8_t *q, const real *scale)
{
    assert(p->w == NULL);
    p->q = q;
    p->scale = scale;
    if (p->use & PARAM_MATRIX)
        i8_pack(&p->wt, p->cols, p->rows, q, scale);
}

void param_row(const struct param *p, int i, real *out)
{
    size_t from = (size_t)i * (size_t)p->cols;
    if (p->w != NULL) {
        memcpy(out, p->w + from, (size_t)p->cols * sizeof *out);
        return;
    }
    for (int k = 0; k < p->cols; k++)
        out[k] = p->scale[i] * (real)p->q[from + (size_t)k];
}

void params_take(struct params *to, const struct params *from)
{
    assert(to->n == from->n);
    for (int i = 0; i < to->n; i++) {
        struct param *p = to->list[i];
        const struct param *q = from->list[i];
        if (q->w != NULL)
            memcpy(p->w, q->w, param_count(p) * sizeof *p->w);
        for (int k = 0; q->w == NULL && k < p->rows; k++)
            param_row(q, k, p->w + (size_t)k * (size_t)p->cols);
    }
    params_pack(to);
}

/* ==== Initial values ==== */

static void fill_uniform(real *w, size_t n, wide bound, struct rng r,
                         size_t from)
{
    for (size_t k = 0; k < n; k++)
        w[k] = (real)(bound * (2 * rng_uniform(r, from + k) - 1));
}

static void fill_normal(real *w, size_t n, wide deviation, struct rng r,
                        size_t from)
{
    for (size_t k = 0; k < n; k++)
        w[k] = (real)(deviation * rng_normal(r, from + k));
}

/* Modified Gram-Schmidt over the rows of w [rows x cols], rows <= cols; twice,
 * because once leaves rounding errors of the size of the condition number. */
static void orthonormal_rows(real *w, int rows, int cols)
{
    for (int i = 0; i < rows; i++) {
        real *a = w + (size_t)i * (size_t)cols;
        for (int pass = 0; pass < 2; pass++)
            for (int j = 0; j < i; j++) {
                const real *b = w + (size_t)j * (size_t)cols;
                K->axpy(cols, -K->dot(cols, a, b), b, a);
            }
        K->scale(cols, (real)(1 / sqrt((wide)K->dot(cols, a, a))), a);
    }
}

/* Random orthonormal rows, or columns when there are more rows (Saxe,
 * McClelland, Ganguli 2014): keeps the length of what passes through. */
static void fill_orthogonal(real *w, int rows, int cols, struct rng r,
                            size_t from, struct arena *scratch)
{
    size_t n = (size_t)rows * (size_t)cols;
    fill_normal(w, n, 1, r, from);
    if (rows <= cols) {
        orthonormal_rows(w, rows, cols);
        return;
    }
    struct arena_mark mark = arena_mark(scratch);
    real *t = ARENA_ARRAY(scratch, real, n);
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < cols; j++)
            t[(size_t)j * (size_t)rows + (size_t)i] =
                w[(size_t)i * (size_t)cols + (size_t)j];
    orthonormal_rows(t, cols, rows);
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < cols; j++)
            w[(size_t)i * (size_t)cols + (size_t)j] =
                t[(size_t)j * (size_t)rows + (size_t)i];
    arena_release(scratch, mark);
}

struct init_rule {
    const char *name;          /* of one tensor; NULL: of all ... */
    enum param_init declared;  /* ... declared so */
    enum param_init init;
    wide deviation;            /* of INIT_NORMAL */
};

/* The first that fits; what none fits stays as declared. */
static const struct init_rule rnnsearch[] = {
    {"attention.v_a", INIT_GLOROT, INIT_ZERO, 0},
    {"attention.W_a", INIT_GLOROT, INIT_NORMAL, 0.001},
    {"attention.U_a", INIT_GLOROT, INIT_NORMAL, 0.001},
    {NULL, INIT_GLOROT, INIT_NORMAL, 0.01},
    {NULL, INIT_EMBED, INIT_NORMAL, 0.01},
    {NULL, INIT_FORGET, INIT_ZERO, 0},
};

static struct init_rule rule_of(const struct params *ps,
                                const struct param *p)
{
    size_t n = sizeof rnnsearch / sizeof *rnnsearch;
    for (size_t i = 0; ps->scheme == INIT_SCHEME_RNNSEARCH && i < n; i++) {
        const struct init_rule *rule = &rnnsearch[i];
        if (p->init == rule->declared &&
            (!rule->name || strcmp(rule->name, p->name) == 0))
            return *rule;
    }
    return (struct init_rule){NULL, p->init, p->init, 0};
}

static void block_randomise(struct param *p, const struct init_rule *rule,
                            int block, struct rng r, struct arena *scratch)
{
    int rows = p->rows / p->blocks, cols = p->cols ? p->cols : 1;
    size_t n = (size_t)rows * (size_t)cols, from = (size_t)block * n;
    real *w = p->w + from;
    switch (rule->init) {
    case INIT_ZERO:
        break;
    case INIT_GLOROT:
        fill_uniform(w, n, sqrt(6.0 / (rows + cols)), r, from);
        break;
    case INIT_ORTHOGONAL:
        fill_orthogonal(w, rows, cols, r, from, scratch);
        break;
    case INIT_EMBED:
        fill_normal(w, n, 1 / sqrt((wide)cols), r, from);
        break;
    case INIT_FORGET:
        for (int k = rows / 4; k < rows / 2; k++)
            w[k] = 1;
        break;
    case INIT_CONSTANT:
        for (size_t k = 0; k < n; k++)
            w[k] = p->constant;
        break;
    case INIT_NORMAL:
        fill_normal(w, n, rule->deviation, r, from);
        break;
    }
}

void params_randomise(struct params *ps, uint64_t seed)
{
    for (int i = 0; i < ps->n; i++) {
        struct param *p = ps->list[i];
        struct init_rule rule = rule_of(ps, p);
        struct rng r = rng_key(seed, RNG_INIT, (uint64_t)i, 0);
        memset(p->w, 0, param_count(p) * sizeof *p->w);
        for (int block = 0; block < p->blocks; block++)
            block_randomise(p, &rule, block, r, ps->arena);
    }
}
