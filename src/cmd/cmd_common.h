/* cmd_common: the options that many commands share, and what they lead to. */
#ifndef CMD_CMD_COMMON_H
#define CMD_CMD_COMMON_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/opt.h"

struct model;
struct extras;

struct common {
    const char *model;     /* -m FILE; NULL: look for one */
    struct opt_list models;    /* of -m, where there may be several */
    const char *output;    /* -o FILE; NULL or "-": stdout */
    const char *color;     /* auto, always, never; NULL is auto */
    int threads;           /* 0: one a core */
    bool quiet;
};

/* Rows for a command's table; c is the struct common. */
#define OPT_ROW_MODEL(c)                                                    \
    {.name = "model", .letter = 'm', .type = OPT_FILE,                      \
     .value = &(c).model, .arg = "FILE",                                    \
     .help = "the model ($S2S_MODEL, else the newest in ./models or .)"}
#define OPT_ROW_MODELS(c)                                                   \
    {.name = "model", .letter = 'm', .type = OPT_LIST,                      \
     .value = &(c).models, .arg = "FILE",                                   \
     .help = "the model ($S2S_MODEL, else the newest in ./models or .); "    \
             "several are an ensemble"}
#define OPT_ROW_OUTPUT(c)                                                   \
    {.name = "output", .letter = 'o', .type = OPT_FILE,                      \
     .value = &(c).output, .arg = "FILE",                                   \
     .help = "write there, complete or not at all (stdout)"}
#define OPT_ROW_COLOR(c)                                                    \
    {.name = "color", .type = OPT_CHOICE, .value = &(c).color,              \
     .arg = "WHEN", .choices = common_color, .help = "colours (auto)"}
#define OPT_ROW_THREADS(c)                                                  \
    {.name = "threads", .type = OPT_INT, .value = &(c).threads, .min = 1,   \
     .max = PAR_MAX, .arg = "N",                                            \
     .help = "threads (one a core); results do not depend on it"}
#define OPT_ROW_QUIET(c)                                                    \
    {.name = "quiet", .letter = 'q', .type = OPT_FLAG,                      \
     .value = &(c).quiet, .help = "nothing on stderr but trouble"}

const char *common_color(int i);

/* --threads and --quiet; cmd_parse does it. */
void common_apply(const struct common *c);

/* The number of colours for what goes to -o or stdout. */
int common_colours(const struct common *c);

/* The model as a word of the command line, where there is one. */
bool common_model_word(struct common *c, int words, char **word,
                       struct error *err);

/* Refuses what would describe a network beside a model, which has its own:
 * the options of a configuration, `rows`, but --seed; and `other`, the name
 * of one that was given, or NULL. */
bool common_model_alone(const struct opt *rows, const char *other,
                        struct error *err);

/* Refuses, of a configuration's `rows`, what neither is part of a network's
 * shape nor one of the words of `read`: nothing would come of it. */
bool common_read_alone(const struct opt *rows, const char *read,
                       struct error *err);

/* Finds and loads the model, as model_load does (x may be NULL), and the
 * others of an ensemble.  One that was not named with -m is named on
 * stderr. */
bool common_load(const struct common *c, struct model *m, bool train,
                 struct extras *x, struct arena *arena, struct error *err);

#endif
