/* story: what the page of a model (report/page.h) tells: collected from the
 * model, from what its training left in the run folder, and from a
 * translated test part.
 *
 * A training leaves beside its log
 *
 *     story.json     the command that makes the model again, names of texts
 *     dev.tsv        at most STORY_DEV pairs of the dev part
 *
 * Whatever is missing is left out of the page. */
#ifndef TASK_STORY_H
#define TASK_STORY_H

#include "report/page.h"
#include "task/evaluate.h"

enum { STORY_DEV = 1000, STORY_CURVES = 8 };

/* ==== The run folder (story_record.c) ==== */

struct story_record {
    const char *command;       /* one line */
    const char *corpus, *dev;  /* a line about each text */
    const char *init;          /* the model that it began with; "" */
};

/* What a resumed training has to know of its beginning: `init`, or NULL. */
bool story_begin(const char *init, const char *folder, struct error *err);

bool story_record_write(const struct story_record *r,
                        const struct corpus *dev, const char *folder,
                        struct error *err);
/* Without one, or one that cannot be read, members are "". */
void story_record_read(struct story_record *r, const char *folder,
                       struct arena *arena);
/* Removes both, and the page about them: another model is coming. */
void story_forget(const char *folder);
/* False without a dev part that can be read. */
bool story_dev(struct corpus *c, const char *folder, struct arena *arena);

/* log.jsonl in order; what a roll-back undid is left out, and so is what
 * cannot be read. */
void story_history(struct page_history *h, const char *folder,
                   struct arena *arena);

/* ==== The page ==== */

struct story {
    const struct model *model;
    const char *path;                  /* of its file */
    const struct corpus *test;         /* NULL: nothing was measured */
    const char *test_name;
    const struct evaluation *measured; /* of `test` */
    const struct search_options *search;       /* by this; NULL: the model's */
    struct curve curve[STORY_CURVES];  /* the model's own first */
    int curves;
    const char *const *chosen;         /* sentences; none: the model's own */
    int chosens;
    const char *command;               /* makes this page again; or NULL */
};

/* "concat", or of a model without scores its focus: what a curve is called. */
const char *story_name(const struct model *m);

/* BLEU by length of m on `test`, with bins as `compare` has them; *e and *by
 * in `arena`. */
void story_measure(struct evaluation *e, struct bylen *by,
                   const struct model *m, const struct corpus *test,
                   struct arena *arena);

/* Appends the page. */
void story_put(struct strbuf *out, const struct story *s,
               struct arena *arena);

/* Every option as the page shows it, without the one named `but`, which may
 * be NULL. */
void story_options(struct page *p, const struct config *c, const char *but,
                   struct arena *arena);

/* ==== Its sentences (story_sentences.c) ==== */

/* Chosen ones, then the best and worst of the test part by their own BLEU;
 * returns their number. */
int story_sentences(const struct page_sentence **out, const struct story *s,
                    struct arena *arena);

/* Translates out [n], of which only the texts are known: candidates and
 * alignments follow. */
void story_translate(struct page_sentence *out, int n, const struct model *m,
                     struct search_options o, struct arena *arena);

#endif
