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
    for (int side = 0; side < 2; side++) {
        struct arena_mark mark = arena_mark(scratch);
        struct pieces p;
        translate_encode(m, side, text, &p, scratch);
        t->cost[side] += cost_of(&p);
        arena_release(scratch, mark);
    }
}

bool turned_is(const struct turned *t)
{
    long src = t->cost[SIDE_SRC], tgt = t->cost[SIDE_TGT];
    return src - tgt >= TURNED_LEAST && 4 * tgt <= 3 * src;
}

bool turned_corpus(const struct model *m, const struct corpus *c)
{
    struct turned t = {{0, 0}};
    struct arena scratch;
    arena_init(&scratch, "turned");
    for (int i = 0; i < c->n && i < ENOUGH; i++)
        turned_read(&t, m, c->pair[i].text[SIDE_SRC], &scratch);
    arena_drop(&scratch);
    return turned_is(&t);
}
