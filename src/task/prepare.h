/* prepare: from files to a model that is ready to be trained. */
#ifndef TASK_PREPARE_H
#define TASK_PREPARE_H

#include "model/defaults.h"
#include "task/train.h"

/* Where the text comes from. */
struct source {
    const char *corpus;        /* TSV; or NULL and both of: */
    const char *src, *tgt;
    const char *dev;           /* TSV; NULL: split off the corpus */
    bool hold;                 /* split a test part off as well */
    int split;                 /* seed of what is split off; < 0: that of the
                                  training */
    struct corpus_options columns;
};

struct prepared {
    struct corpus train_text, dev_text;
    struct corpus test_text;   /* with source.hold */
    struct data train, dev;
    struct model model;
    const char *from;          /* --init: the file whose weights it begins
                                  with; NULL: random ones */
    int dev_cut;               /* dev pairs of which not all is read, */
    int dev_cut_first;         /* and the first of them */
    int leaked;                /* training pairs dropped: source in dev */
    size_t memory;             /* bytes that the process is predicted to hold
                                  at its highest */
    double minutes;            /* predicted, for config.epochs */
    int batch_asked;           /* > config.batch when memory is short */
};

/* Reads corpus and dev part (5 % of the corpus, at most 1000 pairs, when no
 * file is given) and with `hold` a test part as large, all pairs of one source
 * sentence on one side.  *p is zeroed by the caller. */
bool prepare_text(struct prepared *p, const struct source *s, uint64_t seed,
                  struct arena *arena, struct error *err);

/* After prepare_text: fills what `config` leaves open from the size of the
 * corpus, learns tokens, encodes, builds and randomises the model.  With
 * p->from, tokens and weights are those of that model, whose shape and basis
 * `config` has; a learning rate that is left open is then a quarter of what
 * the size says. */
bool prepare_model(struct prepared *p, const struct config *config,
                   struct arena *arena, struct error *err);

/* To go on instead: the model and extras of a checkpoint come first; then
 * prepare_text with its seed, then prepare_encode. */
bool prepare_resume(struct prepared *p, const char *checkpoint,
                    struct extras *x, struct arena *arena,
                    struct error *err);
void prepare_encode(struct prepared *p, struct arena *arena);

/* A few lines for the user: what prepare_text read, and what prepare_model
 * chose. */
void prepare_report_text(struct strbuf *out, const struct prepared *p);
void prepare_report_model(struct strbuf *out, const struct prepared *p);

#endif
