#include "cmd/cmd_compare.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/shell.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_text.h"

static const struct opt_usage usage = {
    "compare", "CORPUS.tsv --OPTION A,B,... [options]",
    "Trains twins that differ in one option only and compares them: BLEU\n"
    "with intervals and significance, cost, and BLEU against source length.\n"
    "One option has a list, any that decides the model or its learning (none\n"
    "given: --attention none,concat); the others hold for all.  What was\n"
    "stopped goes on at the same command.\n"
    "A page with everything is left in CORPUS-OPTION.html.\n"
    "\n"
    "  s2s compare corpus.tsv --attention none,concat --svg curve.svg\n"
    "  s2s compare corpus.tsv --encoder uni,bi --steps 2000"};

/* ==== What differs ==== */

static bool split_list(struct compare *c, const char *list, struct error *err)
{
    char *rest = arena_strdup(&c->arena, list);
    char *name;
    while ((name = strtok_r(rest, ",", &rest)) != NULL) {
        if (c->n == TWINS)
            return error_set(err, EXIT_USAGE, "--%s: more than %d values",
                             c->option, TWINS);
        for (int i = 0; i < c->n; i++)
            if (strcmp(c->name[i], name) == 0)
                return error_set(err, EXIT_USAGE, "--%s: %s twice", c->option,
                                 name);
        c->name[c->n++] = name;
    }
    return c->n > 0 || error_set(err, EXIT_USAGE, "--%s: an empty list",
                                 c->option);
}

/* Without any list it is --attention: what was given, or the lecture's. */
static bool find_list(struct compare *c, struct error *err)
{
    struct training *a = &c->training;
    const char *list = NULL;
    for (int k = 0; a->rows[k].name; k++) {
        if (!c->list[k])
            continue;
        if (list) {
            error_set(err, EXIT_USAGE, "--%s and --%s both have a list",
                      c->option, a->rows[k].name);
            return error_hint(err, "twins differ in one choice");
        }
        c->option = a->rows[k].name;
        list = c->list[k];
    }
    if (!list) {
        c->option = "attention";
        list = a->attention ? a->attention : "none,concat";
        a->attention = NULL;
    }
    return split_list(c, list, err);
}

/* The training of twin i.  The option's row belongs to c->training, so it
 * is that one which is set, copied, and set again for the next. */
static bool training_of(struct compare *c, int i, struct training *out,
                        struct error *err)
{
    struct training *a = &c->training;
    if (!opt_set(opt_find(a->rows, c->option), c->name[i], err))
        return false;
    *out = *a;
    out->again = "the same command goes on";
    return training_options(out, err);
}

/* ==== The twins ==== */

static const char suffix[] = ".safetensors";

/* CORPUS, where train would write CORPUS.safetensors. */
static void place(const struct source *source, struct strbuf *out)
{
    model_place(out, NULL, source->corpus ? source->corpus : source->src);
    out->n -= strlen(suffix);
    out->s[out->n] = '\0';
}

/* CORPUS-NAME.safetensors, with the option before a name that does not speak
 * for itself. */
static void twin_path(const struct compare *c, const struct source *source,
                      int i, struct strbuf *out)
{
    bool plain = strcmp(c->option, "attention") == 0 ||
                 strcmp(c->option, "preset") == 0;
    place(source, out);
    if (!plain)
        strbuf_printf(out, "-%s", c->option);
    strbuf_printf(out, "-%s%s", c->name[i], suffix);
}

static bool has_checkpoint(const char *folder)
{
    struct strbuf checkpoint = STRBUF_INIT;
    strbuf_printf(&checkpoint, "%s/checkpoint.safetensors", folder);
    bool there = file_exists(checkpoint.s);
    strbuf_release(&checkpoint);
    return there;
}

static void put_other_options(struct strbuf *out, const struct training *a,
                              const char *path)
{
    struct config was;
    struct error unread;
    strbuf_puts(out, "with ");
    if (!model_config(&was, path, &unread) || !training_differs(a, &was, out))
        strbuf_puts(out, "other options");
}

/* Is what lies there from an earlier call the same training?  Then *now
 * takes over its seconds, and *finished says whether anything is left. */
static bool same_training(const struct training *a, const char *path,
                          const char *folder, struct twin_record *now,
                          bool *finished, struct error *err)
{
    struct twin_record old;
    *finished = false;
    now->seconds = a->resume ? -1 : 0;
    if (a->force || !twin_record_read(&old, folder))
        return true;
    now->seconds = old.seconds;
    if (old.options == now->options && old.corpus == now->corpus &&
        old.dev == now->dev) {
        *finished =
            old.finished && old.extent == now->extent && file_exists(path);
        return true;
    }
    struct strbuf how = STRBUF_INIT;
    if (old.options != now->options)
        put_other_options(&how, a, path);
    else if (old.corpus != now->corpus)
        strbuf_puts(&how, "on other pairs: another corpus, or with --dev or "
                          "--test less of it held out");
    else
        strbuf_puts(&how, "with another dev part");
    error_set(err, EXIT_USAGE, "%s: was trained %s", path, how.s);
    strbuf_release(&how);
    return error_hint(err, "--force trains it anew; another folder keeps "
                      "both");
}

