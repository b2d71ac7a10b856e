/* bench_gemm: GFLOP/s of the matrix products at the reference model's
 * shapes, and per cent of the fp32 FMA peak measured in turns with them.
 *
 *     bench_gemm [THREADS [ISA...]]       ISA also avx512_bf16, amx_bf16
 *
 * Each figure is the best of many short runs, because the machine may be
 * shared; with one thread the processor's time is taken and not the clock's.
 * The same product is repeated, so small ones run from the cache. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/par.h"
#include "kern/bf16.h"
#include "kern/kern.h"

struct shape {
    int m, n, k; /* of the forward product */
    const char *what;
};

static const struct shape shapes[] = {
    {64, 2048, 512, "LSTM step"},    {64, 256, 512, "attention query"},
    {64, 1024, 256, "encoder step"}, {832, 8000, 256, "softmax"},
    {832, 256, 1280, "readout"},     {53, 2048, 512, "packed rows"},
    {32, 2048, 512, "batch 32"},     {16, 2048, 512, "batch 16"},
    {5, 2048, 512, "beam 5"},        {1, 2048, 512, "one sentence"},
    {61, 777, 301, "odd"},
};

enum form { FORWARD, DX, DW };

struct bench {
    struct arena arena;
    real *A, *B, *C;
    struct pack pack;
};

/* Seconds that no other program can take from us, where that is known. */
static double seconds(void)
{
    if (par_threads() > 1)
        return clock_seconds();
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void fill(real *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (real)((double)((i * 2654435761u >> 7) % 2001) * 1e-5 - 0.01);
}

/* dW is computed once for all time steps: 13 of them. */
static int rows_of(const struct shape *s, enum form form)
{
    return form == DW && s->m <= 64 ? 13 * s->m : s->m;
}

static double flops_of(const struct shape *s, enum form form)
{
    return 2.0 * rows_of(s, form) * s->n * s->k;
}

static void run_form(struct bench *b, const struct shape *s, enum form form)
{
    if (form == FORWARD)
        gemm(s->m, b->A, s->k, &b->pack, b->C, s->n, false);
    else if (form == DX) /* m x k = (m x n) W' */
        gemm(s->m, b->A, s->n, &b->pack, b->C, s->k, false);
    else /* k x n += (rows x k)' (rows x n) */
        gemm_tn(s->k, s->n, rows_of(s, form), b->A, s->k, b->B, s->n, b->C,
                s->n, b->pack.type, &b->arena);
}

static void prepare(struct bench *b, const struct shape *s, enum form form)
{
    if (form == FORWARD) {
        b->pack.data = arena_alloc(&b->arena, pack_bytes(s->k, s->n, b->pack.type));
        pack_b(&b->pack, s->k, s->n, b->B, s->n, 1);
    } else if (form == DX) {
        b->pack.data = arena_alloc(&b->arena, pack_bytes(s->n, s->k, b->pack.type));
        pack_b(&b->pack, s->n, s->k, b->B, 1, s->n);
    }
}

static void spin_threads(void *ctx, int lo, int hi)
{
    (void)ctx;
    for (int i = lo; i < hi; i++)
        K->spin(20000);
}

/* Best rates of product and peak, GFLOP/s. */
static void measure(struct bench *b, const struct shape *s, enum form form,
                    double *rate, double *peak)
{
    int threads = par_threads();
    double spin = K->spin(1) * 20000 * threads, flops = flops_of(s, form);
    int repeat = 1 + (int)(1e8 * threads / flops);
    *rate = *peak = 0;
    double start = seconds();
    while (seconds() - start < 0.4) {
        double t0 = seconds();
        par_range(threads, 1, spin_threads, NULL);
        double t1 = seconds();
        for (int i = 0; i < repeat; i++)
            run_form(b, s, form);
        double t2 = seconds();
        if (spin / (t1 - t0) > *peak)
            *peak = spin / (t1 - t0);
        if (flops * repeat / (t2 - t1) > *rate)
            *rate = flops * repeat / (t2 - t1);
    }
    *rate *= 1e-9;
    *peak *= 1e-9;
}

static void bench_shape(struct bench *b, const struct shape *s)
{
    printf("%4d x %4d x %4d  %-16s", s->m, s->n, s->k, s->what);
    for (int form = FORWARD; form <= DW; form++) {
        double rate, peak;
        struct arena_mark mark = arena_mark(&b->arena);
        prepare(b, s, (enum form)form);
        measure(b, s, (enum form)form, &rate, &peak);
        arena_release(&b->arena, mark);
        printf("  %6.1f %3.0f%%", rate, 100 * rate / peak);
    }
    printf("\n");
    fflush(stdout);
}

static void bench_row(struct bench *b, const char *name, int mr, int nr)
{
    printf("%s, %d threads, tile %d x %d, fp32 peak of one thread %.0f "
           "GFLOP/s\n%35s  %11s  %11s  %11s\n",
           name, par_threads(), mr, nr, kern_peak(0.2), "", "forward", "dX",
           "dW");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        bench_shape(b, &shapes[i]);
}

static bool wanted(const char *name, int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return true;
    return argc <= 2 && strcmp(name, "ref") != 0;
}

int main(int argc, char **argv)
{
    enum { LARGEST = 8 << 20 };
    struct bench b;
    arena_init(&b.arena, "bench");
    b.A = ARENA_ARRAY(&b.arena, real, LARGEST);
    b.B = ARENA_ARRAY(&b.arena, real, LARGEST);
    b.C = ARENA_ARRAY(&b.arena, real, LARGEST);
    fill(b.A, LARGEST);
    fill(b.B, LARGEST);
    par_set_threads(argc > 1 ? atoi(argv[1]) : 1);
    b.pack.type = PACK_F32;
    for (int i = 0; kern_row(i) != NULL; i++)
        if (kern_supported(kern_row(i)) &&
            wanted(kern_row(i)->name, argc, argv)) {
            kern_use(kern_row(i));
            bench_row(&b, K->name, K->mr, K->nr);
        }
    b.pack.type = PACK_BF16;
    kern_use(kern_row(0));
    for (int i = 0; bf16_row(i) != NULL; i++)
        if (bf16_supported(bf16_row(i)) &&
            wanted(bf16_row(i)->name, argc, argv)) {
            bf16_use(bf16_row(i));
            bench_row(&b, BF16->name, BF16->mr, BF16->nr);
        }
    arena_drop(&b.arena);
    return 0;
}
