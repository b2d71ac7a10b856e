/* --average-best: the mean of the weights of the K best checks.
 *
 * (1) w = 1/n sum_{i <= n} w_i,  n <= K, in the order of p.kept
 *
 * Each w_i is a model file of the run folder.  A file is written before the
 * checkpoint that names it and removed after the first one that does not: a
 * run that is killed in between finds all that its checkpoint names. */
#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "task/trainer.h"

/* ==== Files ==== */

static void name_put(struct strbuf *out, long step)
{
    strbuf_printf(out, "check-%ld.safetensors", step);
}

static void path_put(struct strbuf *out, const struct trainer *t, long step)
{
    strbuf_printf(out, "%s/", t->job->folder);
    name_put(out, step);
}

/* Where a check with that score belongs. */
static int place_of(const struct kept *k, double score)
{
    int i = k->n;
    while (i > 0 && k->check[i - 1].score < score)
        i--;
    return i;
}

void trainer_keep(struct trainer *t, double score)
{
    struct kept *k = &t->p.kept;
    int most = t->config->average_best, at = place_of(k, score);
    struct strbuf path = STRBUF_INIT;
    struct error err;
    assert(most <= KEPT_MOST);
    if (at >= most)
        return;
    path_put(&path, t, t->p.step);
    if (model_save(t->job->model, path.s, t->net->ps.w, NULL, &t->scratch,
                   &err)) {
        k->n += k->n < most;
        memmove(k->check + at + 1, k->check + at,
                (size_t)(k->n - 1 - at) * sizeof *k->check);
        k->check[at] = (struct kept_check){t->p.step, score};
    } else {
        log_warn("%s (training goes on)", err.text);
    }
    strbuf_release(&path);
}

/* Is it the name of a check's file, and of none in `kept`? */
static bool is_left_over(const char *name, const struct kept *kept)
{
    static const char start[] = "check-";
    struct strbuf own = STRBUF_INIT;
    if (strncmp(name, start, sizeof start - 1) != 0)
        return false;
    long step = strtol(name + sizeof start - 1, NULL, 10);
    name_put(&own, step);
    bool left = strcmp(own.s, name) == 0;
    for (int i = 0; i < kept->n; i++)
        left = left && kept->check[i].step != step;
    strbuf_release(&own);
    return left;
}

void trainer_prune(const struct trainer *t, const struct kept *kept)
{
    DIR *d = opendir(t->job->folder);
    struct strbuf path = STRBUF_INIT;
    for (struct dirent *e; d && (e = readdir(d)) != NULL; ) {
        if (!is_left_over(e->d_name, kept))
            continue;
        strbuf_reset(&path);
        strbuf_printf(&path, "%s/%s", t->job->folder, e->d_name);
        if (unlink(path.s) != 0)
            log_warn("%s: cannot be removed", path.s);
    }
    if (d)
        closedir(d);
    strbuf_release(&path);
}

/* ==== The mean ==== */

/* w += the weights in a check's file. */
static bool add_check(const struct trainer *t, long step, real *w,
                      struct error *err)
{
    struct strbuf path = STRBUF_INIT;
    struct arena memory;
    struct model m;
    size_t count = t->net->ps.count;
    arena_init(&memory, "a check");
    path_put(&path, t, step);
    bool ok = model_load(&m, path.s, false, NULL, &memory, err);
    if (ok && m.net.ps.count != count)
        ok = error_set(err, EXIT_MODEL, "%s: has %zu weights, not %zu",
                       path.s, m.net.ps.count, count);
    for (size_t k = 0; ok && k < count; k++)
        w[k] += m.net.ps.w[k];
    arena_drop(&memory);
    strbuf_release(&path);
    return ok;
}

/* (1), in the place of the weights. */
static bool mean_of(struct trainer *t, struct error *err)
{
    const struct kept *kept = &t->p.kept;
    struct params *ps = &t->net->ps;
    memset(ps->w, 0, ps->count * sizeof *ps->w);
    for (int i = 0; i < kept->n; i++)
        if (!add_check(t, kept->check[i].step, ps->w, err))
            return false;
    for (size_t k = 0; k < ps->count; k++)
        ps->w[k] /= (real)kept->n;
    params_pack(ps);
    return true;
}

static void tell(struct trainer *t, const struct dev_score *s, bool is_kept)
{
    int n = t->p.kept.n;
    trainer_log(t, "{\"event\": \"mean\", \"step\": %ld, \"checks\": %d, "
                "\"dev_loss\": %.5f, \"dev_bleu\": %.3f, \"kept\": %s}",
                t->p.step, n, s->loss, s->bleu, is_kept ? "true" : "false");
    log_say("mean of the %d best checks: dev BLEU %.2f, cross-entropy %.3f; "
            "the best alone: %.2f, %.3f; %s is kept", n, s->bleu, s->loss,
            t->p.best_bleu, t->p.best_loss,
            is_kept ? "the mean" : "the best alone");
}

void trainer_mean(struct trainer *t)
{
    struct progress *p = &t->p;
    struct error err;
    if (p->kept.n < 2)
        return;
    if (!mean_of(t, &err)) {
        log_warn("%s (the best check alone is kept)", err.text);
        return;
    }
    struct dev_score s = trainer_score(t);
    bool is_kept = s.score >= p->best;
    tell(t, &s, is_kept);
    if (!is_kept)
        return;
    p->best = s.score;
    p->best_loss = s.loss;
    p->best_bleu = s.bleu;
    p->averaged = p->kept.n;
    memcpy(t->best, t->net->ps.w, t->net->ps.count * sizeof(real));
}
