#include "task/evaluate.h"

#include "task/copy.h"

/* Sentences translated at a time: bounds the memory of their alignments. */
enum { CHUNK = 512 };

static void hypotheses(struct evaluation *e, const struct model *m,
                       const struct corpus *c,
                       const struct search_options *o, struct arena *arena)
{
    struct arena work;
    struct copier copier;
    arena_init(&work, "evaluation");
    copier_init(&copier, m, arena);
    for (int at = 0; at < c->n; at += CHUNK) {
        int n = c->n - at < CHUNK ? c->n - at : CHUNK;
        arena_reset(&work);
        const char **text = ARENA_ARRAY(&work, const char *, n);
        struct translation *t = ARENA_ARRAY(&work, struct translation, n);
        for (int i = 0; i < n; i++)
            text[i] = c->pair[at + i].text[0];
        copier_translate(&copier, text, n, o, t, NULL, &work);
        for (int i = 0; i < n; i++)
            e->hyp[at + i] = arena_strdup(arena, t[i].text);
    }
    arena_drop(&work);
}

static void statistics(struct evaluation *e, const struct corpus *c)
{
    struct bleu_stats sum = {{0}, {0}, 0, 0};
    struct chrf_stats chrf = {{0}, {0}, {0}};
    struct arena scratch;
    arena_init(&scratch, "scores");
    for (int i = 0; i < c->n; i++) {
        const struct pair *p = &c->pair[i];
        struct chrf_stats one;
        const char *ref = p->text[1];
        bleu_sentence(&e->stats[i], e->hyp[i], &ref, 1, &e->bleu, &scratch);
        bleu_add(&sum, &e->stats[i]);
        chrf_sentence(&one, e->hyp[i], &ref, 1, 0, e->bleu.lowercase,
                      &scratch);
        chrf_add(&chrf, &one);
        e->len[i] = corpus_length(p->text[0], p->len[0]);
        arena_reset(&scratch);
    }
    e->score = bleu_compute(&sum, &e->bleu);
    e->chrf = chrf_compute(&chrf, 0);
    arena_drop(&scratch);
}

struct bleu_options bleu_for(const struct bleu_options *o,
                             const struct corpus *c)
{
    struct bleu_options out = o ? *o : bleu_default;
    if (!o || !o->tokenize)
        out.tokenize = corpus_spaceless(c, 1) > 0.5 ? "char"
                                                    : bleu_default.tokenize;
    return out;
}

void evaluate(struct evaluation *e, const struct model *m,
              const struct corpus *c, const struct search_options *o,
              const struct bleu_options *bleu, struct arena *arena)
{
    e->n = c->n;
    e->hyp = ARENA_ARRAY(arena, const char *, c->n);
    e->stats = ARENA_ARRAY(arena, struct bleu_stats, c->n);
    e->len = ARENA_ARRAY(arena, int, c->n);
    e->bleu = bleu_for(bleu, c);
    hypotheses(e, m, c, o, arena);
    statistics(e, c);
}

void evaluate_bylen(struct bylen *out, const struct evaluation *e,
                    const struct model *m, const struct bylen_spans *spans,
                    int resamples, struct arena *arena)
{
    bylen_compute(out, e->stats, e->len, e->n, &e->bleu, m->lengths,
                  MODEL_LENGTHS, spans, resamples, 1, arena);
}