/* Trains, or goes on; what is known about it stays in the run folder. */
static int train_twin(struct training *a, const struct source *source,
                      const char *path, const char *folder,
                      struct twin_record *record)
{
    struct error err;
    double began = clock_seconds(), before = record->seconds;
    if (!a->resume && !a->force && file_exists(path))
        return training_run(a, source, path);  /* which says why not */
    record->seconds = -1;  /* unknown, should this process be killed */
    if (!file_mkdir(folder, &err) ||
        !twin_record_write(record, folder, &err))
        return cmd_fail(&err);
    int status = training_run(a, source, path);
    if (before >= 0)
        record->seconds = before + clock_seconds() - began;
    record->finished = status == EXIT_OK;
    if (!twin_record_write(record, folder, &err))
        return cmd_fail(&err);
    return status;
}

static int twin(struct compare *c, const struct source *source, int i,
                struct model *m, struct arena *arena)
{
    struct training a;
    struct error err;
    struct strbuf path = STRBUF_INIT, folder = STRBUF_INIT;
    bool finished;
    int status = EXIT_OK;
    twin_path(c, source, i, &path);
    model_run_folder(&folder, path.s);
    log_say("---- %s ----", c->name[i]);
    bool ok = training_of(c, i, &a, &err);
    a.resume = !a.force && has_checkpoint(folder.s);
    struct twin_record record = twin_record_of(&a.config, a.time, &c->text);
    ok = ok && same_training(&a, path.s, folder.s, &record, &finished, &err);
    if (!ok)
        status = cmd_fail(&err);
    else if (finished)
        log_say("%s: trained already (--force trains it anew)", path.s);
    else
        status = train_twin(&a, source, path.s, folder.s, &record);
    if (status == EXIT_OK && !model_load(m, path.s, false, NULL, arena, &err))
        status = cmd_fail(&err);
    if (status == EXIT_OK)
        training_use(&m->config, &a);
    c->result[i].figures.name = c->name[i];
    c->result[i].figures.seconds = record.seconds;
    c->path[i] = arena_strdup(&c->arena, path.s);
    strbuf_release(&path);
    strbuf_release(&folder);
    return status;
}

static void measure(struct compare *c, int i, struct model *m)
{
    struct twin_result *t = &c->result[i];
    if (i == 0)
        text_warn_exchanged(m, &c->texts.part[TWIN_TEST]);
    twin_measure(t, m, &c->texts, &c->arena);
    twin_show(&c->shown[i], t, m, &c->texts.part[TWIN_TEST], &c->arena);
    c->config = m->config;
}

static int twins(struct compare *c, const struct source *source)
{
    for (int i = 0; i < c->n; i++) {
        struct model m;
        struct arena memory;
        arena_init(&memory, "twin");
        int status = twin(c, source, i, &m, &memory);
        if (status == EXIT_OK)
            measure(c, i, &m);
        arena_drop(&memory);
        if (status != EXIT_OK)
            return status;
    }
    twin_against(c->result, c->n);
    return EXIT_OK;
}

/* ==== The command ==== */

/* Values are tried before the first hour of training, not after it; `pairs`
 * of the corpus, once they are known, decide the sizes that are left open. */
static bool try_all(struct compare *c, int pairs, struct error *err)
{
    for (int i = 0; i < c->n; i++) {
        struct training a;
        if (!training_of(c, i, &a, err))
            return false;
        if (pairs == 0)
            continue;
        defaults_apply(&a.config, pairs);
        if (!config_possible(&a.config, err))
            return false;
    }
    return true;
}

/* CORPUS-OPTION.html, where nobody says otherwise, and its title. */
static void page_place(struct compare *c, const struct source *source)
{
    struct strbuf path = STRBUF_INIT, title = STRBUF_INIT;
    place(source, &path);
    const char *slash = strrchr(path.s, '/');
    strbuf_printf(&title, "%s: ", slash ? slash + 1 : path.s);
    for (int i = 0; i < c->n; i++)
        strbuf_printf(&title, "%s%s", i ? ", " : "", c->name[i]);
    c->title = arena_strdup(&c->arena, title.s);
    strbuf_printf(&path, "-%s.html", c->option);
    if (!c->report)
        c->report = arena_strdup(&c->arena, path.s);
    strbuf_release(&path);
    strbuf_release(&title);
}

