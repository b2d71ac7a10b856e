#include "task/copy.h"

#include <string.h>

#include "base/utf8.h"
#include "text/span.h"

/* ==== Spans of one sentence ==== */

struct place {
    struct span span;    /* in the source as it was given */
    const char *standin; /* NULL: none */
    int start, len;      /* of it in the source that is translated */
};

struct copying {
    const char *source; /* in NFC */
    struct place *place;
    int n;
    const char *masked; /* the source with stand-ins */
    bool alone;         /* nothing else is written there: it stays as it is */
};

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

/* What the translation lacks, and stand-ins that are not in the source. */
static void find_lacking(struct copying *k, const struct copier *c,
                         const struct translation *t, struct arena *arena)
{
    int names = 0, numbers = 0;
    struct span *span;
    *k = (struct copying){.source = t->source.text};
    const struct piece *last = &t->source.piece[t->source.n - 1];
    int whole = last->start + last->len;
    int n = find_wanted(&span, c, &t->source, whole, arena);
    k->place = ARENA_ARRAY(arena, struct place, n);
    for (int i = 0; i < n; i++) {
        if (span_within(span[i].kind, k->source + span[i].start, span[i].len,
                        t->text))
            continue;
        k->place[k->n++] =
            (struct place){.span = span[i],
                           .standin = standin_of(c, &span[i], k->source,
                                                 &names, &numbers)};
    }
    k->alone = is_alone(k->source, whole, span, n) &&
               (n > 0 ? k->n > 0 || adds_words(t->text, k->source)
                      : has_words(c->m->sample));
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

/* ==== Putting them back ==== */

/* text[start .. end) becomes the span of a place. */
struct edit {
    int start, end;
    const struct place *place;
};

struct edits {
    struct edit *edit;
    int n;
};

/* Does an edit stand behind text[start .. end)?  Of those that put something in
 * at one and the same place, the later one does. */
static bool stands_behind(const struct edit *e, int start, int end)
{
    bool insertions = start == end && e->end == start;
    return e->start >= end && !insertions;
}

/* In the order of the text, those of no length in the order of the source;
 * false where another has that room. */
static bool add_edit(struct edits *e, int start, int end,
                     const struct place *place)
{
    int at = e->n;
    while (at > 0 && stands_behind(&e->edit[at - 1], start, end))
        at--;
    if (at > 0 && e->edit[at - 1].end > start)
        return false;
    memmove(e->edit + at + 1, e->edit + at,
            (size_t)(e->n - at) * sizeof *e->edit);
    e->edit[at] = (struct edit){start, end, place};
    e->n++;
    return true;
}

/* How much target token i looked at a place. */
static double looked(const struct translation *t, int i, const struct place *p)
{
    double sum = 0;
    for (int j = 0; j < t->source.n; j++) {
        const struct piece *x = &t->source.piece[j];
        if (x->start < p->start + p->len && x->start + x->len > p->start)
            sum += (double)row_at(t->best->alpha, i, t->best->Tx)[j];
    }
    return sum;
}

/* The word that holds text[*start .. *end), or what else stands there but
 * spaces. */
static void whole_word(const char *text, int *start, int *end)
{
    int n = (int)strlen(text);
    while (*start < *end && text[*start] == ' ')
        ++*start;
    for (int at = 0, len; (len = span_run(text, n, &at)) > 0; at += len)
        if (at < *end && at + len > *start) {
            *start = at;
            *end = at + len;
            return;
        }
}

/* The word of the token that looked at a place most takes it. */
static void edit_attended(struct edits *e, const struct copier *c,
                          const struct translation *t, const struct place *p,
                          struct arena *arena)
{
    int best = -1;
    double most = 0;
    for (int i = 0; t->best->alpha && i < t->best->n; i++) {
        double now = looked(t, i, p);
        if (now > most) {
            most = now;
            best = i;
        }
    }
    if (best < 0)
        return;
    int start = (int)strlen(translate_text(c->m, t, best, arena));
    int end = (int)strlen(translate_text(c->m, t, best + 1, arena));
    whole_word(t->text, &start, &end);
    if (!add_edit(e, start, end, p))
        add_edit(e, end, end, p);
}

static void edit_standins(struct edits *e, const char *text,
                          const struct place *p)
{
    int n = (int)strlen(p->standin);
    for (const char *at = text; (at = span_word(text, at, p->standin, n));
         at += n)
        add_edit(e, (int)(at - text), (int)(at - text) + n, p);
}

/* The text without stand-ins. */
static const char *restored(const struct copier *c, const struct copying *k,
                            const struct translation *t, struct arena *arena)
{
    struct strbuf out = STRBUF_INIT;
    int from = 0, room = (int)strlen(t->text) + k->n;
    struct edits e = {ARENA_ARRAY(arena, struct edit, room), 0};
    for (int i = 0; i < k->n; i++) {
        int before = e.n;
        if (k->place[i].standin)
            edit_standins(&e, t->text, &k->place[i]);
        if (e.n == before)
            edit_attended(&e, c, t, &k->place[i], arena);
    }
    for (int i = 0; i < e.n; i++) {
        const struct span *x = &e.edit[i].place->span;
        strbuf_add(&out, t->text + from, (size_t)(e.edit[i].start - from));
        if (e.edit[i].start == e.edit[i].end ||
            span_ends_in_run(out.s, (int)out.n))
            strbuf_putc(&out, ' ');
        strbuf_add(&out, k->source + x->start, (size_t)x->len);
        from = e.edit[i].end;
    }
    strbuf_puts(&out, t->text + from);
    const char *text = arena_strndup(arena, out.s, out.n);
    strbuf_release(&out);
    return text;
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
        struct translation *best = &out[which[i]];
        t[i] = *pick(&k[i], list, m);
        t[i].cut = best->cut;
        t[i].unknown = best->unknown;
        t[i].copied = true;
        t[i].text = restored(c, &k[i], &t[i], arena);
        *best = t[i];
        for (int b = 0; nbest && b < o->nbest; b++) {
            if (list[b].best)
                list[b].text = restored(c, &k[i], &list[b], arena);
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
