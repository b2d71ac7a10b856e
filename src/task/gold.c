#include "task/gold.h"

#include "base/file.h"
#include "task/look.h"

/* All lines of the file, as a corpus numbers them. */
static bool read_lines(const char **line, long lines, const char *path,
                       struct arena *arena, struct error *err)
{
    struct lines *l;
    struct strbuf text = STRBUF_INIT;
    bool cut, ok = lines_open(&l, path, err);
    long n = 0;
    if (!ok)
        return false;
    err->status = EXIT_OK;
    while (lines_next(l, &text, 1 << 20, &cut, err)) {
        if (n < lines)
            line[n] = arena_strndup(arena, text.s, text.n);
        n++;
    }
    ok = err->status == EXIT_OK;
    lines_close(l);
    strbuf_release(&text);
    return ok && (n == lines ||
                  error_set(err, EXIT_DATA, "%s: %ld lines, but the text has "
                            "%ld", path, n, lines));
}

bool gold_read(struct gold *out, const char *path, const struct corpus *text,
               bool swap, struct arena *arena, struct error *err)
{
    const char **line = ARENA_ARRAY(arena, const char *, text->lines);
    *out = (struct gold){text, ARENA_ARRAY(arena, struct aer_links, text->n)};
    if (!read_lines(line, text->lines, path, arena, err))
        return false;
    for (int i = 0; i < text->n; i++) {
        long at = text->pair[i].line;
        if (!aer_parse(&out->links[i], line[at - 1], swap, arena, err))
            return error_prefix(err, "%s:%ld", path, at);
    }
    return true;
}

/* A link for each target word. */
static void links(struct aer_links *out, const struct alignment *a,
                  struct arena *arena)
{
    int Ty = a->Ty - a->eos_tgt;
    *out = (struct aer_links){ARENA_ARRAY(arena, struct aer_link, Ty), 0};
    for (int i = 0; i < Ty; i++) {
        int best = alignment_best(a, i);
        if (best >= 0)
            out->link[out->n++] = (struct aer_link){best, i, true};
    }
}

double gold_error_rate(const struct gold *g, const struct model *m)
{
    static const struct look cross = {LOOK_CROSS, HEAD_MEAN};
    struct aer sum = {0, 0, 0, 0};
    struct arena arena;
    if (!translate_aligns(m))
        return -1;
    arena_init(&arena, "gold");
    for (int i = 0; i < g->text->n; i++) {
        const struct pair *p = &g->text->pair[i];
        struct alignment pieces, words;
        struct aer_links made;
        look_pair(&cross, m, p->text[0], p->text[1], &pieces, NULL, &arena);
        alignment_words(&words, &pieces, &arena);
        links(&made, &words, &arena);
        aer_add(&sum, &made, &g->links[i]);
        arena_reset(&arena);
    }
    arena_drop(&arena);
    return aer_value(&sum);
}
