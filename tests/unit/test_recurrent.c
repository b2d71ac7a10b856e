/* Cells, each alone: one step, and a packed sequence in both directions. */
#include "layer.h"
#include "nn/direction.h"

/* ==== cell: one step ==== */

/* The step works on rows ROW0 .. ROW0 + n of a longer sequence. */
enum { UNITS = 5, INPUT = 3, STEP_ROWS = 3, ROW0 = 2 };

struct cell_case {
    struct layer l;
    struct cell *cell;
    struct leaf z, h, c;   /* c.w NULL without memory */
};

static real *copy_rows(real *to, const real *from, int width)
{
    return memcpy(to + ROW0 * width, from,
                  (size_t)(STEP_ROWS * width) * sizeof *to);
}

static double cell_pass(void *ctx, bool backward)
{
    struct cell_case *c = ctx;
    const struct cell_kind *kind = c->cell->kind;
    struct run *r = &c->l.r;
    struct cell_seq q;
    int G = kind->gates * UNITS;
    layer_begin(&c->l);
    cell_seq_new(r, c->cell, &q, ROW0 + STEP_ROWS);
    /* the weights see the rows before this step too */
    memset(q.z, 0, (size_t)(ROW0 + STEP_ROWS) * (size_t)G * sizeof *q.z);
    if (q.extra)
        memset(q.extra, 0, (size_t)(ROW0 + STEP_ROWS) *
                               (size_t)(kind->extra * UNITS) *
                               sizeof *q.extra);
    copy_rows(q.z, c->z.w, G);
    copy_rows(q.h_prev, c->h.w, UNITS);
    if (kind->memory)
        copy_rows(q.c_prev, c->c.w, UNITS);
    cell_forward(c->cell, &q, ROW0, STEP_ROWS);
    real *dh = run_matrix(r, STEP_ROWS, UNITS);
    real *dc = run_matrix(r, STEP_ROWS, UNITS);
    double sum = layer_weigh(0, STEP_ROWS, UNITS,
                             row_of(q.h, ROW0, UNITS), dh);
    if (kind->memory)
        sum += layer_weigh(1, STEP_ROWS, UNITS, row_of(q.c, ROW0, UNITS),
                           dc);
    if (!backward)
        return sum;
    cell_backward(r, c->cell, &q, ROW0, STEP_ROWS, dh, dc);
    kind->weights(r, c->cell, &q);
    layer_add(c->z.g, row_of(q.z, ROW0, G), STEP_ROWS, G);
    layer_add(c->h.g, dh, STEP_ROWS, UNITS);
    if (kind->memory)
        layer_add(c->c.g, dc, STEP_ROWS, UNITS);
    return sum;
}

static bool most_moved(const struct param *p)
{
    size_t moved = 0;
    for (size_t k = 0; k < param_count(p); k++)
        moved += p->g[k] != NUMERIC_BASE;
    return moved > param_count(p) / 2;
}

START_TEST(cell_gradients_of_a_step)
{
    struct cell_case c = {0};
    layer_init(&c.l);
    const struct cell_kind *kind = cell_kind(_i / 2);
    bool norm = _i & 1;
    c.cell = cell_new(&c.l.ps, kind, INPUT, UNITS, norm, "cell");
    c.z = layer_input(&c.l, "z", STEP_ROWS, kind->gates * UNITS,
                      NUMERIC_LIVE);
    c.h = layer_input(&c.l, "h_prev", STEP_ROWS, UNITS, NUMERIC_LIVE);
    if (kind->memory)
        c.c = layer_input(&c.l, "c_prev", STEP_ROWS, UNITS, NUMERIC_LIVE);
    /* W and b come in from outside; U is live in every kind */
    layer_seal(&c.l, NUMERIC_EITHER);
    ck_assert(layer_agrees(&c.l, cell_pass, &c));
    ck_assert(layer_threads_agree(&c.l, cell_pass, &c));
    ck_assert(most_moved(c.cell->U));
    ck_assert((c.cell->U_h != NULL) == kind->candidate);
    ck_assert(!kind->candidate || most_moved(c.cell->U_h));
    layer_drop(&c.l);
}
END_TEST

