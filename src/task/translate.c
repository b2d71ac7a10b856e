#include "task/translate.h"

#include <string.h>

#include "base/utf8.h"

bool translate_aligns(const struct model *m)
{
    return m->net.o.focus->aligns;
}

/* ==== Text -> ids ==== */

static struct sentence sentence_of(struct translation *t,
                                   struct arena *arena)
{
    if (t->source.n > TRANSLATE_LONGEST) {
        t->source.n = TRANSLATE_LONGEST;
        t->cut = true;
    }
    int *id = ARENA_ARRAY(arena, int, t->source.n);
    for (int i = 0; i < t->source.n; i++)
        id[i] = t->source.piece[i].id;
    return (struct sentence){id, t->source.n};
}

/* ==== ids -> text ==== */

/* The source piece that target place i attends to most, </s> aside; -1
 * without alignment. */
static int attended(const struct hypothesis *h, int i)
{
    int best = -1;
    for (int j = 0; h->alpha && j < h->Tx - 1; j++)
        if (best < 0 || row_at(h->alpha, i, h->Tx)[j] >
                            row_at(h->alpha, i, h->Tx)[best])
            best = j;
    return best;
}

/* A piece of the source without the white space before it: the target has
 * its own. */
static void put_copied(struct strbuf *out, const struct pieces *p, int j)
{
    const char *s = p->text + p->piece[j].start;
    int n = p->piece[j].len, len;
    while (n > 0 && utf8_class(utf8_next(s, (size_t)n, &len)) == UTF8_SPACE &&
           len < n) {
        s += len;
        n -= len;
    }
    strbuf_add(out, s, (size_t)n);
}

/* <unk> stands for a piece of the source that the vocabulary lacks: it is
 * copied from there.  What is decoded up to and with an <unk> is a prefix of
 * the whole and ends in U+FFFD, whose place the copy takes. */
static const char *text_of(const struct model *m,
                           const struct translation *t,
                           const struct hypothesis *h, struct arena *arena)
{
    enum { UNKNOWN = 3 };
    struct strbuf out = STRBUF_INIT, part = STRBUF_INIT;
    size_t from = 0;
    for (int i = 0; i < h->n; i++) {
        int j = h->id[i] == ID_UNK ? attended(h, i) : -1;
        if (j < 0)
            continue;
        strbuf_reset(&part);
        tokens_decode(&m->tokens, SIDE_TGT, h->id, i + 1, &part);
        strbuf_add(&out, part.s + from, part.n - UNKNOWN - from);
        put_copied(&out, &t->source, j);
        from = part.n;
    }
    strbuf_reset(&part);
    tokens_decode(&m->tokens, SIDE_TGT, h->id, h->n, &part);
    strbuf_add(&out, part.s + from, part.n - from);
    const char *text = arena_strndup(arena, out.s, out.n);
    strbuf_release(&out);
    strbuf_release(&part);
    return text;
}

void translate(const struct model *m, const char *const *text, int n,
               const struct search_options *o, struct translation *out,
               struct translation *nbest, struct arena *arena)
{
    struct sentence *src = ARENA_ARRAY(arena, struct sentence, n);
    int *place = ARENA_ARRAY(arena, int, n), some = 0;
    struct search_options with = *o;
    with.align = translate_aligns(m);
    for (int i = 0; i < n; i++) {
        out[i] = (struct translation){.text = ""};
        tokens_encode(&m->tokens, SIDE_SRC, text[i], (int)strlen(text[i]),
                      &out[i].source, arena);
        src[some] = sentence_of(&out[i], arena);
        if (src[some].n > 0)
            place[some++] = i;
    }
    struct hypothesis *h = ARENA_ARRAY(arena, struct hypothesis,
                                       (size_t)some * (size_t)o->nbest);
    search(&m->net, src, some, &with, h, arena);
    for (int k = 0; k < some; k++)
        for (int b = 0; b < o->nbest; b++) {
            struct hypothesis *one = &h[k * o->nbest + b];
            struct translation t = out[place[k]];
            t.best = one->id ? one : NULL;
            t.text = one->id ? text_of(m, &t, one, arena) : "";
            if (b == 0)
                out[place[k]] = t;
            if (nbest)
                nbest[place[k] * o->nbest + b] = t;
        }
}

