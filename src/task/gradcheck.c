#include "task/gradcheck.h"

#include <float.h>
#include <math.h>
#include <string.h>

#if REAL_IS_DOUBLE
const double gradcheck_tolerance = 1e-7;
static const double step = 1e-3, rounding = 8 * DBL_EPSILON;
#else
const double gradcheck_tolerance = 2e-2;
static const double step = 2e-2, rounding = 8 * (double)FLT_EPSILON;
#endif

struct checker {
    struct network *net;
    const struct batch *batch;
    struct arena *batch_arena, *scratch;
    const struct attention_seq *replay;    /* the pass whose gradients are
                                              checked */
    double largest;                        /* gradient of all tensors */
    double noise;                          /* of a difference over `step` */
};

static double loss_of(const struct checker *c)
{
    struct arena_mark mark = arena_mark(c->batch_arena);
    struct run r = {c->batch_arena, c->scratch, true, 1, 1, c->replay};
    params_pack(&c->net->ps);
    real scale = 1 / (real)c->batch->tgt.rows;
    struct pass p = network_pass(&r, c->net, c->batch, scale, false);
    arena_release(c->batch_arena, mark);
    return p.loss / (double)c->batch->tgt.rows;
}

/* The gradients, in ps->g; the pass stays in the arena to be replayed. */
static void gradients(struct checker *c)
{
    struct params *ps = &c->net->ps;
    memset(ps->g, 0, ps->count * sizeof *ps->g);
    arena_reset(c->batch_arena);
    struct run r = {c->batch_arena, c->scratch, true, 1, 1, NULL};
    params_pack(ps);
    real scale = 1 / (real)c->batch->tgt.rows;
    struct pass p = network_pass(&r, c->net, c->batch, scale, true);
    c->replay = p.attention;
}

/* Five-point central difference along d of the n elements at w: its own
 * error is of order h^4, so h may be large and rounding stays small. */
static double difference(const struct checker *c, real *w, const real *d,
                         size_t n, double h)
{
    static const double at[4] = {1, -1, 2, -2}, weight[4] = {8, -8, -1, 1};
    struct arena_mark mark = arena_mark(c->scratch);
    real *old = ARENA_ARRAY(c->scratch, real, n);
    double slope = 0;
    memcpy(old, w, n * sizeof *w);
    for (int side = 0; side < 4; side++) {
        for (size_t k = 0; k < n; k++)
            w[k] = old[k] + (real)(at[side] * h) * d[k];
        slope += weight[side] * loss_of(c);
    }
    memcpy(w, old, n * sizeof *w);
    arena_release(c->scratch, mark);
    return slope / (12 * h);
}

/* The difference that should be g.  A step may lead over a kink (max, maxout,
 * the edge of a window), where no slope is, or be long for what bends (a norm
 * of little): if it disagrees, as measured by `scale`, shorter ones are asked
 * too.  A wrong g is wrong at any step. */
static double difference_for(const struct checker *c, real *w, const real *d,
                             size_t n, double h, double g, double scale)
{
    enum { SHORTER = 5, TRIES = 4 };
    double found = difference(c, w, d, n, h);
    for (int k = 1; k < TRIES; k++) {
        if (fabs(found - g) <= gradcheck_tolerance * scale)
            break;
        double again = difference(c, w, d, n, h /= SHORTER);
        if (fabs(again - g) < fabs(found - g))
            found = again;
    }
    return found;
}

static double largest_of(const real *g, size_t n)
{
    double largest = 0;
    for (size_t k = 0; k < n; k++)
        largest = fmax(largest, fabs((double)g[k]));
    return largest;
}

static double relative(double error, double scale)
{
    return scale > 0 ? error / scale : error;
}

/* Is an error more than rounding, and too much? */
static void judge(struct gradcheck_row *row, double error, double noise,
                  double scale)
{
    if (relative(error, scale) <= gradcheck_tolerance)
        return;
    if (error > noise)
        row->ok = false;
    else
        row->drowned = true;
}

/* `least`: the size that the error is at least measured by. */
static void elements_error(const struct checker *c, struct param *p,
                           const real *g, int limit, double least,
                           struct gradcheck_row *row)
{
    size_t n = param_count(p);
    size_t stride = limit > 0 && n > (size_t)limit ? n / (size_t)limit : 1;
    const real one = 1;
    double worst = 0, scale = fmax(least, row->largest);
    for (size_t k = 0; k < n; k += stride) {
        double d = difference_for(c, p->w + k, &one, 1, step,
                                  (double)g[k], scale);
        worst = fmax(worst, fabs(d - (double)g[k]));
        scale = fmax(scale, fabs(d));
    }
    row->error = relative(worst, scale);
    judge(row, worst, c->noise, scale);
}

