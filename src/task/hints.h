/* hints: what the numbers of a training suggest for the next one, as a table.
 *
 * To add a hint: write its weight (0: it does not apply; 1: nothing matters
 * more) and its words in task/hints.c, and a row. */
#ifndef TASK_HINTS_H
#define TASK_HINTS_H

#include "base/strbuf.h"
#include "task/outcome.h"

struct hint {
    const char *name;
    double (*weight)(const struct outcome_facts *f);
    /* one line */
    void (*say)(struct strbuf *out, const struct outcome_facts *f);
};

const struct hint *hint_row(int i);        /* NULL after the last */

/* The n hints of greatest weight, the greatest first; fewer if fewer apply.
 * Returns how many. */
int hints_choose(const struct hint **out, int n, const struct outcome_facts *f);

/* What a BLEU is in plain words: "the meaning comes over, ..." */
const char *hints_bleu(double bleu);

#endif
