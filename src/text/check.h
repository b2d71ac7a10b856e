/* check: what a corpus would teach by mistake.
 *
 * Each kind of finding is a row: what it looks at, what it means, what to do.
 * A pair may have several findings.  Nothing is changed, and every threshold
 * stands in its row.
 *
 * To add one: (1) write its row check_NAME in one of the check_*.c, with a
 * function that looks at one pair, or one that looks at the whole; (2) add
 * X(NAME) to CHECK_KINDS, which is also the order in which they are told. */
#ifndef TEXT_CHECK_H
#define TEXT_CHECK_H

#include "text/check_facts.h"
#include "text/check_grams.h"
#include "text/corpus.h"

#define CHECK_KINDS(X)                                                     \
    X(encoding) X(header) X(letterless) X(shifted) X(swapped)              \
    X(untranslated) X(script) X(leak) X(near) X(exchanged) X(markup)       \
    X(mixed) X(identical) X(ratio) X(length) X(ending) X(invisible)        \
    X(apostrophe) X(space) X(normal) X(many) X(rare)

enum check_level { CHECK_CLEAN, CHECK_NOTE, CHECK_WARNING };

struct check {
    const struct corpus *c;
    const struct corpus *held; /* [helds] parts that must not be in c */
    int helds;
    struct text_facts *facts[2];    /* [c->n] of each side */
    struct facts_sum sum[2];
    struct grams grams;
    struct corpus_key *source; /* [c->n] in order, by source */
    struct arena *arena;       /* of all this */
    bool rarest;               /* findings are told however few they are */
};

struct finding {
    const struct check_kind *kind;
    enum check_level level;
    long count, of;            /* so many of so many */
    const char *detail;        /* more about it; "" if there is none */
    unsigned flags[2];         /* the kind's, or which of them on a side */
    int *pair;                 /* [shown of room] the first, in c */
    int shown, room;
};

struct check_kind {
    const char *name;
    const char *what;          /* what `count` counts, after its number */
    const char *means, *advice;
    /* Silent up to this share of `of`, unless the rarest are asked for; a
     * warning above that, else a note. */
    double silent, warn;
    unsigned flags;            /* enum fact: where in a text it is */
    /* Has pair i the fault? */
    bool (*pair)(const struct check *k, int i);
    /* Fills what `pair` does not: of (all pairs unless set), detail, and
     * without `pair` through finding_add the pairs.  May be NULL. */
    void (*whole)(const struct check *k, struct finding *f);
};

enum { CHECK_NEVER = 2 };      /* as a share: more than all */

extern const struct check_kind *const check_kinds[]; /* NULL after last */

/* Looks at c, once; held [helds] may be NULL.  All of it lives in arena. */
void check_init(struct check *k, const struct corpus *c,
                const struct corpus *held, int helds, struct arena *arena);

/* Asks one row; at most `show` pairs are listed. */
void check_ask(const struct check *k, const struct check_kind *kind,
               int show, struct finding *out);

/* ==== For the rows ==== */

/* Counts pair i and lists it while there is room. */
void finding_add(struct finding *f, int i);
void finding_detail(const struct check *k, struct finding *f,
                    const char *format, ...)
    __attribute__((format(printf, 3, 4)));

bool check_same(const struct pair *p); /* both sides the same text? */
/* 1: a text looks like the source side; -1: like the target; 0: who knows. */
int check_looks_like(const struct check *k, int side, int i);

#define X(name) extern const struct check_kind check_##name;
CHECK_KINDS(X)
#undef X

#endif