/* ==== direction: a sequence ==== */

enum { LD = UNITS + 3 };   /* h may stand in wider rows */

struct direction_case {
    struct layer l;
    struct cell *cell;
    struct batch batch;
    bool reverse, still;   /* still: no gradient of x is asked for */
    struct leaf x, h, c;   /* h, c: initial states; w NULL for zero */
};

static double last_weigh(struct direction_case *c, const struct cell_seq *q,
                         struct cell_state *dlast)
{
    struct run *r = &c->l.r;
    int B = c->batch.src.B;
    struct cell_state last = direction_last(r, c->cell, &c->batch.src, q);
    *dlast = cell_state_new(r, c->cell, B);
    double sum = layer_weigh(2, B, UNITS, last.h, dlast->h);
    if (last.c)
        sum += layer_weigh(3, B, UNITS, last.c, dlast->c);
    return sum;
}

static double direction_pass(void *ctx, bool backward)
{
    struct direction_case *c = ctx;
    const struct side *side = &c->batch.src;
    struct cell_state start = {c->h.w, c->c.w}, dstart = {c->h.g, c->c.g};
    struct run *r = &c->l.r;
    struct cell_seq q;
    layer_begin(&c->l);
    direction_forward(r, c->cell, side, c->reverse, c->x.w, &start, &q);
    real *dh = run_matrix(r, side->rows, UNITS);
    real *dH = run_matrix(r, side->rows, LD);
    double sum = layer_weigh(0, side->rows, UNITS, q.h, dh);
    struct cell_state dlast = cell_state_none;
    if (!c->reverse)
        sum += last_weigh(c, &q, &dlast);
    if (!backward)
        return sum;
    for (int i = 0; i < side->rows * LD; i++)
        dH[i] = i % LD < UNITS ? dh[i / LD * UNITS + i % LD] : 1000;
    direction_backward(r, c->cell, side, c->reverse, c->x.w, &q, dH, LD,
                       c->still ? NULL : c->x.g, &dlast, &dstart);
    return sum;
}

static void direction_new(struct direction_case *c,
                          const struct cell_kind *kind, bool norm,
                          bool reverse, bool start)
{
    memset(c, 0, sizeof *c);
    layer_init(&c->l);
    layer_ragged(&c->l, &c->batch);
    c->reverse = reverse;
    c->cell = cell_new(&c->l.ps, kind, INPUT, UNITS, norm, "cell");
    c->x = layer_input(&c->l, "x", c->batch.src.rows, INPUT, NUMERIC_LIVE);
    if (start)
        c->h = layer_input(&c->l, "h_0", c->batch.src.B, UNITS,
                           NUMERIC_LIVE);
    if (start && kind->memory)
        c->c = layer_input(&c->l, "c_0", c->batch.src.B, UNITS,
                           NUMERIC_LIVE);
    layer_seal(&c->l, NUMERIC_LIVE);
}

START_TEST(direction_gradients)
{
    enum { FORWARD, REVERSE, START };
    for (int way = FORWARD; way <= START; way++) {
        struct direction_case c;
        direction_new(&c, cell_kind(_i / 2), _i & 1, way == REVERSE,
                      way == START);
        ck_assert(layer_agrees(&c.l, direction_pass, &c));
        ck_assert(layer_threads_agree(&c.l, direction_pass, &c));
        layer_drop(&c.l);
    }
}
END_TEST

/* dx is not asked for: the weights' gradients are the same. */
START_TEST(direction_without_dx)
{
    struct direction_case c;
    direction_new(&c, cell_kind(_i / 2), _i & 1, false, true);
    c.still = true;
    c.l.array[0] = c.l.array[--c.l.arrays];
    ck_assert(layer_agrees(&c.l, direction_pass, &c));
    layer_drop(&c.l);
}
END_TEST

