/* counter: how often each string was seen, in order of first sight. */
#ifndef TEXT_COUNTER_H
#define TEXT_COUNTER_H

#include "base/arena.h"
#include "base/table.h"

struct counter {
    struct table unit; /* string -> its number */
    long long *count;  /* [unit.n] */
    int cap;
};

void counter_init(struct counter *c, struct arena *arena);
void counter_add(struct counter *c, const char *s, int len, long long n);
/* Adds all of `from`. */
void counter_merge(struct counter *c, const struct counter *from);

#endif
