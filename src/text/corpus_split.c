#include "base/rng.h"
#include "base/table.h"
#include "text/corpus.h"

static uint64_t source_hash(const struct pair *p)
{
    return corpus_hash(p->text[0], p->len[0]);
}

/* The order in which sentences are held out, all pairs of one together. */
static struct corpus_key *draw_all(const struct corpus *c, uint64_t seed,
                                   struct arena *scratch)
{
    struct corpus_key *d = ARENA_ARRAY(scratch, struct corpus_key, c->n);

    for (int i = 0; i < c->n; i++) {
        uint64_t text = source_hash(&c->pair[i]);

        d[i].hash = rng_u64(rng_key(seed, RNG_SPLIT, text, 0), 0);
        d[i].pair = i;
    }
    corpus_sort(d, c->n);
    return d;
}

/* Marks `want` pairs, sentence by sentence in the order of d; a sentence
 * with more translations than are wanted still is passed over.  Returns how
 * many were marked. */
static int mark_held(const struct corpus_key *d, int n, int want, bool *held)
{
    int taken = 0;

    for (int i = 0, end; i < n && taken < want; i = end) {
        for (end = i + 1; end < n && d[end].hash == d[i].hash;)
            end++;
        if (end - i > want - taken)
            continue;
        for (int k = i; k < end; k++)
            held[d[k].pair] = true;
        taken += end - i;
    }
    return taken;
}

void corpus_split(struct corpus *c, struct corpus *dev, int want, uint64_t seed)
{
    struct arena scratch;
    bool *held;
    int kept = 0;

    arena_init(&scratch, "split");
    held = ARENA_ARRAY(&scratch, bool, c->n);
    want = mark_held(draw_all(c, seed, &scratch), c->n, want, held);
    *dev = (struct corpus){.name = c->name, .arena = c->arena};
    dev->pair = ARENA_ARRAY(c->arena, struct pair, want);
    for (int i = 0; i < c->n; i++)
        if (held[i])
            dev->pair[dev->n++] = c->pair[i];
        else
            c->pair[kept++] = c->pair[i];
    c->n = kept;
    arena_drop(&scratch);
}

/* A source sentence is known by its hash. */
static bool is_held(const struct table *sources, const struct pair *p)
{
    uint64_t hash = source_hash(p);

    return table_get(sources, (const char *)&hash, sizeof hash) >= 0;
}

int corpus_remove(struct corpus *c, const struct corpus *held,
                  struct arena *scratch)
{
    struct arena_mark m = arena_mark(scratch);
    struct table sources;
    int kept = 0, removed;

    table_init(&sources, scratch);
    for (int i = 0; i < held->n; i++) {
        uint64_t hash = source_hash(&held->pair[i]);

        table_set(&sources, (const char *)&hash, sizeof hash, 1);
    }
    for (int i = 0; i < c->n; i++)
        if (!is_held(&sources, &c->pair[i]))
            c->pair[kept++] = c->pair[i];
    removed = c->n - kept;
    c->n = kept;
    arena_release(scratch, m);
    return removed;
}
