#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/par.h"
#include "model/ends.h"
#include "model/model.h"

bool model_build(struct model *m, bool train, struct error *err)
{
    struct net_options o;
    if (!config_network(&m->config, vocab_size(&m->tokens.vocab[SIDE_SRC]),
                        vocab_size(&m->tokens.vocab[SIDE_TGT]), &o, err))
        return false;
    o.ends = ends_of(&m->tokens.vocab[SIDE_SRC], m->arena);
    network_init(&m->net, &o, train, m->arena);
    return true;
}

/* ==== Texts ==== */

static const struct st_tensor *text_of(const struct st_file *f,
                                       const char *name, struct error *err)
{
    const struct st_tensor *t = st_find(f, name);
    if (t && t->type == ST_U8)
        return t;
    error_set(err, EXIT_MODEL, "no text \"%s\" in the file", name);
    return NULL;
}

static bool version_ok(const struct st_file *f, struct error *err)
{
    const char *format = st_meta(f, "format");
    const char *version = st_meta(f, "format_version");
    if (!format || strcmp(format, "s2s") != 0 || !version) {
        error_set(err, EXIT_MODEL, "a safetensors file, but not of s2s");
        return false;
    }
    long v = strtol(version, NULL, 10);
    if (v == MODEL_FORMAT)
        return true;
    error_set(err, EXIT_MODEL, "format version %s; this program reads %d",
              version, MODEL_FORMAT);
    return error_hint(err, v > MODEL_FORMAT ? "use a newer s2s"
                                            : "train it again");
}

static bool tokens_of(struct model *m, const struct st_file *f,
                      struct error *err)
{
    static const char *const name[4] = {"source.codes", "target.codes",
                                        "source.vocab", "target.vocab"};
    const char *text[4];
    size_t n[4];
    for (int i = 0; i < 4; i++) {
        const struct st_tensor *t = text_of(f, name[i], err);
        if (!t)
            return false;
        text[i] = t->data;
        n[i] = t->bytes;
    }
    tokens_init(&m->tokens, token_kind_find(m->config.tokens), m->arena);
    m->tokens.shared = strcmp(m->config.tie, "all") == 0;
    return tokens_load(&m->tokens, text, n, text + 2, n + 2, err);
}

static bool lengths_read(int *lengths, const struct st_tensor *t,
                         struct error *err)
{
    const char *s = t->data, *end = s + t->bytes;
    for (int i = 0; i < MODEL_LENGTHS; i++) {
        long long v = 0;
        const char *from = s;
        while (s < end && *s >= '0' && *s <= '9' && v < 1000000000)
            v = 10 * v + (*s++ - '0');
        bool last = i + 1 == MODEL_LENGTHS;
        if (s == from || (last ? s != end : s == end || *s++ != ','))
            return error_set(err, EXIT_MODEL, "malformed \"lengths\"");
        lengths[i] = (int)v;
    }
    return true;
}

static bool texts_of(struct model *m, const struct st_file *f,
                     struct error *err)
{
    const struct st_tensor *config = text_of(f, "config", err);
    const struct st_tensor *sample = text_of(f, "sample", err);
    const struct st_tensor *lengths = text_of(f, "lengths", err);
    if (!config || !sample || !lengths)
        return false;
    m->sample = arena_strndup(m->arena, sample->data, sample->bytes);
    return config_read(&m->config, config->data, config->bytes, err) &&
           lengths_read(m->lengths, lengths, err) && tokens_of(m, f, err);
}

/* ==== Weights ==== */

static real element(const struct st_tensor *t, size_t k)
{
    if (t->type == ST_F64)
        return (real)((const double *)t->data)[k];
    return (real)((const float *)t->data)[k];
}

static enum st_type own_type(void)
{
    return sizeof(real) == sizeof(double) ? ST_F64 : ST_F32;
}

static bool copy_values(real *to, const struct st_tensor *t, size_t n,
                        struct error *err)
{
    if (t->type != ST_F32 && t->type != ST_F64)
        return error_set(err, EXIT_MODEL, "tensor %s has type %s (expected "
                         "F32)", t->name, st_type_name(t->type));
    if (t->type == own_type())
        memcpy(to, t->data, n * sizeof *to);
    else
        for (size_t k = 0; k < n; k++)
            to[k] = element(t, k);
    return true;
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
        real sum = K->sum_squares(n, x);
        w->fine[b] = sum - sum == 0;
        for (int k = 0; !w->fine[b] && x[k] - x[k] == 0;)
            w->fine[b] = ++k == n;
    }
}

