#include "base/par.h"

#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "test.h"

#define N 10007

static int count[N], grain_now, bad, ranges;

/* Ranges are disjoint, so each thread writes its own elements. */
static void visit(void *ctx, int lo, int hi)
{
    int *elements = ctx;
    if (lo % grain_now != 0 || (hi % grain_now != 0 && hi != N) || lo >= hi)
        __atomic_add_fetch(&bad, 1, __ATOMIC_RELAXED);
    __atomic_add_fetch(&ranges, 1, __ATOMIC_RELAXED);
    for (int i = lo; i < hi; i++)
        elements[i]++;
}

typedef void par_call(int n, int grain, par_body *f, void *ctx);

/* At most `most` ranges a thread. */
static void covers_once(par_call *call, int most)
{
    static const int grains[] = {1, 3, 64, 5000, N - 1, N, 2 * N};
    for (int threads = 1; threads <= 9; threads++)
        for (int g = 0; g < 7; g++) {
            memset(count, 0, sizeof(count));
            bad = ranges = 0;
            grain_now = grains[g];
            int set = par_set_threads(threads);
            call(N, grain_now, visit, count);
            ck_assert_int_eq(bad, 0);
            ck_assert_int_le(ranges, most * set);
            for (int i = 0; i < N; i++)
                if (count[i] != 1)
                    ck_abort_msg("%d is covered %d times", i, count[i]);
        }
    call(0, 1, visit, count);
    call(-5, 1, visit, count);
}

START_TEST(covers_the_range_once)
{
    covers_once(par_range, 1);
    covers_once(par_pieces, 4);
}
END_TEST

enum { PIECES_IN_ALL = 8 };

/* The first piece lasts until all others are done. */
static void wait_for_others(void *ctx, int lo, int hi)
{
    int *done = ctx;
    double began = clock_seconds();
    while (lo == 0 && clock_seconds() - began < 20 &&
           __atomic_load_n(done, __ATOMIC_RELAXED) < PIECES_IN_ALL - 1)
        usleep(100);
    __atomic_add_fetch(done, hi - lo, __ATOMIC_RELAXED);
}

START_TEST(others_take_what_is_left)
{
    for (int turn = 0; turn < 50; turn++) {
        int done = 0;
        double began = clock_seconds();
        ck_assert_int_eq(par_set_threads(2), 2);
        par_pieces(PIECES_IN_ALL, 1, wait_for_others, &done);
        ck_assert_int_eq(done, PIECES_IN_ALL);
        ck_assert(clock_seconds() - began < 10);
    }
}
END_TEST

START_TEST(memory)
{
    enum { MOST = (1 << 20) + 77, PAD = 64 };
    static const size_t sizes[] = {0, 1, 32767, 32769, 500000, MOST};
    static char from[MOST], to[MOST + 2 * PAD];
    for (size_t i = 0; i < MOST; i++)
        from[i] = (char)(i * 7 % 251 + 1);
    for (int threads = 1; threads <= 5; threads += 2)
        for (int s = 0; s < 6; s++) {
            size_t n = sizes[s];
            par_set_threads(threads);
            memset(to, 5, sizeof to);
            par_copy(to + PAD, from, n);
            ck_assert(memcmp(to + PAD, from, n) == 0);
            par_zero(to + PAD, n);
            size_t wrong = 0;
            for (size_t i = 0; i < sizeof to; i++)
                wrong += to[i] != (i < PAD || i >= PAD + n ? 5 : 0);
            ck_assert_uint_eq(wrong, 0);
        }
}
END_TEST

static void outer(void *ctx, int lo, int hi)
{
    int *inner = ctx;
    (void)lo;
    (void)hi;
    int mine[N] = {0};
    par_range(N, 1, visit, mine);
    int once = 0;
    for (int i = 0; i < N; i++)
        once += mine[i] == 1;
    __atomic_add_fetch(inner, once == N, __ATOMIC_RELAXED);
}

START_TEST(nested_is_serial)
{
    int inner = 0;
    grain_now = 1;
    par_set_threads(4);
    par_range(100, 1, outer, &inner);
    int parts = inner;
    ck_assert_int_eq(ranges, parts);
    ck_assert_int_ge(parts, 1);
}
END_TEST

/* Whatever the parent's threads are doing: about to sleep, or asleep. */
START_TEST(a_child_begins_anew)
{
    par_set_threads(3);
    grain_now = 1;
    for (int i = 0; i < 60; i++) {
        int status;
        par_range(N, 1, visit, count);
        usleep((useconds_t)i * 20);
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            memset(count, 0, sizeof count);
            alarm(20);
            par_pieces(N, 1, visit, count);
            for (int k = 0; k < N; k++)
                if (count[k] != 1)
                    _exit(1);
            _exit(0);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
    }
}
END_TEST

START_TEST(threads)
{
    ck_assert_int_ge(par_threads(), 1);
    ck_assert_int_ge(par_set_threads(0), 1);
    ck_assert_int_eq(par_set_threads(1), 1);
    ck_assert_int_eq(par_threads(), 1);
}
END_TEST

START_TEST(clock_goes_forward)
{
    double t = clock_seconds();
    usleep(20000);
    double passed = clock_seconds() - t;
    ck_assert(passed > 0.015 && passed < 10);
}
END_TEST

TEST_MAIN("par", covers_the_range_once, others_take_what_is_left, memory,
          nested_is_serial, a_child_begins_anew, threads, clock_goes_forward)
