/* part: where the time of a training goes.
 *
 * Code that is one of the parts says so while it runs:
 *
 *     enum part outer = part_switch(PART_GEMM);
 *     ...
 *     part_switch(outer);
 *
 * What is switched to in between belongs to that part alone, so that the
 * times of all parts sum to the whole.  Only the thread that called
 * part_watch is watched, with what it waits for the others (base/par.h) in
 * the part that it waits in; without part_watch a switch is one test. */
#ifndef KERN_PART_H
#define KERN_PART_H

/* PART(NAME, key in JSON, what it is) */
#define PART_ROWS(PART)                                                      \
    PART(GEMM, "gemm", "matrix products")                                    \
    PART(PACK, "packing", "of weights and of operands for the products")     \
    PART(ATTENTION, "attention", "scores, alpha, ctx, but for products")     \
    PART(GATES, "gates", "of the cells")                                     \
    PART(SOFTMAX, "softmax", "over the words, cross-entropy, its gradient")  \
    PART(EMBED, "embedding", "and dropout")                                  \
    PART(OPTIMIZER, "optimizer", "and all else on the flat vectors")         \
    PART(DATA, "data", "plan and making of batches")                         \
    PART(REST, "rest", "rows copied, added, zeroed; tanh of the readout")

enum part {
#define PART(name, key, what) PART_##name,
    PART_ROWS(PART)
#undef PART
    PARTS
};

const char *part_name(enum part p);
const char *part_what(enum part p);

/* From here on the time is that of `to`.  Returns the part before. */
enum part part_switch(enum part to);

/* The calling thread's time is added to seconds [PARTS] from now on, first
 * to PART_REST; NULL ends it. */
void part_watch(double *seconds);

#endif
