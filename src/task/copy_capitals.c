#include "task/copy.h"

#include "text/recase.h"

static void raise_all(struct translation *t, int n, struct arena *arena)
{
    for (int k = 0; k < n; k++)
        if (t[k].best)
            t[k].text = recase_loud(t[k].text, arena);
}

void copier_translate_capitals(const struct copier *c,
                               const char *const *text, int n,
                               const struct search_options *o,
                               struct translation *out,
                               struct translation *nbest, struct arena *arena)
{
    const char **usual = ARENA_ARRAY(arena, const char *, n);
    bool *loud = ARENA_ARRAY(arena, bool, n);
    for (int i = 0; i < n; i++) {
        const char *s = recase_usual(&c->m->familiar, text[i], arena);
        loud[i] = s && recase_is_loud(text[i]);
        usual[i] = s ? s : text[i];
    }
    copier_translate(c, usual, n, o, out, nbest, arena);
    for (int i = 0; i < n; i++) {
        if (!loud[i])
            continue;
        raise_all(&out[i], 1, arena);
        if (nbest)
            raise_all(nbest + i * o->nbest, o->nbest, arena);
    }
}
