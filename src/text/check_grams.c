#include "text/check_grams.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/fmath.h"
#include "base/utf8.h"

/* The last three letters; what is no letter is one boundary, 0. */
struct roll {
    uint32_t a, b, c;
};

static uint32_t letter_of(int c)
{
    if (c < 0x80) {
        int low = c | 0x20;
        return low >= 'a' && low <= 'z' ? (uint32_t)low : 0;
    }
    return utf8_class(c) == UTF8_LETTER ? (uint32_t)c : 0;
}

static uint32_t hash_of(const struct roll *r)
{
    uint32_t h = (r->a * 0x9E3779B1u ^ r->b) * 0x85EBCA77u ^ r->c;

    h = (h ^ h >> 15) * 0xC2B2AE3Du;
    return (h ^ h >> 16) & (GRAMS - 1);
}

/* Takes the next character; true when a gram with a letter ends here. */
static bool roll_on(struct roll *r, uint32_t letter)
{
    if (letter == 0 && r->c == 0)
        return false;
    *r = (struct roll){r->b, r->c, letter};
    return r->b != 0;
}

void grams_init(struct grams *g, struct arena *arena)
{
    for (int side = 0; side < 2; side++)
        g->count[side] = ARENA_ARRAY(arena, unsigned, GRAMS);
    g->weight = ARENA_ARRAY(arena, float, GRAMS);
}

void grams_clear(struct grams *g)
{
    for (int side = 0; side < 2; side++)
        memset(g->count[side], 0, GRAMS * sizeof *g->count[side]);
}

/* The next letter of s[*at..n), or one boundary at the end. */
static uint32_t next_letter(const char *s, int n, int *at)
{
    int len = 1;
    uint32_t letter = *at < n ? letter_of(utf8_next(s + *at,
                                                    (size_t)(n - *at), &len))
                              : 0;

    *at += len;
    return letter;
}

void grams_add(struct grams *g, int side, const char *s, int n)
{
    struct roll r = {0, 0, 0};

    if (n > GRAMS_BYTES)
        n = GRAMS_BYTES;
    for (int at = 0; at <= n;)
        if (roll_on(&r, next_letter(s, n, &at)))
            g->count[side][hash_of(&r)]++;
}

void grams_weigh(struct grams *g)
{
    double all[2] = {GRAMS, GRAMS};

    for (int side = 0; side < 2; side++)
        for (int i = 0; i < GRAMS; i++)
            all[side] += g->count[side][i];
    for (int i = 0; i < GRAMS; i++) {
        double p = (g->count[0][i] + 1.0) / all[0];
        double q = (g->count[1][i] + 1.0) / all[1];

        g->weight[i] = (float)fmath_log(p / q);
    }
}

double grams_score(const struct grams *g, const char *s, int n, int *count)
{
    struct roll r = {0, 0, 0};
    double sum = 0;

    *count = 0;
    for (int at = 0; at <= n;)
        if (roll_on(&r, next_letter(s, n, &at))) {
            sum += (double)g->weight[hash_of(&r)];
            ++*count;
        }
    return sum;
}