/* The batch of the one sentence that stands at place b. */
static void batch_of_one(struct layer *l, const struct side *s, int b,
                         struct batch *out)
{
    layer_batch(l, out, 1, &s->len[b], &s->len[b]);
}

/* Each sentence gets the states that it has alone, bit for bit. */
START_TEST(direction_ragged_equals_alone)
{
    bool reverse = _i & 1, start = _i == 2;
    struct direction_case c;
    for (int k = 0; cell_kind(k); k++) {
        direction_new(&c, cell_kind(k), k & 1, reverse, start);
        struct cell_state s0 = {c.h.w, c.c.w};
        const struct side *all = &c.batch.src;
        struct cell_seq q, p;
        direction_forward(&c.l.r, c.cell, all, reverse, c.x.w, &s0, &q);
        for (int b = 0; b < all->B; b++) {
            struct batch one;
            batch_of_one(&c.l, all, b, &one);
            real *x = run_matrix(&c.l.r, all->len[b], INPUT);
            for (int t = 0; t < all->len[b]; t++)
                memcpy(row_of(x, t, INPUT),
                       row_of(c.x.w, all->off[t] + b, INPUT),
                       INPUT * sizeof *x);
            struct cell_state sb = cell_state_none;
            if (start)
                sb = (struct cell_state){row_of(c.h.w, b, UNITS),
                                         c.c.w ? row_of(c.c.w, b, UNITS)
                                               : NULL};
            direction_forward(&c.l.r, c.cell, &one.src, reverse, x, &sb, &p);
            for (int t = 0; t < all->len[b]; t++)
                ck_assert(memcmp(row_of(p.h, t, UNITS),
                                 row_of(q.h, all->off[t] + b, UNITS),
                                 UNITS * sizeof(real)) == 0);
        }
        layer_drop(&c.l);
    }
}
END_TEST

/* A state reaches every later step and no earlier one. */
START_TEST(direction_reads_one_way)
{
    struct direction_case c;
    direction_new(&c, &cell_lstm, false, _i == 1, false);
    const struct side *s = &c.batch.src;
    struct cell_seq q, p;
    direction_forward(&c.l.r, c.cell, s, _i == 1, c.x.w, &cell_state_none, &q);
    int b = 0, at = 2;                                /* its third token */
    c.x.w[(s->off[at] + b) * INPUT] += 1;
    direction_forward(&c.l.r, c.cell, s, _i == 1, c.x.w, &cell_state_none, &p);
    for (int k = 0; k < s->B; k++)
        for (int t = 0; t < s->len[k]; t++) {
            bool reached = k == b && (_i == 1 ? t <= at : t >= at);
            int row = s->off[t] + k;
            ck_assert((memcmp(row_of(p.h, row, UNITS),
                              row_of(q.h, row, UNITS),
                              UNITS * sizeof(real)) != 0) == reached);
        }
    layer_drop(&c.l);
}
END_TEST

/* ==== The cells' equations ==== */

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

/* W x + b of unit u of gate g. */
static double outside(const struct cell *c, int g, int u, const real *x)
{
    int row = g * UNITS + u;
    double a = (double)c->b->w[row];
    for (int k = 0; k < INPUT; k++)
        a += (double)c->W->w[row * INPUT + k] * (double)x[k];
    return a;
}

/* Row `row` of U times h. */
static double inside(const struct param *U, int row, const double *h)
{
    double a = 0;
    for (int k = 0; k < UNITS; k++)
        a += (double)U->w[row * UNITS + k] * h[k];
    return a;
}

static double affine(const struct cell *c, int g, int u, const real *x,
                     const double *h)
{
    return outside(c, g, u, x) + inside(c->U, g * UNITS + u, h);
}

static void naive_lstm(const struct cell *c, const real *x, double *h,
                       double *m)
{
    double next[UNITS];
    for (int u = 0; u < UNITS; u++) {
        double i = sigmoid(affine(c, 0, u, x, h));
        double f = sigmoid(affine(c, 1, u, x, h));
        double g = tanh(affine(c, 2, u, x, h));
        double o = sigmoid(affine(c, 3, u, x, h));
        m[u] = f * m[u] + i * g;
        next[u] = o * tanh(m[u]);
    }
    memcpy(h, next, sizeof next);
}

