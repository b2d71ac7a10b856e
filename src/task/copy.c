#include "task/copy.h"

#include <string.h>

#include "base/utf8.h"
#include "task/copying.h"

/* ==== Spans of one sentence ==== */

/* Does this number?  What the training has seen often is as it was there:
 * digits alone, whatever signs are beside them. */
static bool stays(const struct copier *c, const char *s, int n)
{
    const struct familiar *f = &c->m->familiar;
    int at = 0, len = span_run(s, n, &at), more = at + len;
    bool one = span_run(s, n, &more) == 0;
    int id = one ? vocab_id(&f->seen, s + at, len) : -1;
    if (id < 0 || f->seen.count[id] <= COPY_RARE)
        return !c->no_numbers;
    return 2 * familiar_copied(f, id) >= f->seen.count[id];
}

static bool is_like_number(const struct span *x, const char *source)
{
    return x->kind == SPAN_NUMBER ||
           (x->kind == SPAN_UNSEEN &&
            strcspn(source + x->start, "0123456789") < (size_t)x->len);
}

static const char *standin_of(const struct copier *c, const struct span *x,
                              const char *source, int *names, int *numbers)
{
    const struct standins *list = &c->names;
    int *next = names;
    if (is_like_number(x, source) && c->numbers.n > 0) {
        list = &c->numbers;
        next = numbers;
    }
    while (*next < list->n) {
        const char *word = list->word[(*next)++];
        if (!span_word(source, source, word, (int)strlen(word)))
            return word;
    }
    return NULL;
}

static int place_of(const struct pieces *p, int j)
{
    const struct piece *x = &p->piece[j];
    size_t n = (size_t)x->len;
    return (int)(utf8_trim(p->text + x->start, &n) - p->text);
}

/* Pieces without a unit, those side by side together.  Words have <unk>. */
static int add_unseen(struct span *span, int n, const struct copier *c,
                      const struct pieces *p, int whole)
{
    bool words = c->m->tokens.kind->words;
    for (int j = 0, k; j < p->n && !words; j = k) {
        int start = place_of(p, j), end = start;
        for (k = j; k < p->n && p->piece[k].id == ID_UNK &&
                    place_of(p, k) == end; k++)
            end = p->piece[k].start + p->piece[k].len;
        n = span_add_unseen(span, n, p->text, whole, start, end);
        k += k == j;
    }
    return n;
}

/* Is there no letter and no digit in s[0..whole) but in the n spans? */
static bool is_alone(const char *s, int whole, const struct span *span, int n)
{
    for (int at = 0, i = 0, len; at < whole; at += len) {
        const struct span *x = i < n ? &span[i] : NULL;
        enum utf8_class class =
            utf8_class(utf8_next(s + at, (size_t)(whole - at), &len));
        if (x && at >= x->start) {
            i += at + len >= x->start + x->len;
            continue;
        }
        if (class == UTF8_LETTER || class == UTF8_DIGIT)
            return false;
    }
    return true;
}

/* Marks alone are no sentence, but where training had them for one. */
static bool has_words(const char *s)
{
    int at = 0;
    return span_run(s, (int)strlen(s), &at) > 0;
}

/* Has the text a word that the source has not? */
static bool adds_words(const char *text, const char *source)
{
    int n = (int)strlen(text);
    for (int at = 0, len; (len = span_run(text, n, &at)) > 0; at += len)
        if (!span_word(source, source, text + at, len))
            return true;
    return false;
}

/* The spans of a source that are wanted, in `arena`; returns how many. */
static int find_wanted(struct span **out, const struct copier *c,
                       const struct pieces *p, int whole, struct arena *arena)
{
    struct span *some;
    int n = span_find(p->text, whole, c->seen, &some, arena), wanted = 0;
    struct span *span = *out = ARENA_ARRAY(arena, struct span, n + p->n);
    if (n > 0)
        memcpy(span, some, (size_t)n * sizeof *span);
    n = add_unseen(span, n, c, p, whole);
    for (int i = 0; i < n; i++)
        if (span[i].kind != SPAN_NUMBER ||
            stays(c, p->text + span[i].start, span[i].len))
            span[wanted++] = span[i];
    return wanted;
}

/* Where the translation lacks one of the spans, all of them, with stand-ins
 * that are not in the source: another translation may lack another. */
