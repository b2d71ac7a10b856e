#include "kern/part.h"

#include <stddef.h>

#include "base/clock.h"

static const struct {
    const char *name, *what;
} rows[] = {
#define PART(name, key, what) {key, what},
    PART_ROWS(PART)
#undef PART
};

static _Thread_local struct {
    double *seconds;       /* NULL: not watched */
    enum part part;
    double since;
} watched;

const char *part_name(enum part p)
{
    return rows[p].name;
}

const char *part_what(enum part p)
{
    return rows[p].what;
}

enum part part_switch(enum part to)
{
    enum part from = watched.part;
    if (!watched.seconds)
        return from;
    double now = clock_seconds();
    watched.seconds[from] += now - watched.since;
    watched.since = now;
    watched.part = to;
    return from;
}

void part_watch(double *seconds)
{
    part_switch(PART_REST);
    watched.seconds = seconds;
    watched.part = PART_REST;
    watched.since = clock_seconds();
}
