#include "task/twoway.h"

/* alpha as the posterior of direction `to`.  Rows of alpha are what the model
 * writes: source words where to is 0. */
static void attend(struct aligner_posterior *p, int to, const struct look *l,
                   const struct model *m, const char *const text[2],
                   struct arena *arena)
{
    struct alignment pieces, words, a;
    look_pair(l, m, text[!to], text[to], &pieces, NULL, arena);
    alignment_words(&words, &pieces, arena);
    alignment_drop_eos(&a, &words, arena);
    p->I = to ? a.Tx : a.Ty;
    p->J = to ? a.Ty : a.Tx;
    p->gamma[to] = ARENA_ARRAY(arena, float, a.Tx * a.Ty);
    for (int y = 0; y < a.Ty; y++)
        for (int x = 0; x < a.Tx; x++)
            p->gamma[to][to ? y * p->I + x : x * p->I + y] =
                (float)a.weight[y * a.Tx + x];
}

/* Models that cut text into other units may not agree on rare white space. */
static bool same_words(const struct aligner_posterior *a,
                       const struct aligner_posterior *b, struct error *err)
{
    if (a->I == b->I && a->J == b->J)
        return true;
    error_set(err, EXIT_DATA, "%d source and %d target words for the model, "
              "%d and %d for that of the other direction", a->I, a->J, b->I,
              b->J);
    return error_hint(err, "is there other white space than blanks?");
}

bool twoway_posterior(struct aligner_posterior *out, const struct twoway *w,
                      const char *src, const char *tgt, struct arena *arena,
                      struct error *err)
{
    const char *const text[2] = {src, tgt};
    struct aligner_posterior back;
    *out = (struct aligner_posterior){0, 0, {NULL, NULL}};
    attend(out, 1, w->look, w->forward, text, arena);
    if (!w->back)
        return true;
    attend(&back, 0, w->look, w->back, text, arena);
    out->gamma[0] = back.gamma[0];
    return same_words(out, &back, err);
}

bool twoway_has(const struct twoway *w, enum link_kind kind)
{
    return w->back || kind == LINKS_FORWARD;
}

void twoway_links(struct links *out, const struct aligner_posterior *p,
                  enum link_kind kind, struct arena *arena)
{
    if (kind == LINKS_FORWARD)
        links_of(out, p, 1, arena);
    else
        links_make(out, p, kind, arena);
}
