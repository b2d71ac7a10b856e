/* cmd_corpus: the options that say which text a command reads. */
#ifndef CMD_CMD_CORPUS_H
#define CMD_CMD_CORPUS_H

#include "base/opt.h"
#include "text/corpus.h"

struct corpus_args {
    const char *src, *tgt;     /* two files instead of one TSV */
    const char *cols;          /* "A,B" */
    bool reverse;
};

/* Rows for a command's table; a is the struct corpus_args. */
#define OPT_ROWS_COLUMNS(a)                                                 \
    {.name = "cols", .type = OPT_STRING, .value = &(a).cols, .arg = "A,B",  \
     .help = "columns of source and target in the TSV (1,2)"},              \
    {.name = "reverse", .type = OPT_FLAG, .value = &(a).reverse,            \
     .help = "translate the other way: swap source and target"}

#define OPT_ROWS_CORPUS(a)                                                  \
    {.name = "src", .type = OPT_FILE, .value = &(a).src, .arg = "FILE",     \
     .help = "source sentences, a line each (with --tgt, no TSV)"},         \
    {.name = "tgt", .type = OPT_FILE, .value = &(a).tgt, .arg = "FILE",     \
     .help = "target sentences, a line each"},                              \
    OPT_ROWS_COLUMNS(a)

/* Checks them against the positional corpus (NULL when there is none) and
 * fills o. */
bool corpus_args_check(const struct corpus_args *a, const char *corpus,
                       struct corpus_options *o, struct error *err);

/* Reads the corpus, or the two files where path is NULL. */
bool corpus_args_read(const struct corpus_args *a, const char *path,
                      const struct corpus_options *o, struct corpus *c,
                      struct arena *arena, struct error *err);

/* Are OPT_ROWS_COLUMNS given only where there is a TSV, that of --`option`? */
bool corpus_args_wanted(const struct corpus_args *a, const char *option,
                        const char *path, struct error *err);

/* Checks and reads a test part, which keeps its copies. */
bool corpus_args_test(const struct corpus_args *a, const char *path,
                      struct corpus *c, struct arena *arena,
                      struct error *err);

#endif
