#include "text/check.h"

#include <string.h>

const struct check_kind *const check_kinds[] = {
#define X(name) &check_##name,
    CHECK_KINDS(X)
#undef X
    NULL};

/* ==== Looking ==== */

static void sort_sources(struct check *k)
{
    const struct corpus *c = k->c;

    k->source = ARENA_ARRAY(k->arena, struct corpus_key, c->n);
    for (int i = 0; i < c->n; i++)
        k->source[i] = (struct corpus_key){
            corpus_hash(c->pair[i].text[0], c->pair[i].len[0]), i};
    corpus_sort(k->source, c->n);
}

static void look_at_side(struct check *k, int side)
{
    const struct corpus *c = k->c;

    k->facts[side] = ARENA_ARRAY(k->arena, struct text_facts, c->n);
    k->sum[side].seen = ARENA_ARRAY(k->arena, uint32_t, 0x110000);
    for (int i = 0; i < c->n; i++) {
        const struct pair *p = &c->pair[i];

        facts_of(&k->facts[side][i], p->text[side], p->len[side],
                 &k->sum[side]);
    }
}

/* ==== Which way round is a pair? ==== */

/* Counts the grams of all pairs, the sides of those that are turned exchanged
 * (of more than half: of the others), and gives every text its score. */
static void learn_from(struct check *k, const bool *turned, int n)
{
    bool most = 2 * n > k->c->n;

    grams_clear(&k->grams);
    for (int i = 0; i < k->c->n; i++) {
        const struct pair *p = &k->c->pair[i];

        for (int side = 0; side < 2; side++)
            grams_add(&k->grams, turned[i] != most ? !side : side,
                      p->text[side], p->len[side]);
    }
    grams_weigh(&k->grams);
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < k->c->n; i++) {
            const struct pair *p = &k->c->pair[i];
            struct text_facts *f = &k->facts[side][i];

            f->toward = (float)grams_score(&k->grams, p->text[side],
                                           p->len[side], &f->grams);
        }
}

/* Turns the pairs whose sides look exchanged; were there any changes? */
static bool turn_pairs(const struct check *k, bool *turned, int *n)
{
    bool changed = false;

    *n = 0;
    for (int i = 0; i < k->c->n; i++) {
        bool now = k->facts[0][i].toward < k->facts[1][i].toward;

        changed = changed || now != turned[i];
        turned[i] = now;
        *n += now;
    }
    return changed;
}

/* Are most pairs sure to have a side of either kind? */
static bool two_kinds(const struct check *k)
{
    int sure = 0;

    for (int i = 0; i < k->c->n; i++)
        sure += check_looks_like(k, 0, i) * check_looks_like(k, 1, i) < 0;
    return 2 * sure > k->c->n;
}

/* Where many pairs are turned, the sides' grams are mixed: they are learnt
 * again from the pairs as they seem to be, until nothing changes (the
 * classification EM of Celeux and Govaert 1992).  Where that does not find two
 * languages there are none, or the lines are short. */
static void learn_sides(struct check *k)
{
    enum { ROUNDS = 10 };
    bool *none = ARENA_ARRAY(k->arena, bool, k->c->n);
    bool *turned = ARENA_ARRAY(k->arena, bool, k->c->n);
    int n = 0, round = 0;

    grams_init(&k->grams, k->arena);
    learn_from(k, none, 0);
    for (; round < ROUNDS && turn_pairs(k, turned, &n); round++)
        learn_from(k, turned, n);
    if (round > 0 && !two_kinds(k))
        learn_from(k, none, 0);
}

/* What needs the sums of its side. */
static void look_for_once(struct check *k, int side)
{
    for (int i = 0; i < k->c->n; i++) {
        const struct pair *p = &k->c->pair[i];

        if (facts_once(p->text[side], p->len[side], &k->sum[side]))
            k->facts[side][i].flags |= FACT_ONCE;
    }
}

void check_init(struct check *k, const struct corpus *c,
                const struct corpus *held, int helds, struct arena *arena)
{
    *k = (struct check){.c = c, .held = held, .helds = helds, .arena = arena};
    for (int side = 0; side < 2; side++) {
        look_at_side(k, side);
        look_for_once(k, side);
    }
    learn_sides(k);
    sort_sources(k);
}

/* ==== Asking ==== */

void finding_add(struct finding *f, int i)
{
    if (f->shown < f->room)
        f->pair[f->shown++] = i;
    f->count++;
}

void finding_detail(const struct check *k, struct finding *f,
                    const char *format, ...)
{
    struct strbuf b = STRBUF_INIT;
    va_list ap;

    va_start(ap, format);
    strbuf_vprintf(&b, format, ap);
    va_end(ap);
    f->detail = arena_strndup(k->arena, b.s, b.n);
    strbuf_release(&b);
}

static enum check_level level_of(const struct check *k,
                                 const struct finding *f)
{
    double share = f->of > 0 ? (double)f->count / (double)f->of : 0;

    if (f->count == 0 || (share <= f->kind->silent && !k->rarest))
        return CHECK_CLEAN;
    return share > f->kind->warn ? CHECK_WARNING : CHECK_NOTE;
}

void check_ask(const struct check *k, const struct check_kind *kind,
               int show, struct finding *out)
{
    if (show > k->c->n)
        show = k->c->n;
    *out = (struct finding){.kind = kind, .of = k->c->n, .detail = "",
                            .flags = {kind->flags, kind->flags},
                            .pair = ARENA_ARRAY(k->arena, int, show),
                            .room = show};
    if (kind->whole)
        kind->whole(k, out);
    for (int i = 0; kind->pair && i < k->c->n; i++)
        if (kind->pair(k, i))
            finding_add(out, i);
    out->level = level_of(k, out);
}

bool check_same(const struct pair *p)
{
    return corpus_same(p->text[0], p->len[0], p->text[1], p->len[1]);
}
