/* cmd_text: lines of text as the commands that translate want them. */
#ifndef CMD_CMD_TEXT_H
#define CMD_CMD_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "task/turned.h"

/* Longest line in bytes; what is beyond is cut off, with a warning. */
enum { TEXT_LINE_MAX = 1 << 20 };

/* Lines without their ends, NUL-terminated, valid UTF-8. */
struct text {
    const char **line;
    int n;
    long first;            /* number of line[0] in its file, from 1 */
    const char *name;      /* of the file, for warnings */
    long invalid;          /* lines of it so far that were not UTF-8 */
};

/* The next lines: at least one, at most `most`, and no more than are there
 * already, so that whoever types or pipes line by line is answered line by
 * line.  n = 0 at the end; t is all zero before the first.  `name` is the
 * file's for warnings: what is not UTF-8, or NUL, becomes U+FFFD.  A file whose
 * first bytes say that it is no text, or UTF-16, is an error. */
bool text_next(struct text *t, struct lines *in, const char *name, int most,
               struct arena *arena, struct error *err);

/* All lines of a file, plain or gzip; "-" is stdin. */
bool text_read(struct text *t, const char *path, struct arena *arena,
               struct error *err);

/* "-" */
bool text_is_stdin(const char *path);

/* Refuses "-" among other words. */
bool text_words_check(char **word, int n, struct error *err);

/* The number of words that are text: none where the one is "-", stdin. */
int text_given(char **word, int n);

/* Those words, as lines. */
void text_words(struct text *t, char **word, int n, struct arena *arena);

/* With no such words stdin will be read: known before outputs are opened. */
void text_note(char **word, int n);

/* Calls f for the lines of stdin, at most `most` at a time, until it fails;
 * the arena is emptied after each call.  When there is nobody but a person
 * at stdin, for `sample` instead, unless that is empty; it is named on
 * stderr.  A `sample` of NULL: stdin was asked for, whoever sits there. */
typedef bool text_some(void *ctx, const struct text *t, struct arena *arena,
                       struct error *err);
bool text_stdin(const char *sample, int most, text_some *f, void *ctx,
                struct error *err);

/* The same for the lines of a file; "-" is stdin, whoever sits there. */
bool text_lines(const char *path, int most, text_some *f, void *ctx,
                struct error *err);

struct text_pair {
    const char *src, *tgt;
};

/* A line, cut in two at its first TAB, or ||| with spaces around it; tgt is
 * NULL where there is neither. */
struct text_pair text_pair(const char *line, struct arena *arena);

/* One or two words of the command line. */
struct text_pair text_pair_words(char **word, int n, struct arena *arena);

/* Warns where a side, but for a tgt of NULL, has more tokens than a model
 * reads. */
void text_warn_long(const struct model *m, struct text_pair p,
                    const char *name, long line);
/* The same of a corpus: its sources, with `both` its targets too; and where it
 * is read the wrong way round. */
void text_warn_corpus(const struct model *m, const struct corpus *c,
                      bool both);

/* Warns of a part, dev or test, whose columns are exchanged. */
void text_warn_exchanged(const struct model *m, const struct corpus *c);
/* What all say of such a file, and what to do instead. */
void text_say_turned(const char *name, const char *instead);

/* Warns, once, of a line with a TAB that is to be of one side. */
void text_tell_column(bool *told, int side, const char *line,
                      const char *name, long number);

/* Warns, once, where what was read so far is turned. */
void text_tell_turned(struct turned *t);

/* Appends s with line ends as spaces: it is to be one line. */
void text_put_line(struct strbuf *out, const char *s);

#endif
