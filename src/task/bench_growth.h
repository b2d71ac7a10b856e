/* bench_growth: how the time of training grows with each size, all others as
 * they are.  Sentences have BENCH_AT tokens on both sides (task/bench.h). */
#ifndef TASK_BENCH_GROWTH_H
#define TASK_BENCH_GROWTH_H

#include "task/bench_train.h"

enum { BENCH_POINTS = 8 };     /* at most, but for threads: 1 .. all */

struct bench_axis {
    const char *name;          /* "batch" */
    int value[BENCH_POINTS];   /* rising, 0 behind the last */
    void (*set)(struct bench_job *job, int value);
};

/* The i-th axis, NULL after the last; its k-th value, 0 after the last. */
const struct bench_axis *bench_axis(int i);
int bench_axis_value(const struct bench_axis *axis, int k);

/* Seconds a target token (bench_token) with the job's lengths even and one
 * size changed.  Threads are set back. */
bool bench_growth(double *out, const struct bench_axis *axis, int value,
                  const struct bench_job *job, struct error *err);

#endif
