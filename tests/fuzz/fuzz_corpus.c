/* The input is a corpus file, gzip or not, then the second of two. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "text/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static struct arena arena;

static void check_findings(const struct corpus *c)
{
    struct check k;
    struct finding f;
    check_init(&k, c, c, 1, &arena);
    for (int i = 0; check_kinds[i]; i++) {
        check_ask(&k, check_kinds[i], 3, &f);
        assert(f.count >= f.shown || f.kind == &check_rare);
    }
}

static void check_corpus(struct corpus *c)
{
    struct strbuf out = STRBUF_INIT;
    struct corpus dev;
    long all = c->n;
    for (int i = 0; i < DROP_REASON_COUNT; i++)
        all += c->dropped[i];
    assert(all == c->lines);
    for (int i = 0; i < c->n; i++)
        for (int side = 0; side < 2; side++) {
            const struct pair *p = &c->pair[i];
            assert(p->len[side] > 0);
            assert(strlen(p->text[side]) == (size_t)p->len[side]);
            assert(corpus_length(p->text[side], p->len[side]) >= 0);
        }
    corpus_summary(&out, c);
    check_findings(c);
    int n = c->n;
    corpus_split(c, &dev, n / 3, 1);
    assert(c->n + dev.n == n);
    assert(corpus_remove(c, &dev, &arena) == 0);
    strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct corpus_options options[] = {{{1, 2}, false, false},
                                                    {{3, 1}, true, true}};
    struct corpus c;
    struct error err;
    char path[40];
    int fd = memfd_create("fuzz", 0);
    assert(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    arena_init(&arena, "fuzz");
    for (int i = 0; i < 2; i++)
        if (corpus_read(&c, path, &options[i], &arena, &err))
            check_corpus(&c);
    if (corpus_read_two(&c, path, path, &options[1], &arena, &err))
        check_corpus(&c);
    arena_drop(&arena);
    close(fd);
    return 0;
}
