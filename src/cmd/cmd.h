/* cmd: the table of sub-commands, and how each reads its command line.
 *
 * To add one: (1) write cmd/cmd_NAME.c with `int cmd_NAME(int argc, char
 * **argv)`, which gets the words after the command's name: its options, then
 * cmd_do (or cmd_parse, where the exit status says more); (2) add its row to
 * COMMANDS.  The list of commands, `s2s help`, completion and did-you-mean
 * follow.
 *
 * A command returns an exit status; what it prints goes through cmd_out.h. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/opt.h"
#include "cmd/cmd_common.h"

/* X(NAME, needs the numeric kernels, what it does) */
#define COMMANDS(X)                                                         \
    X(train, true, "learn a model from sentence pairs")                     \
    X(check, false, "look a corpus over: what is dropped, what is odd")     \
    X(translate, true, "translate text, a sentence a line")                 \
    X(align, true, "show what each word of a translation looked at")        \
    X(link, false, "link words by statistics alone, without a model")       \
    X(explain, true, "the numbers behind each step of a translation")       \
    X(eval, true, "BLEU and chrF on a test part, by sentence length")       \
    X(compare, true, "train twins that differ in one choice")               \
    X(report, true, "a page about a model: curves, alignments, options")    \
    X(score, true, "how likely a model finds given translations")           \
    X(bleu, false, "score translations that you have")                      \
    X(info, true, "what a model is made of; what there is to choose")       \
    X(convert, true, "a smaller copy in bf16 or int8 (faster, too)")        \
    X(vocab, true, "tokens: show, export, encode, decode")                  \
    X(gradcheck, true, "every gradient against central differences")        \
    X(bench, true, "speed of the kernels; what each choice costs")          \
    X(doctor, true, "this machine: kernels, threads, memory, speed")        \
    X(help, false, "help on a command")                                     \
    X(completion, false, "completion script for bash, zsh or fish")

struct cmd {
    const char *name;
    bool kern;             /* kern_init first */
    const char *what;      /* one line for the list of commands */
    int (*run)(int argc, char **argv);
};

const struct cmd *cmd_row(int i);           /* NULL after the last */
const char *cmd_name(int i);                /* NULL after the last */
const struct cmd *cmd_find(const char *name);

/* "unknown command X", with the nearest name as the hint; returns false. */
bool cmd_unknown(const char *name, struct error *err);

/* Runs a row: kern_init where needed, then its function. */
int cmd_run(const struct cmd *c, int argc, char **argv);

/* ==== For the commands ==== */

/* Reads the options; positional words are then argv[0..*argc).  `c` is
 * applied (threads, quiet); it may be NULL.  False when the command is to
 * end at once with *status: after --help, or after a mistake that has been
 * printed. */
bool cmd_parse(const struct opt_usage *u, struct opt *rows, struct common *c,
               int *argc, char **argv, int *status);

/* Fails when the number of positional words is not in [min, max]. */
bool cmd_words(const struct opt_usage *u, int argc, int min, int max,
               struct error *err);

/* What a command does with its words once the options are read.  The arena is
 * dropped when it returns. */
typedef bool cmd_body(void *ctx, char **word, int n, struct arena *arena,
                      struct error *err);

struct cmd_task {
    const struct opt_usage *usage;
    struct opt *rows;
    struct common *common;      /* or NULL */
    int min, max;               /* words */
    cmd_body *body;
    void *ctx;
};

/* A command from its options to its exit status: cmd_parse, cmd_words and the
 * body; what fails is printed. */
int cmd_do(const struct cmd_task *t, int argc, char **argv);

/* Prints err and returns its status.  A reader that closed the pipe (`| head`)
 * is no news: such an error has no text, and nothing is printed. */
int cmd_fail(const struct error *err);

/* Calls f with the usage and the rows of a command, without running it: what
 * --help, `s2s help` and completion print from. */
typedef void cmd_rows(void *ctx, const struct opt_usage *u,
                      const struct opt *rows);
void cmd_visit(const struct cmd *c, cmd_rows *f, void *ctx);

/* Prints the help of a command; the screen of `s2s` alone. */
void cmd_help_of(const struct cmd *c);
void cmd_screen(void);

#define X(name, kern, what) int cmd_##name(int argc, char **argv);
COMMANDS(X)
#undef X

#endif
