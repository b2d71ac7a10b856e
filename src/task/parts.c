#include "task/parts.h"

#include <string.h>

#include "task/typed.h"
#include "text/corpus.h"
#include "text/sentences.h"

static int words(const char *s, const struct sentence_text *x)
{
    return corpus_length(s + x->start, x->len);
}

/* Takes in what follows while either is short. */
static int join_short(const char *s, struct sentence_text *x, int n,
                      int shortest)
{
    int parts = 0;
    for (int i = 0; i < n; i++) {
        struct sentence_text *last = &x[parts - 1];
        if (parts > 0 && (words(s, last) < shortest ||
                          words(s, &x[i]) < shortest))
            last->len = x[i].start + x[i].len - last->start;
        else
            x[parts++] = x[i];
    }
    return parts;
}

int parts_of(const char *const **part, const struct model *m,
             const char *text, struct arena *arena)
{
    int bytes = (int)strlen(text), n = 1;
    struct sentence_text whole = {0, bytes}, *x = &whole;
    if (corpus_length(text, bytes) > model_length(m, 50)) {
        n = sentences_find(&x, text, bytes, arena);
        n = join_short(text, x, n, model_length(m, PARTS_SHORT));
    }
    const char **out = ARENA_ARRAY(arena, const char *, n > 0 ? n : 1);
    for (int i = 0; i < n; i++)
        out[i] = arena_strndup(arena, text + x[i].start, (size_t)x[i].len);
    if (n <= 1)
        out[0] = text;
    *part = out;
    return n > 1 ? n : 1;
}

/* ==== Together again ==== */

static void put_between(struct strbuf *out, const char *between,
                        const char *s)
{
    if (out->n > 0 && *s)
        strbuf_puts(out, between);
    strbuf_puts(out, s);
}

static const char *taken(struct strbuf *s, struct arena *arena)
{
    const char *kept = arena_strndup(arena, s->s, s->n);
    strbuf_release(s);
    return kept;
}

static void add_best(struct hypothesis *sum, const struct hypothesis *x)
{
    double was = sum->n + 1, more = x->n + 1;
    sum->score = (sum->score * was + x->score * more) / (was + more);
    sum->logp += x->logp;
    sum->n += x->n + 1;
    sum->chars += x->chars;
}

/* The translations t[0..n) of the parts of one text, n > 1. */
static void join(struct translation *out, const struct model *m,
                 const struct translation *t, int n, struct arena *arena)
{
    struct strbuf text = STRBUF_INIT, unknown = STRBUF_INIT;
    struct hypothesis *best = NULL;
    const char *between = m->tokens.bare[SIDE_TGT] ? "" : " ";
    *out = t[0];
    for (int k = 0; k < n; k++) {
        put_between(&text, between, t[k].text);
        strbuf_puts(&unknown, t[k].unknown);
        out->cut = out->cut || t[k].cut;
        out->copied = out->copied || t[k].copied;
        if (best && t[k].best)
            add_best(best, t[k].best);
        else if (t[k].best) {
            best = ARENA_NEW(arena, struct hypothesis);
            *best = *t[k].best;
            best->alpha = NULL;
        }
    }
    out->best = best;
    out->text = taken(&text, arena);
    out->unknown = taken(&unknown, arena);
}

void parts_translate(const struct model *m, const struct copier *c,
                     const char *const *text, int n,
                     const struct search_options *o, struct translation *out,
                     int *parts, struct arena *arena)
{
    const char *const **part = ARENA_ARRAY(arena, const char *const *, n);
    int all = 0;
    for (int i = 0; i < n; i++)
        all += parts[i] = parts_of(&part[i], m, text[i], arena);
    const char **some = ARENA_ARRAY(arena, const char *, all);
    struct translation *t = ARENA_ARRAY(arena, struct translation, all);
    for (int i = 0, at = 0; i < n; at += parts[i++])
        memcpy(some + at, part[i], (size_t)parts[i] * sizeof *some);
    if (c)
        typed_translate(c, some, all, o, t, NULL, arena);
    else
        translate(m, some, all, o, t, NULL, arena);
    for (int i = 0, at = 0; i < n; at += parts[i++])
        if (parts[i] > 1)
            join(&out[i], m, t + at, parts[i], arena);
        else
            out[i] = t[at];
}
