#include "lex/ttable.h"

#include <limits.h>
#include <string.h>

#include "base/die.h"
#include "base/par.h"
#include "lex/digamma.h"

/* A row that has SPARSE th of all columns, or more, has blocks. */
enum { GRAIN = 4096, SPARSE = 64, BLOCK = 64 };

/* ==== Which pairs there are ==== */

/* For each target word the sentences where it stands. */
struct places {
    const struct bitext *text;
    enum bitext_level level;
    int K[2];
    int *begin;            /* [K[1] + 2] */
    int *sentence;
};

static const int *words(const struct places *p, int n, int side)
{
    return p->text->pair[n].id[p->level][side];
}

static void find_places(struct places *p, struct arena *arena)
{
    const struct bitext *b = p->text;
    p->begin = ARENA_ARRAY(arena, int, p->K[1] + 2);
    for (int n = 0; n < b->n; n++)
        for (int j = 0; j < b->pair[n].n[1]; j++)
            p->begin[words(p, n, 1)[j] + 2]++;
    for (int f = 0; f < p->K[1]; f++)
        p->begin[f + 2] += p->begin[f + 1];
    p->sentence = ARENA_ARRAY(arena, int, p->begin[p->K[1] + 1]);
    for (int n = 0; n < b->n; n++)
        for (int j = 0; j < b->pair[n].n[1]; j++)
            p->sentence[p->begin[words(p, n, 1)[j] + 1]++] = n;
}

/* Goes through the words f and for each through the words e that it stands
 * with: fill[e] moves on by one, and there col (unless NULL) gets f.  So rows
 * come out sorted. */
static void fill_rows(int *fill, int *col, const struct places *p,
                      struct arena *arena)
{
    int *last = ARENA_ARRAY(arena, int, p->K[0]);
    for (int f = 0; f < p->K[1]; f++)
        for (int k = p->begin[f]; k < p->begin[f + 1]; k++) {
            const int *word = words(p, p->sentence[k], 0);
            for (int i = 0; i < p->text->pair[p->sentence[k]].n[0]; i++) {
                int e = word[i];
                if (last[e] == f + 1)
                    continue;
                last[e] = f + 1;
                if (col)
                    col[fill[e]] = f;
                fill[e]++;
            }
        }
}

static void find_pairs(struct ttable *t, const struct bitext *b,
                       enum bitext_level level, struct arena *arena)
{
    struct places p = {b, level, {t->K[0], t->K[1]}, NULL, NULL};
    struct arena scratch;
    arena_init(&scratch, "word pairs");
    find_places(&p, &scratch);
    t->row = ARENA_ARRAY(arena, int, t->K[0] + 2);
    fill_rows(t->row + 2, NULL, &p, &scratch);
    for (int e = 0; e < t->K[0]; e++) {
        if (t->row[e + 2] > INT_MAX - t->row[e + 1])
            die(EXIT_MEMORY, "out of memory: more than %d pairs of words "
                "stand together; align less text", INT_MAX);
        t->row[e + 2] += t->row[e + 1];
    }
    t->col = ARENA_ARRAY(arena, int, t->row[t->K[0] + 1]);
    fill_rows(t->row + 1, t->col, &p, &scratch);
    arena_drop(&scratch);
}

/* ==== Blocks ==== */

static void fill_blocks(struct ttable *t)
{
    size_t width = ((size_t)t->K[1] + BLOCK - 1) / BLOCK;
    for (int e = 0; e < t->K[0]; e++) {
        struct ttable_block *b = t->block + t->dense[e];
        if (t->dense[e] < 0)
            continue;
        memset(b, 0, width * sizeof *b);
        for (int k = t->row[e + 1]; k-- > t->row[e]; ) {
            struct ttable_block *at = &b[t->col[k] / BLOCK];
            at->has |= (uint64_t)1 << t->col[k] % BLOCK;
            at->place = k;
        }
    }
}

