#include "lex/links.h"

const char *links_kind(int kind)
{
    static const char *const name[] = {
#define X(id, name) name,
        LINK_KINDS(X)
#undef X
    };
    return kind >= 0 && kind < LINKS_KINDS ? name[kind] : NULL;
}

void links_new(struct links *l, int I, int J, struct arena *arena)
{
    *l = (struct links){I, J, ARENA_ARRAY(arena, bool, I * J)};
}

/* ==== One direction ==== */

void links_of(struct links *l, const struct aligner_posterior *p, int to,
              struct arena *arena)
{
    int I = p->I, J = p->J, given = to ? I : J;
    int word_step = to ? I : 1, given_step = to ? 1 : I;
    links_new(l, I, J, arena);
    for (int w = 0; w < (to ? J : I) && given > 0; w++) {
        const float *gamma = p->gamma[to] + w * word_step;
        int best = 0;
        float empty = 1.0f;
        for (int k = 0; k < given; k++) {
            empty -= gamma[k * given_step];
            if (gamma[k * given_step] > gamma[best * given_step])
                best = k;
        }
        float most = gamma[best * given_step];
        l->on[w * word_step + best * given_step] = most > empty;
    }
}

/* ==== Two directions ==== */

void links_intersection(struct links *l, const struct links *a,
                        const struct links *b, struct arena *arena)
{
    links_new(l, a->I, a->J, arena);
    for (int k = 0; k < l->I * l->J; k++)
        l->on[k] = a->on[k] && b->on[k];
}

void links_union(struct links *l, const struct links *a,
                 const struct links *b, struct arena *arena)
{
    links_new(l, a->I, a->J, arena);
    for (int k = 0; k < l->I * l->J; k++)
        l->on[k] = a->on[k] || b->on[k];
}

/* What is being grown: which words have a link. */
struct growth {
    struct links *l;
    bool *row, *col;       /* [J], [I] */
};

static void switch_on(struct growth *g, int i, int j)
{
    g->l->on[j * g->l->I + i] = true;
    g->row[j] = g->col[i] = true;
}

static bool touches(const struct links *l, int i, int j)
{
    for (int y = j > 0 ? j - 1 : 0; y <= j + 1 && y < l->J; y++)
        for (int x = i > 0 ? i - 1 : 0; x <= i + 1 && x < l->I; x++)
            if (l->on[y * l->I + x])
                return true;
    return false;
}

/* One walk over the links of the union; true when any came in. */
static bool grow(struct growth *g, const struct links *both)
{
    bool any = false;
    for (int j = 0; j < both->J; j++)
        for (int i = 0; i < both->I; i++)
            if (both->on[j * both->I + i] && (!g->row[j] || !g->col[i]) &&
                touches(g->l, i, j)) {
                switch_on(g, i, j);
                any = true;
            }
    return any;
}

static void add_free(struct growth *g, const struct links *from)
{
    for (int j = 0; j < from->J; j++)
        for (int i = 0; i < from->I; i++)
            if (from->on[j * from->I + i] && !g->row[j] && !g->col[i])
                switch_on(g, i, j);
}

void links_grow(struct links *l, const struct links *a, const struct links *b,
                bool final_and, struct arena *arena)
{
    struct links both, sure;
    struct growth g = {l, ARENA_ARRAY(arena, bool, a->J),
                       ARENA_ARRAY(arena, bool, a->I)};
    links_union(&both, a, b, arena);
    links_intersection(&sure, a, b, arena);
    links_new(l, a->I, a->J, arena);
    for (int j = 0; j < l->J; j++)
        for (int i = 0; i < l->I; i++)
            if (sure.on[j * l->I + i])
                switch_on(&g, i, j);
    while (grow(&g, &both))
        continue;
    if (final_and) {
        add_free(&g, a);
        add_free(&g, b);
    }
}

void links_make(struct links *l, const struct aligner_posterior *p,
                enum link_kind kind, struct arena *arena)
{
    struct links a, b;
    links_of(&a, p, 1, arena);
    links_of(&b, p, 0, arena);
    switch (kind) {
    case LINKS_FORWARD: *l = a; return;
    case LINKS_BACKWARD: *l = b; return;
    case LINKS_INTERSECTION: links_intersection(l, &a, &b, arena); return;
    case LINKS_UNION: links_union(l, &a, &b, arena); return;
    default: links_grow(l, &a, &b, kind == LINKS_GROW_FINAL, arena);
    }
}

void links_put(struct strbuf *out, const struct links *l)
{
    const char *between = "";
    for (int j = 0; j < l->J; j++)
        for (int i = 0; i < l->I; i++)
            if (l->on[j * l->I + i]) {
                strbuf_printf(out, "%s%d-%d", between, i, j);
                between = " ";
            }
}
