#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "model/model.h"
#include "model/weights.h"

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

static void add_text(struct builder *b, const char *name,
                     const struct strbuf *text)
{
    add(b, name, ST_U8, text->s, text->n);
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
                       struct arena *scratch, struct error *err)
{
    assert(ps->hold == PACK_F32);
    return weights_finite(w, ps->count, scratch) == ps->count ||
           error_set(err, EXIT_DIVERGED, "a weight, or the optimizer's memory "
                     "of one, is not finite: nothing saved");
}

static void lengths_write(struct strbuf *out, const int *lengths)
{
    for (int i = 0; i < MODEL_LENGTHS; i++)
        strbuf_printf(out, "%s%d", i ? "," : "", lengths[i]);
}

/* The texts that a model holds, built for the file. */
struct texts {
    struct strbuf config, lengths, words, copied, lexicon, codes[2], vocab[2];
};

static void texts_of(struct texts *t, const struct model *m)
{
    *t = (struct texts){STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT,
                        STRBUF_INIT,
                        {STRBUF_INIT, STRBUF_INIT},
                        {STRBUF_INIT, STRBUF_INIT}};
    config_write(&t->config, &m->config);
    lengths_write(&t->lengths, m->lengths);
    vocab_write(&t->words, &m->familiar.seen);
    vocab_write(&t->copied, &m->familiar.copied);
    if (m->lextable)
        lextable_write(&t->lexicon, m->lextable);
    tokens_save(&m->tokens, t->codes, t->vocab);
}

static void texts_release(struct texts *t)
{
    strbuf_release(&t->config);
    strbuf_release(&t->lengths);
    strbuf_release(&t->words);
    strbuf_release(&t->copied);
    strbuf_release(&t->lexicon);
    for (int s = 0; s < 2; s++) {
        strbuf_release(&t->codes[s]);
        strbuf_release(&t->vocab[s]);
    }
}

static void add_texts(struct builder *b, const struct texts *t)
{
    add_text(b, "config", &t->config);
    add_text(b, "source.codes", &t->codes[SIDE_SRC]);
    add_text(b, "source.vocab", &t->vocab[SIDE_SRC]);
    add_text(b, "source.words", &t->words);
    add_text(b, "source.copied", &t->copied);
    add_text(b, "target.codes", &t->codes[SIDE_TGT]);
    add_text(b, "target.vocab", &t->vocab[SIDE_TGT]);
    add_text(b, "lengths", &t->lengths);
    if (t->lexicon.n)
        add_text(b, "lexicon", &t->lexicon);
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
    /* What reading would refuse must not replace what can be read. */
    bool finite = all_finite(ps, w, scratch, err);
    for (int i = 0; finite && x && i < x->n; i++)
        finite = all_finite(ps, x->vector[i].data, scratch, err);
    if (!finite)
        return error_prefix(err, "%s", path);
    struct arena_mark mark = arena_mark(scratch);
    struct texts texts;
    struct builder b = {
        ARENA_ARRAY(scratch, struct st_tensor, ps->n + EXTRA_MAX + 16), 0};
    texts_of(&texts, m);
    add_weights(&b, ps, w);
    for (int i = 0; x && i < x->n; i++)
        add(&b, x->vector[i].name, real_type, x->vector[i].data,
            ps->count * sizeof(real));
    add_texts(&b, &texts);
    add(&b, "sample", ST_U8, m->sample, strlen(m->sample));
    if (x)
        add(&b, "train.state", ST_U8, x->state, strlen(x->state));
    bool ok = write_file(path, &b, &m->notes, err);
    texts_release(&texts);
    arena_release(scratch, mark);
    return ok;
}
