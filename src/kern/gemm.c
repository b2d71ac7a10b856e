/* gemm: packing, blocking and threads around the micro-kernel K->tile.
 *
 * B lies in panels of nr columns, each k x nr and contiguous, the last one
 * filled up with zeros.  The work is cut into units of one panel by one tile
 * of rows, panel after panel, and a thread takes runs of units: even loads
 * at any shape, and a panel stays in the cache while its tiles use it.  k and
 * the rows are cut so that a block of A stays in the second-level cache while
 * the panels pass; the next block of k goes on from what the last one left in
 * C, which continues the chains.
 */
#include "kern/kern.h"

#include <assert.h>
#include <string.h>

#include "base/par.h"
#include "base/size.h"
#include "kern/count.h"
#include "kern/gemm_kind.h"
#include "kern/i8.h"
#include "kern/part.h"

enum {
    K_BLOCK = 512,            /* steps of k at a time */
    A_BLOCK = 1 << 18,        /* elements of A at a time */
    MR_MAX = 8,               /* no K->mr is greater */
    PACK_STRIP = 8,           /* rows packed at a time: more lines, 4 KB
                                 apart, do not fit one set of a cache */
    LINE = 64 / sizeof(real), /* elements of a cache line */
    UNIT_FMAS = 1 << 18       /* less than this is not worth a thread */
};

/* ==== Packing ==== */

/* One panel: out(r, c) = B[r * rs + c * cs] for c < columns, 0 up to width;
 * k x width. */
static void pack_panel(real *out, int width, int columns, int k, const real *B,
                       ptrdiff_t rs, ptrdiff_t cs)
{
    if (columns < width)
        memset(out, 0, (size_t)k * (size_t)width * sizeof *out);
    if (cs == 1) {
        for (int r = 0; r < k; r++)
            memcpy(out + (ptrdiff_t)r * width, B + r * rs,
                   (size_t)columns * sizeof *out);
        return;
    }
    assert(rs == 1);
    K->turn(columns, k, B, cs, out, width);
}

static size_t bytes(int k, int n)
{
    size_t columns = (size_t)ceil_div(n, K->nr) * (size_t)K->nr;
    return (size_t)k * columns * sizeof(real);
}

struct pack_job {
    const struct pack *p;
    const real *B;
    ptrdiff_t rs, cs;
};

/* Rows that lie one after the other are read a few at a time, each from end
 * to end: of one panel they are too far apart for the processor to foresee. */
static void pack_panels(void *ctx, int lo, int hi)
{
    const struct pack_job *job = ctx;
    const struct pack *p = job->p;
    int nr = K->nr, most = job->cs == 1 ? PACK_STRIP : p->k;
    for (int r = 0; r < p->k; r += most) {
        int rows = p->k - r < most ? p->k - r : most;
        for (int i = lo; i < hi; i++) {
            int c = i * nr;
            real *panel = (real *)p->data + (size_t)c * (size_t)p->k;
            pack_panel(panel + (ptrdiff_t)r * nr, nr,
                       p->n - c < nr ? p->n - c : nr, rows,
                       job->B + c * job->cs + r * job->rs, job->rs, job->cs);
        }
    }
}

static void pack(struct pack *p, const real *B, ptrdiff_t rs, ptrdiff_t cs)
{
    struct pack_job job = {p, B, rs, cs};
    int grain = 1 + UNIT_FMAS / 16 / (K->nr * (p->k > 0 ? p->k : 1));
    par_range(ceil_div(p->n, K->nr), grain, pack_panels, &job);
}

/* ==== Units of work ==== */

/* C [m x n] = from + A B.  Rows are cut evenly into tiles: 13 rows are 5 + 4
 * + 4 and not 6 + 6 + 1. */
struct product {
    int m, n, k;
    int tiles;             /* tiles of rows */
    const real *A;
    ptrdiff_t rsa, csa;    /* A(i, k) = A[i * rsa + k * csa] */
    const real *B;         /* the panels */
    const real *from;      /* C, one row with ldf 0, or NULL for 0 */
    ptrdiff_t ldf;
    real *C;
    ptrdiff_t ldc;
};

