/* cmd_whatif: `s2s explain` where something is made otherwise: what the
 * translation becomes. */
#ifndef CMD_CMD_WHATIF_H
#define CMD_CMD_WHATIF_H

#include "cmd/cmd_corpus.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_text.h"
#include "task/explain.h"
#include "task/whatif.h"

struct whatif_args {
    const char *mask, *set, *prefix, *faithful;
    struct corpus_args columns;  /* of faithful */
    struct whatif what;
    struct sentence begin;     /* of prefix */
};

#define OPT_ROWS_WHATIF(a)                                                   \
    {.name = "mask", .type = OPT_STRING, .value = &(a).mask, .arg = "J,...", \
     .help = "what if these source tokens were not seen?"},                  \
    {.name = "set", .type = OPT_STRING, .value = &(a).set,                   \
     .arg = "I:J=W,...",                                                     \
     .help = "what if alpha_ij were W?"},                                    \
    {.name = "prefix", .type = OPT_STRING, .value = &(a).prefix,             \
     .arg = "TEXT", .help = "what if the translation began so?"},            \
    {.name = "faithful", .type = OPT_FILE, .value = &(a).faithful,           \
     .arg = "FILE",                                                          \
     .help = "how much hangs on the word attended most, over a TSV"},        \
    OPT_ROWS_COLUMNS((a).columns)

/* Is one of mask, set and prefix there? */
bool whatif_asked(const struct whatif_args *a);

/* Reads the options; `words` is how many texts the command line has. */
bool whatif_args_check(struct whatif_args *a, const struct model *m,
                       int words, struct arena *arena, struct error *err);

/* One sentence, explained before: explains it changed, and prints what
 * became of it. */
bool whatif_one(const struct whatif_args *a, const struct model *m,
                struct text_pair pair, const struct explanation *before,
                bool json, struct out *to, struct arena *arena,
                struct error *err);

bool whatif_faithful(const struct whatif_args *a, const struct model *m,
                     bool json, const char *output, struct arena *arena,
                     struct error *err);

#endif
