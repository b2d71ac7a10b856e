#include "cmd/cmd_rerank.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cmd/cmd_text.h"
#include "cmd/cmd_unseen.h"
#include "task/likelihood.h"

/* Lines that are scored at a time, to the end of a sentence's. */
enum { LINES = 4096 };

struct candidate {
    long number;
    const char *text;
    double score;
    int line;                          /* from 0 */
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

static int earlier_first(const struct candidate *a, const struct candidate *b)
{
    return (a->line > b->line) - (a->line < b->line);
}

static int best_first(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return earlier_first(a, b);
}

/* Lists that were put together, one system's after another's. */
static int by_sentence(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return earlier_first(a, b);
}

struct lists {
    const struct model *m;
    struct text lines, sources;
    struct candidate *candidate;       /* of each line, by sentence */
    struct unseen unseen;
};

static void score(struct lists *x, struct candidate *c, int n,
                  struct arena *arena)
{
    struct ranking rank = translate_options(x->m).rank;
    const char **src = ARENA_ARRAY(arena, const char *, n);
    const char **tgt = ARENA_ARRAY(arena, const char *, n);
    struct likelihood *l = ARENA_ARRAY(arena, struct likelihood, n);
    for (int i = 0; i < n; i++) {
        src[i] = x->sources.line[c[i].number];
        tgt[i] = c[i].text;
    }
    likelihood(x->m, src, tgt, n, l, arena);
    for (int i = 0; i < n; i++) {
        long line = c[i].line + 1;
        if (l[i].cut)
            log_warn("%s:%ld: longer than %d tokens; the end is lost",
                     x->lines.name, line, TRANSLATE_LONGEST);
        unseen_warn_pair(&x->unseen, (struct text_pair){src[i], NULL},
                         x->sources.name, c[i].number + 1);
        unseen_warn_pair(&x->unseen, (struct text_pair){NULL, tgt[i]},
                         x->lines.name, line);
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

static bool parse_all(struct lists *x, struct arena *arena, struct error *err)
{
    const struct text *lines = &x->lines, *sources = &x->sources;
    x->candidate = ARENA_ARRAY(arena, struct candidate, lines->n);
    for (int i = 0; i < lines->n; i++) {
        struct candidate *c = &x->candidate[i];
        if (!parse(c, lines->line[i], arena)) {
            error_set(err, EXIT_DATA, "%s:%d: not number ||| translation",
                      lines->name, i + 1);
            return error_hint(err, "s2s translate --nbest N writes such "
                              "lines");
        }
        if (c->number >= sources->n)
            return error_set(err, EXIT_DATA, "%s:%d: sentence %ld, where %s "
                             "has %d", lines->name, i + 1, c->number,
                             sources->name, sources->n);
        c->line = i;
    }
    qsort(x->candidate, (size_t)lines->n, sizeof *x->candidate, by_sentence);
    bool told = false;
    for (int i = 0; i < sources->n; i++)
        text_tell_column(&told, SIDE_SRC, sources->line[i], sources->name,
                         i + 1);
    return true;
}

bool rerank(struct out *to, const struct model *m, const char *nbest,
            const char *sources, struct error *err)
{
    struct arena arena, work;
    struct lists x = {.m = m};
    arena_init(&arena, "n-best lists");
    arena_init(&work, "scores");
    unseen_init(&x.unseen, m, &arena);
    bool ok = text_read(&x.lines, nbest, &arena, err) &&
              text_read(&x.sources, sources, &arena, err) &&
              parse_all(&x, &arena, err);
    for (int at = 0, n; ok && at < x.lines.n; at += n) {
        for (n = 0; at + n < x.lines.n && n < LINES;)
            n += group(x.candidate + at + n, x.lines.n - at - n);
        arena_reset(&work);
        score(&x, x.candidate + at, n, &work);
        ok = put(to, x.candidate + at, n, err);
    }
    arena_drop(&arena);
    arena_drop(&work);
    return ok;
}
