/* opt: the command line from tables.
 *
 * One row an option; parsing, --help, shell completion and did-you-mean all
 * read the same rows.  Names are never abbreviated (an abbreviation would
 * break scripts the day another option is added); `--name=value` and
 * `--name value` are the same, but an option with an OPTIONAL value takes it
 * only after `=`.  `--` ends the options.  Numbers are whole strings,
 * range-checked.
 *
 * To add an option: one row in the command's table. */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

enum opt_type {
    OPT_FLAG,      /* bool: set to true; --no-NAME sets it false */
    OPT_INT,       /* int in [min, max] */
    OPT_LONG,      /* long long in [min, max] */
    OPT_REAL,      /* double in [min, max] */
    OPT_STRING,    /* const char *, points into argv */
    OPT_FILE,      /* the same, not to be given twice; of all else but lists
                      the last counts */
    OPT_OPTIONAL,  /* const char *: "" without a value, else the value */
    OPT_CHOICE,    /* const char *: one of `choices` */
    OPT_SECONDS,   /* double: 90, 90s, 30m, 2h */
    OPT_LIST       /* struct opt_list *: may be given several times */
};

struct opt_list {
    const char *item[16];
    int n;
};

struct opt {
    const char *name;      /* long name without dashes */
    char letter;           /* short name or 0 */
    enum opt_type type;
    void *value;           /* where it goes, of the type above */
    double min, max;       /* for numbers */
    const char *arg;       /* "FILE", "N", "A,B"; NULL for flags */
    const char *help;      /* one line, with the default */
    const char *group;     /* the heading it stands under in --help; NULL:
                              "options", which comes first */
    const char *(*choices)(int i);  /* i-th name or NULL; for CHOICE */
    const char *(*known)(const char *word); /* the choice that another name
                              means, or NULL; NULL: there are no others */
    const char **list;     /* where a value with a comma goes, as it is;
                              NULL: it is a value like any other */
    bool given;            /* set when the user gave it */
};

#define OPT_END {0}

/* What --help prints around the options. */
struct opt_usage {
    const char *command;   /* "train" */
    const char *line;      /* "CORPUS.tsv [options]" */
    const char *about;     /* a few lines: what it does, an example first */
};

/* Parses argv[0..argc); positional arguments are moved to the front of argv
 * in order and their number is *npos.  Unknown names get the nearest name
 * as a hint (Damerau-Levenshtein <= 2).  *help is set by -h/--help. */
bool opt_parse(struct opt *rows, int argc, char **argv, int *npos,
               bool *help, struct error *err);

/* Gives a row a value as the command line does, checks and hints included;
 * a comma is nothing special. */
bool opt_set(struct opt *row, const char *value, struct error *err);

/* The row called name, or NULL. */
struct opt *opt_find(struct opt *rows, const char *name);

/* Is `word` one of the words of `list`, with a space between two?  Not of
 * NULL. */
bool opt_is_listed(const char *list, const char *word);

/* Appends usage, about and the options, 80 columns wide. */
void opt_help(struct strbuf *out, const struct opt_usage *u,
              const struct opt *rows);

/* Appends text from column `at`, broken at spaces before column 80, and a
 * newline; further lines begin at column `margin`. */
void opt_wrap(struct strbuf *out, const char *text, int at, int margin);

#endif
