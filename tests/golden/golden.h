/* golden: the rows of bleu.json over the pairs of bleu.tsv, for the tests of
 * BLEU and chrF.  The programs run in the root of the repository. */
#ifndef GOLDEN_H
#define GOLDEN_H

#include <math.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "test.h"

/* Scores that sacreBLEU 2.6.0 gave; the pairs were written for this
 * project. */
#define GOLDEN "tests/golden/bleu"

enum { LINES = 64, COLUMNS = 3 };

static struct arena arena;
static struct error err;
static struct cJSON *golden;
static const char *line[LINES][COLUMNS];
static int lines;

static inline void read_pairs(void)
{
    char *s, *end;
    size_t n;

    ck_assert(file_read(GOLDEN ".tsv", 1 << 20, &arena, &s, &n, &err));
    for (lines = 0; *s; s = end + 1, lines++) {
        ck_assert_int_lt(lines, LINES);
        end = strchr(s, '\n');
        ck_assert_ptr_nonnull(end);
        *end = '\0';
        for (int k = 0; k < COLUMNS; k++) {
            line[lines][k] = s;
            s += strcspn(s, "\t");
            if (*s)
                *s++ = '\0';
        }
    }
}

static inline void setup(void)
{
    char *s;
    size_t n;

    arena_init(&arena, "test");
    read_pairs();
    ck_assert(file_read(GOLDEN ".json", 1 << 20, &arena, &s, &n, &err));
    ck_assert(json_parse(&golden, s, n, &err));
}

static inline void teardown(void)
{
    json_free(golden);
    arena_drop(&arena);
}

static inline double number(const cJSON *row, const char *key)
{
    const cJSON *x = cJSON_GetObjectItemCaseSensitive(row, key);

    return cJSON_IsNumber(x) ? x->valuedouble : 0.0;
}

static inline const char *word(const cJSON *row, const char *key)
{
    const cJSON *x = cJSON_GetObjectItemCaseSensitive(row, key);

    return cJSON_IsString(x) ? x->valuestring : NULL;
}

static inline const cJSON *rows(const char *key)
{
    const cJSON *r = cJSON_GetObjectItemCaseSensitive(golden, key);

    ck_assert(cJSON_IsArray(r));
    return r;
}

static inline void close_to(double ours, double theirs)
{
    ck_assert_msg(fabs(ours - theirs) < 1e-6, "%.12f, should be %.12f", ours,
                  theirs);
}

/* The lines "7-9" of a row as a range from 0; "all". */
static inline void range_of(const cJSON *row, int *from, int *to)
{
    *from = 1, *to = lines;
    sscanf(word(row, "lines"), "%d-%d", from, to);
    --*from;
}

#endif
