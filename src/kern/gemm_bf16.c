/* gemm_bf16: blocking and threads around the micro-kernel BF16->tile.
 *
 * B is packed once an update, A is rounded as it is used: a thread rounds the
 * rows that it needs, as many as fit its room, and multiplies them by all its
 * panels.  A tile goes on from what the last BLOCK steps of k left in C,
 * which is exact: how k is cut changes no bits. */
#include "kern/gemm_kind.h"

#include <assert.h>

#include "base/par.h"
#include "base/size.h"
#include "kern/bf16.h"
#include "kern/part.h"

enum {
    BLOCK = 512,           /* steps of k that a tile does at a time */
    K_ROOM = 2 * BLOCK,    /* steps of A that are rounded at a time */
    ROOM = 128 * 1024,     /* rounded numbers of A that a thread holds */
    K_TN = 2048,           /* steps of gemm_tn at a time */
    TN_ROWS = 256,         /* rows of A' that stay near */
    LINE = 32,             /* numbers of a cache line */
    UNIT_FMAS = 1 << 20    /* less than this is not worth a thread */
};

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* A stride for rows of k: an odd number of lines, so that the rows of a tile
 * spread over the sets of a cache. */
static int stride(int k)
{
    return (ceil_div(k, LINE) | 1) * LINE;
}

/* ==== Packing ==== */

static size_t panel_size(int k)
{
    return (size_t)bf16_whole(k) * (size_t)BF16->nr;
}

static size_t bytes(int k, int n)
{
    assert(BF16 != NULL);
    return (size_t)ceil_div(n, BF16->nr) * panel_size(k) * sizeof(uint16_t);
}

struct pack_job {
    const struct pack *p;
    const real *B;
    ptrdiff_t rs, cs;
};

static void pack_panels(void *ctx, int lo, int hi)
{
    const struct pack_job *job = ctx;
    const struct pack *p = job->p;
    for (int i = lo; i < hi; i++) {
        int c = i * BF16->nr;
        BF16->panel(min(p->n - c, BF16->nr), p->k, job->B + c * job->cs,
                    job->rs, job->cs,
                    (uint16_t *)p->data + (size_t)i * panel_size(p->k));
    }
}

static void pack(struct pack *p, const real *B, ptrdiff_t rs, ptrdiff_t cs)
{
    struct pack_job job = {p, B, rs, cs};
    int grain = 1 + UNIT_FMAS / 16 / (BF16->nr * bf16_whole(p->k) + 1);
    assert(rs == 1 || cs == 1);
    par_range(ceil_div(p->n, BF16->nr), grain, pack_panels, &job);
}

/* ==== An area of C ==== */

/* Rounded rows of A by panels of B: C [m x n] (+)= A B for k steps. */
struct area {
    int m, n, k;
    const uint16_t *A, *B;
    ptrdiff_t lda;
    size_t panel; /* between B's panels */
    real *C;
    ptrdiff_t ldc;
    bool add;
};

static void area_panel(const struct area *g, const uint16_t *B, real *C, int n)
{
    int mr = BF16->mr, k0 = 0;
    do {
        int k = min(bf16_whole(g->k) - k0, BLOCK);
        for (int r = 0; r < g->m; r += mr)
            BF16->tile(min(g->m - r, mr), n, k, g->A + r * g->lda + k0, g->lda,
                       B + (ptrdiff_t)k0 * BF16->nr, C + r * g->ldc, g->ldc,
                       g->add || k0 > 0);
        k0 += BLOCK;
    } while (k0 < g->k);
}

static void area_run(const struct area *g)
{
    int nr = BF16->nr;
    for (int c = 0; c < g->n; c += nr)
        area_panel(g, g->B + (size_t)(c / nr) * g->panel, g->C + c,
                   min(g->n - c, nr));
}

/* Threads share rows of C when there are enough of them, because then no row
 * of A is rounded twice; else panels. */
static bool split_rows(int m, int n)
{
    int tiles = ceil_div(m, BF16->mr);
    return tiles >= 4 * par_threads() || tiles >= ceil_div(n, BF16->nr);
}

/* A thread's share: rows r0 .. r1 - 1 of columns c0 .. c1 - 1. */
struct share {
    int r0, r1, c0, c1;
};

static struct share share_of(int m, int n, bool by_rows, int lo, int hi)
{
    int mr = BF16->mr, nr = BF16->nr;
    if (by_rows)
        return (struct share){lo * mr, min(hi * mr, m), 0, n};
    return (struct share){0, m, lo * nr, min(hi * nr, n)};
}

static void run_shares(int m, int n, int k, bool by_rows, par_body *f,
                       void *ctx)
{
    int units = by_rows ? ceil_div(m, BF16->mr) : ceil_div(n, BF16->nr);
    long long fmas = (long long)m * n * (k + 1) / units + 1;
    par_range(units, 1 + (int)(UNIT_FMAS / fmas), f, ctx);
}

/* ==== C = A B, B packed ==== */

