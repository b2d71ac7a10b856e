#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "task/trainer.h"

/* ==== The model ==== */

bool trainer_save_model(struct trainer *t, const real *w, struct error *err)
{
    return model_save(t->job->model, t->job->path, w, NULL, &t->scratch,
                      err);
}

/* ==== The checkpoint ==== */

struct vector_row {
    const char *name;
    real *data;
};

/* The vectors that a checkpoint of this trainer holds. */
static int vectors(const struct trainer *t, struct vector_row *row)
{
    static const char *const state_name[OPTIMIZER_STATES] = {"train.m",
                                                             "train.v"};
    int n = 0;
    for (int i = 0; i < t->optimizer->states; i++)
        row[n++] = (struct vector_row){state_name[i], t->state[i]};
    if (t->average)
        row[n++] = (struct vector_row){"train.average", t->average};
    row[n++] = (struct vector_row){"train.best", t->best};
    return n;
}

static void checkpoint_path(const struct trainer *t, struct strbuf *out)
{
    strbuf_printf(out, "%s/checkpoint.safetensors", t->job->folder);
}

bool trainer_save_checkpoint(struct trainer *t, struct error *err)
{
    struct extras x = {.n = 0};
    struct vector_row row[EXTRA_MAX];
    int n = vectors(t, row);
    for (int i = 0; i < n; i++)
        x.vector[x.n++] = (struct extra){row[i].name, row[i].data};
    struct strbuf state = STRBUF_INIT, path = STRBUF_INIT;
    progress_write(&state, &t->p);
    x.state = state.s;
    checkpoint_path(t, &path);
    bool ok = model_save(t->job->model, path.s, t->net->ps.w, &x,
                         &t->scratch, err);
    if (ok)
        trainer_prune(t, &t->p.kept);
    strbuf_release(&state);
    strbuf_release(&path);
    return ok;
}

static bool take_vector(const struct extras *x, const char *name, real *to,
                        size_t count, struct error *err)
{
    for (int i = 0; i < x->n; i++)
        if (strcmp(x->vector[i].name, name) == 0) {
            memcpy(to, x->vector[i].data, count * sizeof *to);
            return true;
        }
    return error_set(err, EXIT_MODEL, "the checkpoint lacks %s", name);
}

/* Cuts the log back to p.log: what a stopped run logged after its
 * checkpoint will be logged again.  A log that is shorter, or gone, stays. */
static void log_cut(const struct trainer *t)
{
    struct strbuf path = STRBUF_INIT;
    struct stat st;
    strbuf_printf(&path, "%s/log.jsonl", t->job->folder);
    if (stat(path.s, &st) == 0 && st.st_size > t->p.log &&
        truncate(path.s, t->p.log) != 0)
        log_warn("%s: cannot be cut back", path.s);
    strbuf_release(&path);
}

static bool restore(struct trainer *t, const struct extras *x,
                    struct error *err)
{
    struct vector_row row[EXTRA_MAX];
    int n = vectors(t, row);
    struct progress p;
    if (!x->state)
        return error_set(err, EXIT_MODEL, "not a checkpoint");
    for (int i = 0; i < n; i++)
        if (!take_vector(x, row[i].name, row[i].data, t->net->ps.count,
                         err))
            return false;
    if (!progress_read(&p, x->state, err)) {
        err->status = EXIT_MODEL;
        return error_prefix(err, "the checkpoint's train.state");
    }
    if (p.corpus != t->p.corpus || p.dev != t->p.dev) {
        error_set(err, EXIT_DATA, "the %s is not the text that training "
                  "began with", p.corpus != t->p.corpus ? "corpus"
                                                        : "dev part");
        return error_hint(err, "it goes on with the files and the --dev of "
                               "then; --force begins anew");
    }
    t->p = p;
    return true;
}

bool trainer_restore(struct trainer *t, const struct extras *x,
                     struct error *err)
{
    if (!restore(t, x, err))
        return false;
    log_cut(t);
    return true;
}

/* Weights, vectors and progress of the last checkpoint. */
static bool reload(struct trainer *t, struct error *err)
{
    struct strbuf path = STRBUF_INIT;
    struct arena memory;
    struct model m;
    struct extras x;
    arena_init(&memory, "roll-back");
    checkpoint_path(t, &path);
    bool ok = model_load(&m, path.s, false, &x, &memory, err);
    if (ok) {
        memcpy(t->net->ps.w, m.net.ps.w, m.net.ps.count * sizeof(real));
        params_pack(&t->net->ps);
        ok = restore(t, &x, err);
    }
    arena_drop(&memory);
    strbuf_release(&path);
    return ok;
}

bool trainer_roll_back(struct trainer *t, struct error *err)
{
    struct progress before = t->p;
    if (!reload(t, err))
        return false;
    t->p.rollbacks = before.rollbacks + 1;
    t->p.lr = before.lr / 2;
    t->p.skipped = 0;
    t->p.limit = before.limit;
    t->p.log = before.log;
    log_warn("rolled back to update %ld, learning rate %g", t->p.step,
             t->p.lr);
    trainer_log(t, "{\"event\": \"rolled back\", \"step\": %ld, \"lr\": "
                "%.3g}", t->p.step, t->p.lr);
    if (!trainer_save_checkpoint(t, err))
        log_warn("%s (training goes on)", err->text);
    return true;
}

/* ==== The log ==== */

void trainer_log(struct trainer *t, const char *format, ...)
{
    struct strbuf path = STRBUF_INIT;
    strbuf_printf(&path, "%s/log.jsonl", t->job->folder);
    FILE *f = fopen(path.s, t->p.log == 0 ? "w" : "a");
    int n = -1, closed = -1;
    if (f) {
        va_list args;
        va_start(args, format);
        n = vfprintf(f, format, args);
        va_end(args);
        if (n >= 0 && fputc('\n', f) == EOF)
            n = -1;
        closed = fclose(f);
    }
    bool failed = n < 0 || closed != 0;
    if (!failed)
        t->p.log += n + 1;
    else if (!t->log_failed)
        log_warn("%s: cannot be written (training goes on)", path.s);
    if (failed)
        log_cut(t);     /* no half lines */
    t->log_failed = failed;
    strbuf_release(&path);
}
