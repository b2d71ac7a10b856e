/* data: a corpus as ids, and what the trainer wants to know about it. */
#ifndef TASK_DATA_H
#define TASK_DATA_H

#include "model/model.h"
#include "text/corpus.h"

struct data {
    struct sentence *src, *tgt;    /* [n] */
    int n;
    long tokens;                   /* of the target side, </s> included */
    int longest;                   /* sentence of either side */
    const struct guide *guide;     /* [n] task/guide.h; NULL: none */
};

/* Encodes every pair; pairs longer than max_len tokens on a side (0: none)
 * are dropped and counted in c->dropped[DROP_TOKENS] and their entries
 * removed from c. */
void data_encode(struct data *d, struct corpus *c, const struct tokens *t,
                 int max_len, struct arena *arena);

/* Leaves at most `most` tokens of each sentence.  Returns how many pairs had
 * more; *first is the number of the first of these. */
int data_cut(struct data *d, int most, int *first);

/* What BPE-dropout needs to cut a corpus anew in each epoch. */
struct cutting {
    const struct data *plain;      /* the pairs of text without it */
    const struct corpus *text;
    const struct tokens *tokens;
    const struct config *config;   /* seed, bpe_dropout, max_len */
};

/* The pairs as epoch `epoch` reads them, a function of seed, epoch and pair.
 * A side that would be longer than max_len tokens stays as in `plain`.  d is
 * in `arena`. */
void data_sample(struct data *d, const struct cutting *s, int epoch,
                 struct arena *arena);

/* Makes the pairs pick[0..n) of d = data_sample's as long as any of the first
 * SAMPLES epochs makes them, each side by itself: a batch in which all are so
 * long has more tokens than one that will come. */
enum { SAMPLES = 4 };
void data_lengthen(struct data *d, const struct cutting *s, const int *pick,
                   int n, struct arena *arena);

/* Learns tokens from the corpus as the configuration says; bare: the sides
 * that are corpus_unsegmented. */
void data_tokens(struct tokens *t, const struct config *config,
                 const struct corpus *c, const bool bare[2],
                 struct arena *arena, struct arena *scratch);

/* Adds the words of the corpus, and which of them come over unchanged. */
void data_familiar(struct familiar *f, const struct corpus *c,
                   struct arena *arena);

/* The share of a side's units that are <unk>. */
double data_unknown(const struct data *d, int side);

/* crc32 of all text of a corpus: is it the one that training began with? */
uint32_t data_fingerprint(const struct corpus *c);

#endif
