#include "text/pairmap.h"

static uint64_t key_of(int a, int b)
{
    return (uint64_t)(uint32_t)a << 32 | (uint32_t)b;
}

/* Slot of the key, or the free one where it belongs.  The factor is 2^64
 * over the golden ratio: neighbouring pairs land far apart. */
static struct pairmap_slot *find(const struct pairmap *m, uint64_t key)
{
    uint64_t mask = (uint64_t)m->slots - 1;
    uint64_t h = key * 0x9E3779B97F4A7C15u;
    uint64_t at = (h ^ h >> 32) & mask;

    while (m->slot[at].value != 0 && m->slot[at].key != key)
        at = (at + 1) & mask;
    return &m->slot[at];
}

void pairmap_init(struct pairmap *m, struct arena *arena)
{
    *m = (struct pairmap){.arena = arena, .slots = 64};
    m->slot = ARENA_ARRAY(arena, struct pairmap_slot, m->slots);
}

int pairmap_get(const struct pairmap *m, int a, int b)
{
    return find(m, key_of(a, b))->value - 1;
}

static void widen(struct pairmap *m)
{
    struct pairmap old = *m;

    m->slots *= 2;
    m->slot = ARENA_ARRAY(m->arena, struct pairmap_slot, m->slots);
    for (int i = 0; i < old.slots; i++)
        if (old.slot[i].value != 0)
            *find(m, old.slot[i].key) = old.slot[i];
}

int pairmap_at(struct pairmap *m, int a, int b, int initial)
{
    uint64_t key = key_of(a, b);
    struct pairmap_slot *s = find(m, key);

    if (s->value == 0) {
        if (2 * m->n >= m->slots) {
            widen(m);
            s = find(m, key);
        }
        *s = (struct pairmap_slot){.key = key, .value = initial + 1};
        m->n++;
    }
    return s->value - 1;
}
