/* cmd_search: the options of the commands that search for translations.  What
 * is not given is the model's. */
#ifndef CMD_CMD_SEARCH_H
#define CMD_CMD_SEARCH_H

#include <math.h>

#include "base/opt.h"
#include "task/translate.h"

struct search_args {
    int beam;              /* 0: the model's; and NAN in these: */
    double alpha, reward, char_reward, coverage;
};

#define SEARCH_ARGS_INIT                                                    \
    {0, (double)NAN, (double)NAN, (double)NAN, (double)NAN}

/* Rows for a command's table; a is the struct search_args. */
#define OPT_ROWS_SEARCH(a)                                                  \
    {.name = "beam", .type = OPT_INT, .value = &(a).beam, .min = 1,         \
     .max = 1000, .arg = "N",                                               \
     .help = "hypotheses kept (the model's; 1 is greedy)"},                 \
    {.name = "alpha", .type = OPT_REAL, .value = &(a).alpha, .min = 0,      \
     .max = 10, .arg = "P",                                                 \
     .help = "their score is log p / length^P (the model's)"},              \
    {.name = "word-reward", .type = OPT_REAL, .value = &(a).reward,         \
     .min = -5, .max = 5, .arg = "X",                                       \
     .help = "... + X a token (the model's)"},                              \
    {.name = "char-reward", .type = OPT_REAL, .value = &(a).char_reward,    \
     .min = -5, .max = 5, .arg = "X",                                       \
     .help = "... + X a character but spaces (the model's)"},               \
    {.name = "coverage-penalty", .type = OPT_REAL, .value = &(a).coverage,  \
     .min = 0, .max = 100, .arg = "B",                                      \
     .help = "... + B sum_j log min(1, sum_i alpha_ij) (the model's)"}

/* Rows for --sample; s is a struct sampling, seed an int. */
#define OPT_ROWS_SAMPLE(s, seed)                                            \
    {.name = "sample", .type = OPT_FLAG, .value = &(s).on,                  \
     .help = "draw each token by its probability, anew for each line"},     \
    {.name = "temperature", .type = OPT_REAL, .value = &(s).temperature,    \
     .min = 0.01, .max = 100, .arg = "T",                                   \
     .help = "of --sample: by p^(1/T) (1)"},                                \
    {.name = "top-k", .type = OPT_INT, .value = &(s).top_k, .min = 1,       \
     .max = 1000000, .arg = "K",                                            \
     .help = "of --sample: of the K most probable tokens (all)"},           \
    {.name = "top-p", .type = OPT_REAL, .value = &(s).top_p, .min = 0,      \
     .max = 1, .arg = "P",                                                  \
     .help = "of --sample: of the fewest that have probability P (1)"},     \
    {.name = "seed", .type = OPT_INT, .value = &(seed), .min = 0,           \
     .max = 1000000000, .arg = "N",                                         \
     .help = "of --sample (1): it and the line's number decide what is "    \
             "drawn"}

/* One translation a sentence. */
struct search_options search_args_options(const struct search_args *a,
                                          const struct model *m);

#endif
