/* twins: models that differ in one choice, in one table. */
#ifndef REPORT_TWINS_H
#define REPORT_TWINS_H

#include "eval/bylen.h"
#include "eval/paired.h"

enum twin_part { TWIN_TRAIN, TWIN_DEV, TWIN_TEST, TWIN_PARTS };

struct twin_score {
    int n;                 /* sentences */
    double bleu, low, high, chrf;
    struct paired against; /* the first twin, on the same sentences */
};

struct twin_figures {
    const char *name;
    struct twin_score part[TWIN_PARTS];
    struct bylen by;       /* of the test part */
    double aer;            /* < 0: no gold alignments, or none to compare */
    size_t parameters;
    double products;       /* multiply-adds a target token, forward ... */
    int length;            /* ... with so many tokens on both sides */
    double seconds;        /* of training; < 0: not known */
};

/* Two stanzas, a row a twin: BLEU with its 95 % intervals and p, then the
 * rest.  `option` is what they differ in. */
void twins_table(struct strbuf *out, const char *option,
                 const struct twin_figures *t, int n);

/* A JSON object. */
void twins_json(struct strbuf *out, const char *option,
                const struct twin_figures *t, int n);

#endif