struct product {
    int m;
    const real *A;
    int lda;
    const struct pack *B;
    real *C;
    int ldc;
    bool add, by_rows;
};

/* The k steps from k0 of a share. */
static void product_steps(const struct product *g, const struct share *s,
                          int k0, int k)
{
    _Alignas(64) uint16_t room[ROOM];
    int lda = stride(k), most = ROOM / lda / BF16->mr * BF16->mr;
    size_t panel = panel_size(g->B->k);
    const uint16_t *B = g->B->data;
    for (int r = s->r0; r < s->r1; r += most) {
        struct area area = {
            .m = min(s->r1 - r, most),
            .n = s->c1 - s->c0,
            .k = k,
            .A = room,
            .lda = lda,
            .B = B + (size_t)(s->c0 / BF16->nr) * panel +
                 (size_t)k0 * (size_t)BF16->nr,
            .panel = panel,
            .C = g->C + (ptrdiff_t)r * g->ldc + s->c0,
            .ldc = g->ldc,
            .add = g->add || k0 > 0,
        };
        enum part outer = part_switch(PART_PACK);
        BF16->rows(area.m, k, g->A + (ptrdiff_t)r * g->lda + k0, g->lda, room,
                   lda);
        part_switch(outer);
        area_run(&area);
    }
}

static void product_share(void *ctx, int lo, int hi)
{
    const struct product *g = ctx;
    struct share s = share_of(g->m, g->B->n, g->by_rows, lo, hi);
    int k0 = 0;
    BF16->begin();
    do {
        product_steps(g, &s, k0, min(g->B->k - k0, K_ROOM));
        k0 += K_ROOM;
    } while (k0 < g->B->k);
    BF16->end();
}

static void product(int m, const real *A, int lda, const struct pack *B,
                    real *C, int ldc, bool add)
{
    struct product g = {m, A, lda, B, C, ldc, add, split_rows(m, B->n)};
    run_shares(m, B->n, B->k, g.by_rows, product_share, &g);
}

/* ==== C += A' B ==== */

struct tn {
    int m, n, k;
    const real *A;
    int lda;
    struct pack B;
    uint16_t *turned; /* A', m rows of stride(k) */
    real *C;
    int ldc;
    bool by_rows;
};

static void tn_turn(void *ctx, int lo, int hi)
{
    const struct tn *g = ctx;
    int mr = BF16->mr, ld = stride(g->k);
    BF16->turned(min(hi * mr, g->m) - lo * mr, g->k, g->A + lo * mr, g->lda,
                 g->turned + (ptrdiff_t)lo * mr * ld, ld);
}

static void tn_share(void *ctx, int lo, int hi)
{
    const struct tn *g = ctx;
    struct share s = share_of(g->m, g->n, g->by_rows, lo, hi);
    int lda = stride(g->k), most = TN_ROWS / BF16->mr * BF16->mr;
    size_t panel = panel_size(g->k);
    BF16->begin();
    for (int r = s.r0; r < s.r1; r += most) {
        struct area area = {
            .m = min(s.r1 - r, most),
            .n = s.c1 - s.c0,
            .k = g->k,
            .A = g->turned + (ptrdiff_t)r * lda,
            .lda = lda,
            .B = (const uint16_t *)g->B.data +
                 (size_t)(s.c0 / BF16->nr) * panel,
            .panel = panel,
            .C = g->C + (ptrdiff_t)r * g->ldc + s.c0,
            .ldc = g->ldc,
            .add = true,
        };
        area_run(&area);
    }
    BF16->end();
}

static void tn_steps(struct tn *g, const real *B, int ldb)
{
    int tiles = ceil_div(g->m, BF16->mr);
    g->B.k = g->k;
    g->B.n = g->n;
    enum part outer = part_switch(PART_PACK);
    pack(&g->B, B, ldb, 1);
    par_range(tiles, 1 + UNIT_FMAS / 16 / (BF16->mr * g->k), tn_turn, g);
    part_switch(outer);
    run_shares(g->m, g->n, g->k, g->by_rows, tn_share, g);
}

static void product_tn(int m, int n, int k, const real *A, int lda,
                       const real *B, int ldb, real *C, int ldc,
                       struct arena *scratch)
{
    struct arena_mark mark = arena_mark(scratch);
    int most = min(k, K_TN), rows = ceil_div(m, BF16->mr) * BF16->mr;
    struct tn g = {.m = m, .n = n, .lda = lda, .C = C, .ldc = ldc};
    g.by_rows = split_rows(m, n);
    g.B.data = arena_room(scratch, bytes(most, n));
    g.turned = arena_room(scratch, (size_t)rows * (size_t)stride(most) *
                                       sizeof *g.turned);
    for (int k0 = 0; k0 < k; k0 += K_TN) {
        g.k = min(k - k0, K_TN);
        g.A = A + (ptrdiff_t)k0 * lda;
        tn_steps(&g, B + (ptrdiff_t)k0 * ldb, ldb);
    }
    arena_release(scratch, mark);
}

const struct gemm_kind gemm_bf16 = {bytes, pack, product, product_tn};
