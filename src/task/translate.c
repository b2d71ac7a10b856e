#include "task/translate.h"

#include <string.h>

#include "base/utf8.h"
#include "model/ensemble.h"
#include "text/typewriter.h"

bool translate_aligns(const struct model *m)
{
    return ensemble_aligns(&m->net);
}

struct search_options translate_options(const struct model *m)
{
    const struct config *c = &m->config;
    return (struct search_options){
        .beam = c->beam, .nbest = 1,
        .rank = {c->alpha, c->reward, c->char_reward, c->coverage},
        .units = &m->tokens.vocab[SIDE_TGT]};
}

/* ==== Text -> ids ==== */

static int count_unknown(const struct pieces *p)
{
    int n = 0;
    for (int i = 0; i < p->n; i++)
        n += p->piece[i].id == ID_UNK;
    return n;
}

/* The same text with what is unknown as a typewriter has it, if that is
 * known. */
static void encode_plain(const struct model *m, int side, struct pieces *p,
                         struct arena *arena)
{
    struct strbuf text = STRBUF_INIT;
    struct pieces plain;
    int at = 0;
    for (int i = 0; i < p->n; i++) {
        const struct piece *x = &p->piece[i];
        if (x->id != ID_UNK)
            continue;
        strbuf_add(&text, p->text + at, (size_t)(x->start - at));
        typewriter_put(&text, p->text + x->start, (size_t)x->len);
        at = x->start + x->len;
    }
    strbuf_puts(&text, p->text + at);
    size_t n = text.n;
    const char *s = utf8_trim(text.s, &n);
    tokens_encode(&m->tokens, side, s, (int)n, &plain, arena);
    if (count_unknown(&plain) < count_unknown(p))
        *p = plain;
    strbuf_release(&text);
}

bool translate_encode(const struct model *m, int side, const char *text,
                      struct pieces *out, struct arena *arena)
{
    size_t n = strlen(text);
    text = utf8_trim(text, &n);
    tokens_encode(&m->tokens, side, text, (int)n, out, arena);
    if (count_unknown(out) > 0)
        encode_plain(m, side, out, arena);
    bool whole = out->n <= TRANSLATE_LONGEST;
    if (!whole)
        out->n = TRANSLATE_LONGEST;
    return whole;
}

struct sentence translate_ids(const struct pieces *p, struct arena *arena)
{
    int *id = ARENA_ARRAY(arena, int, p->n);
    for (int i = 0; i < p->n; i++)
        id[i] = p->piece[i].id;
    return (struct sentence){id, p->n};
}

/* Appends what blanks part with one space between: a model has hardly seen a
 * target with two, nor can one end in them. */
static void put_spaced(struct strbuf *out, const char *text)
{
    static const char blank[] = " \t\n\v\f\r";
    for (size_t n; *(text += strspn(text, blank)); text += n) {
        n = strcspn(text, blank);
        if (out->n > 0)
            strbuf_putc(out, ' ');
        strbuf_add(out, text, n);
    }
}

bool translate_prefix(const struct model *m, const char *prefix,
                      struct sentence *out, struct arena *arena,
                      struct error *err)
{
    struct pieces p;
    struct strbuf spaced = STRBUF_INIT;
    put_spaced(&spaced, prefix);
    tokens_encode(&m->tokens, SIDE_TGT, spaced.s, (int)spaced.n, &p, arena);
    strbuf_release(&spaced);
    for (int i = 0; i < p.n; i++)
        if (p.piece[i].id == ID_UNK)
            return error_set(err, EXIT_USAGE, "--prefix %s: no target "
                             "sentence of the training had \"%.*s\"",
                             prefix, p.piece[i].len,
                             p.text + p.piece[i].start);
    *out = translate_ids(&p, arena);
    return true;
}

/* ==== ids -> text ==== */

int translate_attended(const struct hypothesis *h, int i)
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

/* What was decoded up to an <unk>, from `from` on; where nothing takes its
 * place, without the space before it. */
static void put_before(struct strbuf *out, const struct strbuf *part,
                       size_t from, bool copies)
{
    enum { UNKNOWN = 3 };
    size_t end = part->n - UNKNOWN;
    if (!copies && end > from && part->s[end - 1] == ' ')
        end--;
    strbuf_add(out, part->s + from, end - from);
}

/* <unk> stands for a piece of the source that the vocabulary lacks: it is
 * copied from there, once where several in a row look at it.  What is decoded
 * up to and with an <unk> is a prefix of the whole and ends in U+FFFD, whose
 * place the copy takes. */
const char *translate_text(const struct model *m, const struct translation *t,
                           int n, struct arena *arena)
{
    const struct hypothesis *h = t->best;
    struct strbuf out = STRBUF_INIT, part = STRBUF_INIT;
    size_t from = 0;
    for (int i = 0, j, last = -1; i < n; i++, last = j) {
        j = -1;
        if (h->id[i] != ID_UNK)
            continue;
        j = translate_attended(h, i);
        strbuf_reset(&part);
        tokens_decode(&m->tokens, SIDE_TGT, h->id, i + 1, &part);
        put_before(&out, &part, from, j >= 0 && j != last);
        if (j >= 0 && j != last)
            put_copied(&out, &t->source, j);
        from = part.n;
    }
    strbuf_reset(&part);
    tokens_decode(&m->tokens, SIDE_TGT, h->id, n, &part);
    strbuf_add(&out, part.s + from, part.n - from);
    const char *text = arena_strndup(arena, out.s, out.n);
    strbuf_release(&out);
    strbuf_release(&part);
    return text;
}

/* The space put before the text is none of them. */
const char *translate_unknown(const struct pieces *p, struct arena *arena)
{
    struct strbuf all = STRBUF_INIT, one = STRBUF_INIT;
    strbuf_putc(&all, ' ');
    for (int j = 0; j < p->n; j++) {
        if (p->piece[j].id != ID_UNK || p->piece[j].len == 0)
            continue;
        strbuf_reset(&one);
        strbuf_putc(&one, ' ');
        put_copied(&one, p, j);
        strbuf_putc(&one, ' ');
        if (!strstr(all.s, one.s))
            strbuf_add(&all, one.s + 1, one.n - 1);
    }
    const char *text = arena_strndup(arena, all.s, all.n - 1);
    strbuf_release(&all);
    strbuf_release(&one);
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
        out[i].cut = !translate_encode(m, SIDE_SRC, text[i], &out[i].source,
                                       arena);
        out[i].unknown = translate_unknown(&out[i].source, arena);
        for (int b = 0; nbest && b < o->nbest; b++)
            nbest[i * o->nbest + b] = out[i];
        src[some] = translate_ids(&out[i].source, arena);
        if (src[some].n > 0)
            place[some++] = i;
    }
    with.sample.place = sample_places(&o->sample, place, some, arena);
    struct hypothesis *h = ARENA_ARRAY(arena, struct hypothesis,
                                       (size_t)some * (size_t)o->nbest);
    search(&m->net, src, some, &with, h, arena);
    for (int k = 0; k < some; k++)
        for (int b = 0; b < o->nbest; b++) {
            struct hypothesis *one = &h[k * o->nbest + b];
            struct translation t = out[place[k]];
            t.best = one->id ? one : NULL;
            t.text = one->id ? translate_text(m, &t, one->n, arena) : "";
            if (b == 0)
                out[place[k]] = t;
            if (nbest)
                nbest[place[k] * o->nbest + b] = t;
        }
}
