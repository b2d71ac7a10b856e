/* The input is codes; what is accepted is written as what is read again, and
 * applied to the input itself loses nothing.  Then merges are learnt from
 * the input's lines: each unit must be one unit. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "text/bpe.h"
#include "text/counter.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static struct arena arena, scratch;

static bool is_short(void *ctx, const char *unit, int n)
{
    (void)ctx, (void)unit;
    return n < 4;
}

static void check_apply(const struct bpe *b, const char *s, int n)
{
    int *len = ARENA_ARRAY(&arena, int, n);
    for (int known = 0; known < 2; known++) {
        struct bpe_dropout drop = {0.5, {(uint64_t)n}, 0};
        int units = bpe_apply(b, s, n, len, known ? &drop : NULL, known ? is_short : NULL, NULL);
        int sum = 0;
        for (int i = 0; i < units; i++) {
            assert(len[i] > 0);
            sum += len[i];
        }
        assert(sum == n);
    }
}

static struct bpe *check_written(const struct bpe *b, bool bare)
{
    struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
    struct bpe *again;
    struct error err;
    bool now;
    bpe_write(&x, b, bare);
    assert(bpe_read(&again, &now, x.s, x.n, "again", &arena, &err));
    assert(now == bare);
    bpe_write(&y, again, now);
    assert(x.n == y.n && memcmp(x.s, y.s, x.n) == 0);
    strbuf_release(&x);
    strbuf_release(&y);
    return again;
}

static void learn_lines(const char *s, size_t n)
{
    size_t bytes = n;
    struct counter words;
    counter_init(&words, &scratch);
    while (n > 0) {
        const char *lf = memchr(s, '\n', n);
        size_t len = lf ? (size_t)(lf - s) : n;
        counter_add(&words, s, (int)len, 1 + (long long)(len % 3));
        len += lf != NULL;
        s += len;
        n -= len;
    }
    struct bpe_options o = {.merges = 100, .least = 2,
                            .association = (double)(bytes % 3) / 2};
    struct bpe *b = bpe_learn(&words.unit, words.count, &o, &arena, &scratch);
    b = check_written(b, bytes % 2 == 1);
    for (int i = 0; i < words.unit.n; i++)
        check_apply(b, words.unit.entry[i].key, words.unit.entry[i].len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const char *s = (const char *)bytes;
    struct bpe *b;
    struct error err;
    bool bare;
    arena_init(&arena, "fuzz");
    arena_init(&scratch, "scratch");
    if (bpe_read(&b, &bare, s, n, "codes", &arena, &err)) {
        check_written(b, bare);
        check_apply(b, s, (int)n);
    }
    if (utf8_valid_prefix(s, n) == n)
        learn_lines(s, n);
    arena_drop(&arena);
    arena_drop(&scratch);
    return 0;
}
