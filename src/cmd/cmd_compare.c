#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_training.h"
#include "report/curve.h"
#include "task/evaluate.h"

static const struct opt_usage usage = {
    "compare", "CORPUS.tsv --attention A,B [options]",
    "Trains twins that differ in one choice only, and shows BLEU against\n"
    "source length for each: the lecture's figure.\n"
    "\n"
    "  s2s compare corpus.tsv --attention none,concat --svg curve.svg"};

enum { TWINS = 8, WIDTH = 10, LAST = 41, RESAMPLES = 1000 };

struct compare {
    struct training training;
    const char *test, *svg, *csv;
    const char *name[TWINS];
    struct evaluation result[TWINS];
    struct curve curve[TWINS];
    struct bylen by[TWINS];
    int n;
    struct arena arena;
};

/* "none,concat" -> two names; each must be a score or a focus. */
static bool split_names(struct compare *c, const char *list,
                        struct error *err)
{
    char *rest = arena_strdup(&c->arena, list ? list : "none,concat");
    char *name;
    while ((name = strtok_r(rest, ",", &rest)) != NULL) {
        struct config tried = c->training.config;
        if (c->n == TWINS)
            return error_set(err, EXIT_USAGE, "--attention: more than %d "
                             "names", TWINS);
        if (!config_attention(&tried, name, err))
            return false;
        c->name[c->n++] = name;
    }
    return c->n > 0 || error_set(err, EXIT_USAGE, "--attention: no names");
}

/* ==== The twins ==== */

/* CORPUS-NAME.safetensors, where train would write CORPUS.safetensors. */
static void twin_path(struct strbuf *out, const struct source *source,
                      const char *name)
{
    static const char suffix[] = ".safetensors";
    model_place(out, NULL, source->corpus ? source->corpus : source->src);
    out->n -= strlen(suffix);
    out->s[out->n] = '\0';
    strbuf_printf(out, "-%s%s", name, suffix);
}

/* Was this twin's training begun before?  Then it goes on, which for a
 * finished one means its closing check alone. */
static bool begun(const char *path)
{
    struct strbuf checkpoint = STRBUF_INIT;
    model_run_folder(&checkpoint, path);
    strbuf_puts(&checkpoint, "/checkpoint.safetensors");
    bool there = file_exists(checkpoint.s);
    strbuf_release(&checkpoint);
    return there;
}

/* Trains a twin, or goes on where an earlier call was stopped, and loads
 * it. */
static int twin(const struct compare *c, const struct source *source, int i,
                struct model *m, struct arena *arena)
{
    struct training a = c->training;
    struct error err;
    struct strbuf path = STRBUF_INIT;
    int status = EXIT_OK;
    twin_path(&path, source, c->name[i]);
    a.attention = c->name[i];
    a.resume = !a.force && begun(path.s);
    log_say("---- %s ----", c->name[i]);
    if (!config_attention(&a.config, c->name[i], &err))
        status = cmd_fail(&err);
    else if (file_exists(path.s) && !a.force && !a.resume)
        log_say("%s: taken as it is (--force trains it anew)", path.s);
    else
        status = training_run(&a, source, path.s);
    if (status == EXIT_OK && !model_load(m, path.s, false, NULL, arena, &err))
        status = cmd_fail(&err);
    strbuf_release(&path);
    return status;
}

/* The test part: --test, else --dev, else what was split off. */
static bool test_part(struct compare *c, const struct source *source,
                      struct corpus *test, struct error *err)
{
    const char *path = c->test ? c->test : c->training.dev;
    struct corpus_options o = source->columns;
    struct prepared p = {.leaked = 0};
    o.keep_copies = true;
    if (path)
        return corpus_read(test, path, &o, &c->arena, err);
    if (!prepare_text(&p, source, (uint64_t)c->training.config.seed,
                      &c->arena, err))
        return false;
    *test = p.dev_text;
    return true;
}

