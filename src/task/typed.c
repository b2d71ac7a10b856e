#include "task/typed.h"

#include "text/recase.h"

static void write_all(const struct recase *r, struct translation *t, int n,
                      struct arena *arena)
{
    for (int k = 0; k < n; k++)
        if (t[k].best)
            t[k].text = recase_write(r, t[k].text, arena);
}

void typed_translate(const struct copier *c, const char *const *text, int n,
                     const struct search_options *o, struct translation *out,
                     struct translation *nbest, struct arena *arena)
{
    struct recase *r = ARENA_ARRAY(arena, struct recase, n);
    const char **read = ARENA_ARRAY(arena, const char *, n);
    for (int i = 0; i < n; i++) {
        recase_read(&r[i], &c->m->familiar, c->m->sample, text[i], arena);
        read[i] = r[i].text;
    }
    copier_translate(c, read, n, o, out, nbest, arena);
    for (int i = 0; i < n; i++) {
        if (!r[i].loud && !r[i].ended)
            continue;
        write_all(&r[i], &out[i], 1, arena);
        if (nbest)
            write_all(&r[i], nbest + i * o->nbest, o->nbest, arena);
    }
}