/* A random sign for each element: no element hides behind another. */
static void direction_error(const struct checker *c, struct param *p,
                            const real *g, uint64_t tensor, double least,
                            struct gradcheck_row *row)
{
    size_t n = param_count(p);
    struct arena_mark mark = arena_mark(c->scratch);
    real *d = ARENA_ARRAY(c->scratch, real, n);
    struct rng r = rng_key(1, RNG_TEST, tensor, 1);
    double slope = 0, size = 0;
    for (size_t k = 0; k < n; k++) {
        d[k] = rng_u64(r, k) & 1 ? 1 : -1;
        slope += (double)(g[k] * d[k]);
        size += fabs((double)g[k]);
    }
    double root = sqrt((double)n);
    /* Relative to the gradient's own size: the slope may be near 0. */
    double scale = fmax(least, size / root + fabs(slope));
    double error = fabs(difference_for(c, p->w, d, n, step / root, slope,
                                       scale) - slope);
    arena_release(c->scratch, mark);
    row->direction = relative(error, scale);
    judge(row, error, c->noise * root, scale);
}

static struct gradcheck_row check_tensor(const struct checker *c, int i,
                                         const real *g, int limit)
{
    struct param *p = c->net->ps.list[i];
    struct gradcheck_row row = {.tensor = p->name, .rows = p->rows,
                                .cols = p->cols,
                                .cancels = p->use & PARAM_CANCELS,
                                .ok = true};
    double least = row.cancels ? c->largest : 0;
    row.largest = largest_of(g, param_count(p));
    elements_error(c, p, g, limit, least, &row);
    direction_error(c, p, g, (uint64_t)i, least, &row);
    row.unread = row.largest == 0 && row.error == 0 && row.direction == 0;
    row.ok = row.ok && (!row.cancels ||
                        row.largest <= gradcheck_tolerance * c->largest);
    return row;
}

bool gradcheck(struct network *net, const struct batch *batch, int limit,
               struct gradcheck_row *row, int *rows,
               struct arena *batch_arena, struct arena *scratch)
{
    struct checker c = {net, batch, batch_arena, scratch, NULL, 0, 0};
    struct params *ps = &net->ps;
    struct arena_mark mark = arena_mark(scratch);
    gradients(&c);
    real *g = ARENA_ARRAY(scratch, real, ps->count);
    memcpy(g, ps->g, ps->count * sizeof *g);
    c.largest = largest_of(g, ps->learnt);
    c.noise = rounding * fabs(loss_of(&c)) / step;
    bool ok = true;
    int n = 0;
    for (int i = 0; i < ps->n; i++) {
        if (ps->list[i]->use & PARAM_MOVING)
            continue;
        row[n] = check_tensor(&c, i, g + (ps->list[i]->w - ps->w), limit);
        ok = row[n++].ok && ok;     /* n moves on in any case */
    }
    *rows = n;
    params_pack(ps);
    arena_release(scratch, mark);
    return ok;
}

void gradcheck_batch(struct batch *out, int B, int Tx, int Ty, int Kx,
                     int Ky, bool twice, uint64_t seed, struct arena *arena)
{
    struct sentence *side[2];
    int longest[2] = {Tx - 1, Ty - 1}, units[2] = {Kx, Ky};
    int passes = twice ? 2 : 1, places = passes * B;
    int *pick = ARENA_ARRAY(arena, int, places);
    for (int s = 0; s < 2; s++) {
        struct rng r = rng_key(seed, RNG_TEST, (uint64_t)s, 0);
        side[s] = ARENA_ARRAY(arena, struct sentence, B);
        for (int b = 0; b < B; b++) {
            uint64_t at = (uint64_t)b * 1024;
            int n = 1 + (int)rng_below(r, at, (uint64_t)longest[s]);
            int *id = ARENA_ARRAY(arena, int, n);
            for (int k = 0; k < n; k++)
                id[k] = ID_UNK + (int)rng_below(
                    r, at + 1 + (uint64_t)k, (uint64_t)(units[s] - ID_UNK));
            side[s][b] = (struct sentence){id, n};
        }
    }
    for (int k = 0; k < places; k++)
        pick[k] = k / passes;
    batch_make(out, side[0], side[1], pick, places, arena);
    out->twice = twice;
}

/* Each target token is linked to none, one or two source tokens. */
static void random_links(struct guide *g, int Tx, int Ty, struct rng r,
                         struct arena *arena)
{
    int *first = ARENA_ARRAY(arena, int, Ty + 1), n = 0;
    struct guide_link *link = ARENA_ARRAY(arena, struct guide_link, 2 * Ty);
    for (int i = 0; i < Ty; i++) {
        uint64_t at = 4 * (uint64_t)i;
        int links = (int)rng_below(r, at, 3);
        real share = links == 2 ? (real)rng_uniform(r, at + 1) : 1;
        first[i] = n;
        for (int k = 0; k < links; k++)
            link[n++] = (struct guide_link){
                (int)rng_below(r, at + 2 + (uint64_t)k, (uint64_t)Tx),
                k ? 1 - share : share};
    }
    first[Ty] = n;
    *g = (struct guide){first, link};
}

void gradcheck_guide(struct batch *b, uint64_t seed, struct arena *arena)
{
    struct guide *g = ARENA_ARRAY(arena, struct guide, b->tgt.B);
    for (int k = 0; k < b->tgt.B; k++)
        random_links(&g[b->pair[k]], b->src.len[b->src_of[k]] - 1,
                     b->tgt.len[k] - 1,
                     rng_key(seed, RNG_TEST, 2, (uint64_t)b->pair[k]), arena);
    b->guide = g;
}
