/* tokens: the family text <-> ids.
 *
 * To add a member: (1) write text/token_NAME.c with its row token_NAME; (2)
 * add X(NAME) to TOKEN_KINDS.  Command line, help, `s2s info` and the loop
 * tests (round trip, save and load, fuzz) follow from the table.
 *
 * decode(encode(x)) = NFC(x), byte for byte, whenever all of x's characters
 * are in the vocabulary (token_word: up to white space between words). */
#ifndef TEXT_TOKENS_H
#define TEXT_TOKENS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "text/batch.h"
#include "text/bpe.h"
#include "text/vocab.h"

#define TOKEN_KINDS(X) X(bpe) X(word) X(char)

enum { SIDE_SRC = 0, SIDE_TGT = 1 };

struct tokens;

/* One piece of an encoded text: text[start .. start + len) of the NFC form
 * (the space before a word counts as part of its first piece). */
struct piece {
    int id;
    int start, len;
};

struct pieces {
    struct piece *piece;
    int n;
    const char *text;      /* the NFC form, NUL-terminated */
    int text_len;
};

struct token_kind {
    const char *name;
    const char *alias;     /* other names, space-separated, Chinese too */
    const char *formula;   /* one line for `s2s info --kinds` */
    const char *source;    /* paper and section */
    bool words;            /* a unit is a word, without white space */
    /* Learns units (and merges) from text. */
    void (*learn)(struct tokens *t, struct arena *scratch);
    /* Cuts NFC text s[0..n) into units of `side`; ids are ID_UNK for what is
     * unknown.  `drop` may be NULL; it is for what has merges. */
    void (*encode)(const struct tokens *t, int side, const char *s, int n,
                   struct bpe_dropout *drop, struct pieces *out,
                   struct arena *arena);
    /* Appends the text of ids. */
    void (*decode)(const struct tokens *t, int side, const int *id, int n,
                   struct strbuf *out);
};

/* What learn reads: both sides of the training text in NFC. */
struct token_text {
    const char *s;
    int n;
};

struct tokens {
    const struct token_kind *kind;
    struct vocab vocab[2];         /* SIDE_SRC, SIDE_TGT */
    bool shared;                   /* one vocabulary for both sides */
    struct bpe *bpe[2];            /* the same pointer when learnt jointly */
    bool bare[2];                  /* of bpe: where no spaces part words none
                                      is put before a text either, lest its
                                      first word be another unit than the same
                                      word inside */
    struct arena *arena;

    /* Set before tokens_learn, as is bare: */
    int merges;                    /* BPE merges (a side, when separate) */
    double association;            /* of these, on bare sides: text/bpe.h */
    int min_count;                 /* rarer units are not kept */
    bool dropout;                  /* encoding will be with BPE-dropout */
    int max_units;                 /* largest vocabulary of word and char */
    const struct token_text *text[2];
    int texts;
};

const struct token_kind *token_kind(int i);            /* NULL after last */
const struct token_kind *token_kind_find(const char *name); /* or alias */
const char *token_kind_name(int i);                    /* NULL after last */
const char *token_kind_known(const char *name);        /* its name, or NULL */

/* An empty tokens of that kind in `arena`. */
void tokens_init(struct tokens *t, const struct token_kind *kind,
                 struct arena *arena);
/* Learns from t->text; BPE is learnt jointly where both sides are mostly of
 * one script, else separately.  Chosen sizes are in the vocabularies. */
void tokens_learn(struct tokens *t, struct arena *scratch);

/* NFC first, then the kind's encode.  Ids only; into `arena`.  tokens_sample
 * with BPE-dropout, where there is something to drop. */
void tokens_encode(const struct tokens *t, int side, const char *s, int n,
                   struct pieces *out, struct arena *arena);
void tokens_sample(const struct tokens *t, int side, const char *s, int n,
                   struct bpe_dropout *drop, struct pieces *out,
                   struct arena *arena);
/* Text of ids; ends at ID_EOS; <s> and <pad> print nothing, <unk> U+FFFD. */
void tokens_decode(const struct tokens *t, int side, const int *id, int n,
                   struct strbuf *out);

/* As bytes for the model file: four texts.  codes: text/bpe.h's format, one
 * for each side (codes[1] empty when joint, both when the kind is not BPE);
 * vocab[1] is empty when t->shared, which tokens_load is told. */
void tokens_save(const struct tokens *t, struct strbuf codes[2],
                 struct strbuf vocab[2]);
bool tokens_load(struct tokens *t, const char *const codes[2],
                 const size_t codes_n[2], const char *const vocab[2],
                 const size_t vocab_n[2], struct error *err);

#define X(name) extern const struct token_kind token_##name;
TOKEN_KINDS(X)
#undef X

#endif
