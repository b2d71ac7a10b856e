#include "text/batch.h"

#include <assert.h>
#include <string.h>

#include "base/rng.h"

/* ==== One batch ==== */

/* Steps of the sentence on its side: one more than its ids, for </s>. */
static int steps(const struct sentence *s)
{
    return s->n + 1;
}

/* Puts the numbers 0..B-1 into place[] in order of falling length, equal
 * lengths in the order they came (counting sort). */
static void sort_falling(const int *len, int B, int T, int *place,
                         struct arena *arena)
{
    struct arena_mark m = arena_mark(arena);
    int *first = ARENA_ARRAY(arena, int, T + 2);

    for (int b = 0; b < B; b++)
        first[T - len[b] + 1]++;
    for (int t = 0; t < T; t++)
        first[t + 1] += first[t];
    for (int b = 0; b < B; b++)
        place[first[T - len[b]]++] = b;
    arena_release(arena, m);
}

/* Fills len, n, off, of and rows for sentences of the lengths `len`, which
 * must fall. */
static void lay_out(struct side *d, const int *len, int B, struct arena *arena)
{
    int T = B > 0 ? len[0] : 0;
    int *n = ARENA_ARRAY(arena, int, T);
    int *off = ARENA_ARRAY(arena, int, T + 1);
    int alive = B;

    for (int t = 0; t < T; t++) {
        while (len[alive - 1] <= t)
            alive--;
        n[t] = alive;
        off[t + 1] = off[t] + alive;
    }
    int *of = ARENA_ARRAY(arena, int, off[T]);
    for (int t = 0; t < T; t++)
        for (int b = 0; b < n[t]; b++)
            of[off[t] + b] = b;
    *d = (struct side){.B = B, .T = T, .rows = off[T], .len = len, .n = n,
                       .off = off, .of = of};
}

/* Writes x_1 .. x_n </s> of the sentence at place b into its rows. */
static void put_source(int *row, const struct side *d, int b,
                       const struct sentence *s)
{
    for (int t = 0; t < s->n; t++)
        row[d->off[t] + b] = s->id[t];
    row[d->off[s->n] + b] = ID_EOS;
}

/* The same shifted by one step: <s> x_1 .. x_n. */
static void put_shifted(int *row, const struct side *d, int b,
                        const struct sentence *s)
{
    row[d->off[0] + b] = ID_BOS;
    for (int t = 0; t < s->n; t++)
        row[d->off[t + 1] + b] = s->id[t];
}

/* Lays out one side; place[b] receives which of pick stands at place b. */
static void pack_lengths(struct side *d, const struct sentence *all,
                         const int *pick, int B, int *place,
                         struct arena *arena)
{
    int *len = ARENA_ARRAY(arena, int, B);
    int *sorted = ARENA_ARRAY(arena, int, B);
    int T = 0;

    for (int b = 0; b < B; b++) {
        len[b] = steps(&all[pick[b]]);
        T = len[b] > T ? len[b] : T;
    }
    sort_falling(len, B, T, place, arena);
    for (int b = 0; b < B; b++)
        sorted[b] = len[place[b]];
    lay_out(d, sorted, B, arena);
}

static void pack_source(struct side *d, const struct sentence *src,
                        const int *pick, int B, int *place, struct arena *arena)
{
    int *in;

    pack_lengths(d, src, pick, B, place, arena);
    in = ARENA_ARRAY(arena, int, d->rows);
    for (int b = 0; b < B; b++)
        put_source(in, d, b, &src[pick[place[b]]]);
    d->in = in;
}

static void pack_target(struct side *d, const struct sentence *tgt,
                        const int *pick, int B, int *place, struct arena *arena)
{
    int *in, *out;

    pack_lengths(d, tgt, pick, B, place, arena);
    in = ARENA_ARRAY(arena, int, d->rows);
    out = ARENA_ARRAY(arena, int, d->rows);
    for (int b = 0; b < B; b++) {
        put_shifted(in, d, b, &tgt[pick[place[b]]]);
        put_source(out, d, b, &tgt[pick[place[b]]]);
    }
    d->in = in;
    d->out = out;
}

