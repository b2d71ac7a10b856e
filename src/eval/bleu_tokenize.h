/* bleu_tokenize: lines cut as sacreBLEU's tokenisers cut them.
 *
 * To add a tokeniser: one row in the table of bleu_tokenize.c. */
#ifndef EVAL_BLEU_TOKENIZE_H
#define EVAL_BLEU_TOKENIZE_H

#include <stddef.h>

#include "base/arena.h"

/* Tokens of a text joined by single spaces: token i is
 * text[start[i] .. end[i]), so that the n-gram from i is the one span
 * text[start[i] .. end[i + n - 1]). */
struct bleu_tokens {
    const char *text;
    int *start, *end;      /* [n] */
    int n;
};

/* What `s` holds after trimming and, when asked for, lower-casing. */
void bleu_tokens_cut(struct bleu_tokens *out, const char *s,
                     const char *tokenize, int lowercase,
                     struct arena *arena);

#endif
