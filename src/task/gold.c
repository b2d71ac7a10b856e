#include "task/gold.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "text/corpus_sniff.h"

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
    while ((n > 0 || sniff_lines(l, path, err)) &&
           lines_next(l, &text, 1 << 20, &cut, err)) {
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

/* Links numbered from 1, say, or of other lines. */
static bool inside(const struct aer_links *l, const struct pair *p,
                   struct error *err)
{
    int I = utf8_words(p->text[0], (size_t)p->len[0]);
    int J = utf8_words(p->text[1], (size_t)p->len[1]);
    for (int k = 0; k < l->n; k++) {
        const struct aer_link *one = &l->link[k];
        if (one->i < I && one->j < J)
            continue;
        error_set(err, EXIT_DATA, "a link %d-%d, but there are %d source and "
                  "%d target words", one->i, one->j, I, J);
        return error_hint(err, "words are numbered from 0, source first");
    }
    return true;
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
        if (!aer_parse(&out->links[i], line[at - 1], swap, arena, err) ||
            !inside(&out->links[i], &text->pair[i], err))
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
    static const struct look cross = {LOOK_CROSS, HEAD_MEAN, false};
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

/* ==== Every kind of links ==== */

void gold_links(struct aer_links *out, const struct links *l,
                struct arena *arena)
{
    *out = (struct aer_links){
        ARENA_ARRAY(arena, struct aer_link, l->I * l->J), 0};
    for (int j = 0; j < l->J; j++)
        for (int i = 0; i < l->I; i++)
            if (l->on[j * l->I + i])
                out->link[out->n++] = (struct aer_link){i, j, true};
}

static void add_errors(struct aer *sum, const struct twoway *w,
                       const struct aligner_posterior *p,
                       const struct aer_links *gold, struct arena *arena)
{
    for (int kind = 0; kind < LINKS_KINDS; kind++) {
        struct links l;
        struct aer_links made;
        if (!twoway_has(w, (enum link_kind)kind))
            continue;
        twoway_links(&l, p, (enum link_kind)kind, arena);
        gold_links(&made, &l, arena);
        aer_add(&sum[kind], &made, gold);
    }
}

void gold_errors(struct aer *sum, const struct gold *g,
                 const struct twoway *w)
{
    struct arena arena;
    arena_init(&arena, "gold");
    memset(sum, 0, LINKS_KINDS * sizeof *sum);
    for (int n = 0; n < g->text->n; n++) {
        const struct pair *pair = &g->text->pair[n];
        struct aligner_posterior p;
        twoway_posterior(&p, w, pair->text[0], pair->text[1], &arena);
        add_errors(sum, w, &p, &g->links[n], &arena);
        arena_reset(&arena);
    }
    arena_drop(&arena);
}
