#include "task/lexcount.h"

#include <string.h>

enum {
    MOST = 20,                 /* entries of a source unit */
    LEAST = LEXTABLE_ONE / 200 /* p of an entry */
};

/* A link of a source unit: weights are whole parts of 2^30, whose sum is the
 * same in any order. */
struct count {
    int y;
    uint32_t weight;
};

static const double whole = 1 << 30;

/* ==== The links of each source unit ==== */

/* A counting sort by source unit x.  In `first` stands
 *
 *     at           while counting   before sorting     after it
 *     x + 2        links of x
 *     x + 1                         where x's begin    where x + 1's begin
 *     x                                                where x's begin  */
struct counts {
    int *first; /* [Kx + 2] */
    struct count *all;
};

static void count_links(struct counts *c, const struct data *d, int Kx,
                        struct arena *arena)
{
    int *fill = c->first = ARENA_ARRAY(arena, int, Kx + 2);
    for (int n = 0; n < d->n; n++) {
        const struct guide *g = &d->guide[n];
        for (int k = 0; k < g->first[d->tgt[n].n]; k++)
            fill[d->src[n].id[g->link[k].j] + 2]++;
    }
    for (int x = 0; x < Kx; x++)
        fill[x + 2] += fill[x + 1];
    c->all = ARENA_ARRAY(arena, struct count, fill[Kx + 1]);
}

/* After it, first[x] is where the links of x begin. */
static void sort_links(struct counts *c, const struct data *d)
{
    for (int n = 0; n < d->n; n++) {
        const struct guide *g = &d->guide[n];
        for (int i = 0; i < d->tgt[n].n; i++)
            for (int k = g->first[i]; k < g->first[i + 1]; k++) {
                int x = d->src[n].id[g->link[k].j];
                c->all[c->first[x + 1]++] = (struct count){
                    d->tgt[n].id[i],
                    (uint32_t)((double)g->link[k].weight * whole)};
            }
    }
}

/* ==== The best of them ==== */

struct best {
    int y;
    int64_t sum;
};

/* The smaller y is the better of equals: the order is total. */
static bool better(const struct best *a, const struct best *b)
{
    return a->sum != b->sum ? a->sum > b->sum : a->y < b->y;
}

/* Keeps the MOST best in falling order. */
static void offer(struct best *best, int *n, struct best b)
{
    if (*n == MOST && !better(&b, &best[MOST - 1]))
        return;
    int at = *n < MOST ? (*n)++ : MOST - 1;
    for (; at > 0 && better(&b, &best[at - 1]); at--)
        best[at] = best[at - 1];
    best[at] = b;
}

/* The entries of one source unit from its n links; sum [Ky] of zeros is left
 * so.  Returns how many. */
static int unit_entries(struct lexprior_entry *out, const struct count *link,
                        int n, int64_t *sum)
{
    struct best best[MOST];
    int64_t all = 0;
    int kept = 0, entries = 0;
    for (int k = 0; k < n; k++) {
        sum[link[k].y] += link[k].weight;
        all += link[k].weight;
    }
    for (int k = 0; k < n; k++) {
        if (sum[link[k].y] > 0)
            offer(best, &kept, (struct best){link[k].y, sum[link[k].y]});
        sum[link[k].y] = 0;
    }
    for (int k = 0; k < kept; k++) {
        double p = (double)best[k].sum / (double)all;
        int parts = (int)(p * LEXTABLE_ONE + 0.5);
        if (parts >= LEAST)
            out[entries++] =
                (struct lexprior_entry){best[k].y, (real)parts / LEXTABLE_ONE};
    }
    return entries;
}

const struct lextable *lexcount(const struct data *d, int Kx, int Ky,
                                struct arena *arena)
{
    struct arena scratch;
    struct counts c;
    struct lextable *t = ARENA_NEW(arena, struct lextable);
    arena_init(&scratch, "lexicon");
    count_links(&c, d, Kx, &scratch);
    sort_links(&c, d);
    int64_t *sum = ARENA_ARRAY(&scratch, int64_t, Ky);
    int *first = ARENA_ARRAY(arena, int, Kx + 1), n = 0;
    struct lexprior_entry *all =
        ARENA_ARRAY(&scratch, struct lexprior_entry, (size_t)Kx * MOST);
    for (int x = 0; x < Kx; x++) {
        n += unit_entries(all + n, c.all + c.first[x],
                          c.first[x + 1] - c.first[x], sum);
        first[x + 1] = n;
    }
    struct lexprior_entry *entry = ARENA_ARRAY(arena, struct lexprior_entry, n);
    if (n > 0)
        memcpy(entry, all, (size_t)n * sizeof *entry);
    *t = (struct lextable){Kx, Ky, first, entry};
    arena_drop(&scratch);
    return t;
}

int lexcount_units(const struct lextable *t)
{
    int units = 0;
    for (int x = 0; x < t->Kx; x++)
        units += t->first[x + 1] > t->first[x];
    return units;
}
