#include "cmd/cmd_common.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/par.h"
#include "cmd/cmd_out.h"
#include "model/ensemble.h"

const char *common_color(int i)
{
    static const char *const name[] = {"auto", "always", "never"};
    return i >= 0 && i < 3 ? name[i] : NULL;
}

void common_apply(const struct common *c)
{
    par_set_threads(c->threads);
    log_quiet(c->quiet);
}

int common_colours(const struct common *c)
{
    bool always = c->color && strcmp(c->color, "always") == 0;
    if (c->color && strcmp(c->color, "never") == 0)
        return 0;
    int n = out_is_stdout(c->output) ? log_colours(STDOUT_FILENO) : 0;
    return always && n == 0 ? 256 : n;
}

bool common_model_word(struct common *c, int words, char **word,
                       struct error *err)
{
    if (words == 0)
        return true;
    if (c->model)
        return error_set(err, EXIT_USAGE, "%s: there is -m %s already",
                         word[0], c->model);
    c->model = word[0];
    return true;
}

bool common_model_alone(const struct opt *rows, const char *other,
                        struct error *err)
{
    for (const struct opt *o = rows; o->name && !other; o++)
        if (o->given && strcmp(o->name, "seed") != 0)
            other = o->name;
    if (!other)
        return true;
    error_set(err, EXIT_USAGE, "--%s: the model of -m has its own", other);
    return error_hint(err, "without -m the network is made for it");
}

bool common_read_alone(const struct opt *rows, const char *read,
                       struct error *err)
{
    for (int i = 0; i < CONFIG_FIELDS; i++)
        if (rows[i].given && config_role(i) != ROLE_SHAPE &&
            !opt_is_listed(read, rows[i].name)) {
            error_set(err, EXIT_USAGE, "--%s: nothing reads it here",
                      rows[i].name);
            return error_hint(err, "it belongs to s2s train");
        }
    return true;
}

/* Whose text it learnt from has to be said wherever it is used. */
static void say_ours(const char *path, const struct model *m)
{
    const char *what = notes_find(&m->notes, "description");
    const char *whose = notes_find(&m->notes, "attribution");
    log_say("s2s: using %s, which comes with s2s%s%s", path, what ? ": " : "",
            what ? what : "");
    if (whose)
        log_say("     learnt from: %s", whose);
}

/* The models after the first. */
static bool load_others(const struct opt_list *list, struct model *first,
                        struct arena *arena, struct error *err)
{
    for (int i = 1; i < list->n; i++) {
        struct model *m = ARENA_NEW(arena, struct model);
        if (!model_load(m, list->item[i], false, NULL, arena, err) ||
            !ensemble_add(first, m, list->item[0], list->item[i], err))
            return false;
    }
    return true;
}

bool common_load(const struct common *c, struct model *m, bool train,
                 struct extras *x, struct arena *arena, struct error *err)
{
    struct strbuf path = STRBUF_INIT;
    const char *given = c->models.n > 0 ? c->models.item[0] : c->model;
    bool ok = model_find(&path, given, err);
    bool ours = ok && !given && model_is_demo(path.s);
    if (ok && !given && !ours)
        log_say("s2s: using %s", path.s);
    ok = ok && model_load(m, path.s, train, x, arena, err);
    if (!ok && !given && path.n && model_is_named() && !err->hint[0])
        error_hint(err, "$S2S_MODEL names it");
    if (ok && ours)
        say_ours(path.s, m);
    ok = ok && load_others(&c->models, m, arena, err);
    strbuf_release(&path);
    return ok;
}
