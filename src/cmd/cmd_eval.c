#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_corpus.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_report.h"
#include "cmd/cmd_search.h"
#include "cmd/cmd_text.h"
#include "report/curve.h"
#include "task/evaluate.h"

static const struct opt_usage usage = {
    "eval", "[options] TEST.tsv",
    "Translates the source side of TEST and scores it against the target\n"
    "side: BLEU, chrF, and BLEU by source length with 95 % intervals.\n"
    "A page about it is left in MODEL.run/eval-TEST.html, where training has\n"
    "left that folder (--report FILE: there).\n"
    "\n"
    "  s2s eval test.tsv\n"
    "  s2s eval --svg -o curve.svg --src test.en --tgt test.fr\n"};

enum { WIDTH = 10, LAST = 60 };

struct eval_args {
    struct common c;
    struct corpus_args corpus;
    struct bleu_options bleu;
    const char *tokenize;  /* NULL: by the script */
    struct search_args search;
    int width, last, resamples;
    double min_bleu;
    bool svg, csv, json;
    const char *hyp, *bins, *report;
};

/* What is known when all is done. */
struct outcome {
    struct evaluation e;
    struct bylen by;
    struct curve curve;
    bool ratio;            /* bins were asked for: the last over the first */
};

/* ==== Output ==== */

static void put_text(struct strbuf *out, const struct eval_args *a,
                     const struct outcome *r)
{
    const struct bleu_score *s = &r->e.score;
    strbuf_printf(out, "BLEU %.2f [%.2f, %.2f]   chrF %.2f   length ratio "
                  "%.3f   %d sentences\nBLEU|", s->bleu, r->by.low,
                  r->by.high, r->e.chrf, bleu_length_ratio(s), r->e.n);
    bleu_signature(out, &r->e.bleu, 1);
    strbuf_puts(out, "\n\n");
    curve_table(out, &r->curve, 1);
    if (r->ratio)
        curve_ratio(out, &r->curve, 1);
    int colours = common_colours(&a->c);
    if (!colours && (!out_is_stdout(a->c.output) || !isatty(STDOUT_FILENO)))
        return;
    strbuf_putc(out, '\n');
    curve_term(out, &r->curve, 1, log_columns(STDOUT_FILENO), colours);
}

static void put_json(struct strbuf *out, const struct outcome *r)
{
    struct strbuf signature = STRBUF_INIT;
    bleu_signature(&signature, &r->e.bleu, 1);
    strbuf_puts(out, "{\"schema_version\":1");
    json_put_member(out, "bleu", r->e.score.bleu);
    json_put_member(out, "low", r->by.low);
    json_put_member(out, "high", r->by.high);
    json_put_member(out, "chrf", r->e.chrf);
    json_put_member(out, "length_ratio", bleu_length_ratio(&r->e.score));
    json_put_member(out, "sentences", r->e.n);
    json_put_member_text(out, "signature", signature.s);
    strbuf_putc(out, ',');
    curve_json(out, &r->by);
    strbuf_puts(out, "}\n");
    strbuf_release(&signature);
}

static bool write_result(const struct eval_args *a, const struct outcome *r,
                         struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    if (a->svg)
        curve_svg(&out, &r->curve, 1, "BLEU by source length");
    else if (a->csv)
        curve_csv(&out, &r->curve, 1);
    else if (a->json)
        put_json(&out, r);
    else
        put_text(&out, a, r);
    bool ok = out_write_drawn(a->c.output, &out, err);
    strbuf_release(&out);
    return ok;
}

static bool write_hypotheses(const char *path, const struct evaluation *e,
                             struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    for (int i = 0; i < e->n; i++) {
        text_put_line(&out, e->hyp[i]);
        strbuf_putc(&out, '\n');
    }
    bool ok = out_write(path, &out, err);
    strbuf_release(&out);
    return ok;
}

/* Where the page goes: to --report, else beside the others about this model,
 * where its training has left a folder for them; false: nowhere. */
static bool page_place(struct strbuf *out, const struct eval_args *a,
                       const char *model, const char *test)
{
    struct strbuf stem = STRBUF_INIT;
    bool there = a->report != NULL;
    if (there) {
        strbuf_puts(out, a->report);
    } else if (a->c.models.n < 2) {
        model_run_folder(out, model);
        there = file_is_dir(out->s);
        file_stem(&stem, test);
        strbuf_printf(out, "/eval-%s.html", stem.s);
        strbuf_release(&stem);
    }
    return there;
}

/* A page that nobody asked for is a warning when it cannot be written. */
static bool leave_page(const struct eval_args *a, const struct outcome *r,
                       const struct model *m, const struct corpus *test,
                       const struct search_options *o, struct arena *arena,
                       struct error *err)
{
    struct strbuf where = STRBUF_INIT;
    struct story s = {.model = m, .path = m->path, .test = test,
                      .test_name = test->name, .measured = &r->e,
                      .search = o,
                      .curve = {r->curve}, .curves = 1};
    bool ok = !page_place(&where, a, m->path, test->name) ||
              report_write(where.s, &s, arena, err);
    strbuf_release(&where);
    if (!ok && !a->report) {
        log_warn("%s", err->text);
        return true;
    }
    return ok;
}

