/* i8: products with weights of eight bits.
 *
 * A weight W [n x k] is held as whole numbers -127 .. 127 with a scale for
 * each of its rows (an output); C = A W' gets its A in float, a row of which
 * is quantised in the same way just before.  The sums over k are exact, in
 * 32 bits, and an element of C is
 *
 *     (real)sum * (scale of A's row * scale of W's row)
 *
 * added to C, or not.  Nothing there is rounded in an order that
 * could differ: every row of the table below, every number of threads and
 * every batch give the same bits.
 *
 * To add a row: write i8_<name>.c with both functions of struct i8, its line
 * in I8_ROWS (i8.c), its instructions in cpu.c and its flags in the
 * Makefile.  The tests loop over the rows. */
#ifndef KERN_I8_H
#define KERN_I8_H

#include <stdint.h>

#include "kern/kern.h"

/* Columns of a panel of packed weights; steps of k are filled up to a
 * multiple of I8_STEP with zeros; I8_K is the most there may be. */
enum { I8_NR = 64, I8_STEP = 64, I8_K = 1 << 16 };

/* A row of A or of W: x = scale * q, rounded to the nearest, ties to even. */
struct i8_row {
    real scale;      /* NaN when x had what is not finite: q is zeros then */
    int32_t sum;     /* of q */
};

/* A tile of C, m <= mr rows of n <= I8_NR columns. */
struct i8_tile {
    int m, n;
    int k;                    /* a multiple of I8_STEP */
    const int8_t *A;          /* m rows of k */
    const struct i8_row *row; /* [m] */
    /* The panel: four steps of k of column 0, of column 1, ..., then the
     * next four; a weight w is stored as w + 128, because the instructions
     * multiply unsigned by signed numbers. */
    const uint8_t *B;
    const real *scale;        /* [I8_NR] of the columns */
    real *C;
    ptrdiff_t ldc;
    bool add;
};

struct i8 {
    const char *name;
    const char *isa;          /* the row of kern.h that it belongs to */
    int mr;                   /* rows of a tile */
    struct i8_row (*quantise)(int k, const real *x, int8_t *q);
    void (*tile)(const struct i8_tile *t);
};

/* The row in use: the best that goes with the kernels in use (K). */
extern const struct i8 *I8;

/* i-th row that this build has, NULL after the last; whether this processor
 * can run it.  i8_use switches I8 until kern_use (tests); i8_choose is
 * kern_use's call. */
const struct i8 *i8_row(int i);
bool i8_supported(const struct i8 *row);
void i8_use(const struct i8 *row);
void i8_choose(void);

/* Rows of a matrix that may be held in eight bits are at most I8_K long. */
bool i8_fits(int k);

/* Quantises a row of a matrix to be kept.  False: it has what is not
 * finite. */
bool i8_quantise(int k, const real *x, int8_t *q, real *scale);

/* Packs W [n x k] with the scales of its rows; p->type and p->data are
 * set. */
void i8_pack(struct pack *p, int k, int n, const int8_t *W,
             const real *scale);

/* What pack_bytes and gemm of kern.h do for PACK_I8. */
size_t i8_pack_bytes(int k, int n);
void i8_gemm(int m, const real *A, int lda, const struct pack *B, real *C,
             int ldc, bool add);

#endif