static void make_blocks(struct ttable *t, struct arena *arena)
{
    int width = (t->K[1] + BLOCK - 1) / BLOCK, n = 0;
    t->dense = ARENA_ARRAY(arena, int, t->K[0]);
    for (int e = 0; e < t->K[0]; e++) {
        bool dense = t->row[e + 1] - t->row[e] >= t->K[1] / SPARSE;
        t->dense[e] = dense ? n : -1;
        n += dense ? width : 0;
    }
    t->block = ARENA_ARRAY(arena, struct ttable_block, n);
    fill_blocks(t);
}

/* How many bits of x are set. */
static int ones(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555;
    x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
    return (int)(x * 0x0101010101010101 >> 56);
}

static void find_dense(const struct ttable_block *block, const int *f, int n,
                       int *at)
{
    for (int k = 0; k < n; k++) {
        at[k] = -1;
        if (f[k] < 0)
            continue;
        const struct ttable_block *b = &block[f[k] / BLOCK];
        uint64_t bit = (uint64_t)1 << f[k] % BLOCK;
        if (b->has & bit)
            at[k] = b->place + ones(b->has & (bit - 1));
    }
}

static void count_seen(struct ttable *t, struct arena *arena)
{
    for (int side = 0; side < 2; side++)
        t->seen[side] = ARENA_ARRAY(arena, int, t->K[side]);
    for (int e = 0; e < t->K[0]; e++) {
        t->seen[0][e] = t->row[e + 1] - t->row[e];
        for (int k = t->row[e]; k < t->row[e + 1]; k++)
            t->seen[1][t->col[k]]++;
    }
}

static void begin_flat(struct ttable *t)
{
    for (int to = 0; to < 2; to++) {
        for (int k = 0; k < t->row[t->K[0]]; k++)
            t->up[to][k] = 1.0f;
        for (int w = 0; w < t->K[!to]; w++)
            t->down[to][w] =
                1.0f / (float)(t->seen[!to][w] ? t->seen[!to][w] : 1);
        for (int w = 0; w < t->K[to]; w++)
            t->empty[to][w] = 1.0f / (float)t->K[to];
    }
}

/* What both directions share is made once. */
static void make_counts(struct ttable *t, int to, struct arena *arena)
{
    int n = t->row[t->K[0]];
    if (to == 1 && t->shared) {
        t->up[1] = t->up[0];
        t->count[1] = t->count[0];
        return;
    }
    t->up[to] = ARENA_ARRAY(arena, float, n);
    t->count[to] = ARENA_ARRAY(arena, _Atomic int64_t, n);
}

void ttable_new(struct ttable *t, const struct bitext *b,
                enum bitext_level level, bool shared, struct arena *arena)
{
    *t = (struct ttable){
        .K = {bitext_size(b, level, 0), bitext_size(b, level, 1)},
        .shared = shared};
    find_pairs(t, b, level, arena);
    make_blocks(t, arena);
    count_seen(t, arena);
    for (int to = 0; to < 2; to++) {
        make_counts(t, to, arena);
        t->down[to] = ARENA_ARRAY(arena, float, t->K[!to]);
        t->empty[to] = ARENA_ARRAY(arena, float, t->K[to]);
        t->empty_count[to] = ARENA_ARRAY(arena, _Atomic int64_t, t->K[to]);
    }
    begin_flat(t);
}

/* All n search side by side, without a branch: searches that wait for nothing
 * of each other hide the time that each waits for memory. */
static void find_sparse(const int *col, int left, const int *f, int n,
                        int *at)
{
    memset(at, 0, (size_t)n * sizeof *at);
    for (; left > 1; left -= left / 2)
        for (int k = 0; k < n; k++)
            at[k] += col[at[k] + left / 2] <= f[k] ? left / 2 : 0;
}

