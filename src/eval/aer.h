/* aer: the alignment error rate (Och and Ney 2003, "A systematic comparison
 * of various statistical alignment models", section 5) against alignments
 * made by hand, whose links are sure or only possible:
 *
 *     AER = 1 - (|A and S| + |A and P|) / (|A| + |S|),   S within P. */
#ifndef EVAL_AER_H
#define EVAL_AER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

struct aer_link {
    int i, j;              /* source, target word, both from 0 */
    bool sure;
};

struct aer_links {
    struct aer_link *link;
    int n;
};

/* A line of links "i-j" (sure) and "i?j" or "ipj" (possible only), with
 * spaces between them, in `arena`, each once; `swap`: the line has the target
 * first.
 * Anything else is an error that names the word. */
bool aer_parse(struct aer_links *out, const char *line, bool swap,
               struct arena *arena, struct error *err);

/* Counts that add up over sentences. */
struct aer {
    long made;             /* |A| */
    long sure;             /* |S| */
    long in_sure;          /* |A and S| */
    long in_possible;      /* |A and P| */
};

/* A sentence; `sure` of the links made is not looked at. */
void aer_add(struct aer *sum, const struct aer_links *made,
             const struct aer_links *gold);

/* 0 (all links right) .. 1; 0 where there is nothing to link. */
double aer_value(const struct aer *sum);

/* |A and P| / |A| and |A and S| / |S|; 0 where there is nothing. */
double aer_precision(const struct aer *sum);
double aer_recall(const struct aer *sum);

#endif
