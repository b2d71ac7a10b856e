/* Another precision, tensor by tensor: what has two dimensions is widened and
 * then narrowed, everything else goes over as it is. */
#include <string.h>

#include "kern/i8.h"
#include "model/model.h"
#include "model/weights.h"

enum { METAS = 3 + 2 * NOTES_MOST };

/* Tensors of a model. */
struct names {
    const char **name;
    int n;
};

struct converter {
    const struct st_file *in;
    const struct names *part;  /* of the model that it is */
    struct st_tensor *out;
    int n;
    enum precision to;
    bool there;                /* it is in `to` already */
    struct arena *arena;
};

static struct st_tensor *add(struct converter *c, const struct st_tensor *t)
{
    c->out[c->n] = *t;
    return &c->out[c->n++];
}

static void set_data(struct st_tensor *t, enum st_type type, const void *data,
                     size_t n)
{
    t->type = type;
    t->data = data;
    t->bytes = n * st_type_size(type);
}

static bool to_bf16(struct converter *c, struct st_tensor *t, const real *x,
                    size_t n, struct error *err)
{
    enum { EXPONENT = 0x7F80 };
    uint16_t *y = ARENA_ARRAY(c->arena, uint16_t, n);
    for (size_t k = 0; k < n; k++) {
        y[k] = precision_bf16((float)x[k]);
        if ((y[k] & EXPONENT) == EXPONENT)
            return error_set(err, EXIT_MODEL, "tensor %s: element %zu is too "
                             "large for bf16", t->name, k);
    }
    set_data(t, ST_BF16, y, n);
    return true;
}

/* Adds the scales too. */
static bool to_int8(struct converter *c, struct st_tensor *t, const real *x,
                    struct error *err)
{
    int rows = (int)t->shape[0], cols = (int)t->shape[1];
    size_t n = (size_t)rows * (size_t)cols;
    int8_t *q = arena_alloc(c->arena, n);
    real *scale = ARENA_ARRAY(c->arena, real, rows);
    float *kept = ARENA_ARRAY(c->arena, float, rows);
    struct strbuf name = STRBUF_INIT;
    for (int i = 0; i < rows; i++) {
        size_t from = (size_t)i * (size_t)cols;
        if (!i8_quantise(cols, x + from, q + from, &scale[i]))
            return error_set(err, EXIT_MODEL, "tensor %s: row %d is not "
                             "finite", t->name, i);
        kept[i] = (float)scale[i];
    }
    set_data(t, ST_I8, q, n);
    strbuf_printf(&name, "%s.scale", t->name);
    struct st_tensor s = {.name = arena_strdup(c->arena, name.s), .rank = 1,
                          .shape = {rows}};
    set_data(&s, ST_F32, kept, (size_t)rows);
    add(c, &s);
    strbuf_release(&name);
    return true;
}

static void to_fp32(struct converter *c, struct st_tensor *t, const real *x,
                    size_t n)
{
    float *y = ARENA_ARRAY(c->arena, float, n);
    for (size_t k = 0; k < n; k++)
        y[k] = (float)x[k];
    set_data(t, ST_F32, y, n);
}

static bool convert_matrix(struct converter *c, const struct st_tensor *in,
                           struct error *err)
{
    size_t n = (size_t)in->shape[0] * (size_t)in->shape[1];
    real *x = ARENA_ARRAY(c->arena, real, n);
    if (!weights_values(x, in, n, c->in, c->arena, err))
        return false;
    struct st_tensor *t = add(c, in);
    if (c->to == PRECISION_BF16)
        return to_bf16(c, t, x, n, err);
    if (c->to == PRECISION_INT8 && precision_quantises(t->rank, t->shape))
        return to_int8(c, t, x, err);
    to_fp32(c, t, x, n);
    return true;
}

/* Scales belong to a matrix of I8, and go with it. */
static bool is_scale(const struct st_file *f, const struct st_tensor *t)
{
    static const char end[] = ".scale";
    size_t n = strlen(t->name), m = sizeof end - 1;
    char name[160];
    if (n <= m || n - m >= sizeof name || strcmp(t->name + n - m, end) != 0)
        return false;
    memcpy(name, t->name, n - m);
    name[n - m] = '\0';
    const struct st_tensor *of = st_find(f, name);
    return of != NULL && of->type == ST_I8;
}

/* What else a file may hold has no place in the new one: its name might be one
 * of those that conversion makes. */
