#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "model/model.h"
#include "model/weights.h"

/* Tensors of a file being put together. */
struct builder {
    struct st_tensor *tensor;
    int n;
};

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

static void add_weights(struct builder *b, const struct params *ps,
                        const real *w)
{
    for (int i = 0; i < ps->n; i++) {
        const struct param *p = ps->list[i];
        struct st_tensor *t = add(b, p->name, weights_type(),
                                  w + (p->w - ps->w),
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

/* ==== Texts ==== */

struct texts {
    struct strbuf config, codes[2], vocab[2], words, copied, lengths, lexicon,
        sample;
};

/* In the order of the file; an optional one is left out where it is empty. */
static const struct row {
    const char *name;
    size_t at;
    bool optional;
} rows[] = {
    {"config", offsetof(struct texts, config), false},
    {"source.codes", offsetof(struct texts, codes[SIDE_SRC]), false},
    {"source.vocab", offsetof(struct texts, vocab[SIDE_SRC]), false},
    {"source.words", offsetof(struct texts, words), false},
    {"source.copied", offsetof(struct texts, copied), false},
    {"target.codes", offsetof(struct texts, codes[SIDE_TGT]), false},
    {"target.vocab", offsetof(struct texts, vocab[SIDE_TGT]), false},
    {"lengths", offsetof(struct texts, lengths), false},
    {"lexicon", offsetof(struct texts, lexicon), true},
    {"sample", offsetof(struct texts, sample), false},
};

enum { ROWS = sizeof rows / sizeof *rows };

bool model_has_text(const char *name)
{
    for (int i = 0; i < ROWS; i++)
        if (strcmp(rows[i].name, name) == 0)
            return true;
    return false;
}

static struct strbuf *text_at(struct texts *t, int i)
{
    return (struct strbuf *)((char *)t + rows[i].at);
}

static void lengths_write(struct strbuf *out, const int *lengths)
{
    for (int i = 0; i < MODEL_LENGTHS; i++)
        strbuf_printf(out, "%s%d", i ? "," : "", lengths[i]);
}

static void texts_of(struct texts *t, const struct model *m)
{
    for (int i = 0; i < ROWS; i++)
        *text_at(t, i) = (struct strbuf)STRBUF_INIT;
    config_write(&t->config, &m->config);
    tokens_save(&m->tokens, t->codes, t->vocab);
    vocab_write(&t->words, &m->familiar.seen);
    vocab_write(&t->copied, &m->familiar.copied);
    lengths_write(&t->lengths, m->lengths);
    if (m->lextable)
        lextable_write(&t->lexicon, m->lextable);
    strbuf_puts(&t->sample, m->sample);
}

static void texts_release(struct texts *t)
{
    for (int i = 0; i < ROWS; i++)
        strbuf_release(text_at(t, i));
}

static void add_texts(struct builder *b, struct texts *t)
{
    for (int i = 0; i < ROWS; i++) {
        const struct strbuf *text = text_at(t, i);
        if (text->n > 0 || !rows[i].optional)
            add(b, rows[i].name, ST_U8, text->s, text->n);
    }
}

/* ==== The file ==== */

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
        add(&b, x->vector[i].name, weights_type(), x->vector[i].data,
            ps->count * sizeof(real));
    add_texts(&b, &texts);
    if (x)
        add(&b, "train.state", ST_U8, x->state, strlen(x->state));
    bool ok = write_file(path, &b, &m->notes, err);
    texts_release(&texts);
    arena_release(scratch, mark);
    return ok;
}
