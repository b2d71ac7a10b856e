#include "base/par.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* A pool of threads by hand, because it was measured: libgomp's threads spin
 * for milliseconds at every barrier, and with one more program on the
 * machine a training of small matrices ran thirty times slower.  Here a
 * waiting thread spins for some microseconds, then lets others run, then
 * sleeps. */

enum {
    PAR_MAX = 256,
    SPINS = 2000,          /* pauses: some tens of microseconds */
    YIELDS = 100,
    PIECES = 4             /* of a part, that others may take */
};

/* One call, seen by every worker. */
struct work {
    par_body *f;
    void *ctx;
    int n, grain, parts, pieces;
    uint64_t turn;
};

/* How much of a part is taken: 8 times the turn, plus the number of pieces.
 * What is left of an earlier turn means none, so that nobody has to set them
 * all back. */
struct cursor {
    _Alignas(64) _Atomic uint64_t taken;
};

static struct {
    struct work work;
    _Atomic uint64_t turn;      /* counts the calls */
    atomic_int busy;            /* workers not done with this turn */
    atomic_int asleep;
    pthread_mutex_t lock;       /* for sleeping only */
    pthread_cond_t wake;
    int workers;                /* threads started beside the caller */
    uint64_t born[PAR_MAX];     /* the turn at which each was started */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static struct cursor cursor[PAR_MAX];
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

/* ==== Parts and pieces ==== */

/* Piece `piece` of part `part` of [0, n), in whole grains. */
static void run_piece(const struct work *w, int part, int piece)
{
    long long grains = ((long long)w->n + w->grain - 1) / w->grain;
    long long ranges = (long long)w->parts * w->pieces;
    long long i = (long long)part * w->pieces + piece;
    long long lo = grains * i / ranges * w->grain;
    long long hi = grains * (i + 1) / ranges * w->grain;
    inside = true;
    w->f(w->ctx, (int)lo, (int)(hi < w->n ? hi : w->n));
    inside = false;
}

/* The next piece of a part that nobody has taken, or -1. */
static int take_piece(const struct work *w, int part)
{
    _Atomic uint64_t *taken = &cursor[part].taken;
    uint64_t was = atomic_load_explicit(taken, memory_order_relaxed);
    for (;;) {
        uint64_t none = 8 * w->turn, now = was > none ? was : none;
        if (now - none >= (uint64_t)w->pieces)
            return -1;
        if (atomic_compare_exchange_weak_explicit(
                taken, &was, now + 1, memory_order_relaxed,
                memory_order_relaxed))
            return (int)(now - none);
    }
}

/* The pieces of part `own`, then what is left of the others. */
static void run_part(const struct work *w, int own)
{
    if (w->pieces == 1) {
        run_piece(w, own, 0);
        return;
    }
    for (int k = 0; k < w->parts; k++) {
        int part = (own + k) % w->parts, piece;
        while ((piece = take_piece(w, part)) >= 0)
            run_piece(w, part, piece);
    }
}

/* ==== Waiting ==== */

static void pause_thread(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

static void sleep_until_turn(uint64_t seen)
{
    pthread_mutex_lock(&pool.lock);
    atomic_fetch_add(&pool.asleep, 1);
    while (atomic_load(&pool.turn) == seen)
        pthread_cond_wait(&pool.wake, &pool.lock);
    atomic_fetch_sub(&pool.asleep, 1);
    pthread_mutex_unlock(&pool.lock);
}

static void wait_for_turn(uint64_t seen)
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
    uint64_t seen = pool.born[part - 1];
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

static void hand_out(struct work *w)
{
    w->turn = atomic_load(&pool.turn) + 1;
    pool.work = *w;
    atomic_store(&pool.busy, pool.workers);
    atomic_fetch_add(&pool.turn, 1);
    if (atomic_load(&pool.asleep) == 0)
        return;
    pthread_mutex_lock(&pool.lock);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.lock);
}

static void run(int n, int grain, int pieces, par_body *f, void *ctx)
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
    if (pieces > grains / parts)
        pieces = grains / parts;
    struct work w = {f, ctx, n, grain, parts, pieces, 0};
    hand_out(&w);
    run_part(&w, 0);
    wait_for_workers();
}

void par_range(int n, int grain, par_body *f, void *ctx)
{
    run(n, grain, 1, f, ctx);
}

void par_pieces(int n, int grain, par_body *f, void *ctx)
{
    run(n, grain, PIECES, f, ctx);
}

/* ==== Memory ==== */

enum { MEMORY_GRAIN = 1 << 15 };     /* bytes that are worth a thread */

struct memory {
    char *to;
    const char *from;      /* NULL: zeros */
    size_t bytes;
};

static void memory_grains(void *ctx, int lo, int hi)
{
    const struct memory *m = ctx;
    size_t at = (size_t)lo * MEMORY_GRAIN, end = (size_t)hi * MEMORY_GRAIN;
    size_t n = (end < m->bytes ? end : m->bytes) - at;
    if (m->from)
        memcpy(m->to + at, m->from + at, n);
    else
        memset(m->to + at, 0, n);
}

static void memory_run(struct memory m)
{
    par_range((int)((m.bytes + MEMORY_GRAIN - 1) / MEMORY_GRAIN), 1,
              memory_grains, &m);
}

void par_zero(void *to, size_t bytes)
{
    memory_run((struct memory){to, NULL, bytes});
}

void par_copy(void *to, const void *from, size_t bytes)
{
    memory_run((struct memory){to, from, bytes});
}
