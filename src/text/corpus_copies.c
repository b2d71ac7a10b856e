#include "text/corpus_copies.h"

static uint64_t hash_of(const struct pair *p)
{
    return corpus_hash(p->text[0], p->len[0]) * 31 +
           corpus_hash(p->text[1], p->len[1]);
}

static bool same_text(const struct pair *p, const struct pair *q)
{
    for (int side = 0; side < 2; side++)
        if (!corpus_same(p->text[side], p->len[side], q->text[side],
                         q->len[side]))
            return false;
    return true;
}

void copies_init(struct copies *s)
{
    *s = (struct copies){.slots = 1 << 10};
    arena_init(&s->arena, "copies");
    s->slot = ARENA_ARRAY(&s->arena, struct copies_slot, s->slots);
}

void copies_release(struct copies *s)
{
    arena_drop(&s->arena);
}

static int first_place(const struct copies *s, uint64_t hash)
{
    return (int)(hash & (uint64_t)(s->slots - 1));
}

static int next_place(const struct copies *s, int at)
{
    return (at + 1) & (s->slots - 1);
}

static void widen(struct copies *s)
{
    struct copies old = *s;

    s->slots *= 2;
    s->slot = ARENA_ARRAY(&s->arena, struct copies_slot, s->slots);
    for (int i = 0; i < old.slots; i++) {
        int at = first_place(s, old.slot[i].hash);

        if (old.slot[i].pair == 0)
            continue;
        while (s->slot[at].pair != 0)
            at = next_place(s, at);
        s->slot[at] = old.slot[i];
    }
}

bool copies_add(struct copies *s, const struct pair *all, int i)
{
    uint64_t hash = hash_of(&all[i]);
    int at;

    if (2 * s->n >= s->slots)
        widen(s);
    for (at = first_place(s, hash); s->slot[at].pair; at = next_place(s, at))
        if (s->slot[at].hash == hash &&
            same_text(&all[s->slot[at].pair - 1], &all[i]))
            return true;
    s->slot[at] = (struct copies_slot){hash, i + 1};
    s->n++;
    return false;
}