/* ==== The command ==== */

static bool read_test(const struct eval_args *a, const char *path,
                      struct corpus *c, struct arena *arena,
                      struct error *err)
{
    if (!corpus_args_test(&a->corpus, path, c, arena, err))
        return false;
    struct strbuf line = STRBUF_INIT;
    corpus_summary(&line, c);
    (c->n < c->lines ? log_warn : log_say)("%s: %s", c->name, line.s);
    strbuf_release(&line);
    return true;
}

static bool good_enough(const struct eval_args *a, const struct outcome *r,
                        struct error *err)
{
    if (r->e.score.bleu >= a->min_bleu)
        return true;
    return error_set(err, EXIT_OTHER, "BLEU %.2f is below --min-bleu %g",
                     r->e.score.bleu, a->min_bleu);
}

static bool one_format(const struct eval_args *a, struct error *err)
{
    return a->svg + a->csv + a->json <= 1 ||
           error_set(err, EXIT_USAGE, "--svg, --csv, --json: one of them");
}

static bool places_ok(const struct eval_args *a, struct error *err)
{
    const char *const place[] = {a->c.output ? a->c.output : "-", a->hyp,
                                 a->report};
    return out_possible(place, 3, err);
}

static bool spans_of(const struct eval_args *a, struct bylen_spans *out,
                     struct arena *arena, struct error *err)
{
    if (a->bins && (a->width != WIDTH || a->last != LAST))
        return error_set(err, EXIT_USAGE, "--bins has no --width and no "
                         "--last");
    if (a->bins)
        return bylen_parse(out, a->bins, arena, err) ||
               error_prefix(err, "--bins");
    *out = bylen_every(a->width, a->last, arena);
    return true;
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct eval_args *a = ctx;
    struct model m;
    struct corpus test;
    struct outcome r = {.ratio = a->bins != NULL};
    struct bylen_spans spans;
    if (!one_format(a, err) || !spans_of(a, &spans, arena, err) ||
        !read_test(a, n > 0 ? word[0] : NULL, &test, arena, err) ||
        !common_load(&a->c, &m, false, NULL, arena, err) ||
        !places_ok(a, err))
        return false;
    struct search_options o = search_args_options(&a->search, &m);
    a->bleu.tokenize = a->tokenize;
    text_warn_corpus(&m, &test, false);
    evaluate(&r.e, &m, &test, &o, &a->bleu, arena);
    evaluate_bylen(&r.by, &r.e, &m, &spans, a->resamples, arena);
    r.curve = (struct curve){story_name(&m), &r.by};
    return write_result(a, &r, err) &&
           (!a->hyp || write_hypotheses(a->hyp, &r.e, err)) &&
           leave_page(a, &r, &m, &test, &o, arena, err) &&
           good_enough(a, &r, err);
}

int cmd_eval(int argc, char **argv)
{
    struct eval_args a = {.bleu = bleu_default,
                          .search = SEARCH_ARGS_INIT, .width = WIDTH,
                          .last = LAST, .resamples = 1000};
    struct opt rows[] = {
        OPT_ROWS_CORPUS(a.corpus),
        OPT_ROWS_SEARCH(a.search),
        {.name = "csv", .type = OPT_FLAG, .value = &a.csv,
         .help = "BLEU by length as CSV"},
        {.name = "svg", .type = OPT_FLAG, .value = &a.svg,
         .help = "BLEU by length as a picture"},
        {.name = "json", .type = OPT_FLAG, .value = &a.json,
         .help = "everything as a JSON object"},
        {.name = "hyp", .type = OPT_FILE, .value = &a.hyp, .arg = "FILE",
         .help = "write the translations there"},
        OPT_ROW_REPORT(a.report),
        {.name = "width", .type = OPT_INT, .value = &a.width, .min = 1,
         .max = 1000, .arg = "N", .help = "words a bin (10)"},
        {.name = "last", .type = OPT_INT, .value = &a.last, .min = 1,
         .max = 1000, .arg = "N",
         .help = "the last bin is open, the one of N words (60)"},
        {.name = "bins", .type = OPT_STRING, .value = &a.bins,
         .arg = "A-B,...",
         .help = "these bins instead, and the last one over the first"},
        {.name = "resamples", .type = OPT_INT, .value = &a.resamples,
         .min = 1, .max = 1000000, .arg = "N",
         .help = "of the bootstrap intervals (1000)"},
        {.name = "tokenize", .type = OPT_CHOICE, .value = &a.tokenize,
         .arg = "NAME", .choices = bleu_tokenizer,
         .help = "of BLEU (13a; char for scripts without spaces)"},
        {.name = "lowercase", .type = OPT_FLAG, .value = &a.bleu.lowercase,
         .help = "do not tell A from a"},
        {.name = "min-bleu", .type = OPT_REAL, .value = &a.min_bleu,
         .min = 0, .max = 100, .arg = "X", .help = "exit 1 below X"},
        OPT_ROW_MODELS(a.c), OPT_ROW_OUTPUT(a.c), OPT_ROW_COLOR(a.c),
        OPT_ROW_THREADS(a.c), OPT_ROW_QUIET(a.c), OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, 1, run, &a}, argc,
                  argv);
}