static int twins(struct compare *c, const struct source *source,
                 const struct corpus *test)
{
    struct bleu_options bleu = bleu_default;
    struct bylen_spans spans = bylen_every(WIDTH, LAST, &c->arena);
    bleu.tokenize = NULL;
    for (int i = 0; i < c->n; i++) {
        struct model m;
        struct arena memory;
        arena_init(&memory, "twin");
        int status = twin(c, source, i, &m, &memory);
        if (status != EXIT_OK) {
            arena_drop(&memory);
            return status;
        }
        evaluate(&c->result[i], &m, test, 0, &bleu, &c->arena);
        evaluate_bylen(&c->by[i], &c->result[i], &m, &spans, RESAMPLES,
                       &c->arena);
        c->curve[i] = (struct curve){c->name[i], &c->by[i]};
        arena_drop(&memory);
    }
    return EXIT_OK;
}

/* ==== Words ==== */

static void totals(struct strbuf *out, const struct compare *c)
{
    strbuf_printf(out, "\n%-12s %8s %17s %8s\n", "", "BLEU", "95 %", "chrF");
    for (int i = 0; i < c->n; i++)
        strbuf_printf(out, "%-12s %8.2f   [%5.1f, %5.1f] %8.2f\n",
                      c->name[i], c->result[i].score.bleu, c->by[i].low,
                      c->by[i].high, c->result[i].chrf);
}

static bool drawings(const struct compare *c, struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    bool ok = true;
    if (c->svg) {
        curve_svg(&out, c->curve, c->n, "BLEU against source length");
        ok = out_write(c->svg, &out, err);
        log_say("curve: %s", c->svg);
    }
    if (ok && c->csv) {
        strbuf_reset(&out);
        curve_csv(&out, c->curve, c->n);
        ok = out_write(c->csv, &out, err);
    }
    strbuf_release(&out);
    return ok;
}

static bool show(const struct compare *c, struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    curve_table(&out, c->curve, c->n);
    totals(&out, c);
    strbuf_putc(&out, '\n');
    curve_term(&out, c->curve, c->n, log_columns(1),
               common_colours(&c->training.common));
    bool ok = out_write(NULL, &out, err) && drawings(c, err);
    strbuf_release(&out);
    return ok;
}

static int begin(struct compare *c, const char *corpus)
{
    struct error err;
    struct source source;
    struct corpus test;
    const char *names = c->training.attention;
    c->training.attention = NULL;
    if (!split_names(c, names, &err) ||
        !training_options(&c->training, &err) ||
        !training_source(&c->training, corpus, &source, &err) ||
        !test_part(c, &source, &test, &err))
        return cmd_fail(&err);
    int status = twins(c, &source, &test);
    if (status == EXIT_OK && !show(c, &err))
        status = cmd_fail(&err);
    return status;
}

int cmd_compare(int argc, char **argv)
{
    static struct compare c;
    struct error err;
    int status;
    const struct opt own[] = {
        {.name = "test", .type = OPT_STRING, .value = &c.test,
         .arg = "FILE", .help = "test part, TSV (the dev part)"},
        {.name = "svg", .type = OPT_STRING, .value = &c.svg, .arg = "FILE",
         .help = "the curve as a picture"},
        {.name = "csv", .type = OPT_STRING, .value = &c.csv, .arg = "FILE",
         .help = "the curve as data"},
        OPT_ROW_COLOR(c.training.common)};
    enum { OWN = sizeof own / sizeof *own };
    struct opt rows[OWN + TRAINING_ROWS + 1] = {0};
    memcpy(rows, own, sizeof own);
    training_rows(&c.training, rows + OWN);
    if (!cmd_parse(&usage, rows, &c.training.common, &argc, argv, &status))
        return status;
    if (!cmd_words(&usage, argc, 0, 1, &err))
        return cmd_fail(&err);
    arena_init(&c.arena, "compare");
    status = begin(&c, argc > 0 ? argv[0] : NULL);
    arena_drop(&c.arena);
    return status;
}
