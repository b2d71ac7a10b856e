/* Which sentences the page shows, and what it shows of each. */
#include <stdlib.h>

#include "task/copy.h"
#include "task/look.h"
#include "task/story.h"

enum { ENDS = 3, SHORTEST = 4, LONGEST = 25, NBEST = 5 };

/* ==== The best and the worst ==== */

struct rank {
    int i, len;
    double bleu;
};

/* Best first; of equals the longer, then the earlier. */
static int by_bleu(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;
    if (x->bleu != y->bleu)
        return x->bleu > y->bleu ? -1 : 1;
    if (x->len != y->len)
        return x->len > y->len ? -1 : 1;
    return (x->i > y->i) - (x->i < y->i);
}

/* All sentences of the test part that are neither trivial nor too large to
 * look at, ranked; returns their number. */
static int ranked(struct rank *r, const struct evaluation *e)
{
    struct bleu_options o = e->bleu;
    int n = 0;
    o.effective = true;
    for (int i = 0; i < e->n; i++)
        if (e->len[i] >= SHORTEST && e->len[i] <= LONGEST)
            r[n++] = (struct rank){i, e->len[i],
                                   bleu_compute(&e->stats[i], &o).bleu};
    qsort(r, (size_t)n, sizeof *r, by_bleu);
    return n;
}

static struct page_sentence of_test(const struct story *s,
                                    const struct rank *r, const char *what,
                                    int k, struct arena *arena)
{
    const struct pair *pair = &s->test->pair[r->i];
    struct strbuf name = STRBUF_INIT;
    strbuf_printf(&name, "%s %d", what, k + 1);
    struct page_sentence out = {.what = arena_strdup(arena, name.s),
                                .src = pair->text[0], .ref = pair->text[1],
                                .bleu = r->bleu};
    strbuf_release(&name);
    return out;
}

static int add_ends(struct page_sentence *out, const struct story *s,
                    struct arena *arena)
{
    struct rank *r = ARENA_ARRAY(arena, struct rank, s->measured->n);
    int n = ranked(r, s->measured), ends = n / 2 < ENDS ? n / 2 : ENDS;
    for (int k = 0; k < ends; k++) {
        out[k] = of_test(s, &r[k], "Among the best", k, arena);
        out[ends + k] =
            of_test(s, &r[n - 1 - k], "Among the worst", k, arena);
    }
    return 2 * ends;
}

/* ==== Translations ==== */

static void add_candidates(struct page_sentence *out,
                           const struct translation *t, int n,
                           struct arena *arena)
{
    struct page_candidate *c = ARENA_ARRAY(arena, struct page_candidate, n);
    out->best = c;
    for (int k = 0; k < n; k++)
        if (t[k].best && t[k].best->id)
            c[out->candidates++] = (struct page_candidate){
                t[k].text, t[k].best->score, t[k].best->logp};
}

/* Where names and numbers were put in, the text is the target. */
static void add_alignment(struct page_sentence *out, const struct model *m,
                          const struct translation *t, struct arena *arena)
{
    static const struct look look = {LOOK_CROSS, HEAD_MEAN, false};
    struct alignment pieces;
    if (!translate_aligns(m))
        return;
    if (t->copied)
        look_pair(&look, m, out->src, t->text, &pieces, NULL, arena);
    else
        look_translation(&look, m, t, &pieces, arena);
    if (pieces.Ty > 0)
        alignment_words(&out->a, &pieces, arena);
}

void story_translate(struct page_sentence *out, int n, const struct model *m,
                     struct search_options o, struct arena *arena)
{
    int nbest = o.beam < NBEST ? o.beam : NBEST;
    o.nbest = nbest;
    o.align = true;
    struct copier copier;
    copier_init(&copier, m, arena);
    const char **text = ARENA_ARRAY(arena, const char *, n);
    struct translation *t = ARENA_ARRAY(arena, struct translation, n);
    struct translation *more =
        ARENA_ARRAY(arena, struct translation, n * nbest);
    for (int i = 0; i < n; i++)
        text[i] = out[i].src;
    copier_translate(&copier, text, n, &o, t, more, arena);
    for (int i = 0; i < n; i++) {
        out[i].hyp = t[i].text;
        add_candidates(&out[i], more + i * nbest, nbest, arena);
        add_alignment(&out[i], m, &t[i], arena);
    }
}

int story_sentences(const struct page_sentence **out, const struct story *s,
                    struct arena *arena)
{
    const char *own = s->model->sample;
    bool chosen = s->chosens > 0;
    int n = 0, first = chosen ? s->chosens : own[0] != '\0';
    struct page_sentence *all =
        ARENA_ARRAY(arena, struct page_sentence, first + 2 * ENDS);
    for (; n < first; n++)
        all[n] = (struct page_sentence){
            .what = chosen ? "Chosen" : "A sentence of the dev part",
            .src = chosen ? s->chosen[n] : own};
    if (s->measured)
        n += add_ends(all + n, s, arena);
    if (n > 0)
        story_translate(all, n, s->model,
                        s->search ? *s->search : translate_options(s->model),
                        arena);
    *out = all;
    return n;
}
