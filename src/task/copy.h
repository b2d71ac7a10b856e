/* copy: numbers, addresses, new names and words with characters never seen come
 * through a translation as they are, with whatever model.
 *
 * Where a translation lacks one of them (text/span.h) the sentence is
 * translated again with stand-ins in the places of all: words that the training
 * has seen often and that came over unchanged, Paul for Kowalski, 12 for 1,204.
 * The model knows how a sentence goes on around such a word; the stand-ins in
 * its translation, the first of the beam that has each once, are then exchanged
 * for what they stood for.  Where one is lacking even so, or there is none, the
 * target word takes its place that looked at it most, as Luong, Sutskever, Le,
 * Vinyals and Zaremba (2015) do with all rare words.
 *
 * Why no symbols of their own in training (as those, and Crego et al. 2016):
 * such a symbol is a word that always comes over unchanged, and a corpus with
 * names has such words already; so nothing is added to what is learnt, and
 * models that were trained before can do it.  What the model copies by
 * itself is left alone. */
#ifndef TASK_COPY_H
#define TASK_COPY_H

#include "task/translate.h"

/* COPY_RARE: words seen up to so often are like those never seen. */
enum { COPY_STANDINS = 8, COPY_RARE = 4 };

struct standins {
    const char *word[COPY_STANDINS];
    int n;
};

struct copier {
    const struct model *m;
    struct standins names, numbers;
    bool no_numbers;          /* new ones do not come over unchanged here */
    const struct vocab *seen; /* NULL: capitalised words are no names here,
                                  as in German, or none are known */
};

/* From the words that the model has seen; in `arena`. */
void copier_init(struct copier *c, const struct model *m, struct arena *arena);

/* As translate() (its results before); a translation that was made with
 * stand-ins has them in `source` and `best`, never in `text`. */
void copier_translate(const struct copier *c, const char *const *text, int n,
                      const struct search_options *o, struct translation *out,
                      struct translation *nbest, struct arena *arena);

#endif
