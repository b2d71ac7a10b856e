#include "task/words.h"

#include "base/log.h"

static void tell(void *ctx, int iteration, const char *model,
                 const double logp[2])
{
    (void)ctx;
    log_live("iteration %d, %s: log p %.2f forward, %.2f backward a pair",
             iteration + 1, model, logp[1], logp[0]);
}

void words_train(struct words *w, struct arena *arena)
{
    aligner_learn(&w->aligner, &w->text, &aligner_default, tell, NULL, arena);
    log_live_end();
}

void words_learn(struct words *w, const struct corpus *part, int n,
                 struct arena *arena)
{
    int pairs = 0;
    for (int k = 0; k < n; k++)
        pairs += part[k].n;
    bitext_init(&w->text, pairs, arena);
    for (int k = 0; k < n; k++)
        for (int i = 0; i < part[k].n; i++)
            bitext_add(&w->text, part[k].pair[i].text[0],
                       part[k].pair[i].text[1]);
    words_train(w, arena);
}

static void links_of_pair(struct links *l, const struct words *w,
                          const struct pair *p, enum link_kind kind,
                          struct arena *arena)
{
    struct bitext_pair pair;
    struct aligner_posterior posterior;
    bitext_lookup(&pair, &w->text, p->text[0], p->text[1], arena);
    aligner_posterior(&posterior, &w->aligner, &pair, arena);
    links_make(l, &posterior, kind, arena);
}

/* ==== Links as text ==== */

void words_links(struct strbuf *out, const struct words *w,
                 const struct corpus *c, enum link_kind kind)
{
    struct arena arena;
    int n = 0;
    arena_init(&arena, "links");
    for (long line = 1; line <= c->lines; line++) {
        if (n < c->n && c->pair[n].line == line) {
            struct links l;
            links_of_pair(&l, w, &c->pair[n++], kind, &arena);
            links_put(out, &l);
            arena_reset(&arena);
        }
        strbuf_putc(out, '\n');
    }
    arena_drop(&arena);
}

/* ==== Against alignments by hand ==== */

void words_errors(struct aer *sum, const struct words *w,
                  const struct gold *g)
{
    struct arena arena;
    arena_init(&arena, "links");
    for (int kind = 0; kind < LINKS_KINDS; kind++) {
        sum[kind] = (struct aer){0, 0, 0, 0};
        for (int n = 0; n < g->text->n; n++) {
            struct links l;
            struct aer_links made;
            links_of_pair(&l, w, &g->text->pair[n], (enum link_kind)kind,
                          &arena);
            gold_links(&made, &l, &arena);
            aer_add(&sum[kind], &made, &g->links[n]);
            arena_reset(&arena);
        }
    }
    arena_drop(&arena);
}

/* ==== The dictionary ==== */

void words_dictionary(struct strbuf *out, const struct words *w)
{
    struct arena arena;
    int n[2], *best[2];
    float *p[2];
    arena_init(&arena, "dictionary");
    for (int to = 0; to < 2; to++) {
        n[to] = bitext_size(&w->text, BITEXT_WORD, !to);
        best[to] = ARENA_ARRAY(&arena, int, n[to]);
        p[to] = ARENA_ARRAY(&arena, float, n[to]);
        lexicon_best(&w->aligner.lexicon, to, best[to], p[to]);
    }
    for (int e = 0; e < n[1]; e++)
        if (best[1][e] >= 0 && best[0][best[1][e]] == e)
            strbuf_printf(out, "%s\t%s\t%.4f\t%.4f\n",
                          bitext_word(&w->text, 0, e),
                          bitext_word(&w->text, 1, best[1][e]),
                          (double)p[1][e], (double)p[0][best[1][e]]);
    arena_drop(&arena);
}
