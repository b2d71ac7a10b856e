#include "task/look.h"

#include <stdlib.h>
#include <string.h>

#include "task/likelihood.h"
#include "task/posterior.h"

/* ==== What there is ==== */

static const char *const names[] = {"cross", "self", "summary"};

const char *look_name(int of)
{
    return of >= 0 && of <= LOOK_SUMMARY ? names[of] : NULL;
}

bool look_head(const char *word, int *head, struct error *err)
{
    char *end;
    long n = strtol(word, &end, 10);
    *head = strcmp(word, "mean") == 0 ? HEAD_MEAN : LOOK_ALL;
    if (strcmp(word, "mean") == 0 || strcmp(word, "all") == 0)
        return true;
    *head = (int)n - 1;
    return (end > word && !*end && n > 0 && n < 1 << 20) ||
           error_set(err, EXIT_USAGE, "--head %s: expected the number of a "
                     "head from 1, mean, or all", word);
}

int look_heads(enum look_of of, const struct model *m)
{
    const struct network *net = &m->net;
    if (net->next)
        return of == LOOK_CROSS && translate_aligns(m);
    if (of == LOOK_SELF)
        return net->o.encoder->look ? net->o.encoder->heads(net->encoder) : 0;
    if (of == LOOK_SUMMARY)
        return net->o.summary->look != NULL;
    return net->o.focus->aligns ? net->decoder->attention->heads : 0;
}

int look_matrices(const struct look *l, const struct model *m)
{
    return l->head == LOOK_ALL ? look_heads(l->of, m) : 1;
}

/* The rows of a family that have such an attention, as a hint. */
static void hint_rows(const char *option, const struct strbuf *list,
                      struct error *err)
{
    if (list->n)
        error_hint(err, "train one with --%s %s", option, list->s);
}

static void list_add(struct strbuf *list, const char *name)
{
    strbuf_printf(list, "%s%s", list->n ? " or " : "", name);
}

static bool none_inside(const struct look *l, const struct model *m,
                        struct error *err)
{
    struct strbuf list = STRBUF_INIT;
    if (l->of == LOOK_SELF) {
        for (int i = 0; encoder_kind(i); i++)
            if (encoder_kind(i)->look)
                list_add(&list, encoder_kind_name(i));
        error_set(err, EXIT_USAGE, "--of self: the %s encoder has no "
                  "attention inside", m->net.o.encoder->kind.name);
        hint_rows("encoder", &list, err);
    } else {
        for (int i = 0; summary_kind(i); i++)
            if (summary_kind(i)->look)
                list_add(&list, summary_kind_name(i));
        error_set(err, EXIT_USAGE, "--of summary: the summary \"%s\" is made "
                  "without attention", m->net.o.summary->kind.name);
        hint_rows("summary", &list, err);
    }
    strbuf_release(&list);
    return false;
}

bool look_check(const struct look *l, const struct model *m,
                struct error *err)
{
    int heads = look_heads(l->of, m);
    if (m->net.next && l->of != LOOK_CROSS)
        return error_set(err, EXIT_USAGE, "--of %s is of one model, not of "
                         "an ensemble", look_name(l->of));
    if (heads == 0 && l->of == LOOK_CROSS) {
        error_set(err, EXIT_USAGE, "this model makes no alignments: it was "
                  "trained with --focus %s", m->config.focus);
        return error_hint(err, "train one with attention: s2s train CORPUS "
                          "--focus soft");
    }
    if (heads == 0)
        return none_inside(l, m, err);
    if (l->posterior && l->of != LOOK_CROSS)
        return error_set(err, EXIT_USAGE, "--posterior: --of %s has no target "
                         "words", look_name(l->of));
    if (l->head < heads)
        return true;
    error_set(err, EXIT_USAGE, "--head %d: the %s attention of this model has "
              "%d head%s", l->head + 1, look_name(l->of), heads,
              heads == 1 ? "" : "s");
    return error_hint(err, "--head all shows each");
}

/* ==== Weights ==== */

