/* translate: text to text through a model. */
#ifndef TASK_TRANSLATE_H
#define TASK_TRANSLATE_H

#include "model/model.h"
#include "task/search.h"

struct translation {
    const char *text;          /* NUL-terminated; "" for an empty source */
    const struct hypothesis *best;
    struct pieces source;      /* how the source was cut */
    bool cut;                  /* the source was too long: its end is lost */
    bool copied;               /* text is not what `best` says (task/copy.h) */
    const char *unknown;       /* translate_unknown of the source */
};

/* Translates n texts (each any bytes; invalid UTF-8 becomes U+FFFD) in
 * batches of like length; results in order, in `arena`: out [n], and when
 * nbest [n * o->nbest] is not NULL the n-best texts and hypotheses there.
 * <unk> in the output is replaced by the source piece it attends to most,
 * and left out by a model without attention. */
void translate(const struct model *m, const char *const *text, int n,
               const struct search_options *o, struct translation *out,
               struct translation *nbest, struct arena *arena);

/* The text of the first n tokens of its hypothesis, NUL-terminated: the
 * beginning of t->text. */
const char *translate_text(const struct model *m, const struct translation *t,
                           int n, struct arena *arena);

/* The source piece that target place i attends to most, </s> aside: what an
 * <unk> stands for; -1 without alignment. */
int translate_attended(const struct hypothesis *h, int i);

/* Longest source in tokens that is translated; what is beyond is cut off. */
enum { TRANSLATE_LONGEST = 1000 };

/* Cuts a text, without the white space at its ends (as corpora are read), into
 * the pieces of `side` that are translated; false when it had more.  Quotes and
 * dashes that the model has never seen are read as a typewriter has them. */
bool translate_encode(const struct model *m, int side, const char *text,
                      struct pieces *out, struct arena *arena);
/* The pieces that the model has no unit for, each once, a space before each;
 * "". */
const char *translate_unknown(const struct pieces *p, struct arena *arena);
struct sentence translate_ids(const struct pieces *p, struct arena *arena);

/* The ids of a target's beginning, without the white space around it, one space
 * between its words; an error names what no target of the training had. */
bool translate_prefix(const struct model *m, const char *prefix,
                      struct sentence *out, struct arena *arena,
                      struct error *err);

/* How the model itself wants to be searched; one translation a sentence. */
struct search_options translate_options(const struct model *m);

/* Does the model make alignments at all? */
bool translate_aligns(const struct model *m);

#endif
