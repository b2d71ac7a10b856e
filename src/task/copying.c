#include "task/copying.h"

#include <string.h>

bool copying_is_there(const struct span *x, const char *source,
                      const char *text)
{
    return span_within(x->kind, source + x->start, x->len, text);
}

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

/* From inside of words that a mark joins, as d'accord, to before them, or at
 * the beginning of the text behind them. */
static void leave_joint(const char *text, int *start, int *end)
{
    int n = (int)strlen(text), at = *start;
    if (!span_ends_in_run(text, at) || !span_begins_in_run(text + *end))
        return;
    while (at > 0 && text[at - 1] != ' ')
        at--;
    if (at == 0)
        for (at = *end; at < n && text[at] != ' '; at++)
            continue;
    else
        at--;
    *start = *end = at;
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
    leave_joint(text, start, end);
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

static int count_edits(const struct edits *e, const struct place *p)
{
    int n = 0;
    for (int i = 0; i < e->n; i++)
        n += e->edit[i].place == p;
    return n;
}

/* Where the stand-in of another stands twice, one of them was meant for p: the
 * first if p comes before the other in the source, else the last. */
static bool edit_second(struct edits *e, const struct place *p)
{
    struct edit *found = NULL;
    for (int i = 0; i < e->n; i++) {
        const struct place *other = e->edit[i].place;
        bool first = p < other;
        if (count_edits(e, other) > 1 && !(found && first))
            found = &e->edit[i];
    }
    if (found)
        found->place = p;
    return found != NULL;
}

const char *copying_restore(const struct copier *c, const struct copying *k,
                            const struct translation *t, struct arena *arena)
{
    struct strbuf out = STRBUF_INIT;
    int from = 0, room = (int)strlen(t->text) + k->n;
    struct edits e = {ARENA_ARRAY(arena, struct edit, room), 0};
    for (int i = 0; i < k->n; i++)
        if (k->place[i].standin)
            edit_standins(&e, t->text, &k->place[i]);
    for (int i = 0; i < k->n; i++) {
        const struct place *p = &k->place[i];
        if (count_edits(&e, p) == 0 && !edit_second(&e, p) &&
            !copying_is_there(&p->span, k->source, t->text))
            edit_attended(&e, c, t, p, arena);
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
