/* cmd_compare: what `compare` knows of its twins, and what it shows of them
 * in the end: tables, curves, and a page (cmd_compare_show.c).  Their texts
 * are read by cmd_compare_texts.c. */
#ifndef CMD_CMD_COMPARE_H
#define CMD_CMD_COMPARE_H

#include "cmd/cmd_training.h"
#include "task/twin_page.h"

enum { TWINS = 8 };

struct compare {
    struct training training;
    const char *test, *gold, *gold_text, *bins, *svg, *csv, *report;
    bool json;
    const char *list[TRAINING_ROWS]; /* of each option, where it has one */
    const char *option;              /* the one that has */
    const char *name[TWINS];         /* what stands in its list */
    const char *path[TWINS];         /* of the models */
    int n;
    struct twin_texts texts;
    struct prepared text;
    struct gold golden;
    struct corpus golden_text;
    struct twin_result result[TWINS];
    struct twin_shown shown[TWINS];
    struct config config;        /* of the last */
    const char *title, *command; /* of the page */
    struct arena arena;
};

/* The bins of lengths: --bins or tens. */
bool compare_read_spans(struct compare *c, struct error *err);

/* Training, dev and test part, and the alignments by hand. */
bool compare_read_texts(struct compare *c, struct source *source,
                        struct error *err);

/* Tables and curve on stdout, or everything as JSON, and the files. */
bool compare_show(struct compare *c, struct error *err);

#endif
