#include "cmd/cmd.h"

#include <string.h>

#include "base/die.h"
#include "base/log.h"
#include "base/nearest.h"
#include "base/par.h"
#include "cmd/cmd_out.h"
#include "kern/kern.h"

static const struct cmd table[] = {
#define X(name, kern, what) {#name, kern, what, cmd_##name},
    COMMANDS(X)
#undef X
};

enum { COUNT = sizeof table / sizeof *table };

const struct cmd *cmd_row(int i)
{
    return i >= 0 && i < COUNT ? &table[i] : NULL;
}

const char *cmd_name(int i)
{
    return i >= 0 && i < COUNT ? table[i].name : NULL;
}

const struct cmd *cmd_find(const char *name)
{
    for (int i = 0; i < COUNT; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

bool cmd_unknown(const char *name, struct error *err)
{
    const char *near = nearest_name(name, cmd_name);
    error_set(err, EXIT_USAGE, "no command \"%s\"", name);
    if (strchr(name, ' '))
        return error_hint(err, "s2s translate TEXT translates");
    if (near)
        return error_hint(err, "did you mean s2s %s?", near);
    return error_hint(err, "s2s help lists the commands");
}

int cmd_run(const struct cmd *c, int argc, char **argv)
{
    struct error err;
    if (c->kern && !kern_init(&err))
        return cmd_fail(&err);
    return c->run(argc, argv);
}

int cmd_fail(const struct error *err)
{
    return err->text[0] ? error_print(err) : (int)err->status;
}

/* ==== Command lines ==== */

static void print_help(void *ctx, const struct opt_usage *u,
                       const struct opt *rows)
{
    (void)ctx;
    struct strbuf text = STRBUF_INIT;
    opt_help(&text, u, rows);
    out_text(text.s);
    strbuf_release(&text);
}

/* Who gets the rows at --help.  The rows stand on the stack of a command,
 * because they point to its variables; so whoever wants them has the command
 * run as far as cmd_parse. */
static struct {
    cmd_rows *call;
    void *ctx;
} visitor = {print_help, NULL};

void cmd_visit(const struct cmd *c, cmd_rows *f, void *ctx)
{
    char help[] = "--help";
    char *argv[] = {help, NULL};
    visitor.call = f;
    visitor.ctx = ctx;
    c->run(1, argv);
    visitor.call = print_help;
}

void cmd_help_of(const struct cmd *c)
{
    cmd_visit(c, print_help, NULL);
}

bool cmd_parse(const struct opt_usage *u, struct opt *rows, struct common *c,
               int *argc, char **argv, int *status)
{
    struct error err;
    bool help;
    *status = EXIT_OK;
    if (!opt_parse(rows, *argc, argv, argc, &help, &err)) {
        if (!err.hint[0])
            error_hint(&err, "s2s %s --help lists the options", u->command);
        *status = cmd_fail(&err);
        return false;
    }
    if (help) {
        visitor.call(visitor.ctx, u, rows);
        return false;
    }
    if (c)
        common_apply(c);
    return true;
}

bool cmd_words(const struct opt_usage *u, int argc, int min, int max,
               struct error *err)
{
    if (argc >= min && argc <= max)
        return true;
    error_set(err, EXIT_USAGE, "%s: %s (expected: s2s %s %s)", u->command,
              argc < min ? "something is missing" : "too many words",
              u->command, u->line);
    return error_hint(err, "%ss2s %s --help shows an example",
                      argc > max && max > 0 ? "quote what has spaces; " : "",
                      u->command);
}

int cmd_do(const struct cmd_task *t, int argc, char **argv)
{
    struct error err;
    struct arena arena;
    int status;
    if (!cmd_parse(t->usage, t->rows, t->common, &argc, argv, &status))
        return status;
    arena_init(&arena, t->usage->command);
    bool ok = cmd_words(t->usage, argc, t->min, t->max, &err) &&
              t->body(t->ctx, argv, argc, &arena, &err);
    arena_drop(&arena);
    return ok ? EXIT_OK : cmd_fail(&err);
}
