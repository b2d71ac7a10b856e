#include "cmd/cmd_corpus.h"

#include <stdio.h>

static bool columns(const char *text, int col[2], struct error *err)
{
    char rest;
    if (sscanf(text, "%9d,%9d%c", &col[0], &col[1], &rest) == 2 &&
        col[0] >= 1 && col[1] >= 1 && col[0] != col[1])
        return true;
    error_set(err, EXIT_USAGE, "--cols %s: expected the numbers of two "
              "columns", text);
    return error_hint(err, "--cols 1,2 is source, target: the first is 1");
}

bool corpus_args_check(const struct corpus_args *a, const char *corpus,
                       struct corpus_options *o, struct error *err)
{
    *o = (struct corpus_options){{1, 2}, a->reverse, false};
    if (corpus && (a->src || a->tgt))
        return error_set(err, EXIT_USAGE, "%s and --src/--tgt: one of them",
                         corpus);
    if (!corpus && !(a->src && a->tgt)) {
        error_set(err, EXIT_USAGE, a->src   ? "--src without --tgt"
                                   : a->tgt ? "--tgt without --src"
                                            : "no corpus given");
        return error_hint(err, "one TSV file, or --src FILE --tgt FILE");
    }
    return !a->cols || columns(a->cols, o->col, err);
}

bool corpus_args_read(const struct corpus_args *a, const char *path,
                      const struct corpus_options *o, struct corpus *c,
                      struct arena *arena, struct error *err)
{
    return path ? corpus_read(c, path, o, arena, err)
                : corpus_read_two(c, a->src, a->tgt, o, arena, err);
}

bool corpus_args_wanted(const struct corpus_args *a, const char *option,
                        const char *path, struct error *err)
{
    return path || !(a->cols || a->reverse) ||
           error_set(err, EXIT_USAGE, "--%s goes with --%s",
                     a->cols ? "cols" : "reverse", option);
}

bool corpus_args_test(const struct corpus_args *a, const char *path,
                      struct corpus *c, struct arena *arena,
                      struct error *err)
{
    struct corpus_options o;
    if (!corpus_args_check(a, path, &o, err))
        return false;
    o.keep_copies = true;
    return corpus_args_read(a, path, &o, c, arena, err);
}