static bool known(const struct converter *c, const struct st_tensor *t,
                  struct error *err)
{
    for (int i = 0; i < c->part->n; i++)
        if (strcmp(c->part->name[i], t->name) == 0)
            return true;
    if (model_has_text(t->name) && t->rank == 1)
        return true;
    return error_set(err, EXIT_MODEL, "tensor %s: no part of a model",
                     t->name);
}

static bool convert_all(struct converter *c, struct error *err)
{
    for (int i = 0; i < c->in->n; i++) {
        const struct st_tensor *t = &c->in->tensor[i];
        bool scale = is_scale(c->in, t);
        if (scale && !c->there)
            continue;
        if (!scale && !known(c, t, err))
            return false;
        if (t->rank != 2 || c->there)
            add(c, t);
        else if (!convert_matrix(c, t, err))
            return false;
    }
    return true;
}

/* The format's own first: of the others there may be too many. */
static int metas(const struct st_file *in, enum precision to,
                 const struct notes *notes, struct st_meta *out)
{
    static const char *const own[] = {"format", "format_version"};
    int n = 0;
    for (; n < 2; n++)
        out[n] = (struct st_meta){own[n], st_meta(in, own[n])};
    for (int i = 0; i < in->metas && n < METAS - NOTES_MOST - 1; i++) {
        const char *key = in->meta[i].key;
        if (strcmp(key, own[0]) != 0 && strcmp(key, own[1]) != 0 &&
            strcmp(key, "precision") != 0 && !notes_find(notes, key))
            out[n++] = in->meta[i];
    }
    for (int i = 0; i < notes->n; i++)
        out[n++] = notes->note[i];
    if (to != PRECISION_FP32)
        out[n++] = (struct st_meta){"precision", precision_name((int)to)};
    return n;
}

static bool convert_file(const char *from, const char *to, bool there,
                         enum precision precision, const struct notes *notes,
                         const struct names *part, struct arena *arena,
                         struct error *err)
{
    static const struct notes none;
    struct st_file in;
    struct st_meta meta[METAS];
    if (!st_read(&in, from, arena, err))
        return false;
    struct converter c = {&in, part, NULL, 0, precision, there, arena};
    c.out = ARENA_ARRAY(arena, struct st_tensor, 2 * in.n);
    if (!convert_all(&c, err))
        return error_prefix(err, "%s", from);
    struct st_file out = {c.out, c.n, meta,
                          metas(&in, precision, notes ? notes : &none, meta)};
    return st_write(to, &out, err);
}

/* Loading it is what finds that it is a model, whole and of this program. */
static bool check(const char *from, enum precision *is, struct names *part,
                  struct arena *keep, struct arena *arena, struct error *err)
{
    struct model m;
    struct extras x;
    if (!model_load(&m, from, false, &x, arena, err))
        return false;
    part->n = m.net.ps.n;
    part->name = ARENA_ARRAY(keep, const char *, part->n);
    for (int i = 0; i < part->n; i++)
        part->name[i] = arena_strdup(keep, m.net.ps.list[i]->name);
    if (x.state != NULL) {
        error_set(err, EXIT_USAGE, "%s: a checkpoint of a training", from);
        return error_hint(err, "convert the model that the training writes");
    }
    *is = m.precision;
    return true;
}

bool model_convert(const char *from, const char *to, enum precision precision,
                   const struct notes *notes, struct error *err)
{
    struct arena arena, keep;
    struct names part;
    enum precision is;
    arena_init(&arena, "conversion");
    arena_init(&keep, "names");
    bool ok = check(from, &is, &part, &keep, &arena, err);
    bool there = ok && is == precision;
    if (there && !(notes && notes->n > 0))
        ok = error_set(err, EXIT_USAGE, "%s: is %s already", from,
                       precision_name((int)precision));
    arena_reset(&arena);
    ok = ok && convert_file(from, to, there, precision, notes, &part, &arena,
                            err);
    arena_drop(&arena);
    arena_drop(&keep);
    return ok;
}

bool model_trains(enum precision precision, const char *path,
                  struct error *err)
{
    if (precision == PRECISION_FP32)
        return true;
    error_set(err, EXIT_MODEL, "%s: its weights are in %s, for use and not "
              "for training", path, precision_name((int)precision));
    return error_hint(err, "go on with the model that it was converted from");
}
