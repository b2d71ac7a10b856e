/* twin: models that differ in one choice: what is kept of the training of
 * each, so that a comparison that was stopped goes on, and what is measured
 * on each. */
#ifndef TASK_TWIN_H
#define TASK_TWIN_H

#include "report/twins.h"
#include "task/evaluate.h"
#include "task/gold.h"
#include "task/prepare.h"

/* ==== The record ==== */

/* twin.json in a run folder.  Two trainings are the same when `options`,
 * `corpus` and `dev` are; `extent` says how far they go. */
struct twin_record {
    uint32_t options;      /* crc32 of every option that decides learning */
    uint32_t extent;       /* of --epochs, --steps, --time */
    uint32_t corpus, dev;  /* fingerprints */
    double seconds;        /* of training so far; < 0: not known */
    bool finished;
};

/* What a training with these options and texts would record at its start. */
struct twin_record twin_record_of(const struct config *c, double time,
                                  const struct prepared *text);

/* Is there one?  Then it is in *out.  One that cannot be read counts as
 * none. */
bool twin_record_read(struct twin_record *out, const char *folder);
bool twin_record_write(const struct twin_record *t, const char *folder,
                       struct error *err);

/* ==== What is measured ==== */

enum { TWIN_SAMPLE = 500, TWIN_LENGTH = 20, TWIN_RESAMPLES = 1000 };

struct twin_texts {
    struct corpus part[TWIN_PARTS];
    const struct gold *gold;       /* or NULL */
    struct bylen_spans spans;
};

/* Every k-th pair, so that at most `most` are left. */
void twin_sample(struct corpus *out, const struct corpus *c, int most,
                 struct arena *arena);

struct twin_result {
    struct twin_figures figures;
    struct evaluation part[TWIN_PARTS];
};

/* Everything but what compares it with others; `name`, `seconds` are the
 * caller's.  Arrays in `arena`. */
void twin_measure(struct twin_result *out, struct model *m,
                  const struct twin_texts *texts, struct arena *arena);

/* Each against the first. */
void twin_against(struct twin_result *t, int n);

#endif
