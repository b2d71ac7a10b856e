/* A table of its own stands in front of the one in use and passes on every
 * call, so that nobody but gemm.c, whose kernels are in several tables, has
 * to know of counting. */
#include "kern/count.h"

#include <assert.h>
#include <stdatomic.h>

#include "kern/kern.h"

static const struct kern *counted;     /* the table behind */
static struct kern counting;
static atomic_llong made;

static void count(long long n)
{
    atomic_fetch_add_explicit(&made, n, memory_order_relaxed);
}

void kern_count_product(int m, int n, int k)
{
    if (K == &counting)
        count((long long)m * n * k);
}

static void count_axpy(int n, real a, const real *x, real *y)
{
    count(n);
    counted->axpy(n, a, x, y);
}

static real count_dot(int n, const real *x, const real *y)
{
    count(n);
    return counted->dot(n, x, y);
}

static real count_concat_score(int A, const real *q, const real *k,
                               const real *v)
{
    count(A);
    return counted->concat_score(A, q, k, v);
}

/* dv += de t and z = de v (1 - t t). */
static void count_concat_score_backward(int A, real de, const real *q,
                                        const real *k, const real *v, real *dq,
                                        real *dk, real *dv)
{
    count(2 * A);
    counted->concat_score_backward(A, de, q, k, v, dq, dk, dv);
}

void kern_count_begin(void)
{
    assert(K != &counting);
    counted = K;
    counting = *K;
    counting.axpy = count_axpy;
    counting.dot = count_dot;
    counting.concat_score = count_concat_score;
    counting.concat_score_backward = count_concat_score_backward;
    atomic_store(&made, 0);
    kern_use(&counting);
}

long long kern_count_end(void)
{
    assert(K == &counting);
    kern_use(counted);
    return atomic_load(&made);
}