/* alpha [Ty x heads x stride] */
static void weights(struct alignment *a, const real *alpha, int heads,
                    int stride, int head, struct arena *arena)
{
    real *row = ARENA_ARRAY(arena, real, a->Tx);
    a->weight = ARENA_ARRAY(arena, double, (size_t)a->Ty * (size_t)a->Tx);
    for (int i = 0; i < a->Ty; i++) {
        attention_weights(row_at(alpha, i, heads * stride), heads, stride,
                          head, row, a->Tx);
        for (int j = 0; j < a->Tx; j++)
            a->weight[i * a->Tx + j] = (double)row[j];
    }
}

/* The matrices asked for of one sentence, whose tokens are a's. */
static void matrices(const struct look *l, const struct alignment *a,
                     const real *alpha, int heads, int stride,
                     struct alignment *out, struct arena *arena)
{
    bool all = l->head == LOOK_ALL;
    for (int k = 0; k < (all ? heads : 1); k++) {
        int head = all ? k : l->head;
        out[k] = *a;
        out[k].of = l->of == LOOK_CROSS ? NULL : look_name(l->of);
        out[k].posterior = l->posterior;
        out[k].head = head + 1;
        out[k].follows = k > 0;
        weights(&out[k], alpha, heads, stride, head, arena);
    }
}

/* alpha [rows x heads x src.T] where each y_i is known: of the mean of the
 * heads, where that is asked for (then *heads becomes 1), or of each. */
static const real *known(const struct look *l, const struct network *net,
                         const struct batch *batch, const real *alpha,
                         int *heads, struct arena *arena)
{
    int T = batch->src.T, rows = batch->tgt.rows, all = *heads;
    bool mean = l->head == HEAD_MEAN;
    struct posterior post;
    *heads = mean ? 1 : all;
    posterior_begin(&post, net, batch, arena);
    real *out = ARENA_ARRAY(arena, real, (size_t)(rows * *heads) * (size_t)T);
    for (int i = 0; i < rows; i++)
        for (int h = 0; h < *heads; h++) {
            real *row = row_of(out, i * *heads + h, T);
            attention_weights(row_at(alpha, i, all * T), all, T,
                              mean ? HEAD_MEAN : h, row, T);
            posterior_row(&post, i, row);
        }
    return out;
}

/* Of the members of an ensemble the mean: [rows x src.T]. */
static const real *mean_alpha(const struct look *l, const struct network *net,
                              const struct batch *batch, struct arena *arena)
{
    int T = batch->src.T, rows = batch->tgt.rows, some = 0;
    real *sum = ARENA_ARRAY(arena, real, (size_t)rows * (size_t)T);
    real *one = ARENA_ARRAY(arena, real, T);
    for (; net; net = net->next) {
        struct pass p = likelihood_pass(net, batch, arena);
        struct posterior post;
        some += p.alpha != NULL;
        if (p.alpha && l->posterior)
            posterior_begin(&post, net, batch, arena);
        for (int i = 0; p.alpha && i < rows; i++) {
            attention_weights(row_at(p.alpha, i, p.heads * T), p.heads, T,
                              HEAD_MEAN, one, T);
            if (l->posterior)
                posterior_row(&post, i, one);
            K->add(T, row_of(sum, i, T), one);
        }
    }
    for (int i = 0; some > 1 && i < rows; i++)
        K->scale(T, 1 / (real)some, row_of(sum, i, T));
    return some ? sum : NULL;
}

static void look_forced(const struct look *l, const struct model *m,
                        const struct pieces *x, struct sentence tgt,
                        const struct pieces *given,
                        struct alignment *out, double *logp,
                        struct arena *arena)
{
    struct batch batch;
    struct alignment a = {0};
    struct sentence src = translate_ids(x, arena);
    int first = 0;
    batch_make(&batch, &src, &tgt, &first, 1, arena);
    look_names(&a, m, x, tgt.id, tgt.n, given, arena);
    if (m->net.next) {
        const real *alpha = mean_alpha(l, &m->net, &batch, arena);
        if (alpha)
            matrices(l, &a, alpha, 1, batch.src.T, out, arena);
        return;
    }
    struct pass p = likelihood_pass(&m->net, &batch, arena);
    if (logp)
        *logp = -p.loss;
    const real *alpha = p.alpha;
    int heads = p.heads;
    if (alpha && l->posterior)
        alpha = known(l, &m->net, &batch, alpha, &heads, arena);
    if (alpha)
        matrices(l, &a, alpha, heads, batch.src.T, out, arena);
}

