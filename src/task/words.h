/* words: the statistical word aligner (lex/) on corpora: learning, links as
 * text, the alignment error rate, a dictionary. */
#ifndef TASK_WORDS_H
#define TASK_WORDS_H

#include "lex/links.h"
#include "task/gold.h"

struct words {
    struct bitext text;
    struct aligner aligner;
};

/* Learns from w->text; what it does is said in the log. */
void words_train(struct words *w, struct arena *arena);

/* Learns from n corpora together. */
void words_learn(struct words *w, const struct corpus *part, int n,
                 struct arena *arena);

/* A line of links "i-j" for every line of the file that `c` was read from;
 * that of a line which was dropped is empty. */
void words_links(struct strbuf *out, const struct words *w,
                 const struct corpus *c, enum link_kind kind);

/* The errors of every kind of links: sum[LINKS_KINDS]. */
void words_errors(struct aer *sum, const struct words *w,
                  const struct gold *g);

/* A line for each two words that are the most probable translations of each
 * other: source word, target word, t(f|e), t(e|f). */
void words_dictionary(struct strbuf *out, const struct words *w);

#endif