/* Some steps of k of some tiles. */
struct block {
    int k;
    const real *A;         /* of the first of these tiles */
    ptrdiff_t rsa, csa;    /* csa 0: A is in tiles, k x rows each */
    const real *B;         /* of the panel */
    const real *from;      /* of the product, or its C: there is a part of
                              the chains already */
    ptrdiff_t ldf;
};

static int tile_row(const struct product *g, int tile)
{
    return even_cut(g->m, tile, g->tiles);
}

/* Tiles lo .. hi - 1 of one panel.  They share the fetching of the panel
 * after this one evenly: in a hurry it would take the memory from their own
 * loads. */
static void panel_tiles(const struct product *g, int panel, int lo, int hi,
                        const struct block *b)
{
    int nr = K->nr, c = panel * nr, top = tile_row(g, lo);
    int columns = g->n - c < nr ? g->n - c : nr;
    int step = hi - lo < nr / LINE ? LINE : ceil_div(nr, hi - lo);
    const real *next = b->B + (ptrdiff_t)g->k * nr;
    for (int t = lo; t < hi; t++) {
        int r = tile_row(g, t), rows = tile_row(g, t + 1) - r;
        K->tile(rows, columns, b->k, b->A + (r - top) * b->rsa,
                b->csa ? b->rsa : 1, b->csa ? b->csa : rows, b->B,
                b->from ? b->from + r * b->ldf + c : NULL, b->ldf,
                g->C + r * g->ldc + c, g->ldc,
                next + (ptrdiff_t)(t - lo) * b->k * step, step);
    }
}

/* The tiles of `panel` that are among the units lo .. hi - 1. */
static void clip_units(const struct product *g, int panel, int lo, int hi,
                       int *first, int *end)
{
    int base = panel * g->tiles;
    *first = lo > base ? lo - base : 0;
    *end = hi - base < g->tiles ? hi - base : g->tiles;
}

/* ==== C = A B, B packed ==== */

static void gemm_units(void *ctx, int lo, int hi)
{
    const struct product *g = ctx;
    ptrdiff_t panel = (ptrdiff_t)g->k * K->nr;
    int k0 = 0;
    do {
        struct block b = {.k = g->k - k0 < K_BLOCK ? g->k - k0 : K_BLOCK,
                          .rsa = g->rsa, .csa = g->csa,
                          .from = k0 > 0 ? g->C : g->from,
                          .ldf = k0 > 0 ? g->ldc : g->ldf};
        for (int p = lo / g->tiles; p * g->tiles < hi; p++) {
            int first, end;
            clip_units(g, p, lo, hi, &first, &end);
            b.A = g->A + tile_row(g, first) * g->rsa + k0 * g->csa;
            b.B = g->B + p * panel + (ptrdiff_t)k0 * K->nr;
            panel_tiles(g, p, first, end, &b);
        }
        k0 += K_BLOCK;
    } while (k0 < g->k);
}

/* Of one row a unit is a panel.  What fills no group goes by the tile. */
static void row_units(void *ctx, int lo, int hi)
{
    const struct product *g = ctx;
    struct block b = {g->k, g->A, g->rsa, g->csa, .from = g->from};
    for (int p = lo, step; p < hi; p += step) {
        int c = p * K->nr, end = c + ROW_PANELS * K->nr;
        b.B = g->B + (ptrdiff_t)c * g->k;
        step = p + ROW_PANELS <= hi && end <= g->n ? ROW_PANELS : 1;
        if (step > 1)
            K->row(b.k, b.A, b.csa, b.B, b.from ? b.from + c : NULL, g->C + c);
        else
            panel_tiles(g, p, 0, 1, &b);
    }
}

/* All rows of g, of which A's block fits the cache. */
static void run_units(struct product *g)
{
    long long fmas = (long long)K->mr * K->nr * (g->k > 0 ? g->k : 1);
    int grain = (int)(1 + UNIT_FMAS / fmas);
    if (g->m == 1)
        grain = ceil_div(grain, ROW_PANELS) * ROW_PANELS;
    g->tiles = ceil_div(g->m, K->mr);
    par_pieces(g->tiles * ceil_div(g->n, K->nr), grain,
               g->m == 1 ? row_units : gemm_units, g);
}

