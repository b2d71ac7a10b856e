#include "cmd/cmd_rerank.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/cmd_text.h"
#include "task/likelihood.h"

/* Lines that are scored at a time, to the end of a sentence's. */
enum { LINES = 4096 };

struct candidate {
    long number;
    const char *text;
    double score;
    int place;
};

/* "number ||| text", and perhaps " ||| " and more. */
static bool parse(struct candidate *c, const char *line, struct arena *arena)
{
    static const char bar[] = " ||| ";
    char *end;
    c->number = strtol(line, &end, 10);
    if (end == line || c->number < 0 || strncmp(end, bar, 5) != 0)
        return false;
    const char *text = end + 5, *stop = strstr(text, bar);
    c->text = arena_strndup(arena, text,
                            stop ? (size_t)(stop - text) : strlen(text));
    return true;
}

static int best_first(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static void score(struct candidate *c, int n, const struct model *m,
                  const struct text *sources, struct arena *arena)
{
    struct ranking rank = translate_options(m).rank;
    const char **src = ARENA_ARRAY(arena, const char *, n);
    const char **tgt = ARENA_ARRAY(arena, const char *, n);
    struct likelihood *l = ARENA_ARRAY(arena, struct likelihood, n);
    for (int i = 0; i < n; i++) {
        src[i] = sources->line[c[i].number];
        tgt[i] = c[i].text;
    }
    likelihood(m, src, tgt, n, l, arena);
    for (int i = 0; i < n; i++) {
        c[i].place = i;
        c[i].score = ranking_score(&rank, l[i].logp, l[i].tokens, l[i].chars,
                                   NULL, 0);
    }
}

/* How many of the candidates c[0 ..) belong to one sentence. */
static int group(const struct candidate *c, int n)
{
    int k = 1;
    while (k < n && c[k].number == c[0].number)
        k++;
    return k;
}

static bool put(struct out *to, struct candidate *c, int n,
                struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    for (int at = 0, k; at < n; at += k) {
        k = group(c + at, n - at);
        qsort(c + at, (size_t)k, sizeof *c, best_first);
    }
    for (int i = 0; i < n; i++) {
        strbuf_printf(&out, "%ld ||| ", c[i].number);
        text_put_line(&out, c[i].text);
        strbuf_printf(&out, " ||| %.6f\n", c[i].score);
    }
    bool ok = out_put(to, &out, err);
    strbuf_release(&out);
    return ok;
}

static bool parse_all(struct candidate *c, const struct text *lines,
                      const struct text *sources, struct arena *arena,
                      struct error *err)
{
    for (int i = 0; i < lines->n; i++) {
        if (!parse(&c[i], lines->line[i], arena)) {
            error_set(err, EXIT_DATA, "%s:%d: not number ||| translation",
                      lines->name, i + 1);
            return error_hint(err, "s2s translate --nbest N writes such "
                              "lines");
        }
        if (c[i].number >= sources->n)
            return error_set(err, EXIT_DATA, "%s:%d: sentence %ld, where %s "
                             "has %d", lines->name, i + 1, c[i].number,
                             sources->name, sources->n);
    }
    return true;
}

bool rerank(struct out *to, const struct model *m, const char *nbest,
            const char *sources, struct error *err)
{
    struct arena arena, work;
    struct text lines, src;
    arena_init(&arena, "n-best lists");
    arena_init(&work, "scores");
    bool ok = text_read(&lines, nbest, &arena, err) &&
              text_read(&src, sources, &arena, err);
    struct candidate *c = ARENA_ARRAY(&arena, struct candidate,
                                      ok ? lines.n : 0);
    ok = ok && parse_all(c, &lines, &src, &arena, err);
    for (int at = 0, n; ok && at < lines.n; at += n) {
        for (n = 0; at + n < lines.n && n < LINES;)
            n += group(c + at + n, lines.n - at - n);
        arena_reset(&work);
        score(c + at, n, m, &src, &work);
        ok = put(to, c + at, n, err);
    }
    arena_drop(&arena);
    arena_drop(&work);
    return ok;
}
