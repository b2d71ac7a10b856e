#include "model/lextable.h"

#include "base/rng.h"

/* ==== Writing ==== */

void lextable_write(struct strbuf *out, const struct lextable *t)
{
    for (int x = 0; x < t->Kx; x++) {
        for (int k = t->first[x]; k < t->first[x + 1]; k++)
            strbuf_printf(out, "%s%d %d", k > t->first[x] ? " " : "",
                          t->entry[k].y, (int)(t->entry[k].p * LEXTABLE_ONE));
        strbuf_putc(out, '\n');
    }
}

/* ==== Reading ==== */

struct reader {
    const char *s, *end;
    int Ky;
    struct lexprior_entry *entry; /* room for all that the text can hold */
    int n;
};

/* Digits that make a number from `low` to `high`, and one of the two that
 * must follow. */
static bool number(struct reader *r, int low, int high, char then, char or_,
                   int *out)
{
    const char *from = r->s;
    int x = 0;
    while (r->s < r->end && *r->s >= '0' && *r->s <= '9' && x <= high)
        x = 10 * x + (*r->s++ - '0');
    *out = x;
    return r->s > from && x >= low && x <= high && r->s < r->end &&
           (*r->s == then || *r->s == or_);
}

/* Returns what is wrong with a line, or NULL; it ends behind its LF. */
static const char *read_line(struct reader *r)
{
    int p = LEXTABLE_ONE, begin = r->n;
    while (r->s < r->end && *r->s != '\n') {
        struct lexprior_entry *e = &r->entry[r->n];
        if (!number(r, ID_EOS, r->Ky - 1, ' ', ' ', &e->y))
            return "expected the number of a target unit and a space";
        r->s++;
        if (!number(r, 1, p, ' ', '\n', &p))
            return "expected a p that is no larger than the one before";
        e->p = (real)p / LEXTABLE_ONE;
        if (++r->n - begin > LEXTABLE_MOST)
            return "more than 1000 target units";
        r->s += *r->s == ' ' && r->s + 1 < r->end && r->s[1] != '\n';
    }
    if (r->s == r->end)
        return "the line has no end";
    r->s++;
    return NULL;
}

bool lextable_read(struct lextable *t, const char *s, size_t n, int Kx, int Ky,
                   const char *where, struct arena *arena, struct error *err)
{
    enum { SHORTEST = 4 }; /* an entry, with what follows it */
    struct reader r = {
        s, s + n, Ky,
        ARENA_ARRAY(arena, struct lexprior_entry, n / SHORTEST + 1), 0};
    int *first = ARENA_ARRAY(arena, int, Kx + 1);
    const char *wrong = NULL;
    int x = 0;
    for (; x < Kx && !wrong; x++) {
        wrong = read_line(&r);
        first[x + 1] = r.n;
    }
    if (!wrong && r.s < r.end)
        wrong = "more lines than source units";
    *t = (struct lextable){Kx, Ky, first, r.entry};
    return !wrong || error_set(err, EXIT_MODEL, "%s:%d: %s", where, x, wrong);
}

/* ==== Chance ==== */

enum { FEW = 8 };

/* The p of a unit sum to less than 1. */
static int random_entries(struct lexprior_entry *e, int Ky, struct rng r)
{
    int n = 1 + (int)rng_below(r, 0, FEW);
    int p = LEXTABLE_ONE / 4 + (int)rng_below(r, 1, LEXTABLE_ONE / 4);
    for (int k = 0; k < n; k++, p /= 2) {
        e[k].y = ID_UNK +
                 (int)rng_below(r, 2 + (uint64_t)k, (uint64_t)(Ky - ID_UNK));
        e[k].p = (real)p / LEXTABLE_ONE;
    }
    return n;
}

void lextable_random(struct net_options *o, uint64_t seed, struct arena *arena)
{
    struct lextable *t = ARENA_NEW(arena, struct lextable);
    int *first = ARENA_ARRAY(arena, int, o->Kx + 1), n = 0;
    struct lexprior_entry *entry =
        ARENA_ARRAY(arena, struct lexprior_entry, (size_t)o->Kx * FEW);
    for (int x = ID_UNK; x < o->Kx; x++) {
        first[x] = n;
        n += random_entries(entry + n, o->Ky,
                            rng_key(seed, RNG_TEST, 3, (uint64_t)x));
    }
    first[o->Kx] = n;
    *t = (struct lextable){o->Kx, o->Ky, first, entry};
    if (o->lexicon > 0)
        o->lextable = t;
}