/* Only values that are finite may come in. */
static bool all_finite(const char *name, const real *x, size_t n,
                       struct arena *scratch, struct error *err)
{
    struct arena_mark mark = arena_mark(scratch);
    int blocks = (int)((n + BLOCK - 1) / BLOCK), b = 0;
    struct finite_work w = {x, n, ARENA_ARRAY(scratch, bool, blocks)};
    par_range(blocks, 32, finite_blocks, &w);
    while (b < blocks && w.fine[b])
        b++;
    arena_release(scratch, mark);
    if (b == blocks)
        return true;
    size_t k = (size_t)b * BLOCK;
    while (x[k] - x[k] == 0)
        k++;
    return error_set(err, EXIT_MODEL, "tensor %s: element %zu is not finite",
                     name, k);
}

static bool shape_is(const struct st_tensor *t, const struct param *p)
{
    return p->cols ? t->rank == 2 && t->shape[0] == p->rows &&
                         t->shape[1] == p->cols
                   : t->rank == 1 && t->shape[0] == p->rows;
}

/* Before anything is allocated for a network: is the file large enough for
 * the sizes that its configuration claims? */
static bool sizes_plausible(const struct model *m, const struct st_file *f,
                            struct error *err)
{
    size_t have = 0;
    for (int i = 0; i < f->n; i++)
        have += f->tensor[i].bytes;
    const struct config *c = &m->config;
    double need = (double)c->layers * c->hidden * c->hidden +
                  (double)c->embed *
                      vocab_size(&m->tokens.vocab[SIDE_TGT]);
    if (need <= (double)have)
        return true;
    return error_set(err, EXIT_MODEL, "the configuration claims more "
                     "weights than the file holds");
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
        if (t[i]->type != own_type() ||
            (const char *)t[i]->data - first !=
                (ps->list[i]->w - ps->w) * (ptrdiff_t)sizeof(real))
            return false;
    return true;
}

static bool weights_of(struct model *m, const struct st_file *f,
                       struct error *err)
{
    struct params *ps = &m->net.ps;
    const struct st_tensor **t =
        ARENA_ARRAY(m->arena, const struct st_tensor *, ps->n);
    for (int i = 0; i < ps->n; i++)
        if (!(t[i] = tensor_of(ps->list[i], f, err)))
            return false;
    bool adopt = !ps->g && in_place(ps, t);
    if (adopt) /* the bytes are the arena's, as st_read says */
        params_adopt(ps, (real *)t[0]->data);
    for (int i = 0; i < ps->n; i++) {
        struct param *p = ps->list[i];
        size_t n = param_count(p);
        if ((!adopt && !copy_values(p->w, t[i], n, err)) ||
            !all_finite(p->name, p->w, n, m->arena, err))
            return false;
    }
    params_pack(ps);
    return true;
}

static bool extras_of(const struct model *m, const struct st_file *f,
                      struct extras *x, struct error *err)
{
    size_t count = m->net.ps.count;
    memset(x, 0, sizeof *x);
    const struct st_tensor *state = st_find(f, "train.state");
    if (!state)
        return true;
    x->state = arena_strndup(m->arena, state->data, state->bytes);
    for (int i = 0; i < f->n; i++) {
        const struct st_tensor *t = &f->tensor[i];
        if (strncmp(t->name, "train.", 6) != 0 || t == state)
            continue;
        if (x->n == EXTRA_MAX || t->rank != 1 ||
            t->shape[0] != (int64_t)count)
            return error_set(err, EXIT_MODEL, "tensor %s: unexpected",
                             t->name);
        struct extra *e = &x->vector[x->n++];
        e->name = t->name;
        e->data = ARENA_ARRAY(m->arena, real, count);
        if (!copy_values(e->data, t, count, err) ||
            !all_finite(t->name, e->data, count, m->arena, err))
            return false;
    }
    return true;
}

bool model_load(struct model *m, const char *path, bool train,
                struct extras *x, struct arena *arena, struct error *err)
{
    struct st_file f;
    memset(m, 0, sizeof *m);
    m->arena = arena;
    if (!st_read(&f, path, arena, err))
        return false;
    if (version_ok(&f, err) && texts_of(m, &f, err) &&
        sizes_plausible(m, &f, err) && model_build(m, train, err) &&
        weights_of(m, &f, err) && (!x || extras_of(m, &f, x, err)))
        return true;
    err->status = EXIT_MODEL;
    return error_prefix(err, "%s", path);
}