static void find_lacking(struct copying *k, const struct copier *c,
                         const struct translation *t, struct arena *arena)
{
    int names = 0, numbers = 0;
    struct span *span;
    *k = (struct copying){.source = t->source.text};
    const struct piece *last = &t->source.piece[t->source.n - 1];
    int whole = last->start + last->len;
    int n = find_wanted(&span, c, &t->source, whole, arena);
    bool lacks = false;
    for (int i = 0; i < n; i++)
        lacks = lacks || !copying_is_there(&span[i], k->source, t->text);
    k->alone = is_alone(k->source, whole, span, n) &&
               (n > 0 ? lacks || adds_words(t->text, k->source)
                      : has_words(c->m->sample));
    k->place = ARENA_ARRAY(arena, struct place, n);
    for (int i = 0; i < n && lacks; i++)
        k->place[k->n++] =
            (struct place){.span = span[i],
                           .standin = standin_of(c, &span[i], k->source,
                                                 &names, &numbers)};
}

static void mask(struct copying *k, struct arena *arena)
{
    struct strbuf out = STRBUF_INIT;
    int from = 0;
    for (int i = 0; i < k->n; i++) {
        struct place *p = &k->place[i];
        strbuf_add(&out, k->source + from, (size_t)(p->span.start - from));
        p->start = (int)out.n;
        if (p->standin)
            strbuf_puts(&out, p->standin);
        else
            strbuf_add(&out, k->source + p->span.start, (size_t)p->span.len);
        p->len = (int)out.n - p->start;
        from = p->span.start + p->span.len;
    }
    strbuf_puts(&out, k->source + from);
    k->masked = arena_strndup(arena, out.s, out.n);
    strbuf_release(&out);
}

/* ==== Sentences ==== */

/* Does the text have each stand-in once? */
static bool has_once(const struct copying *k, const char *text)
{
    for (int i = 0; i < k->n; i++) {
        const char *word = k->place[i].standin;
        int n = word ? (int)strlen(word) : 0;
        const char *at = word ? span_word(text, text, word, n) : NULL;
        if (word && (!at || span_word(text, at + n, word, n)))
            return false;
    }
    return true;
}

/* Of the n best translations of a masked source the first that has each
 * stand-in once; where there is none, the best. */
static const struct translation *pick(const struct copying *k,
                                      const struct translation *t, int n)
{
    for (int b = 0; b < n && t[b].best; b++)
        if (has_once(k, t[b].text))
            return &t[b];
    return t;
}

/* The lacking sentences again, numbers `which`, as masked. */
static void again(const struct copier *c, const struct copying *k,
                  const int *which, int some, const struct search_options *o,
                  struct translation *out, struct translation *nbest,
                  struct arena *arena)
{
    struct search_options with = *o;
    int m = with.nbest = o->beam;
    const char **masked = ARENA_ARRAY(arena, const char *, some);
    struct translation *t = ARENA_ARRAY(arena, struct translation, some);
    struct translation *list =
        ARENA_ARRAY(arena, struct translation, (size_t)some * (size_t)m);
    with.sample.place = sample_places(&o->sample, which, some, arena);
    for (int i = 0; i < some; i++)
        masked[i] = k[i].masked;
    translate(c->m, masked, some, &with, t, list, arena);
    for (int i = 0; i < some; i++, list += m) {
        struct translation *was = &out[which[i]];
        struct translation best = *pick(&k[i], list, m);
        best.cut = was->cut;
        best.unknown = was->unknown;
        best.copied = true;
        best.text = copying_restore(c, &k[i], &best, arena);
        *was = best;
        for (int b = 0; nbest && b < o->nbest; b++) {
            if (list[b].best)
                list[b].text = copying_restore(c, &k[i], &list[b], arena);
            nbest[which[i] * o->nbest + b] = list[b];
        }
    }
}

/* No translation: the text, without the white space around it. */
static void leave(const char *text, struct translation *t,
                  struct translation *nbest, int n, struct arena *arena)
{
    size_t bytes = strlen(text);
    const char *from = utf8_trim(text, &bytes);
    t->text = arena_strndup(arena, from, bytes);
    t->copied = true;
    for (int b = 0; nbest && b < n; b++)
        if (nbest[b].best) {
            nbest[b].text = t->text;
            nbest[b].copied = true;
        }
}

void copier_translate(const struct copier *c, const char *const *text, int n,
                      const struct search_options *o, struct translation *out,
                      struct translation *nbest, struct arena *arena)
{
    struct copying *k = ARENA_ARRAY(arena, struct copying, n);
    int *which = ARENA_ARRAY(arena, int, n), some = 0;
    translate(c->m, text, n, o, out, nbest, arena);
    for (int i = 0; i < n; i++) {
        if (!out[i].best)
            continue;
        find_lacking(&k[some], c, &out[i], arena);
        if (k[some].alone)
            leave(text[i], &out[i], nbest ? nbest + i * o->nbest : NULL,
                  o->nbest, arena);
        if (k[some].alone || k[some].n == 0)
            continue;
        mask(&k[some], arena);
        which[some++] = i;
    }
    if (some > 0)
        again(c, k, which, some, o, out, nbest, arena);
}
