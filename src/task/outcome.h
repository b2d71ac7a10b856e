/* outcome: what a training came to: the dev part translated as a user would
 * translate it, and the facts that hints for the next training follow from. */
#ifndef TASK_OUTCOME_H
#define TASK_OUTCOME_H

#include "task/evaluate.h"
#include "task/prepare.h"

/* Facts, all of the best model; a row of task/hints.h is made of them. */
struct outcome_facts {
    const struct config *config;
    int pairs;                 /* trained on */
    double train_loss;         /* cross-entropy a token, of a sample of them */
    double dev_loss;
    double guess;              /* where all units are as likely: log Ky */
    double bleu;               /* of the dev part */
    double length_ratio;       /* of its translations over the references */
    long best_step, step;
    bool ended;                /* by --patience */
    bool tuned;                /* from a model of other text */
    double unseen;             /* share of dev source words that no training
                                  sentence has */
    int long_words;            /* 99 of 100 training sources are no longer */
    double beyond;             /* share of dev sources that are */
};

struct ranked {
    int pair;                  /* of the dev part */
    double chrf;               /* of this sentence alone */
};

struct outcome {
    struct evaluation dev;
    struct ranked *ranked;     /* [dev.n], the best first */
    struct outcome_facts facts;
};

/* Measures the best model of a training that has ended (its weights are in
 * p->model).  Arrays in `arena`. */
void outcome_measure(struct outcome *out, struct prepared *p,
                     const struct progress *end, struct arena *arena);

#endif