static void product(int m, const real *A, ptrdiff_t rsa, ptrdiff_t csa,
                    const struct pack *B, const real *from, ptrdiff_t ldf,
                    real *C, int ldc)
{
    int most = A_BLOCK / (B->k < K_BLOCK ? B->k + 1 : K_BLOCK);
    for (int r = 0; r < m; r += most) {
        struct product g = {.m = m - r < most ? m - r : most,
                            .n = B->n, .k = B->k,
                            .A = A + r * rsa, .rsa = rsa, .csa = csa,
                            .B = B->data,
                            .from = from ? from + r * ldf : NULL, .ldf = ldf,
                            .C = C + (ptrdiff_t)r * ldc, .ldc = ldc};
        run_units(&g);
    }
}

static void product_n(int m, const real *A, int lda, const struct pack *B,
                      real *C, int ldc, bool add)
{
    product(m, A, lda, 1, B, add ? C : NULL, ldc, C, ldc);
}

void gemm_t(int m, const real *A, int lda, const struct pack *B, real *C,
            int ldc, bool add)
{
    assert(B->type == PACK_F32 && lda >= m && ldc >= B->n);
    kern_count_product(m, B->n, B->k);
    enum part outer = part_switch(PART_GEMM);
    if (m > 0 && B->n > 0)
        product(m, A, 1, lda, B, add ? C : NULL, ldc, C, ldc);
    part_switch(outer);
}

/* ==== C += A' B ==== */

enum { TN_STEPS = 1024, TN_TILES = 8 };    /* a block of A': 196 KB */

/* Steps k0 .. k0 + k - 1 of a tile of `rows` rows, of a block of `steps`
 * steps.  Copies of MR_MAX elements are one or two instructions; what a copy
 * has too much is overwritten by the next, and the last ones of A, where
 * nothing follows, are exact. */
static void pack_steps(real *out, int rows, int k0, int k, int steps,
                       const real *A, ptrdiff_t lda)
{
    int end = k0 + k, loose = end < steps - MR_MAX ? end : steps - MR_MAX;
    out += (ptrdiff_t)k0 * rows;
    A += k0 * lda;
    for (; k0 < loose; k0++, out += rows, A += lda) {
        __builtin_prefetch(A + PACK_STRIP * lda);
        memcpy(out, A, MR_MAX * sizeof *out);
    }
    for (; k0 < end; k0++, out += rows, A += lda)
        memcpy(out, A, (size_t)rows * sizeof *out);
}

/* `steps` steps of the tiles lo .. hi - 1, one after the other, from A [k x m]
 * at the first of them.  A few rows of A at a time, as the prefetcher likes
 * it. */
static void pack_tiles(const struct product *g, int lo, int hi, int steps,
                       const real *A, real *out)
{
    int top = tile_row(g, lo);
    enum part outer = part_switch(PART_PACK);
    for (int k0 = 0; k0 < steps; k0 += PACK_STRIP) {
        int k = steps - k0 < PACK_STRIP ? steps - k0 : PACK_STRIP;
        for (int t = lo; t < hi; t++) {
            int r = tile_row(g, t), rows = tile_row(g, t + 1) - r;
            pack_steps(out + (ptrdiff_t)(r - top) * steps, rows, k0, k, steps,
                       A + r * g->rsa, g->csa);
        }
    }
    part_switch(outer);
}

/* All of the tiles lo .. hi - 1: A is read once, and C's rows stay in the
 * cache from one block of k to the next. */
static void tn_block(const struct product *g, int lo, int hi, real *tiles)
{
    for (int k0 = 0; k0 < g->k; k0 += TN_STEPS) {
        int k = g->k - k0 < TN_STEPS ? g->k - k0 : TN_STEPS;
        struct block b = {
            .k = k, .A = tiles, .rsa = k, .from = g->C, .ldf = g->ldc};
        pack_tiles(g, lo, hi, k, g->A + k0 * g->csa, tiles);
        for (int p = 0; p * K->nr < g->n; p++) {
            b.B = g->B + ((ptrdiff_t)p * g->k + k0) * K->nr;
            panel_tiles(g, p, lo, hi, &b);
        }
    }
}

