/* cmd_out: the one way out for data: stdout, or a file that is complete or
 * not there at all.
 *
 * Data never drives a terminal: where stdout is one, control characters are
 * made visible, but in what was drawn for it, which has escapes of its own and
 * none in its data.
 *
 * Every write is checked: to stdout at the latest by out_finish, which main
 * calls last.  An error because the reader of a pipe has gone has no text:
 * the status tells, nothing is printed. */
#ifndef CMD_CMD_OUT_H
#define CMD_CMD_OUT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/file.h"
#include "base/strbuf.h"

struct out {
    struct save *save;     /* NULL: stdout */
    const char *path;
    bool drawn;            /* for a terminal */
};

/* path NULL or "-" is stdout. */
bool out_is_stdout(const char *path);

/* Fails where path is a file that this command has read. */
bool out_is_own(const char *path, struct error *err);

/* Refuses a model, and a file that this command has read, as out_end does if
 * it was read since.  `path` stays where it is until then. */
bool out_begin(struct out *o, const char *path, struct error *err);
/* Writes what b holds and empties it. */
bool out_put(struct out *o, struct strbuf *b, struct error *err);
/* Hands on to a pipe's reader what was written so far. */
bool out_flush(struct out *o, struct error *err);
bool out_end(struct out *o, struct error *err);
/* out_end where what was to be written is there (ok); else a file that was
 * begun is forgotten. */
bool out_close(struct out *o, bool ok, struct error *err);

/* Can all of n places (NULL: none) be written, each by itself?  Asked before
 * the work whose result is to go there; leaves nothing. */
bool out_possible(const char *const *path, int n, struct error *err);

/* begin, put and end in one; of data, and of what was drawn. */
bool out_write(const char *path, struct strbuf *b, struct error *err);
bool out_write_drawn(const char *path, struct strbuf *b, struct error *err);

/* A text for stdout; out_finish reports what goes wrong. */
void out_text(const char *s);

/* Flushes and closes stdout.  Returns `status`, or EXIT_IO after a message
 * when something that was written did not arrive. */
int out_finish(int status);

#endif
