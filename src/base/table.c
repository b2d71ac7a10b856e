#include "base/table.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include "base/die.h"

void table_init(struct table *t, struct arena *arena)
{
    *t = (struct table){.arena = arena};
}

/* FNV-1a, then a finaliser: FNV's low bits alone, which choose the slot,
 * depend too little on the last byte. */
uint64_t table_hash(const char *key, int len)
{
    uint64_t h = UINT64_C(0xCBF29CE484222325);
    for (int i = 0; i < len; i++)
        h = (h ^ (unsigned char)key[i]) * UINT64_C(0x100000001B3);
    h = (h ^ (h >> 32)) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ (h >> 29);
}

/* The slot that holds key, or the free one where it would go. */
static int find_slot(const struct table *t, const char *key, int len,
                     uint64_t hash)
{
    int mask = t->slots - 1;
    for (int i = (int)(hash & (uint64_t)mask);; i = (i + 1) & mask) {
        if (t->slot[i] == 0)
            return i;
        const struct table_entry *e = &t->entry[t->slot[i] - 1];
        if (e->hash == hash && e->len == len &&
            memcmp(e->key, key, (size_t)len) == 0)
            return i;
    }
}

/* Doubles; the old arrays stay in the arena, together no larger than the
 * new ones. */
static void grow(struct table *t)
{
    if (t->slots > INT_MAX / 4)
        die(EXIT_MEMORY, "out of memory: a table of %d entries", t->n);
    int slots = t->slots > 0 ? t->slots * 2 : 16;
    int cap = slots / 2;
    struct table_entry *entry =
        ARENA_ARRAY(t->arena, struct table_entry, cap);
    if (t->n > 0)
        memcpy(entry, t->entry, (size_t)t->n * sizeof(*entry));
    t->entry = entry;
    t->cap = cap;
    t->slot = ARENA_ARRAY(t->arena, int, slots);
    t->slots = slots;
    for (int i = 0; i < t->n; i++) {
        const struct table_entry *e = &entry[i];
        t->slot[find_slot(t, e->key, e->len, e->hash)] = i + 1;
    }
}

int table_get(const struct table *t, const char *key, int len)
{
    if (t->n == 0)
        return -1;
    int i = t->slot[find_slot(t, key, len, table_hash(key, len))];
    return i > 0 ? t->entry[i - 1].value : -1;
}

void table_set(struct table *t, const char *key, int len, int value)
{
    *table_at(t, key, len, value) = value;
}

int *table_at(struct table *t, const char *key, int len, int initial)
{
    assert(len >= 0);
    if (t->n == t->cap)
        grow(t);
    uint64_t hash = table_hash(key, len);
    int slot = find_slot(t, key, len, hash);
    if (t->slot[slot] == 0) {
        struct table_entry *e = &t->entry[t->n++];
        e->key = arena_strndup(t->arena, key, (size_t)len);
        e->len = len;
        e->value = initial;
        e->hash = hash;
        t->slot[slot] = t->n;
    }
    return &t->entry[t->slot[slot] - 1].value;
}
