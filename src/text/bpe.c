#include "text/bpe.h"

#include <string.h>

#include "text/bpe_table.h"
#include "text/grow.h"
#include "text/unit.h"

/* ==== The merges ==== */

struct bpe *bpe_new(struct arena *arena)
{
    struct bpe *b = ARENA_NEW(arena, struct bpe);

    b->arena = arena;
    table_init(&b->symbol, arena);
    pairmap_init(&b->merge_of, arena);
    return b;
}

int bpe_symbol(struct bpe *b, const char *s, int n)
{
    int symbols = b->symbol.n;
    int symbol = *table_at(&b->symbol, s, n, symbols);

    if (symbol == symbols) {
        b->made_by = grow_array(b->arena, b->made_by, symbols, &b->made_by_cap,
                                sizeof *b->made_by);
        b->made_by[symbol] = -1;
    }
    return symbol;
}

const char *bpe_symbol_text(const struct bpe *b, int symbol, int *len)
{
    *len = b->symbol.entry[symbol].len;
    return b->symbol.entry[symbol].key;
}

int bpe_add_merge(struct bpe *b, int left, int right)
{
    struct strbuf text = STRBUF_INIT;
    int symbols = b->symbol.n;
    int len, whole;
    const char *s = bpe_symbol_text(b, left, &len);

    strbuf_add(&text, s, (size_t)len);
    s = bpe_symbol_text(b, right, &len);
    strbuf_add(&text, s, (size_t)len);
    whole = bpe_symbol(b, text.s, (int)text.n);
    strbuf_release(&text);
    /* Only a new symbol is taken apart by this merge: so every part is
     * shorter and older than the whole. */
    if (whole == symbols)
        b->made_by[whole] = b->merges;
    b->merge = grow_array(b->arena, b->merge, b->merges, &b->merge_cap,
                          sizeof *b->merge);
    b->merge[b->merges] = (struct bpe_merge){left, right, whole};
    pairmap_at(&b->merge_of, left, right, b->merges);
    b->merges++;
    return whole;
}

int bpe_merges(const struct bpe *b)
{
    return b->merges;
}

/* ==== As text ==== */

static void put_symbol(struct strbuf *out, const struct bpe *b, int symbol)
{
    int len;
    const char *s = bpe_symbol_text(b, symbol, &len);

    unit_escape(out, s, len);
}

static const char bare_line[] = "#bare";

void bpe_write(struct strbuf *out, const struct bpe *b, bool bare)
{
    strbuf_puts(out, "#version: 0.2\n");
    if (bare)
        strbuf_printf(out, "%s\n", bare_line);
    for (int k = 0; k < b->merges; k++) {
        put_symbol(out, b, b->merge[k].left);
        strbuf_putc(out, ' ');
        put_symbol(out, b, b->merge[k].right);
        strbuf_putc(out, '\n');
    }
}

/* Symbols longer than this never come from a pre-token; the bound keeps a
 * hostile file, whose every line doubles the last, from filling memory. */
enum { SYMBOL_MAX = 4096, MERGES_MAX = 1000000 };

/* The symbol written in s[0..n), or -1. */
static int read_symbol(struct bpe *b, const char *s, size_t n,
                       struct strbuf *text)
{
    strbuf_reset(text);
    if (n > 4 * SYMBOL_MAX || !unit_unescape(text, s, n) ||
        text->n > SYMBOL_MAX)
        return -1;
    return bpe_symbol(b, text->s, (int)text->n);
}

/* Adds the merge of one line; returns what is wrong with it, or NULL. */
static const char *read_merge(struct bpe *b, const char *s, size_t n,
                              struct strbuf *text)
{
    const char *space = memchr(s, ' ', n);
    int left, right;

    if (!space)
        return "not a merge (expected two units with a space between)";
    if (b->merges >= MERGES_MAX)
        return "more than 1,000,000 merges";
    left = read_symbol(b, s, (size_t)(space - s), text);
    right = read_symbol(b, space + 1, n - (size_t)(space + 1 - s), text);
    if (left < 0 || right < 0)
        return "bad unit (expected two, UTF-8, with one space between)";
    if (pairmap_get(&b->merge_of, left, right) >= 0)
        return "the same merge again";
    bpe_add_merge(b, left, right);
    return NULL;
}

static bool is_line(const char *s, size_t n, const char *line)
{
    return n == strlen(line) && memcmp(s, line, n) == 0;
}

bool bpe_read(struct bpe **out, bool *bare, const char *s, size_t n,
              const char *where, struct arena *arena, struct error *err)
{
    struct strbuf text = STRBUF_INIT;
    struct bpe *b = bpe_new(arena);
    const char *wrong = NULL;
    long line = 0;

    *bare = false;
    do {
        const char *nl = n > 0 ? memchr(s, '\n', n) : NULL;
        size_t len = nl ? (size_t)(nl - s) : n;

        if (++line == 1)
            wrong = is_line(s, len, "#version: 0.2") ||
                            is_line(s, len, "#version: 0.1")
                        ? NULL
                        : "no BPE merges (expected the line \"#version: "
                          "0.2\")";
        else if (line == 2 && is_line(s, len, bare_line))
            *bare = true;
        else
            wrong = read_merge(b, s, len, &text);
        len += nl != NULL;
        s += len;
        n -= len;
    } while (n > 0 && !wrong);
    strbuf_release(&text);
    *out = b;
    return !wrong ||
           error_set(err, EXIT_DATA, "%s:%ld: %s", where, line, wrong);
}
