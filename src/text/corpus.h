/* corpus: parallel text from files.
 *
 * TSV (plain or gzip) or two files; lines end at 0x0A only.  Every line that
 * is not used is counted by reason, and the first of each reason is kept for
 * the message.  Nothing is changed in the file. */
#ifndef TEXT_CORPUS_H
#define TEXT_CORPUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

/* Why a line was dropped: name, and what a message calls it. */
#define DROP_REASONS(X)                                              \
    X(EMPTY, "empty line")                                           \
    X(COLUMN, "too few columns (expected source TAB target)")        \
    X(SIDE, "one side is empty")                                     \
    X(UTF8, "not UTF-8")                                             \
    X(NUL, "a NUL byte")                                             \
    X(LONG, "longer than 1 MB")                                      \
    X(TOKENS, "longer than --max-len tokens")                        \
    X(COPY, "the same pair again")

enum drop {
#define X(name, text) DROP_##name,
    DROP_REASONS(X)
#undef X
    DROP_REASON_COUNT
};

const char *corpus_drop_text(enum drop reason);

struct pair {
    const char *text[2];   /* source, target: trimmed, not yet NFC */
    int len[2];            /* bytes */
    long line;             /* where it stood, from 1 */
};

struct corpus {
    const char *name;      /* for messages */
    struct pair *pair;
    int n;
    long lines;                            /* read in all */
    long wider;            /* of these, with more than columns 1 and 2, where
                              those are read */
    long dropped[DROP_REASON_COUNT];
    long first[DROP_REASON_COUNT];         /* line number of the first */
    struct arena *arena;
};

struct corpus_options {
    int col[2];            /* 1-based columns of source and target: 1, 2 */
    bool reverse;          /* swap the sides */
    bool keep_copies;      /* test parts keep exact duplicates */
};

/* Reads a TSV file.  Whole-file troubles are errors with a hint: not there,
 * a directory, empty, no usable line, UTF-16 (by BOM or NUL pattern) and
 * Latin-1 (most non-ASCII lines are not UTF-8) with the iconv command that
 * converts it, commas or semicolons instead of TABs, a gzip stream cut
 * short, a model or another binary file. */
bool corpus_read(struct corpus *c, const char *path,
                 const struct corpus_options *o, struct arena *arena,
                 struct error *err);

/* Two files of as many lines; different counts are an error that names both
 * counts. */
bool corpus_read_two(struct corpus *c, const char *src, const char *tgt,
                     const struct corpus_options *o, struct arena *arena,
                     struct error *err);

/* Moves about `want` pairs, never more, picked by a hash of (seed, source
 * text), from c to dev, all pairs of one source sentence together, so that
 * none is in both. */
void corpus_split(struct corpus *c, struct corpus *dev, int want,
                  uint64_t seed);

/* Removes from c every pair whose source sentence is in `held`; returns how
 * many. */
int corpus_remove(struct corpus *c, const struct corpus *held,
                  struct arena *scratch);

/* Appends one line for the user: "29,000 pairs; dropped 3: 2 empty lines
 * (first: line 17), ..." */
void corpus_summary(struct strbuf *out, const struct corpus *c);

/* Share of code points of scripts written without spaces on a side. */
double corpus_spaceless(const struct corpus *c, int side);

/* Is a side of such a script, and its words not parted by anybody? */
bool corpus_unsegmented(const struct corpus *c, int side);

/* Sentences are compared in NFC, in which they are learnt from: a hash of that,
 * and whether two are the same in it. */
uint64_t corpus_hash(const char *s, int n);
bool corpus_same(const char *s, int n, const char *t, int m);

/* Pairs by a hash; those of one hash stay in their order. */
struct corpus_key {
    uint64_t hash;
    int pair;
};

void corpus_sort(struct corpus_key *key, int n);

/* The first of n in order whose hash is not less; n: there is none. */
int corpus_first(const struct corpus_key *key, int n, uint64_t hash);

/* White-space words of s; characters instead when s is mostly of a script
 * without spaces.  The length that BLEU-by-length bins use. */
int corpus_length(const char *s, int n);

#endif
