/* i8: packing, blocking and threads around the table of i8.h. */
#include "kern/i8.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/size.h"
#include "kern/cpu.h"

/* The rows of this build, best first. */
#if defined(__x86_64__) && !defined(S2S_F64)
#define I8_ROWS(X) X(amx) X(avx512_vnni) X(avx_vnni) X(avx2) X(ref)
#else
#define I8_ROWS(X) X(ref)
#endif

#define I8_DECLARE(name) extern const struct i8 i8_##name;
I8_ROWS(I8_DECLARE)

#define I8_ADDRESS(name) &i8_##name,
static const struct i8 *const rows[] = {I8_ROWS(I8_ADDRESS) NULL};

enum {
    ROOM = I8_K,           /* bytes of quantised rows at a time */
    ROWS = ROOM / I8_STEP,
    UNIT = 1 << 20,        /* fewer products are not worth a thread, ... */
    ROW_UNIT = 1 << 15     /* ... nor is quantising fewer elements */
};

const struct i8 *I8;

const struct i8 *i8_row(int i)
{
    return rows[i];
}

bool i8_supported(const struct i8 *row)
{
    return cpu_supports(row->name);
}

void i8_use(const struct i8 *row)
{
    I8 = row;
}

/* S2S_ISA=avx2 takes no instruction of avx512 here either. */
void i8_choose(void)
{
    int i = 0;
    while (rows[i + 1] != NULL &&
           !(kern_reaches(rows[i]->isa) && i8_supported(rows[i])))
        i++;
    I8 = rows[i];
}

/* ==== Packing ==== */

static int filled(int k)
{
    return ceil_div(k, I8_STEP) * I8_STEP;
}

static size_t panel_bytes(int k)
{
    return (size_t)filled(k) * I8_NR;
}

/* The scales of all columns stand behind the panels. */
static real *scales_of(const struct pack *p)
{
    size_t panels = (size_t)ceil_div(p->n, I8_NR);
    return (real *)(void *)((uint8_t *)p->data + panels * panel_bytes(p->k));
}

bool i8_fits(int k)
{
    return k <= I8_K;
}

size_t i8_pack_bytes(int k, int n)
{
    size_t panels = (size_t)ceil_div(n, I8_NR);
    return panels * (panel_bytes(k) + I8_NR * sizeof(real));
}

struct pack_job {
    const struct pack *p;
    const int8_t *W;
};

static void pack_column(uint8_t *out, int k, const int8_t *w)
{
    for (int i = 0; i < k; i++)
        out[i / 4 * 4 * I8_NR + i % 4] = (uint8_t)(w[i] + 128);
}

static void pack_panels(void *ctx, int lo, int hi)
{
    const struct pack_job *job = ctx;
    const struct pack *p = job->p;
    for (int i = lo; i < hi; i++) {
        uint8_t *out = (uint8_t *)p->data + (size_t)i * panel_bytes(p->k);
        memset(out, 128, panel_bytes(p->k));
        for (int c = i * I8_NR; c < p->n && c < (i + 1) * I8_NR; c++)
            pack_column(out + 4 * (c % I8_NR), p->k,
                        job->W + (size_t)c * (size_t)p->k);
    }
}

void i8_pack(struct pack *p, int k, int n, const int8_t *W, const real *scale)
{
    assert(p->type == PACK_I8 && i8_fits(k));
    p->k = k;
    p->n = n;
    struct pack_job job = {p, W};
    int panels = ceil_div(n, I8_NR);
    par_range(panels, 1 + UNIT / (I8_NR * filled(k) + 1), pack_panels, &job);
    memset(scales_of(p), 0, (size_t)panels * I8_NR * sizeof *scale);
    memcpy(scales_of(p), scale, (size_t)n * sizeof *scale);
}

bool i8_quantise(int k, const real *x, int8_t *q, real *scale)
{
    *scale = I8->quantise(k, x, q).scale;
    return isfinite(*scale);
}

/* ==== C = A W' ==== */

/* Some rows of A, quantised, by all of W. */
struct product {
    int m, k, tiles;
    const real *A;
    int lda;
    const struct pack *B;
    real *C;
    int ldc;
    bool add;
    int8_t *q;             /* [m x k] */
    struct i8_row *row;    /* [m] */
};

static void quantise_rows(void *ctx, int lo, int hi)
{
    const struct product *g = ctx;
    int k = g->B->k;
    for (int i = lo; i < hi; i++) {
        int8_t *q = g->q + (ptrdiff_t)i * g->k;
        g->row[i] = I8->quantise(k, g->A + (ptrdiff_t)i * g->lda, q);
        memset(q + k, 0, (size_t)(g->k - k));
    }
}

/* Units are one panel by one tile of rows, panel after panel. */
static void units(void *ctx, int lo, int hi)
{
    const struct product *g = ctx;
    const real *scale = scales_of(g->B);
    for (int u = lo; u < hi; u++) {
        int panel = u / g->tiles, c = panel * I8_NR;
        int r = even_cut(g->m, u % g->tiles, g->tiles);
        struct i8_tile t = {
            .m = even_cut(g->m, u % g->tiles + 1, g->tiles) - r,
            .n = g->B->n - c < I8_NR ? g->B->n - c : I8_NR,
            .k = g->k,
            .A = g->q + (ptrdiff_t)r * g->k,
            .row = g->row + r,
            .B = (const uint8_t *)g->B->data +
                 (size_t)panel * panel_bytes(g->k),
            .scale = scale + c,
            .C = g->C + (ptrdiff_t)r * g->ldc + c,
            .ldc = g->ldc,
            .add = g->add,
        };
        I8->tile(&t);
    }
}

static void product(struct product *g)
{
    int rows_worth = 1 + ROW_UNIT / (g->k + 1);
    int units_worth = 1 + UNIT / (I8->mr * I8_NR * (g->k + 1));
    g->tiles = ceil_div(g->m, I8->mr);
    par_range(g->m, rows_worth, quantise_rows, g);
    par_range(g->tiles * ceil_div(g->B->n, I8_NR), units_worth, units, g);
}

void i8_gemm(int m, const real *A, int lda, const struct pack *B, real *C,
             int ldc, bool add)
{
    assert(B->type == PACK_I8 && lda >= B->k && ldc >= B->n);
    _Alignas(64) int8_t q[ROOM];
    struct i8_row row[ROWS];
    int k = filled(B->k), most = k > 0 ? ROOM / k : ROWS;
    for (int r = 0; r < m; r += most) {
        struct product g = {
            .m = m - r < most ? m - r : most,
            .k = k,
            .A = A + (ptrdiff_t)r * lda,
            .lda = lda,
            .B = B,
            .C = C + (ptrdiff_t)r * ldc,
            .ldc = ldc,
            .add = add,
            .q = q,
            .row = row,
        };
        product(&g);
    }
}
