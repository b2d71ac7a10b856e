#include "cmd/cmd_report.h"

#include <string.h>

#include "base/log.h"
#include "base/shell.h"
#include "cmd/cmd.h"
#include "cmd/cmd_corpus.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_text.h"

static const struct opt_usage usage = {
    "report", "[options] [MODEL]",
    "Writes one HTML page about a model: curves of its training, BLEU by\n"
    "length, alignments and candidates of sentences, vocabularies, options,\n"
    "and the command that makes it again.  The page needs no network and no\n"
    "script, and depends on nothing but the files it was made from.\n"
    "Without --test the dev part is measured, which `train` keeps in\n"
    "MODEL.run/; beside the log, which holds the curves.\n"
    "\n"
    "  s2s report models/corpus.safetensors\n"
    "  s2s report --test test.tsv --twin none.safetensors -o report.html\n"};

struct report_args {
    struct common c;
    const char *test;
    struct corpus_args columns;
    struct opt_list twin, sentence;
    struct arena *arena;
};

/* ==== For other commands, too ==== */

bool report_write(const char *path, const struct story *s,
                  struct arena *arena, struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    story_put(&out, s, arena);
    bool ok = out_write(path, &out, err);
    strbuf_release(&out);
    if (ok && !out_is_stdout(path))
        log_say("report: %s", path);
    return ok;
}

/* ==== What is measured ==== */

static bool test_part(const struct report_args *a, struct story *s,
                      struct corpus *test, struct error *err)
{
    struct strbuf text = STRBUF_INIT;
    model_run_folder(&text, s->path);
    bool ok = corpus_args_wanted(&a->columns, "test", a->test, err);
    bool there = a->test != NULL;
    if (there)
        ok = corpus_args_test(&a->columns, a->test, test, a->arena, err);
    else
        there = story_dev(test, text.s, a->arena);
    if (ok && there) {
        strbuf_reset(&text);
        if (a->test)
            strbuf_printf(&text, "%s, %d sentences", a->test, test->n);
        else
            strbuf_printf(&text, "%d sentences of the dev part", test->n);
        s->test = test;
        s->test_name = arena_strdup(a->arena, text.s);
    }
    strbuf_release(&text);
    return ok;
}

/* A twin's kind says what it is, unless it is the same as the model's. */
static const char *twin_name(const struct story *s, const struct model *twin,
                             const char *path, struct arena *arena)
{
    const char *name = story_name(twin);
    return strcmp(name, story_name(s->model)) == 0
               ? path
               : arena_strdup(arena, name);
}

static bool add_twin(const struct report_args *a, struct story *s,
                     const char *path, struct error *err)
{
    struct model twin;
    struct arena memory;
    struct evaluation e;
    struct bylen *by = ARENA_NEW(a->arena, struct bylen);
    arena_init(&memory, "twin");
    bool ok = model_load(&twin, path, false, NULL, &memory, err);
    if (ok) {
        story_measure(&e, by, &twin, s->test, a->arena);
        s->curve[s->curves++] =
            (struct curve){twin_name(s, &twin, path, a->arena), by};
    }
    arena_drop(&memory);
    return ok;
}

static bool measure(const struct report_args *a, struct story *s,
                    struct error *err)
{
    struct evaluation *e = ARENA_NEW(a->arena, struct evaluation);
    struct bylen *by = ARENA_NEW(a->arena, struct bylen);
    if (!s->test)
        return a->twin.n == 0 ||
               error_set(err, EXIT_USAGE, "--twin: on which sentences?  "
                         "There is no dev part beside the model: --test FILE");
    if (a->twin.n >= STORY_CURVES)
        return error_set(err, EXIT_USAGE, "--twin: more than %d",
                         STORY_CURVES - 1);
    text_warn_corpus(s->model, s->test, false);
    story_measure(e, by, s->model, s->test, a->arena);
    s->measured = e;
    s->curve[s->curves++] = (struct curve){story_name(s->model), by};
    for (int i = 0; i < a->twin.n; i++)
        if (!add_twin(a, s, a->twin.item[i], err))
            return false;
    return true;
}

/* ==== The command ==== */

static const char *command_of(const struct report_args *a, const char *path,
                              const char *output)
{
    struct strbuf line = STRBUF_INIT;
    strbuf_puts(&line, "s2s report");
    shell_word(&line, path);
    shell_option(&line, "test", a->test);
    shell_option(&line, "cols", a->columns.cols);
    strbuf_puts(&line, a->columns.reverse ? " --reverse" : "");
    for (int i = 0; i < a->twin.n; i++)
        shell_option(&line, "twin", a->twin.item[i]);
    for (int i = 0; i < a->sentence.n; i++)
        shell_option(&line, "sentence", a->sentence.item[i]);
    shell_option(&line, "output", output);
    const char *s = arena_strdup(a->arena, line.s);
    strbuf_release(&line);
    return s;
}

static bool report(void *ctx, char **word, int n, struct arena *arena,
                   struct error *err)
{
    struct report_args *a = ctx;
    a->arena = arena;
    struct model m;
    struct corpus test;
    const char *output = a->c.output ? a->c.output : "report.html";
    struct story s = {.model = &m, .chosen = a->sentence.item,
                      .chosens = a->sentence.n};
    if (!common_model_word(&a->c, n, word, err) ||
        !common_load(&a->c, &m, false, NULL, arena, err))
        return false;
    s.path = m.path;
    s.command = command_of(a, m.path, output);
    return test_part(a, &s, &test, err) && out_possible(&output, 1, err) &&
           measure(a, &s, err) && report_write(output, &s, arena, err);
}

int cmd_report(int argc, char **argv)
{
    struct report_args a = {0};
    struct opt rows[] = {
        {.name = "test", .type = OPT_FILE, .value = &a.test, .arg = "FILE",
         .help = "sentences to measure on, TSV (the dev part)"},
        OPT_ROWS_COLUMNS(a.columns),
        {.name = "twin", .type = OPT_LIST, .value = &a.twin, .arg = "MODEL",
         .help = "its curve beside the model's; may be repeated"},
        {.name = "sentence", .type = OPT_LIST, .value = &a.sentence,
         .arg = "TEXT", .help = "show this one; may be repeated"},
        OPT_ROW_MODEL(a.c),
        {.name = "output", .letter = 'o', .type = OPT_FILE,
         .value = &a.c.output, .arg = "FILE",
         .help = "write there (report.html)"},
        OPT_ROW_THREADS(a.c), OPT_ROW_QUIET(a.c), OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, 1, report, &a},
                  argc, argv);
}
