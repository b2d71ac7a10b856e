#include "cmd/cmd_check.h"

#include <unistd.h>

#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_corpus.h"
#include "cmd/cmd_out.h"

enum { KINDS = 0
#define X(name) +1
       CHECK_KINDS(X)
#undef X
};

static const struct opt_usage usage = {
    "check", "CORPUS.tsv [options]",
    "Looks a corpus over before it is trained on: which lines are dropped and\n"
    "why, and what else would be learnt by mistake.  Each finding has its\n"
    "first lines, what it means and what to do.  Of some kinds a line or two\n"
    "in thousands matter little: those are told by --only alone.  Nothing is\n"
    "changed.\n"
    "\n"
    "  s2s check corpus.tsv\n"
    "  s2s check corpus.tsv --dev dev.tsv --test test.tsv\n"
    "  s2s check corpus.tsv --only ratio --lines 1000\n"
    "\n"
    "Exit status: 0 when there are no findings, or notes only; 1 when there\n"
    "are warnings; 3 when nothing can be trained on.\n"};

struct check_args {
    struct common common;
    struct corpus_args corpus;
    struct opt_list held;
    const char *only;
    int lines;
    bool json;
    bool warned;           /* is there a warning among the findings? */
};

static const char *kind_name(int i)
{
    return i >= 0 && i < KINDS ? check_kinds[i]->name : NULL;
}

/* ==== Reading ==== */

/* Parts may have copies of pairs: a score counts each. */
static bool read_held(const struct check_args *a, struct corpus_options o,
                      struct corpus *held, struct arena *arena,
                      struct error *err)
{
    o.keep_copies = true;
    for (int i = 0; i < a->held.n; i++)
        if (!corpus_read(&held[i], a->held.item[i], &o, arena, err))
            return false;
    return true;
}

/* ==== Asking ==== */

/* Warnings, then notes, then what is clean, each in the order of the
 * table. */
static void ask(const struct check_args *a, const struct check *k,
                struct finding all[KINDS], struct check_view *v)
{
    struct finding found[KINDS];
    int n = 0, asked = 0;

    for (int i = 0; i < KINDS; i++)
        if (!a->only || a->only == check_kinds[i]->name)
            check_ask(k, check_kinds[i], a->lines, &found[asked++]);
    for (int level = CHECK_WARNING; level >= CHECK_CLEAN; level--) {
        for (int i = 0; i < asked; i++)
            if ((int)found[i].level == level)
                all[n++] = found[i];
        if (level == CHECK_NOTE)
            v->findings = n;
    }
    v->finding = all;
    v->clean = all + v->findings;
    v->cleans = n - v->findings;
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct check_args *a = ctx;
    const char *path = n > 0 ? word[0] : NULL;
    struct corpus_options o;
    struct corpus c, held[sizeof a->held.item / sizeof *a->held.item];
    struct finding all[KINDS];
    struct check k;
    struct strbuf out = STRBUF_INIT;
    struct check_view v = {.check = &k,
                           .columns = log_columns(STDOUT_FILENO)};

    if (!corpus_args_check(&a->corpus, path, &o, err) ||
        !corpus_args_read(&a->corpus, path, &o, &c, arena, err) ||
        !read_held(a, o, held, arena, err))
        return false;
    check_init(&k, &c, held, a->held.n, arena);
    k.rarest = a->only != NULL;
    ask(a, &k, all, &v);
    a->warned = v.findings > 0 && all[0].level == CHECK_WARNING;
    (a->json ? check_put_json : check_put)(&out, &v);
    bool ok = out_write(a->common.output, &out, err);
    strbuf_release(&out);
    return ok;
}

int cmd_check(int argc, char **argv)
{
    struct check_args a = {.lines = 2};
    struct opt rows[] = {
        {.name = "dev", .type = OPT_LIST, .value = &a.held, .arg = "FILE",
         .help = "a dev part, TSV: is any of it in the corpus?"},
        {.name = "test", .type = OPT_LIST, .value = &a.held, .arg = "FILE",
         .help = "a test part, the same (both may be given again)"},
        OPT_ROWS_CORPUS(a.corpus),
        {.name = "only", .type = OPT_CHOICE, .value = &a.only,
         .arg = "NAME", .choices = kind_name, .help = "one kind of finding"},
        {.name = "lines", .type = OPT_INT, .value = &a.lines, .min = 0,
         .max = 1e9, .arg = "N", .help = "lines shown of each finding (2)"},
        {.name = "json", .type = OPT_FLAG, .value = &a.json,
         .help = "one JSON object"},
        OPT_ROW_OUTPUT(a.common), OPT_ROW_QUIET(a.common), OPT_END};
    int status = cmd_do(&(struct cmd_task){&usage, rows, &a.common, 0, 1, run,
                                           &a}, argc, argv);
    return status == EXIT_OK && a.warned ? EXIT_OTHER : status;
}