void ttable_find(const struct ttable *t, int e, const int *f, int n, int *at)
{
    int begin = e < 0 ? 0 : t->row[e], left = e < 0 ? 0 : t->row[e + 1] - begin;
    const int *col = t->col + begin;
    if (e >= 0 && t->dense[e] >= 0) {
        find_dense(t->block + t->dense[e], f, n, at);
        return;
    }
    find_sparse(col, left, f, n, at);
    for (int k = 0; k < n; k++)
        at[k] = left > 0 && col[at[k]] == f[k] ? begin + at[k] : -1;
}

/* ==== The M-step ==== */

static double real_count(int64_t c)
{
    return (double)c * 0x1p-32;
}

/* psi's exponential under a prior, the count itself without one. */
static double weight(double c, double prior)
{
    return prior > 0.0 ? digamma_exp(c + prior) : c;
}

struct update {
    struct ttable *t;
    int to;
    double prior;
};

static void update_range(void *ctx, int lo, int hi)
{
    const struct update *u = ctx;
    _Atomic int64_t *count = u->t->count[u->to];
    for (int k = lo; k < hi; k++) {
        int64_t c = atomic_load_explicit(&count[k], memory_order_relaxed);
        u->t->up[u->to][k] = (float)weight(real_count(c), u->prior);
    }
}

static void update_down(struct ttable *t, int to, const int64_t *sum,
                        double prior)
{
    for (int w = 0; w < t->K[!to]; w++) {
        double d = weight(real_count(sum[w]), prior * t->seen[!to][w]);
        t->down[to][w] = d > 0.0 ? (float)(1.0 / d) : 0.0f;
    }
}

static void update_empty(struct ttable *t, int to, double prior)
{
    int64_t sum = 0;
    for (int w = 0; w < t->K[to]; w++)
        sum += t->empty_count[to][w];
    double d = weight(real_count(sum), prior * t->K[to]);
    for (int w = 0; w < t->K[to]; w++) {
        double c = weight(real_count(t->empty_count[to][w]), prior);
        t->empty[to][w] = d > 0.0 ? (float)(c / d) : 0.0f;
        t->empty_count[to][w] = 0;
    }
}

/* Sums of the counts over each word of the side that is given. */
static void sum_counts(const struct ttable *t, int to, int64_t *sum)
{
    for (int e = 0; e < t->K[0]; e++)
        for (int k = t->row[e]; k < t->row[e + 1]; k++)
            sum[to ? e : t->col[k]] += atomic_load_explicit(
                &t->count[to][k], memory_order_relaxed);
}

void ttable_update(struct ttable *t, double prior)
{
    int n = t->row[t->K[0]];
    struct arena scratch;
    arena_init(&scratch, "word counts");
    for (int to = 0; to < 2; to++) {
        struct update u = {t, to, prior};
        int64_t *sum = ARENA_ARRAY(&scratch, int64_t, t->K[!to]);
        sum_counts(t, to, sum);
        update_down(t, to, sum, prior);
        update_empty(t, to, prior);
        if (to == 0 || !t->shared)
            par_range(n, GRAIN, update_range, &u);
    }
    for (int to = 0; to < 2; to++)
        memset((void *)t->count[to], 0, (size_t)n * sizeof *t->count[to]);
    arena_drop(&scratch);
}

/* ==== Pruning ==== */

static bool worth(const struct ttable *t, int k, int e, float least)
{
    for (int to = 0; to < 2; to++)
        if (t->up[to][k] * t->down[to][to ? e : t->col[k]] >= least)
            return true;
    return false;
}

void ttable_prune(struct ttable *t, float least)
{
    int n = 0, begin = 0;
    for (int e = 0; e < t->K[0]; e++) {
        int end = t->row[e + 1];
        t->row[e] = n;
        for (int k = begin; k < end; k++) {
            if (!worth(t, k, e, least))
                continue;
            t->up[0][n] = t->up[0][k];
            t->up[1][n] = t->up[1][k];
            t->col[n++] = t->col[k];
        }
        begin = end;
    }
    t->row[t->K[0]] = n;
    fill_blocks(t);
}
