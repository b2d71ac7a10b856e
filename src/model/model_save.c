#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "model/model.h"

/* Tensors of a file being put together. */
struct builder {
    struct st_tensor *tensor;
    int n;
};

#if REAL_IS_DOUBLE
static const enum st_type real_type = ST_F64;
#else
static const enum st_type real_type = ST_F32;
#endif

static struct st_tensor *add(struct builder *b, const char *name,
                             enum st_type type, const void *data,
                             size_t bytes)
{
    struct st_tensor *t = &b->tensor[b->n++];
    *t = (struct st_tensor){.name = name, .type = type, .rank = 1,
                            .data = data, .bytes = bytes};
    t->shape[0] = (int64_t)(bytes / st_type_size(type));
    return t;
}

static void add_text(struct builder *b, const char *name, const char *text,
                     size_t n)
{
    add(b, name, ST_U8, text, n);
}

static void add_weights(struct builder *b, const struct params *ps,
                        const real *w)
{
    for (int i = 0; i < ps->n; i++) {
        const struct param *p = ps->list[i];
        struct st_tensor *t = add(b, p->name, real_type, w + (p->w - ps->w),
                                  param_count(p) * sizeof(real));
        if (p->cols > 0) {
            t->rank = 2;
            t->shape[0] = p->rows;
            t->shape[1] = p->cols;
        }
    }
}

static bool all_finite(const struct params *ps, const real *w,
                       struct error *err)
{
    assert(ps->hold == PACK_F32);
    for (size_t k = 0; k < ps->count; k++)
        if (!(w[k] - w[k] == 0))
            return error_set(err, EXIT_DIVERGED,
                             "a weight is not finite: nothing saved");
    return true;
}

static void lengths_write(struct strbuf *out, const int *lengths)
{
    for (int i = 0; i < MODEL_LENGTHS; i++)
        strbuf_printf(out, "%s%d", i ? "," : "", lengths[i]);
}

static bool write_file(const char *path, const struct builder *b,
                       const struct notes *notes, struct error *err)
{
    char version[16];
    snprintf(version, sizeof version, "%d", MODEL_FORMAT);
    struct st_meta meta[2 + NOTES_MOST] = {{"format", "s2s"},
                                           {"format_version", version}};
    memcpy(meta + 2, notes->note, (size_t)notes->n * sizeof *meta);
    struct st_file file = {b->tensor, b->n, meta, 2 + notes->n};
    return st_write(path, &file, err);
}

bool model_save(const struct model *m, const char *path, const real *w,
                const struct extras *x, struct arena *scratch,
                struct error *err)
{
    const struct params *ps = &m->net.ps;
    if (!all_finite(ps, w, err))
        return error_prefix(err, "%s", path);
    struct arena_mark mark = arena_mark(scratch);
    struct strbuf config = STRBUF_INIT, lengths = STRBUF_INIT;
    struct strbuf codes[2] = {STRBUF_INIT, STRBUF_INIT};
    struct strbuf vocab[2] = {STRBUF_INIT, STRBUF_INIT};
    struct builder b = {
        ARENA_ARRAY(scratch, struct st_tensor, ps->n + EXTRA_MAX + 16), 0};
    config_write(&config, &m->config);
    lengths_write(&lengths, m->lengths);
    tokens_save(&m->tokens, codes, vocab);
    add_weights(&b, ps, w);
    for (int i = 0; x && i < x->n; i++)
        add(&b, x->vector[i].name, real_type, x->vector[i].data,
            ps->count * sizeof(real));
    add_text(&b, "config", config.s, config.n);
    add_text(&b, "source.codes", codes[SIDE_SRC].s, codes[SIDE_SRC].n);
    add_text(&b, "source.vocab", vocab[SIDE_SRC].s, vocab[SIDE_SRC].n);
    add_text(&b, "target.codes", codes[SIDE_TGT].s, codes[SIDE_TGT].n);
    add_text(&b, "target.vocab", vocab[SIDE_TGT].s, vocab[SIDE_TGT].n);
    add_text(&b, "sample", m->sample, strlen(m->sample));
    add_text(&b, "lengths", lengths.s, lengths.n);
    if (x)
        add_text(&b, "train.state", x->state, strlen(x->state));
    bool ok = write_file(path, &b, &m->notes, err);
    strbuf_release(&config);
    strbuf_release(&lengths);
    for (int s = 0; s < 2; s++) {
        strbuf_release(&codes[s]);
        strbuf_release(&vocab[s]);
    }
    arena_release(scratch, mark);
    return ok;
}
