#include "task/twin_page.h"

#include "task/story.h"

/* ==== Sentences ==== */

/* Words of the source: one whose matrix is small, and one beyond what a
 * vector of fixed length holds. */
static const struct {
    int from, to;
} lengths[TWIN_SHOWN] = {{7, 12}, {21, 26}};

/* The first such sentence of the test part, or -1. */
static int first_of(const struct evaluation *e, int from, int to)
{
    for (int i = 0; i < e->n; i++)
        if (e->len[i] >= from && e->len[i] <= to)
            return i;
    return -1;
}

static struct page_sentence of_pair(const struct twin_result *t, int i,
                                    const struct corpus *test,
                                    struct arena *arena)
{
    const struct evaluation *e = &t->part[TWIN_TEST];
    struct bleu_options o = e->bleu;
    struct strbuf what = STRBUF_INIT;
    o.effective = true;
    strbuf_printf(&what, "%s, %d words", t->figures.name, e->len[i]);
    struct page_sentence s = {.what = arena_strdup(arena, what.s),
                              .src = test->pair[i].text[0],
                              .ref = test->pair[i].text[1],
                              .bleu = bleu_compute(&e->stats[i], &o).bleu};
    strbuf_release(&what);
    return s;
}

void twin_show(struct twin_shown *out, const struct twin_result *t,
               const struct model *m, const struct corpus *test,
               struct arena *arena)
{
    out->n = 0;
    for (int k = 0; k < TWIN_SHOWN; k++) {
        int i = first_of(&t->part[TWIN_TEST], lengths[k].from, lengths[k].to);
        if (i >= 0)
            out->sentence[out->n++] = of_pair(t, i, test, arena);
    }
    if (out->n > 0)
        story_translate(out->sentence, out->n, m, translate_options(m),
                        arena);
}

/* ==== The page ==== */

/* Each sentence by all twins, one after the other. */
static void add_sentences(struct page *out, const struct twin_page *p,
                          struct arena *arena)
{
    struct page_sentence *s =
        ARENA_ARRAY(arena, struct page_sentence, p->n * TWIN_SHOWN);
    for (int k = 0; k < TWIN_SHOWN; k++)
        for (int i = 0; i < p->n; i++)
            if (k < p->shown[i].n)
                s[out->sentences++] = p->shown[i].sentence[k];
    out->sentence = s;
}

static void add_twins(struct page *out, const struct twin_page *p,
                      struct arena *arena)
{
    struct twin_figures *t = ARENA_ARRAY(arena, struct twin_figures, p->n);
    struct page_history *h = ARENA_ARRAY(arena, struct page_history, p->n);
    struct curve *c = ARENA_ARRAY(arena, struct curve, p->n);
    struct strbuf folder = STRBUF_INIT;
    for (int i = 0; i < p->n; i++) {
        strbuf_reset(&folder);
        model_run_folder(&folder, p->path[i]);
        story_history(&h[i], folder.s, arena);
        t[i] = p->result[i].figures;
        c[i] = (struct curve){t[i].name, &p->result[i].figures.by};
    }
    strbuf_release(&folder);
    out->twin = t;
    out->twin_history = h;
    out->curve = c;
    out->twins = out->curves = p->n;
}

void twin_page_put(struct strbuf *out, const struct twin_page *p,
                   struct arena *arena)
{
    struct strbuf summary = STRBUF_INIT;
    struct page page = {.title = p->title,
                        .test = p->test,
                        .differ = p->differ,
                        .command = &p->command,
                        .commands = 1};
    strbuf_printf(&summary, "%d twins that differ in --%s", p->n, p->differ);
    page.summary = summary.s;
    add_twins(&page, p, arena);
    add_sentences(&page, p, arena);
    story_options(&page, p->config, p->differ, arena);
    page_put_twins(out, &page);
    strbuf_release(&summary);
}
