#include "task/turned.h"

enum { UNKNOWN = 3, ENOUGH = 500 }; /* sentences that tell of a corpus */

static long cost_of(const struct pieces *p)
{
    long cost = 0;
    for (int i = 0; i < p->n; i++)
        cost += p->piece[i].id == ID_UNK ? UNKNOWN : 1;
    return cost;
}

void turned_read(struct turned *t, const struct model *m, const char *text,
                 struct arena *scratch)
{
    for (int side = 0; side < 2 && !t->told; side++) {
        struct arena_mark mark = arena_mark(scratch);
        struct pieces p;
        translate_encode(m, side, text, &p, scratch);
        t->cost[side] += cost_of(&p);
        arena_release(scratch, mark);
    }
}

static bool dearer(long cost, long than)
{
    return cost - than >= TURNED_LEAST && 4 * than <= 3 * cost;
}

bool turned_now(struct turned *t)
{
    if (t->told)
        return false;
    return t->told = dearer(t->cost[SIDE_SRC], t->cost[SIDE_TGT]);
}

bool turned_corpus(const struct model *m, const struct corpus *c)
{
    struct turned t = {{0, 0}, false};
    struct arena scratch;
    arena_init(&scratch, "turned");
    for (int i = 0; i < c->n && i < ENOUGH; i++)
        turned_read(&t, m, c->pair[i].text[SIDE_SRC], &scratch);
    arena_drop(&scratch);
    return turned_now(&t);
}

bool turned_alike(const struct model *m, const struct model *back)
{
    struct turned t = {{0, 0}, false};
    struct arena scratch;
    arena_init(&scratch, "turned");
    turned_read(&t, back, m->sample, &scratch);
    arena_drop(&scratch);
    return dearer(t.cost[SIDE_TGT], t.cost[SIDE_SRC]);
}
