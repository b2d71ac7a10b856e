#include "task/twoway.h"

#include <string.h>

#include "base/utf8.h"

/* alpha as the posterior of direction `to`.  Rows of alpha are what the model
 * writes: source words where to is 0.  What was too long to be read whole has
 * no weights from there on. */
static void attend(struct aligner_posterior *p, int to, const struct look *l,
                   const struct model *m, const char *const text[2],
                   struct arena *arena)
{
    struct alignment pieces, words, a;
    look_pair(l, m, text[!to], text[to], &pieces, NULL, arena);
    alignment_words(&words, &pieces, arena);
    alignment_drop_eos(&a, &words, arena);
    p->gamma[to] = ARENA_ARRAY(arena, float, (size_t)p->I * (size_t)p->J);
    for (int y = 0; y < a.Ty; y++)
        for (int x = 0; x < a.Tx; x++)
            p->gamma[to][to ? y * p->I + x : x * p->I + y] =
                (float)a.weight[y * a.Tx + x];
}

void twoway_posterior(struct aligner_posterior *out, const struct twoway *w,
                      const char *src, const char *tgt, struct arena *arena)
{
    const char *const text[2] = {src, tgt};
    *out = (struct aligner_posterior){
        utf8_words(src, strlen(src)), utf8_words(tgt, strlen(tgt)),
        {NULL, NULL}};
    attend(out, 1, w->look, w->forward, text, arena);
    if (w->back)
        attend(out, 0, w->look, w->back, text, arena);
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