/* ==== Of a text ==== */

void look_translation(const struct look *l, const struct model *m,
                      const struct translation *t, struct alignment *out,
                      struct arena *arena)
{
    const struct hypothesis *h = t->best;
    memset(out, 0, (size_t)look_matrices(l, m) * sizeof *out);
    if (!h || !h->alpha)
        return;
    struct pieces copied = t->source;   /* what each <unk> stands for */
    copied.piece = ARENA_ARRAY(arena, struct piece, h->n);
    for (int i = 0; i < h->n; i++)
        copied.piece[i] = t->source.piece[translate_attended(h, i)];
    look_forced(l, m, &t->source, (struct sentence){h->id, h->n}, &copied,
                out, NULL, arena);
}

void look_pair(const struct look *l, const struct model *m, const char *src,
               const char *tgt, struct alignment *out, double *logp,
               struct arena *arena)
{
    struct pieces x, y;
    memset(out, 0, (size_t)look_matrices(l, m) * sizeof *out);
    translate_encode(m, SIDE_SRC, src, &x, arena);
    translate_encode(m, SIDE_TGT, tgt, &y, arena);
    look_forced(l, m, &x, translate_ids(&y, arena), &y, out, logp,
                arena);
}

/* What an encoder's heads look at: [len x heads x len]. */
static real *self_alpha(const struct network *net, const struct reading *in,
                        int heads, struct arena *arena)
{
    int len = in->src->T;
    size_t n = (size_t)len * (size_t)len;
    real *one = ARENA_ARRAY(arena, real, n);
    real *alpha = ARENA_ARRAY(arena, real, n * (size_t)heads);
    for (int h = 0; h < heads; h++) {
        net->o.encoder->look(net->encoder, in->encoder, in->src, 0, h, one);
        for (int i = 0; i < len; i++)
            memcpy(row_of(alpha, i * heads + h, len), row_at(one, i, len),
                   (size_t)len * sizeof *one);
    }
    return alpha;
}

/* The rows of self are the source again, that of a summary is its name. */
static void source_rows(enum look_of of, struct alignment *a)
{
    static const char *const name[] = {"summary"};
    a->Ty = of == LOOK_SELF ? a->Tx : 1;
    a->tgt = of == LOOK_SELF ? a->src : (const char **)(uintptr_t)name;
    a->tgt_begin = of == LOOK_SELF ? a->src_begin : NULL;
    a->eos_tgt = of == LOOK_SELF;
}

void look_source(const struct look *l, const struct model *m,
                 const char *src, struct alignment *out, struct arena *arena)
{
    struct pieces x;
    struct batch batch;
    struct reading in;
    struct arena scratch;
    struct alignment a = {0};
    int first = 0, heads = look_heads(l->of, m);
    memset(out, 0, (size_t)look_matrices(l, m) * sizeof *out);
    translate_encode(m, SIDE_SRC, src, &x, arena);
    struct sentence ids = translate_ids(&x, arena);
    if (x.n == 0)
        return;
    batch_make(&batch, &ids, NULL, &first, 1, arena);
    arena_init(&scratch, "look");
    struct run r = {arena, &scratch, false, 0, 0, NULL};
    network_read(&r, &m->net, &batch.src, &in);
    look_names(&a, m, &x, NULL, 0, NULL, arena);
    source_rows(l->of, &a);
    real *alpha = ARENA_ARRAY(arena, real, a.Tx);
    if (l->of == LOOK_SELF)
        alpha = self_alpha(&m->net, &in, heads, arena);
    else
        m->net.o.summary->look(m->net.summary, in.summarizer, &in.a, 0,
                               alpha);
    matrices(l, &a, alpha, heads, a.Tx, out, arena);
    arena_drop(&scratch);
}