/* Bahdanau, Cho, Bengio 2015, A.1.1: r weighs the state before U does. */
static void naive_gru(const struct cell *c, const real *x, double *h,
                      double *m)
{
    (void)m;
    double p[UNITS], z[UNITS];
    for (int u = 0; u < UNITS; u++) {
        p[u] = sigmoid(affine(c, 0, u, x, h)) * h[u];
        z[u] = sigmoid(affine(c, 1, u, x, h));
    }
    for (int u = 0; u < UNITS; u++) {
        double s = tanh(outside(c, 2, u, x) + inside(c->U_h, u, p));
        h[u] = (1 - z[u]) * h[u] + z[u] * s;
    }
}

static void naive_rnn(const struct cell *c, const real *x, double *h,
                      double *m)
{
    (void)m;
    double next[UNITS];
    for (int u = 0; u < UNITS; u++)
        next[u] = tanh(affine(c, 0, u, x, h));
    memcpy(h, next, sizeof next);
}

static const struct {
    const struct cell_kind *kind;
    void (*step)(const struct cell *c, const real *x, double *h, double *m);
} naive[] = {{&cell_lstm, naive_lstm}, {&cell_gru, naive_gru},
             {&cell_rnn, naive_rnn}};
enum { NAIVE = sizeof naive / sizeof *naive };

static void sentence_equals(const struct direction_case *c, int b,
                            const struct cell_seq *q, int which)
{
    const struct side *s = &c->batch.src;
    double h[UNITS] = {0}, m[UNITS] = {0};
    for (int u = 0; c->h.w && u < UNITS; u++) {
        h[u] = (double)c->h.w[b * UNITS + u];
        m[u] = c->c.w ? (double)c->c.w[b * UNITS + u] : 0;
    }
    for (int k = 0; k < s->len[b]; k++) {
        int t = c->reverse ? s->len[b] - 1 - k : k, row = s->off[t] + b;
        naive[which].step(c->cell, row_of(c->x.w, row, INPUT), h, m);
        for (int u = 0; u < UNITS; u++) {
            ck_assert_double_eq_tol((double)q->h[row * UNITS + u], h[u],
                                    LAYER_CLOSE);
            if (q->c)
                ck_assert_double_eq_tol((double)q->c[row * UNITS + u], m[u],
                                        2 * LAYER_CLOSE);
        }
    }
}

START_TEST(every_cell_has_its_equations)
{
    for (int i = 0; cell_kind(i); i++)
        ck_assert(i < NAIVE && naive[i].kind == cell_kind(i));
}
END_TEST

START_TEST(cells_equal_their_equations)
{
    int which = _i / 3, way = _i % 3;
    struct direction_case c;
    direction_new(&c, naive[which].kind, false, way == 1, way == 2);
    struct cell_state s0 = {c.h.w, c.c.w};
    struct cell_seq q;
    direction_forward(&c.l.r, c.cell, &c.batch.src, c.reverse, c.x.w, &s0,
                      &q);
    for (int b = 0; b < c.batch.src.B; b++)
        sentence_equals(&c, b, &q, which);
    layer_drop(&c.l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("recurrent");
    int cells = test_count(cell_kind_name);
    tcase_add_loop_test(t, cell_gradients_of_a_step, 0, 2 * cells);
    tcase_add_loop_test(t, direction_gradients, 0, 2 * cells);
    tcase_add_loop_test(t, direction_without_dx, 0, 2 * cells);
    tcase_add_loop_test(t, direction_ragged_equals_alone, 0, 3);
    tcase_add_loop_test(t, direction_reads_one_way, 0, 2);
    tcase_add_test(t, every_cell_has_its_equations);
    tcase_add_loop_test(t, cells_equal_their_equations, 0, 3 * NAIVE);
    return test_run("recurrent", t);
}