static const char *command_of(int argc, char **argv, struct arena *arena)
{
    struct strbuf line = STRBUF_INIT;
    strbuf_puts(&line, "s2s compare");
    for (int i = 0; i < argc; i++)
        shell_word(&line, argv[i]);
    const char *s = arena_strdup(arena, line.s);
    strbuf_release(&line);
    return s;
}

/* Each twin reads its texts itself, as `train` does. */
static bool read_anew(const struct source *s, struct error *err)
{
    const char *const path[] = {s->corpus, s->src, s->tgt, s->dev};
    for (int i = 0; i < 4; i++)
        if (path[i] && text_is_stdin(path[i]))
            return error_set(err, EXIT_USAGE, "-: compare reads its texts "
                             "once for each twin; give files");
    return true;
}

static int begin(struct compare *c, const char *corpus)
{
    struct error err;
    struct source source;
    int split = c->training.config.seed;   /* of all twins, whatever theirs */
    if (!find_list(c, &err) || !compare_read_spans(c, &err) ||
        !try_all(c, 0, &err) ||
        !training_source(&c->training, corpus, &source, &err))
        return cmd_fail(&err);
    source.split = split;
    if (!read_anew(&source, &err) ||
        !compare_read_texts(c, &source, &err) ||
        !try_all(c, c->text.train_text.n, &err))
        return cmd_fail(&err);
    page_place(c, &source);
    const char *const place[] = {"-", c->svg, c->csv, c->report};
    if (!out_possible(place, 4, &err))
        return cmd_fail(&err);
    int status = twins(c, &source);
    if (status == EXIT_OK && !compare_show(c, &err))
        status = cmd_fail(&err);
    return status;
}

/* Lists are taken where an option decides what is trained. */
static void take_lists(struct compare *c, struct opt *rows)
{
    for (int k = 0; rows[k].name; k++) {
        bool wanted = strcmp(rows[k].name, "attention") == 0 ||
                      strcmp(rows[k].name, "preset") == 0;
        for (int i = 0; i < CONFIG_FIELDS; i++)
            wanted = wanted || strcmp(rows[k].name, config_name(i)) == 0;
        if (wanted)
            rows[k].list = &c->list[k];
    }
}

static int parsed(struct compare *c, struct opt *rows, int argc, char **argv)
{
    struct error err;
    int status;
    if (!cmd_parse(&usage, rows, &c->training.common, &argc, argv, &status))
        return status;
    if (!cmd_words(&usage, argc, 0, 1, &err))
        return cmd_fail(&err);
    return begin(c, argc > 0 ? argv[0] : NULL);
}

int cmd_compare(int argc, char **argv)
{
    static struct compare c;
    const struct opt own[] = {
        {.name = "test", .type = OPT_FILE, .value = &c.test,
         .arg = "FILE", .help = "test part, TSV (held out from the corpus)"},
        {.name = "gold", .type = OPT_FILE, .value = &c.gold, .arg = "FILE",
         .help = "alignments by hand, for AER: i-j sure, i?j possible"},
        {.name = "gold-text", .type = OPT_FILE, .value = &c.gold_text,
         .arg = "FILE", .help = "the TSV they belong to (the test part)"},
        {.name = "bins", .type = OPT_STRING, .value = &c.bins, .arg = "A-B,..",
         .help = "of the curve, and the last one over the first"},
        {.name = "svg", .type = OPT_FILE, .value = &c.svg, .arg = "FILE",
         .help = "the curve as a picture"},
        {.name = "csv", .type = OPT_FILE, .value = &c.csv, .arg = "FILE",
         .help = "the curve as data"},
        {.name = "report", .type = OPT_FILE, .value = &c.report,
         .arg = "FILE", .help = "the page (CORPUS-OPTION.html)"},
        {.name = "json", .type = OPT_FLAG, .value = &c.json,
         .help = "everything as a JSON object"},
        OPT_ROW_COLOR(c.training.common)};
    enum { OWN = sizeof own / sizeof *own };
    struct opt rows[OWN + TRAINING_ROWS + 1] = {0};
    memcpy(rows, own, sizeof own);
    training_rows(&c.training, rows + OWN);
    c.training.config.guide = 0;   /* some twins could not be guided, */
    c.training.config.lexicon = 0; /* nor told words, */
    c.training.config.tune = "no"; /* and none ranks in its own way */
    take_lists(&c, rows + OWN);
    arena_init(&c.arena, "compare");
    c.command = command_of(argc, argv, &c.arena);
    int status = parsed(&c, rows, argc, argv);
    arena_drop(&c.arena);
    return status;
}
