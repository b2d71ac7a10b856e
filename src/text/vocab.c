#include "text/vocab.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include "text/batch.h"
#include "text/unit.h"

/* As many merges as --bpe may ask for, and every character there may be. */
enum { VOCAB_MAX_LINES = 2200000 };

static const char *const special_name[ID_FIRST] = {[ID_PAD] = "<pad>",
                                                   [ID_BOS] = "<s>",
                                                   [ID_EOS] = "</s>",
                                                   [ID_UNK] = "<unk>"};

/* The first four take their places under keys that are not UTF-8, so that a
 * text which holds "<s>" never meets them. */
static const char *const special_key[ID_FIRST] = {[ID_PAD] = "\xff"
                                                             "0",
                                                  [ID_BOS] = "\xff"
                                                             "1",
                                                  [ID_EOS] = "\xff"
                                                             "2",
                                                  [ID_UNK] = "\xff"
                                                             "3"};

/* ==== Units and ids ==== */

void vocab_init(struct vocab *v, struct arena *arena)
{
    *v = (struct vocab){.arena = arena};
    table_init(&v->unit, arena);
    for (int id = 0; id < ID_FIRST; id++)
        vocab_add(v, special_key[id], (int)strlen(special_key[id]), 0);
}

int vocab_size(const struct vocab *v)
{
    return v->unit.n;
}

/* count has room for the least power of two that is >= 4 and >= n. */
static void make_room(struct vocab *v)
{
    int n = v->unit.n;
    long long *wider;

    if (n > 0 && (n < ID_FIRST || (n & (n - 1)) != 0))
        return;
    wider = ARENA_ARRAY(v->arena, long long, n ? 2 * n : ID_FIRST);
    if (n > 0)
        memcpy(wider, v->count, (size_t)n * sizeof *wider);
    v->count = wider;
}

int vocab_add(struct vocab *v, const char *unit, int len, long long count)
{
    int id = v->unit.n;

    assert(vocab_id(v, unit, len) < 0);
    make_room(v);
    table_set(&v->unit, unit, len, id);
    v->count[id] = count;
    return id;
}

int vocab_id(const struct vocab *v, const char *unit, int len)
{
    return table_get(&v->unit, unit, len);
}

const char *vocab_unit(const struct vocab *v, int id, int *len)
{
    if (id < 0 || id >= v->unit.n)
        id = ID_UNK;
    if (id < ID_FIRST) {
        *len = (int)strlen(special_name[id]);
        return special_name[id];
    }
    *len = v->unit.entry[id].len;
    return v->unit.entry[id].key;
}

/* ==== As text ==== */

void vocab_write(struct strbuf *out, const struct vocab *v)
{
    for (int id = ID_FIRST; id < v->unit.n; id++) {
        unit_escape(out, v->unit.entry[id].key, v->unit.entry[id].len);
        strbuf_printf(out, "\t%lld\n", v->count[id]);
    }
}

/* A number of digits alone that fits; what strtoll accepts is wider. */
static bool read_count(const char *s, size_t n, long long *out)
{
    long long x = 0;

    if (n == 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        int digit = s[i] - '0';

        if (digit < 0 || digit > 9 || x > (LLONG_MAX - digit) / 10)
            return false;
        x = 10 * x + digit;
    }
    *out = x;
    return true;
}

/* Adds the unit of one line; returns what is wrong with it, or NULL. */
static const char *read_line(struct vocab *v, const char *s, size_t n,
                             struct strbuf *unit)
{
    const char *tab = memchr(s, '\t', n);
    long long count;

    if (!tab)
        return "no count (expected unit TAB count)";
    strbuf_reset(unit);
    if (tab - s > INT_MAX || !unit_unescape(unit, s, (size_t)(tab - s)))
        return "bad unit (expected UTF-8; space as U+2581; \\t \\n \\\\ "
               "\\u2581 as the only escapes)";
    if (!read_count(tab + 1, n - (size_t)(tab + 1 - s), &count))
        return "bad count (expected a number)";
    if (vocab_id(v, unit->s, (int)unit->n) >= 0)
        return "the same unit again";
    vocab_add(v, unit->s, (int)unit->n, count);
    return NULL;
}

bool vocab_read(struct vocab *v, const char *s, size_t n, const char *where,
                struct error *err)
{
    struct strbuf unit = STRBUF_INIT;
    const char *wrong = NULL;
    long line = 0;

    while (n > 0 && !wrong) {
        const char *nl = memchr(s, '\n', n);
        size_t len = nl ? (size_t)(nl - s) : n;

        if (++line > VOCAB_MAX_LINES)
            wrong = "more than 2,200,000 units";
        else
            wrong = read_line(v, s, len, &unit);
        len += nl != NULL;
        s += len;
        n -= len;
    }
    strbuf_release(&unit);
    return !wrong ||
           error_set(err, EXIT_DATA, "%s:%ld: %s", where, line, wrong);
}
