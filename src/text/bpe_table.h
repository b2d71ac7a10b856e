/* bpe_table: the merges themselves, shared by learning, applying and the
 * reader and writer of the file.
 *
 * A symbol is a string: a character, or what a merge made.  Merge number k
 * makes symbol `whole` of `left` and `right`; the smaller k goes first. */
#ifndef TEXT_BPE_TABLE_H
#define TEXT_BPE_TABLE_H

#include "base/table.h"
#include "text/bpe.h"
#include "text/pairmap.h"

struct bpe_merge {
    int left, right, whole;
};

struct bpe {
    struct arena *arena;
    struct table symbol; /* text -> number of the symbol */
    int *made_by;        /* [symbols] first merge that made it, or -1 */
    int made_by_cap;
    struct pairmap merge_of; /* (left, right) -> number of the merge */
    struct bpe_merge *merge;
    int merges, merge_cap;
};

struct bpe *bpe_new(struct arena *arena);
/* The symbol of that text, made when it is new. */
int bpe_symbol(struct bpe *b, const char *s, int n);
/* Appends the merge of two symbols; returns the symbol that it makes. */
int bpe_add_merge(struct bpe *b, int left, int right);
const char *bpe_symbol_text(const struct bpe *b, int symbol, int *len);

#endif
