/* gemm_kind: what gemm.c does for each type of packed numbers.
 *
 * The arguments are those of pack_b, gemm and gemm_tn in kern/kern.h.  To
 * add a type: its name in enum pack_type, a file gemm_<type>.c with its row,
 * the row's address in gemm.c. */
#ifndef KERN_GEMM_KIND_H
#define KERN_GEMM_KIND_H

#include "kern/kern.h"

struct gemm_kind {
    size_t (*bytes)(int k, int n);
    /* p's k and n are set; NULL: packed by a function of its own */
    void (*pack)(struct pack *p, const real *B, ptrdiff_t rs, ptrdiff_t cs);
    /* m, n > 0 */
    void (*gemm)(int m, const real *A, int lda, const struct pack *B, real *C,
                 int ldc, bool add);
    /* m, n > 0; NULL: no gradients in this type */
    void (*gemm_tn)(int m, int n, int k, const real *A, int lda, const real *B,
                    int ldb, real *C, int ldc, struct arena *scratch);
};

extern const struct gemm_kind gemm_bf16;

#endif
