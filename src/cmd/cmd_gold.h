/* cmd_gold: the options that name alignments made by hand, and the table of
 * how far others are from them. */
#ifndef CMD_CMD_GOLD_H
#define CMD_CMD_GOLD_H

#include "base/opt.h"
#include "task/gold.h"

struct gold_args {
    const char *gold, *text;
};

/* Rows for a command's table; a is the struct gold_args. */
#define OPT_ROWS_GOLD(a)                                                    \
    {.name = "gold", .type = OPT_FILE, .value = &(a).gold, .arg = "FILE",   \
     .help = "alignments by hand, for AER: i-j sure, i?j possible"},        \
    {.name = "gold-text", .type = OPT_FILE, .value = &(a).text,             \
     .arg = "FILE", .help = "the TSV they belong to"}

/* Fails unless both or none are given. */
bool gold_args_check(const struct gold_args *a, struct error *err);

/* Reads the text into c, in o's columns, and its alignments. */
bool gold_args_read(const struct gold_args *a, struct gold *g,
                    struct corpus *c, struct corpus_options o,
                    struct arena *arena, struct error *err);

/* A row for each of the first n kinds of links. */
void gold_table(struct strbuf *out, const struct aer *sum, int n);

#endif
