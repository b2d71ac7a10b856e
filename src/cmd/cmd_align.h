/* cmd_align: the links of words of `s2s align`: with --links as text, with
 * --gold how far they are from alignments made by hand.  A --backward model,
 * of the other direction, makes links that are symmetrised. */
#ifndef CMD_CMD_ALIGN_H
#define CMD_CMD_ALIGN_H

#include "cmd/cmd_gold.h"
#include "cmd/cmd_out.h"
#include "task/twoway.h"

struct linker {
    struct gold_args by_hand;
    const char *links, *back;      /* as given; NULL: not */
    struct twoway w;
    enum link_kind kind;
    struct model model;            /* w.back */
};

/* Rows for the command's table; l is the struct linker. */
#define OPT_ROWS_LINKER(l)                                                   \
    {.name = "links", .type = OPT_CHOICE, .value = &(l).links,               \
     .arg = "KIND", .choices = links_kind,                                   \
     .help = "i-j of words; all but forward want --backward"},               \
    {.name = "backward", .type = OPT_FILE, .value = &(l).back,               \
     .arg = "MODEL", .help = "for --links, --gold: a model target to "       \
                             "source"},                                      \
    OPT_ROWS_GOLD((l).by_hand)

/* Is it wanted?  Then what is shown is no matrix. */
bool linker_wanted(const struct linker *l);

/* Fails where options do not go together. */
bool linker_check(const struct linker *l, struct error *err);

/* Loads --backward; m and how to look at both are kept. */
bool linker_open(struct linker *l, const struct model *m,
                 const struct look *look, struct arena *arena,
                 struct error *err);

/* Appends the line of links of a pair. */
void linker_put(struct strbuf *out, const struct linker *l, const char *src,
                const char *tgt, struct arena *arena);

/* Writes the table of errors. */
bool linker_errors(const struct linker *l, const char *output,
                   struct arena *arena, struct error *err);

#endif
