#include "cmd/cmd_out.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/file.h"
#include "base/utf8.h"
#include "model/model.h"

/* An error of stdout is told once. */
static bool told;

/* Why out_text failed: a later look at stdout says only that something has. */
static int text_lost;

bool out_is_stdout(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

static bool stdout_failed(int why, struct error *err)
{
    told = true;
    error_set(err, EXIT_IO, "stdout: cannot be written: %s", strerror(why));
    if (why == EPIPE)
        err->text[0] = '\0';
    return false;
}

bool out_is_own(const char *path, struct error *err)
{
    if (!file_was_read(path))
        return true;
    error_set(err, EXIT_USAGE, "%s: is what this command reads", path);
    return error_hint(err, "write to another file");
}

static bool may_write(const char *path, struct error *err)
{
    if (!out_is_own(path, err))
        return false;
    if (!model_is_there(path))
        return true;
    error_set(err, EXIT_USAGE, "%s: is a model, this would be written over it",
              path);
    return error_hint(err, "-m names the model; -o where what is made of it "
                      "goes");
}

bool out_begin(struct out *o, const char *path, struct error *err)
{
    *o = (struct out){.path = path};
    return out_is_stdout(path) ||
           (may_write(path, err) && save_begin(&o->save, path, err));
}

static bool put_stdout(const struct strbuf *b, struct error *err)
{
    return fwrite(b->s, 1, b->n, stdout) == b->n || stdout_failed(errno, err);
}

static bool put_terminal(const struct strbuf *b, struct error *err)
{
    struct strbuf seen = STRBUF_INIT;
    utf8_printable_lines(&seen, b->s, b->n);
    bool ok = put_stdout(&seen, err);
    strbuf_release(&seen);
    return ok;
}

bool out_put(struct out *o, struct strbuf *b, struct error *err)
{
    bool ok;
    if (o->save)
        ok = save_write(o->save, b->s, b->n, err);
    else if (!o->drawn && isatty(STDOUT_FILENO))
        ok = put_terminal(b, err);
    else
        ok = put_stdout(b, err);
    strbuf_reset(b);
    return ok;
}

bool out_flush(struct out *o, struct error *err)
{
    return o->save || fflush(stdout) == 0 || stdout_failed(errno, err);
}

static void out_abort(struct out *o)
{
    if (o->save)
        save_abort(o->save);
    o->save = NULL;
}

bool out_end(struct out *o, struct error *err)
{
    struct save *s = o->save;
    if (!s)
        return out_flush(o, err);
    if (!out_is_own(o->path, err)) {
        out_abort(o);
        return false;
    }
    o->save = NULL;
    return save_commit(s, err);
}

bool out_close(struct out *o, bool ok, struct error *err)
{
    if (ok)
        return out_end(o, err);
    out_abort(o);
    return false;
}

bool out_possible(const char *const *path, int n, struct error *err)
{
    for (int i = 0; i < n; i++) {
        for (int j = 0; path[i] && j < i; j++)
            if (path[j] && file_same_place(path[i], path[j]))
                return error_set(err, EXIT_USAGE, "%s: two outputs go there",
                                 strcmp(path[i], "-") ? path[i] : "stdout");
        if (!out_is_stdout(path[i]) &&
            !(may_write(path[i], err) && save_possible(path[i], err)))
            return false;
    }
    return true;
}

static bool write_all(const char *path, bool drawn, struct strbuf *b,
                      struct error *err)
{
    struct out o;
    if (!out_begin(&o, path, err))
        return false;
    o.drawn = drawn;
    return out_close(&o, out_put(&o, b, err), err);
}

bool out_write(const char *path, struct strbuf *b, struct error *err)
{
    return write_all(path, false, b, err);
}

bool out_write_drawn(const char *path, struct strbuf *b, struct error *err)
{
    return write_all(path, true, b, err);
}

void out_text(const char *s)
{
    if (fputs(s, stdout) == EOF)
        text_lost = errno;
}

/* A stdout that was closed from the start is no error as long as nothing was
 * to be written. */
int out_finish(int status)
{
    struct error err;
    bool bad = ferror(stdout) != 0;
    int why = text_lost ? text_lost : EIO;
    if (fflush(stdout) != 0) {
        bad = true;
        why = errno;
    } else if (!bad && fclose(stdout) != 0 && errno != EBADF) {
        bad = true;
        why = errno;
    }
    if (!bad || told)
        return status;
    stdout_failed(why, &err);
    if (err.text[0])
        error_print(&err);
    return status == EXIT_OK ? EXIT_IO : status;
}