static void tn_tiles(void *ctx, int lo, int hi)
{
    const struct product *g = ctx;
    _Alignas(64) real tiles[TN_STEPS * TN_TILES * MR_MAX];
    for (int t = lo; t < hi; t += TN_TILES)
        tn_block(g, t, hi - t < TN_TILES ? hi : t + TN_TILES, tiles);
}

static void product_tn(int m, int n, int k, const real *A, int lda,
                       const real *B, int ldb, real *C, int ldc,
                       struct arena *scratch)
{
    assert(K->mr <= MR_MAX);
    struct arena_mark mark = arena_mark(scratch);
    struct pack p = {.type = PACK_F32, .k = k, .n = n,
                     .data = arena_room(scratch, bytes(k, n))};
    enum part outer = part_switch(PART_PACK);
    pack(&p, B, ldb, 1);
    part_switch(outer);
    struct product g = {
        .m = m,
        .n = n,
        .k = k,
        .tiles = ceil_div(m, K->mr),
        .A = A,
        .rsa = 1,
        .csa = lda,
        .B = p.data,
        .C = C,
        .ldc = ldc,
    };
    long long fmas = (long long)K->mr * n * (k > 0 ? k : 1);
    par_range(g.tiles, (int)(1 + UNIT_FMAS / fmas), tn_tiles, &g);
    arena_release(scratch, mark);
}

/* ==== The types ==== */

static const struct gemm_kind f32 = {bytes, pack, product_n, product_tn};

/* Weights come quantised, by i8_pack; there are no gradients. */
static const struct gemm_kind i8 = {i8_pack_bytes, NULL, i8_gemm, NULL};

static const struct gemm_kind *const kinds[] = {
    [PACK_F32] = &f32,
    [PACK_BF16] = &gemm_bf16,
    [PACK_I8] = &i8,
};

size_t pack_bytes(int k, int n, enum pack_type type)
{
    return kinds[type]->bytes(k, n);
}

void pack_b(struct pack *p, int k, int n, const real *B, ptrdiff_t rs,
            ptrdiff_t cs)
{
    p->k = k;
    p->n = n;
    enum part outer = part_switch(PART_PACK);
    kinds[p->type]->pack(p, B, rs, cs);
    part_switch(outer);
}

void gemm(int m, const real *A, int lda, const struct pack *B, real *C, int ldc,
          bool add)
{
    assert(lda >= B->k && ldc >= B->n);
    enum part outer = part_switch(PART_GEMM);
    kern_count_product(m, B->n, B->k);
    if (m > 0 && B->n > 0)
        kinds[B->type]->gemm(m, A, lda, B, C, ldc, add);
    part_switch(outer);
}

static void start_rows(void *ctx, int lo, int hi)
{
    const struct product *g = ctx;
    for (int i = lo; i < hi; i++)
        memcpy(g->C + i * g->ldc, g->from, (size_t)g->n * sizeof *g->C);
}

void gemm_bias(int m, const real *A, int lda, const struct pack *B,
               const real *bias, real *C, int ldc)
{
    assert(lda >= B->k && ldc >= B->n);
    enum part outer = part_switch(PART_GEMM);
    if (B->type != PACK_F32) {
        struct product g = {.n = B->n, .from = bias, .C = C, .ldc = ldc};
        par_range(m, 8, start_rows, &g);
        gemm(m, A, lda, B, C, ldc, true);
    } else if (m > 0 && B->n > 0) {
        kern_count_product(m, B->n, B->k);
        product(m, A, lda, 1, B, bias, 0, C, ldc);
    }
    part_switch(outer);
}

void gemm_tn(int m, int n, int k, const real *A, int lda, const real *B,
             int ldb, real *C, int ldc, enum pack_type type,
             struct arena *scratch)
{
    assert(lda >= m && ldb >= n && ldc >= n);
    enum part outer = part_switch(PART_GEMM);
    kern_count_product(m, n, k);
    if (m > 0 && n > 0)
        kinds[type]->gemm_tn(m, n, k, A, lda, B, ldb, C, ldc, scratch);
    part_switch(outer);
}
