#include "base/par.h"

#include <assert.h>
#include <sched.h>
#include <stdbool.h>

#ifdef _OPENMP
#define PAR_MAX 1024
#else
#define PAR_MAX 1
#endif

static int threads;             /* 0: not asked for yet */
static _Thread_local bool inside;   /* this thread runs a part of a range */

/* Cores in this process's affinity mask; more than the mask holds count as
 * one, which is slow but right. */
static int usable_cores(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1;
    return CPU_COUNT(&set);
}

int par_set_threads(int n)
{
    assert(n >= 0);
    if (n == 0)
        n = usable_cores();
    threads = n < PAR_MAX ? n : PAR_MAX;
    return threads;
}

int par_threads(void)
{
    return threads > 0 ? threads : par_set_threads(0);
}

/* Part `part` of `parts` of [0, n) in whole grains. */
static void run_part(int n, int grain, int part, int parts, par_body *f,
                     void *ctx)
{
    long long grains = ((long long)n + grain - 1) / grain;
    long long lo = grains * part / parts * grain;
    long long hi = grains * (part + 1) / parts * grain;
    f(ctx, (int)lo, (int)(hi < n ? hi : n));
}

/* A loop over the parts and not a bare parallel region, because OpenMP may
 * give fewer threads than were asked for. */
void par_range(int n, int grain, par_body *f, void *ctx)
{
    assert(grain > 0);
    if (n <= 0)
        return;
    int grains = (int)(((long long)n + grain - 1) / grain);
    int parts = par_threads() < grains ? par_threads() : grains;
    if (parts <= 1 || inside) {
        f(ctx, 0, n);
        return;
    }
#pragma omp parallel for schedule(static) num_threads(parts)
    for (int part = 0; part < parts; part++) {
        inside = true;
        run_part(n, grain, part, parts, f, ctx);
        inside = false;
    }
}
