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
 * machine a training of small matrices ran thirty times slower.  Here the
 * caller waits for none but those who have begun, and a waiting thread spins
 * for some microseconds, then lets others run, then sleeps.
 *
 * A call is a turn.  The range is cut into parts, one a thread, and these into
 * pieces:
 *
 *     [0, n)   | part 0: piece, piece, .. | part 1: piece, piece, .. | ..
 *                the caller's               worker 0's
 *
 * The caller writes the work and opens the turn; workers join it as they come
 * and leave it when no piece is left to take; when the caller finds none left
 * it closes the turn, so that nobody joins any more, and waits for those who
 * have joined.  Only then may the work be written again. */

enum {
    SPINS = 2000,          /* pauses: some tens of microseconds */
    YIELDS = 100,
    PIECES = 4,            /* of a part, at most 7 */
    STACK = 1 << 21        /* bytes: kernels keep blocks of operands there */
};

/* One call, seen by those who joined it. */
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

/* The gate counts who is inside; above that count is whether the turn is
 * closed, and above that the turn. */
#define GATE_CLOSED ((uint64_t)1 << 15)
#define GATE_TURN   ((uint64_t)1 << 16)

static struct {
    struct work work;
    _Alignas(64) _Atomic uint64_t turn;     /* the last that was opened */
    _Alignas(64) _Atomic uint64_t gate;
    _Alignas(64) atomic_int asleep;
    pthread_mutex_t lock;       /* for sleeping only */
    pthread_cond_t wake;
    int workers;                /* threads started beside the caller */
    uint64_t born[PAR_MAX];     /* the turn at which each was started */
} pool = {.gate = GATE_CLOSED, .lock = PTHREAD_MUTEX_INITIALIZER,
          .wake = PTHREAD_COND_INITIALIZER};

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
static void run_pieces(const struct work *w, int own)
{
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

static void wait_a_little(int i)
{
    if (i < SPINS)
        pause_thread();
    else
        sched_yield();
}

static bool turn_is_past(uint64_t seen)
{
    return atomic_load(&pool.turn) > seen;
}

static void sleep_until_past(uint64_t seen)
{
    pthread_mutex_lock(&pool.lock);
    atomic_fetch_add(&pool.asleep, 1);
    while (!turn_is_past(seen))
        pthread_cond_wait(&pool.wake, &pool.lock);
    atomic_fetch_sub(&pool.asleep, 1);
    pthread_mutex_unlock(&pool.lock);
}

static void wait_until_past(uint64_t seen)
{
    for (int i = 0; i < SPINS + YIELDS; i++) {
        if (turn_is_past(seen))
            return;
        wait_a_little(i);
    }
    sleep_until_past(seen);
}

/* ==== Turns ==== */

/* The gate is opened before the turn is told, so that who has heard of it
 * finds it open or already closed. */
static void open_turn(struct work *w)
{
    w->turn = atomic_load(&pool.turn) + 1;
    pool.work = *w;
    atomic_fetch_add(&pool.gate, GATE_TURN - GATE_CLOSED);
    atomic_store(&pool.turn, w->turn);
    if (atomic_load(&pool.asleep) == 0)
        return;
    pthread_mutex_lock(&pool.lock);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.lock);
}

/* Which turn it is; false when it is closed.  Either way leave_turn comes
 * after. */
static bool join_turn(uint64_t *turn)
{
    uint64_t gate = atomic_fetch_add(&pool.gate, 1);
    *turn = gate / GATE_TURN;
    return !(gate & GATE_CLOSED);
}

static void leave_turn(void)
{
    atomic_fetch_sub(&pool.gate, 1);
}

static void close_turn(void)
{
    atomic_fetch_add(&pool.gate, GATE_CLOSED);
    for (int i = 0; atomic_load(&pool.gate) % GATE_CLOSED > 0; i++)
        wait_a_little(i);
}

/* ==== Workers ==== */

/* Worker k has part k + 1 of every turn that has so many. */
static void *work_forever(void *number)
{
    int worker = (int)(long)number;
    uint64_t seen = pool.born[worker];
    for (;;) {
        wait_until_past(seen);
        if (join_turn(&seen) && worker + 1 < pool.work.parts)
            run_pieces(&pool.work, worker + 1);
        leave_turn();
    }
    return NULL;
}

/* A child of fork has none of the threads, whatever these were doing. */
static void forget_workers(void)
{
    pool.workers = 0;
    atomic_store(&pool.gate, atomic_load(&pool.turn) * GATE_TURN + GATE_CLOSED);
    atomic_store(&pool.asleep, 0);
    pthread_mutex_init(&pool.lock, NULL);
    pthread_cond_init(&pool.wake, NULL);
}

static void watch_forks(void)
{
    static bool watched;
    if (!watched)
        pthread_atfork(NULL, NULL, forget_workers);
    watched = true;
}

static bool start_worker(const pthread_attr_t *how)
{
    pthread_t t;
    pool.born[pool.workers] = atomic_load(&pool.turn);
    if (pthread_create(&t, how, work_forever, (void *)(long)pool.workers) != 0)
        return false;
    pthread_detach(t);
    pool.workers++;
    return true;
}

/* Workers never end: the process ends with them.  When the system refuses
 * one, there are fewer parts. */
static void start_workers(int want)
{
    pthread_attr_t how;
    if (pool.workers >= want)
        return;
    watch_forks();
    pthread_attr_init(&how);
    pthread_attr_setstacksize(&how, STACK);
    while (pool.workers < want && start_worker(&how))
        ;
    pthread_attr_destroy(&how);
}

/* ==== The caller ==== */

static void run(int n, int grain, int pieces, par_body *f, void *ctx)
{
    assert(grain > 0);
    if (n <= 0)
        return;
    int grains = (int)(((long long)n + grain - 1) / grain);
    int parts = par_threads() < grains ? par_threads() : grains;
    if (parts > 1 && !inside)
        start_workers(parts - 1);
    if (parts > pool.workers + 1)
        parts = pool.workers + 1;
    if (parts <= 1 || inside) {
        f(ctx, 0, n);
        return;
    }
    if (pieces > grains / parts)
        pieces = grains / parts;
    struct work w = {f, ctx, n, grain, parts, pieces, 0};
    open_turn(&w);
    run_pieces(&w, 0);
    close_turn();
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

enum { MEMORY_GRAIN = 1 << 15 };    /* bytes that are worth a thread */

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
