#include "cmd/cmd_align.h"

#include <string.h>

#include "base/log.h"
#include "cmd/cmd_text.h"

bool linker_wanted(const struct linker *l)
{
    return l->links || l->by_hand.gold;
}

bool linker_check(const struct linker *l, struct error *err)
{
    if (!gold_args_check(&l->by_hand, err))
        return false;
    if (l->links && l->by_hand.gold)
        return error_set(err, EXIT_USAGE, "--links is for links: --gold has "
                         "its own table");
    if (l->back && !linker_wanted(l))
        return error_set(err, EXIT_USAGE,
                         "--backward without --links or --gold");
    if (!l->links || l->back ||
        strcmp(l->links, links_kind(LINKS_FORWARD)) == 0)
        return true;
    error_set(err, EXIT_USAGE, "--links %s: of two directions", l->links);
    return error_hint(err, "--backward MODEL, of one trained with --reverse");
}

static bool aligns(const struct look *look, const struct model *m,
                   const char *which, struct error *err)
{
    if (!translate_aligns(m))
        return error_set(err, EXIT_USAGE, "the %s has no alignments", which);
    return look_check(look, m, err);
}

bool linker_open(struct linker *l, const struct model *m,
                 const struct look *look, struct arena *arena,
                 struct error *err)
{
    l->w = (struct twoway){look, m, l->back ? &l->model : NULL};
    while (l->links && strcmp(l->links, links_kind((int)l->kind)) != 0)
        l->kind++;
    if (!aligns(look, m, "model", err))
        return false;
    if (!l->back)
        return true;
    if (!model_load(&l->model, l->back, false, NULL, arena, err) ||
        !aligns(look, &l->model, "--backward model", err))
        return false;
    if (turned_alike(m, &l->model))
        log_warn("--backward %s: reads the language that the model reads, "
                 "not the one that it writes (s2s train --reverse)", l->back);
    return true;
}

void linker_put(struct strbuf *out, const struct linker *l, const char *src,
                const char *tgt, struct arena *arena)
{
    struct aligner_posterior p;
    struct links links;
    twoway_posterior(&p, &l->w, src, tgt, arena);
    twoway_links(&links, &p, l->kind, arena);
    links_put(out, &links);
    strbuf_putc(out, '\n');
}

bool linker_errors(const struct linker *l, const char *output,
                   struct arena *arena, struct error *err)
{
    static const struct corpus_options columns = {{1, 2}, false, true};
    struct corpus text;
    struct gold gold;
    struct aer sum[LINKS_KINDS];
    struct strbuf out = STRBUF_INIT;
    if (!gold_args_read(&l->by_hand, &gold, &text, columns, arena, err))
        return false;
    text_warn_corpus(l->w.forward, &text, true);
    gold_errors(sum, &gold, &l->w);
    gold_table(&out, sum, l->w.back ? LINKS_KINDS : 1);
    bool ok = out_write(output, &out, err);
    strbuf_release(&out);
    return ok;
}
