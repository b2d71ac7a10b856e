#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "model/ahead.h"
#include "model/ends.h"
#include "model/model.h"
#include "model/weights.h"

/* The network without room for its weights. */
static bool declare(struct model *m, bool train, struct error *err)
{
    struct net_options o;
    if (!config_network(&m->config, vocab_size(&m->tokens.vocab[SIDE_SRC]),
                        vocab_size(&m->tokens.vocab[SIDE_TGT]), &o, err))
        return false;
    o.ends = ends_of(&m->tokens.vocab[SIDE_SRC], m->arena);
    o.lextable = m->lextable;
    if (m->precision == PRECISION_INT8 && !train)
        o.hold = PACK_I8;
    network_declare(&m->net, &o, m->arena);
    return true;
}

bool model_build(struct model *m, bool train, struct error *err)
{
    if (!declare(m, train, err))
        return false;
    params_seal(&m->net.ps, train);
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

/* Files from before there were any have no words. */
static bool words_of(struct vocab *v, const struct st_file *f,
                     const char *name, struct error *err)
{
    const struct st_tensor *t = st_find(f, name);
    return !t || ((t = text_of(f, name, err)) != NULL &&
                  vocab_read(v, t->data, t->bytes, name, err));
}

static bool familiar_of(struct model *m, const struct st_file *f,
                        struct error *err)
{
    familiar_init(&m->familiar, m->arena);
    return words_of(&m->familiar.seen, f, "source.words", err) &&
           words_of(&m->familiar.copied, f, "source.copied", err);
}

static bool lexicon_of(struct model *m, const struct st_file *f,
                       struct error *err)
{
    if (m->config.lexicon <= 0)
        return true;
    const struct st_tensor *t = text_of(f, "lexicon", err);
    struct lextable *table = ARENA_NEW(m->arena, struct lextable);
    m->lextable = table;
    return t && lextable_read(table, t->data, t->bytes,
                              vocab_size(&m->tokens.vocab[SIDE_SRC]),
                              vocab_size(&m->tokens.vocab[SIDE_TGT]),
                              "lexicon", m->arena, err);
}

static bool lengths_read(int *lengths, const struct st_tensor *t,
                         struct error *err)
{
    const char *s = t->data, *end = s + t->bytes;
    long long sum = 0;
    for (int i = 0; i < MODEL_LENGTHS; i++) {
        long long v = 0;
        const char *from = s;
        while (s < end && *s >= '0' && *s <= '9' && v < 1000000000)
            v = 10 * v + (*s++ - '0');
        bool last = i + 1 == MODEL_LENGTHS;
        sum += v;
        if (sum > INT_MAX || s == from ||
            (last ? s != end : s == end || *s++ != ','))
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
    notes_of(&m->notes, f);
    return config_read(&m->config, config->data, config->bytes, err) &&
           lengths_read(m->lengths, lengths, err) && tokens_of(m, f, err) &&
           familiar_of(m, f, err) && lexicon_of(m, f, err);
}

/* ==== Weights ==== */

/* The network that the configuration claims; before anything is allocated for
 * its weights: is the file large enough for them, a byte each at least? */
static bool build_of(struct model *m, const struct st_file *f, bool train,
                     struct error *err)
{
    double have = 0, need = 0;
    if (!declare(m, train, err))
        return false;
    for (int i = 0; i < f->n; i++)
        have += (double)f->tensor[i].bytes;
    for (int i = 0; i < m->net.ps.n; i++)
        need += (double)param_count(m->net.ps.list[i]);
    if (need > have)
        return error_set(err, EXIT_MODEL, "the configuration claims more "
                         "weights than the file holds");
    params_seal(&m->net.ps, train);
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
        if (!weights_values(e->data, t, count, f, m->arena, err))
            return false;
    }
    return true;
}

bool model_precision(enum precision *out, const char *path)
{
    struct arena arena;
    struct st_file f;
    struct error err;
    arena_init(&arena, "model");
    bool ok = st_read(&f, path, &arena, &err) && version_ok(&f, &err) &&
              precision_of(out, &f, &err);
    arena_drop(&arena);
    return ok;
}

bool model_config(struct config *out, const char *path, struct error *err)
{
    struct arena arena;
    struct st_file f;
    const struct st_tensor *t = NULL;
    arena_init(&arena, "model");
    bool ok = st_read(&f, path, &arena, err);
    if (ok) {
        ok = version_ok(&f, err) && (t = text_of(&f, "config", err)) &&
             config_read(out, t->data, t->bytes, err);
        if (!ok) {
            err->status = EXIT_MODEL;
            error_prefix(err, "%s", path);
        }
    }
    arena_drop(&arena);
    return ok;
}

/* Everything of the file but its weights; `as`, unless NULL, stands in for
 * its configuration. */
static bool all_but_weights(struct model *m, const struct st_file *f,
                            const struct config *as, struct error *err)
{
    if (!version_ok(f, err) || !precision_of(&m->precision, f, err) ||
        !texts_of(m, f, err))
        return false;
    if (as)
        m->config = *as;
    return true;
}

static bool load(struct model *m, const char *path, bool train,
                 const struct config *as, struct extras *x,
                 struct arena *arena, struct error *err)
{
    struct st_file f;
    memset(m, 0, sizeof *m);
    m->arena = arena;
    if (!st_read(&f, path, arena, err))
        return false;
    if (all_but_weights(m, &f, as, err) && build_of(m, &f, train, err) &&
        weights_read(&m->net.ps, &f, err) &&
        (!x || extras_of(m, &f, x, err))) {
        if (!train)
            ahead_words(&m->net, AHEAD_WORDS, arena);
        return true;
    }
    err->status = EXIT_MODEL;
    return error_prefix(err, "%s", path);
}

bool model_load(struct model *m, const char *path, bool train,
                struct extras *x, struct arena *arena, struct error *err)
{
    bool ok = load(m, path, train, NULL, x, arena, err);
    m->path = arena_strdup(arena, path);
    return ok;
}

/* Notes that training further makes, and that it keeps. */
static const char begun[] = "begun_with", kept[] = "attribution";

/* "138501 pairs (English to French), after 24000 pairs" */
static const char *origin(const struct model *m)
{
    const char *what = notes_find(&m->notes, "description");
    const char *before = notes_find(&m->notes, begun);
    struct strbuf out = STRBUF_INIT;
    strbuf_printf(&out, "%ld pairs", model_pairs(m));
    if (what)
        strbuf_printf(&out, " (%s)", what);
    if (before)
        strbuf_printf(&out, ", after %s", before);
    const char *text = arena_strdup(m->arena, out.s);
    strbuf_release(&out);
    return text;
}

bool model_load_as(struct model *m, const char *path,
                   const struct config *config, struct arena *arena,
                   struct error *err)
{
    if (!load(m, path, true, config, NULL, arena, err))
        return false;
    const char *text = notes_find(&m->notes, kept);
    m->precision = PRECISION_FP32;
    m->notes = (struct notes){{{begun, origin(m)}, {kept, text}},
                              1 + (text != NULL)};
    memset(m->lengths, 0, sizeof m->lengths);
    return true;
}
