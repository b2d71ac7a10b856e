/* bench: what each member of the families costs, and how fast the kernels
 * are here. */
#ifndef TASK_BENCH_H
#define TASK_BENCH_H

#include "model/config.h"
#include "task/work.h"

/* Source and target lengths that a pass is timed at; everything else is said
 * at BENCH_AT tokens, memory at the last. */
enum { BENCH_LENGTHS = 4, BENCH_AT = 20 };
extern const int bench_length[BENCH_LENGTHS];      /* 10, 20, 40, 80 */

/* One member, all other choices those of a configuration. */
struct bench_row {
    const char *family, *name;
    char why[256];         /* it does not fit these options; then the rest is
                              0; else empty */
    size_t parameters;
    double products;       /* multiply-adds a target token, forward */
    long weights;          /* alpha_ij of a pair */
    const char *growth;    /* of the products (task/work.h) */
    long steps;            /* that wait for one another, of a pair */
    size_t memory;         /* bytes that a batch's pass holds at its end */
    double ms[BENCH_LENGTHS];  /* a batch's forward and backward */
};

struct bench_size {
    int batch;
    int vocabulary;        /* Kx = Ky */
    double seconds;        /* at least so long for each time */
};

/* The i-th family that is looked at, NULL after the last: "score", ... */
const char *bench_family(int i);

/* The j-th member of a family, in a network of these sizes and `c` (every
 * size given, nothing left "auto" but names); false after the last. */
bool bench_kind(struct bench_row *out, const char *family, int j,
                const struct config *c, const struct bench_size *size);

/* GFLOP/s of C [m x n] = A [m x k] B on all threads, the best of many runs in
 * `seconds`. */
double bench_product(int m, int n, int k, double seconds);

#endif
