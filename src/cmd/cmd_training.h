/* cmd_training: what `train` and `compare` share: the options of a training
 * (cmd_training_options.c) and the run itself (cmd_training.c). */
#ifndef CMD_CMD_TRAINING_H
#define CMD_CMD_TRAINING_H

#include "cmd/cmd_common.h"
#include "cmd/cmd_corpus.h"
#include "task/prepare.h"

struct training {
    struct common common;
    struct corpus_args corpus;
    struct config config;
    const char *dev, *preset, *attention;
    const char *init;              /* MODEL to begin with; NULL: none */
    double time;
    bool resume, force, json;
    bool watch;                    /* a picture while it runs */
    bool detailed;                 /* a long summary at the end */
    bool report;                   /* leave a page in the run folder */
    const char *again;             /* how to go on after a signal; NULL: the
                                      command of `train` */
    struct opt *rows;              /* which were given */
};

/* Sets defaults and fills rows with every option of a training (no end
 * mark); returns their number, at most TRAINING_ROWS. */
enum { TRAINING_ROWS = 16 + CONFIG_FIELDS };
int training_rows(struct training *a, struct opt *rows);

/* After parsing: --preset, --attention, --time and what --init's model is made
 * of into the configuration. */
bool training_options(struct training *a, struct error *err);

/* At --resume an option may repeat what the run was begun with, and make it
 * longer: into `saved`, the configuration of the checkpoint. */
bool training_merge(const struct training *a, struct config *saved,
                    struct error *err);

/* Appends "--clip 1, not 2": the first of the options given that decides the
 * model or its learning, and is not as in `saved`.  False where there is
 * none: what was given only then is not known. */
bool training_differs(const struct training *a, const struct config *saved,
                      struct strbuf *out);

/* How hypotheses are searched is no part of a training: what was given of
 * that, into the configuration of a model that was trained before. */
void training_use(struct config *c, const struct training *a);

/* The files to read, for a positional corpus (or NULL). */
bool training_source(const struct training *a, const char *corpus,
                     struct source *out, struct error *err);

/* Trains to `path` and says what happens; returns the exit status. */
int training_run(const struct training *a, const struct source *source,
                 const char *path);

#endif
