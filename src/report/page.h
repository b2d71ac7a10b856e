/* page: one HTML file about one model: how it learnt, how good it is by
 * length, where it looks, what it was made from and how to make it again; or
 * about models that differ in one choice, side by side.
 *
 * It needs no network and no script.  It is HTML and well-formed XML at
 * once.  Everything that comes from data is escaped and isolated, and all
 * of it depends on its input alone: no time, no host.
 *
 * To add a section: (1) write report/page_NAME.c with a function page_NAME;
 * (2) add X(NAME, heading) to PAGE_SECTIONS or PAGE_TWINS_SECTIONS.  Contents
 * and order follow. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "eval/alignment.h"
#include "report/curve.h"
#include "report/twins.h"

/* A page beyond this leaves matrices out, and says so. */
enum { PAGE_MOST = 1900000 };

struct page_update {           /* of training, every so many */
    long step;
    double loss, norm, rate;   /* cross-entropy a token; of the gradient */
};

struct page_check {            /* of the dev part */
    long step;
    double loss, bleu;
};

/* Steps rise. */
struct page_history {
    const struct page_update *update;
    const struct page_check *check;
    int updates, checks;
};

struct page_candidate {
    const char *text;
    double score, logp;        /* log p / |y|^alpha, and log p */
};

struct page_sentence {
    const char *what;          /* "Chosen", "Best 1" */
    const char *src, *hyp;
    const char *ref;           /* NULL: not known */
    double bleu;               /* of the sentence alone; with ref */
    struct alignment a;        /* Ty 0: none to show */
    const struct page_candidate *best;   /* [candidates], may be none */
    int candidates;
};

struct page_fact {
    const char *name, *value;
    const char *note;          /* or NULL */
};

/* Names may be any text; nothing is owned. */
struct page {
    const char *title;         /* name of the model */
    const char *summary;       /* a line under it */
    struct page_history history;
    const struct curve *curve; /* [curves]: this model's, then its twins' */
    int curves;
    const char *test;          /* the part they were measured on */
    const struct page_sentence *sentence;
    int sentences;
    bool aligns;               /* there may be matrices where none is seen */
    const struct page_fact *fact, *option;
    int facts, options;
    const char *const *command;
    int commands;
    /* Of twins: */
    const char *differ;        /* the option that they differ in */
    const struct twin_figures *twin;           /* [twins] */
    const struct page_history *twin_history;   /* [twins] */
    int twins;
};

/* Of one model, of twins. */
void page_put(struct strbuf *out, const struct page *p);
void page_put_twins(struct strbuf *out, const struct page *p);

/* ==== For the sections ==== */

#define PAGE_SECTIONS(X)                                                    \
    X(learning, "How it learnt")                                            \
    X(lengths, "How good it is, by length")                                 \
    X(sentences, "Where it looked")                                         \
    X(facts, "What it is made from")                                        \
    X(options, "Every option")                                              \
    X(commands, "How to make it again")

#define PAGE_TWINS_SECTIONS(X)                                              \
    X(twins, "Which is better")                                             \
    X(race, "How they learnt")                                              \
    X(lengths, "How good they are, by length")                              \
    X(sentences, "Where they looked")                                       \
    X(options, "What they have in common")                                  \
    X(commands, "How to make them again")

/* A section of both is declared twice, as C allows. */
#define X(name, heading)                                                    \
    void page_##name(struct strbuf *out, const struct page *p);
PAGE_SECTIONS(X)
PAGE_TWINS_SECTIONS(X)
#undef X

extern const char page_style[];

#endif