/* ==== Alignments ==== */

static const char eos_name[] = "</s>";

/* The text of a piece as a reader wants to see it; *begin: does a word begin
 * with it? */
static const char *shown(const char *s, int n, bool *begin,
                         struct arena *arena)
{
    *begin = n > 0 && s[0] == ' ';
    if (*begin) {
        s++;
        n--;
    }
    return n > 0 ? arena_strndup(arena, s, (size_t)n) : ALIGNMENT_SPACE;
}

static void source_names(struct alignment *a, const struct pieces *p, int Tx,
                         struct arena *arena)
{
    bool *begin = ARENA_ARRAY(arena, bool, Tx);
    a->src = ARENA_ARRAY(arena, const char *, Tx);
    a->Tx = Tx;
    a->eos_src = true;
    for (int j = 0; j + 1 < Tx; j++)
        a->src[j] = shown(p->text + p->piece[j].start, p->piece[j].len,
                          &begin[j], arena);
    a->src[Tx - 1] = eos_name;
    begin[0] = begin[Tx - 1] = true;
    a->src_begin = begin;
}

static void target_names(struct alignment *a, const struct model *m,
                         const int *id, int n, bool ended,
                         struct arena *arena)
{
    bool *begin = ARENA_ARRAY(arena, bool, n + 1);
    a->tgt = ARENA_ARRAY(arena, const char *, n + 1);
    a->Ty = n + ended;
    a->eos_tgt = ended;
    for (int i = 0; i < n; i++) {
        int len;
        const char *s = vocab_unit(&m->tokens.vocab[SIDE_TGT], id[i], &len);
        a->tgt[i] = shown(s, len, &begin[i], arena);
    }
    a->tgt[n] = eos_name;
    begin[0] = begin[n] = true;
    a->tgt_begin = begin;
}

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

void translate_alignment(struct alignment *a, const struct model *m,
                         const struct translation *t, struct arena *arena)
{
    memset(a, 0, sizeof *a);
    const struct hypothesis *h = t->best;
    if (!h || !h->alpha)
        return;
    source_names(a, &t->source, h->Tx, arena);
    target_names(a, m, h->id, h->n, h->ended, arena);
    weights(a, h->alpha, 1, h->Tx, HEAD_MEAN, arena);
}

static struct sentence ids_of(const struct pieces *p, struct arena *arena)
{
    int n = p->n < TRANSLATE_LONGEST ? p->n : TRANSLATE_LONGEST;
    int *id = ARENA_ARRAY(arena, int, n);
    for (int i = 0; i < n; i++)
        id[i] = p->piece[i].id;
    return (struct sentence){id, n};
}

void translate_force(struct alignment *a, double *logp,
                     const struct model *m, const char *src,
                     const char *tgt, int head, struct arena *arena)
{
    struct pieces x, y;
    struct batch batch;
    int first = 0;
    memset(a, 0, sizeof *a);
    tokens_encode(&m->tokens, SIDE_SRC, src, (int)strlen(src), &x, arena);
    tokens_encode(&m->tokens, SIDE_TGT, tgt, (int)strlen(tgt), &y, arena);
    struct sentence pair[2] = {ids_of(&x, arena), ids_of(&y, arena)};
    batch_make(&batch, &pair[0], &pair[1], &first, 1, arena);
    struct arena scratch;
    arena_init(&scratch, "force");
    struct run r = {arena, &scratch, false, 0, 0, NULL};
    struct network net = m->net;      /* a pass without backward reads only */
    net.output = ARENA_NEW(arena, struct output);
    *net.output = *m->net.output;
    net.output->smoothing = 0;
    struct pass p = network_pass(&r, &net, &batch, 1, false);
    arena_drop(&scratch);
    if (logp)
        *logp = -p.loss;
    if (!p.alpha)
        return;
    source_names(a, &x, batch.src.T, arena);
    target_names(a, m, pair[1].id, pair[1].n, true, arena);
    weights(a, p.alpha, p.heads, batch.src.T, head, arena);
}
