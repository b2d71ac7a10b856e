#include "text/counter.h"

#include "text/grow.h"

void counter_init(struct counter *c, struct arena *arena)
{
    *c = (struct counter){0};
    table_init(&c->unit, arena);
}

void counter_add(struct counter *c, const char *s, int len, long long n)
{
    int seen = c->unit.n;
    int i = *table_at(&c->unit, s, len, seen);

    if (i == seen) {
        c->count = grow_array(c->unit.arena, c->count, seen, &c->cap,
                              sizeof *c->count);
        c->count[i] = 0;
    }
    c->count[i] += n;
}

void counter_merge(struct counter *c, const struct counter *from)
{
    for (int i = 0; i < from->unit.n; i++)
        counter_add(c, from->unit.entry[i].key, from->unit.entry[i].len,
                    from->count[i]);
}
