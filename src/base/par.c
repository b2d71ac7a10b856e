#include "base/par.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

/* A pool of threads by hand, because it was measured: libgomp's threads spin
 * for milliseconds at every barrier, and with one more program on the
 * machine a training of small matrices ran thirty times slower.  Here a
 * waiting thread spins for some microseconds, then lets others run, then
 * sleeps. */

enum {
    PAR_MAX = 256,
    SPINS = 2000,          /* pauses: some tens of microseconds */
    YIELDS = 100
};

/* One call of par_range, seen by every worker. */
struct work {
    par_body *f;
    void *ctx;
    int n, grain, parts;
};

static struct {
    struct work work;
    atomic_uint turn;           /* counts the calls */
    atomic_int busy;            /* workers not done with this turn */
    atomic_int asleep;
    pthread_mutex_t lock;       /* for sleeping only */
    pthread_cond_t wake;
    int workers;                /* threads started beside the caller */
    unsigned born[PAR_MAX];     /* the turn at which each was started */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

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
static void run_part(const struct work *w, int part)
{
    long long grains = ((long long)w->n + w->grain - 1) / w->grain;
    long long lo = grains * part / w->parts * w->grain;
    long long hi = grains * (part + 1) / w->parts * w->grain;
    inside = true;
    w->f(w->ctx, (int)lo, (int)(hi < w->n ? hi : w->n));
    inside = false;
}

/* ==== Waiting ==== */

static void pause_thread(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

static void sleep_until_turn(unsigned seen)
{
    pthread_mutex_lock(&pool.lock);
    atomic_fetch_add(&pool.asleep, 1);
    while (atomic_load(&pool.turn) == seen)
        pthread_cond_wait(&pool.wake, &pool.lock);
    atomic_fetch_sub(&pool.asleep, 1);
    pthread_mutex_unlock(&pool.lock);
}

static void wait_for_turn(unsigned seen)
{
    for (int i = 0; i < SPINS + YIELDS; i++) {
        if (atomic_load_explicit(&pool.turn, memory_order_acquire) != seen)
            return;
        if (i < SPINS)
            pause_thread();
        else
            sched_yield();
    }
    sleep_until_turn(seen);
}

static void wait_for_workers(void)
{
    for (int i = 0; atomic_load_explicit(&pool.busy, memory_order_acquire);
         i++) {
        if (i < SPINS)
            pause_thread();
        else
            sched_yield();
    }
}

/* ==== Workers ==== */

/* Worker k has part k + 1 of every call that has so many; the caller has
 * part 0. */
static void *work_forever(void *number)
{
    int part = (int)(long)number + 1;
    unsigned seen = pool.born[part - 1];
    for (;;) {
        wait_for_turn(seen);
        seen++;
        if (part < pool.work.parts)
            run_part(&pool.work, part);
        atomic_fetch_sub_explicit(&pool.busy, 1, memory_order_release);
    }
    return NULL;
}

/* A child of fork has none of the threads. */
static void forget_workers(void)
{
    pool.workers = 0;
    atomic_store(&pool.busy, 0);
    atomic_store(&pool.asleep, 0);
}

static void watch_forks(void)
{
    static bool watched;
    if (!watched)
        pthread_atfork(NULL, NULL, forget_workers);
    watched = true;
}

/* Workers never end: the process ends with them.  When the system refuses
 * one, there are fewer parts. */
static void start_workers(int want)
{
    watch_forks();
    while (pool.workers < want) {
        pthread_t t;
        pool.born[pool.workers] = atomic_load(&pool.turn);
        if (pthread_create(&t, NULL, work_forever,
                           (void *)(long)pool.workers) != 0)
            return;
        pthread_detach(t);
        pool.workers++;
    }
}

/* ==== The caller ==== */

static void hand_out(const struct work *w)
{
    pool.work = *w;
    atomic_store(&pool.busy, pool.workers);
    atomic_fetch_add(&pool.turn, 1);
    if (atomic_load(&pool.asleep) == 0)
        return;
    pthread_mutex_lock(&pool.lock);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.lock);
}

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
    start_workers(parts - 1);
    if (parts > pool.workers + 1)
        parts = pool.workers + 1;
    struct work w = {f, ctx, n, grain, parts};
    hand_out(&w);
    run_part(&w, 0);
    wait_for_workers();
}