void batch_make(struct batch *out, const struct sentence *src,
                const struct sentence *tgt, const int *pick, int B,
                struct arena *arena)
{
    int *src_place = ARENA_ARRAY(arena, int, B); /* -> number in pick */
    int *tgt_place = ARENA_ARRAY(arena, int, B);
    int *src_at = ARENA_ARRAY(arena, int, B); /* number in pick -> */
    int *src_of = ARENA_ARRAY(arena, int, B);
    int *pair = ARENA_ARRAY(arena, int, B);

    *out = (struct batch){.src_of = src_of, .pair = pair};
    pack_source(&out->src, src, pick, B, src_place, arena);
    if (tgt)
        pack_target(&out->tgt, tgt, pick, B, tgt_place, arena);
    else
        for (int b = 0; b < B; b++)
            tgt_place[b] = b;
    for (int b = 0; b < B; b++)
        src_at[src_place[b]] = b;
    for (int b = 0; b < B; b++) {
        src_of[b] = src_at[tgt_place[b]];
        pair[b] = pick[tgt_place[b]];
    }
}

/* ==== An epoch's batches ==== */

/* Sorts order[0..n) by rising length, stably. */
static void sort_rising(const struct sentence *all, int *order, int n,
                        struct arena *scratch)
{
    struct arena_mark m = arena_mark(scratch);
    int *sorted = ARENA_ARRAY(scratch, int, n);
    int *first;
    int longest = 0;

    for (int i = 0; i < n; i++)
        longest = all[order[i]].n > longest ? all[order[i]].n : longest;
    first = ARENA_ARRAY(scratch, int, longest + 2);
    for (int i = 0; i < n; i++)
        first[all[order[i]].n + 1]++;
    for (int t = 0; t < longest; t++)
        first[t + 1] += first[t];
    for (int i = 0; i < n; i++)
        sorted[first[all[order[i]].n]++] = order[i];
    memcpy(order, sorted, (size_t)n * sizeof *order);
    arena_release(scratch, m);
}

/* Cuts `sorted` every `size` pairs and lays the pieces down in the order of
 * a permutation. */
static int cut_and_shuffle(const int *sorted, int n, int size, struct rng r,
                           int *order, int *start, struct arena *scratch)
{
    int batches = n / size + (n % size > 0);
    int *turn = ARENA_ARRAY(scratch, int, batches);

    rng_shuffle(r, turn, batches);
    start[0] = 0;
    for (int b = 0; b < batches; b++) {
        int from = turn[b] * size;
        int len = n - from < size ? n - from : size;

        memcpy(order + start[b], sorted + from, (size_t)len * sizeof *order);
        start[b + 1] = start[b] + len;
    }
    return batches;
}

/* Least significant key first, as both sorts are stable. */
static void sort_pairs(const struct sentence *src, const struct sentence *tgt,
                       int *order, int n, struct arena *scratch)
{
    sort_rising(src, order, n, scratch);
    sort_rising(tgt, order, n, scratch);
}

/* Sorts order[0..n) in pools of `pool` batches and cuts it. */
static int cut_pools(const struct sentence *src, const struct sentence *tgt,
                     int n, int size, int pool, int *order, int *start,
                     struct arena *scratch)
{
    int batches = 0, step = pool < n / size ? pool * size : n;

    for (int at = 0; at < n; at += step)
        sort_pairs(src, tgt, order + at, n - at < step ? n - at : step,
                   scratch);
    for (int at = 0; at < n; at += size)
        start[batches++] = at;
    start[batches] = n;
    return batches;
}

int batch_plan(const struct sentence *src, const struct sentence *tgt, int n,
               int size, int pool, uint64_t seed, uint64_t epoch, int *order,
               int *start, struct arena *scratch)
{
    struct arena_mark m = arena_mark(scratch);
    int *sorted = ARENA_ARRAY(scratch, int, n);
    int batches;

    assert(size > 0 && pool >= 0);
    rng_shuffle(rng_key(seed, RNG_SHUFFLE, epoch, 0), sorted, n);
    if (pool > 0) {
        memcpy(order, sorted, (size_t)n * sizeof *order);
        batches = cut_pools(src, tgt, n, size, pool, order, start, scratch);
    } else {
        sort_pairs(src, tgt, sorted, n, scratch);
        batches = cut_and_shuffle(sorted, n, size,
                                  rng_key(seed, RNG_SHUFFLE, epoch, 1), order,
                                  start, scratch);
    }
    arena_release(scratch, m);
    return batches;
}
