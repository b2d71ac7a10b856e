#include "cmd/cmd_bench.h"

#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/par.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "kern/kern.h"
#include "model/defaults.h"
#include "model/preset.h"

static const struct opt_usage usage = {
    "bench", "[--kinds | --train | --growth | --translate] [options]",
    "How fast the kernels are on this machine; with --kinds what each score,\n"
    "focus, encoder, position, cell and summary costs, in a small network of\n"
    "the sizes and other choices that are given; with --train how fast\n"
    "training is, on made-up sentences and the reference model unless\n"
    "options say otherwise, and what its time and memory go to; with\n"
    "--growth how the time for a target token grows with each size; with\n"
    "--translate how fast sentences are translated, by the model of -m or\n"
    "else by random weights: the reference model's, unless options say\n"
    "otherwise.\n"
    "\n"
    "  s2s bench\n"
    "  s2s bench --kinds --hidden 256 --only score\n"
    "  s2s bench --train --threads 1 --lens long --json"};

/* ==== Kernels ==== */

static const struct {
    int m, n, k;
    const char *what;
} products[] = {
    {64, 2048, 512, "a step of an LSTM, batch 64"},
    {64, 256, 512, "queries of a step"},
    {832, 8000, 256, "softmax"},
    {832, 256, 1280, "readout"},
    {5, 2048, 512, "a step of a beam of 5"},
};

static bool kernels(const struct bench_args *a, struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    double peak = kern_peak(a->size.seconds);
    strbuf_printf(&out, "%s, %.1f GFLOP/s peak a thread, %d thread%s\n",
                  K->name, peak, par_threads(),
                  par_threads() > 1 ? "s" : "");
    for (size_t i = 0; i < sizeof products / sizeof *products; i++) {
        double rate = bench_product(products[i].m, products[i].n,
                                    products[i].k, a->size.seconds);
        strbuf_printf(&out, "gemm %4d x %4d x %4d  %7.1f GFLOP/s %4.0f %% of "
                      "peak  %s\n", products[i].m, products[i].n,
                      products[i].k, rate,
                      100 * rate / (peak * par_threads()), products[i].what);
    }
    bool ok = out_write(NULL, &out, err);
    strbuf_release(&out);
    return ok;
}

/* ==== Families, for reading ==== */

static void put_large(struct strbuf *out, double x, int width)
{
    if (x >= 1e6)
        strbuf_printf(out, "%*.2fM", width - 1, x / 1e6);
    else
        strbuf_printf(out, "%*.1fk", width - 1, x / 1e3);
}

static void put_row(struct strbuf *out, const struct bench_row *r)
{
    strbuf_printf(out, "  %-9s", r->name);
    if (r->why[0]) {
        strbuf_printf(out, "  %s\n", r->why);
        return;
    }
    put_large(out, (double)r->parameters, 8);
    put_large(out, r->products, 8);
    strbuf_printf(out, "%5ld %-9s%5ld%6.1f", r->weights, r->growth, r->steps,
                  (double)r->memory / 1e6);
    for (int k = 0; k < BENCH_LENGTHS; k++)
        strbuf_printf(out, "%7.*f", r->ms[k] < 100 ? 2 : 0, r->ms[k]);
    strbuf_putc(out, '\n');
}

static void put_head(struct strbuf *out, const struct bench_args *a)
{
    const struct config *c = &a->config;
    strbuf_printf(out, "embed %d, hidden %d, attention %d, layers %d, "
                  "vocabularies %d, batch %d, %d thread%s\n\n",
                  c->embed, c->hidden, c->attn_size, c->layers,
                  a->size.vocabulary, a->size.batch, par_threads(),
                  par_threads() > 1 ? "s" : "");
    strbuf_puts(out, "            params  m-adds   Tx Ty          steps    "
                     "MB  ms at 10     20     40     80\n");
}

static void put_foot(struct strbuf *out)
{
    strbuf_printf(out, "\nm-adds    multiply-adds a target token, forward, "
                  "counted\nTx Ty     weights alpha_ij of a pair, and how the "
                  "multiply-adds grow\nsteps     of encoder and decoder that "
                  "wait for one another\n          all for %d tokens on both "
                  "sides, </s> included: %d x %d = %d weights,\n          as "
                  "7 x 8 = 56 in the lecture\nMB, ms    a training pass, "
                  "forward and backward, of a batch; MB at %d tokens\n",
                  BENCH_AT, BENCH_AT, BENCH_AT, BENCH_AT * BENCH_AT,
                  bench_length[BENCH_LENGTHS - 1]);
}

/* ==== As JSON ==== */

static void put_json_row(struct strbuf *out, const struct bench_row *r,
                         bool first)
{
    strbuf_puts(out, first ? "{" : ",\n{");
    json_put_member_text(out, "family", r->family);
    json_put_member_text(out, "name", r->name);
    if (r->why[0]) {
        json_put_member_text(out, "why_not", r->why);
    } else {
        json_put_member(out, "parameters", (double)r->parameters);
        json_put_member(out, "multiply_adds", r->products);
        strbuf_printf(out, ",\"weights\":%ld,\"growth\":\"%s\",\"steps\":%ld,"
                      "\"bytes\":%zu,\"ms\":{", r->weights, r->growth,
                      r->steps, r->memory);
        for (int k = 0; k < BENCH_LENGTHS; k++)
            strbuf_printf(out, "%s\"%d\":%.3f", k ? "," : "", bench_length[k],
                          r->ms[k]);
        strbuf_putc(out, '}');
    }
    strbuf_putc(out, '}');
}

/* ==== The command ==== */

/* A line is written as soon as it is known: all take most of a minute. */
static bool family(const struct bench_args *a, const char *name, bool *first,
                   struct out *o, struct error *err)
{
    struct strbuf line = STRBUF_INIT;
    struct bench_row row;
    bool ok = true;
    if (!a->json)
        strbuf_printf(&line, "%s\n", name);
    for (int j = 0; ok && bench_kind(&row, name, j, &a->config, &a->size);
         j++) {
        if (a->json)
            put_json_row(&line, &row, *first);
        else
            put_row(&line, &row);
        *first = false;
        ok = out_put(o, &line, err) && out_flush(o, err);
    }
    strbuf_release(&line);
    return ok;
}

static bool known_family(const char *name, struct error *err)
{
    for (int i = 0; bench_family(i); i++)
        if (strcmp(bench_family(i), name) == 0)
            return true;
    return error_set(err, EXIT_USAGE, "--only %s: no such family", name);
}

static bool kinds(const struct bench_args *a, struct error *err)
{
    struct strbuf text = STRBUF_INIT;
    struct out o;
    bool first = true;
    if (a->only && !known_family(a->only, err))
        return false;
    if (!out_begin(&o, NULL, err))
        return false;
    if (a->json)
        strbuf_puts(&text, "{\"schema_version\":1,\"rows\":[\n");
    else
        put_head(&text, a);
    bool ok = out_put(&o, &text, err);
    for (int i = 0; ok && bench_family(i); i++)
        if (!a->only || strcmp(a->only, bench_family(i)) == 0)
            ok = family(a, bench_family(i), &first, &o, err);
    if (a->json)
        strbuf_puts(&text, "\n]}\n");
    else
        put_foot(&text);
    ok = ok && out_put(&o, &text, err) && out_end(&o, err);
    strbuf_release(&text);
    return ok;
}

enum {
    OWN = 15,                  /* rows before config's */
    UPDATES = 12
};

/* What training and translation measure themselves by. */
static bool fill_training(struct bench_args *a, struct opt *rows,
                          struct error *err)
{
    enum { PAIRS = 30000 };    /* that "auto" is chosen for */
    if (!a->size.vocabulary)
        a->size.vocabulary = 8000;
    if (!preset_fill(&a->config, rows, a->preset ? a->preset : "reference",
                     err))
        return false;
    defaults_apply(&a->config, PAIRS);
    return (!a->attention ||
            config_attention(&a->config, rows, a->attention, err)) &&
           config_all_read(&a->config, rows, err);
}

/* Small enough for all families in half a minute. */
static bool fill_small(struct bench_args *a, struct opt *rows,
                       struct error *err)
{
    struct config *c = &a->config;
    if (a->preset && !preset_fill(c, rows, a->preset, err))
        return false;
    if (!a->size.vocabulary)
        a->size.vocabulary = 1000;
    c->embed = c->embed ? c->embed : 64;
    c->hidden = c->hidden ? c->hidden : 128;
    c->attn_size = c->attn_size ? c->attn_size : 64;
    c->dropout = c->dropout < 0 ? 0 : c->dropout;
    a->size.batch = c->batch ? c->batch : 16;
    return !a->attention || config_attention(c, rows, a->attention, err);
}

/* What is given of the options that no configuration has. */
static const char *own_given(const struct bench_args *a)
{
    return a->preset ? "preset" : a->attention ? "attention"
           : a->size.vocabulary ? "vocabulary" : NULL;
}

static bool one_kind(const struct bench_args *a, struct error *err)
{
    if (a->kinds + a->train + a->growth + a->translate > 1)
        return error_set(err, EXIT_USAGE, "--kinds, --train, --growth, "
                         "--translate: one of them");
    if (a->json && !(a->kinds || a->train || a->growth || a->translate))
        return error_set(err, EXIT_USAGE, "--json goes with --kinds, --train, "
                         "--growth or --translate");
    if (a->c.model && !a->translate)
        return error_set(err, EXIT_USAGE, "-m goes with --translate");
    if (!a->train && (strcmp(a->lens, "short") != 0 || a->updates != UPDATES))
        return error_set(err, EXIT_USAGE, "--lens and --updates go with "
                         "--train");
    return !a->only || a->kinds || a->growth ||
           error_set(err, EXIT_USAGE, "--only goes with --kinds or --growth");
}

/* The products alone are of sizes of their own. */
static bool of_kernels(const struct bench_args *a, const struct opt *rows,
                       struct error *err)
{
    const char *given = own_given(a);
    for (const struct opt *o = rows + OWN; o->name && !given; o++)
        given = o->given ? o->name : NULL;
    return !given || error_set(err, EXIT_USAGE, "--%s goes with --kinds, "
                               "--train, --growth or --translate", given);
}

/* No text is cut into units, and no dev part ends a training. */
static const char *options_read(const struct bench_args *a)
{
    return a->translate ? ""
           : a->kinds   ? "batch dropout dropout-kind word-dropout smoothing "
                          "r-drop precision"
                        : "batch pool shards warmup dropout dropout-kind "
                          "word-dropout smoothing r-drop lr clip average "
                          "precision optimizer schedule seed";
}

static bool bench(struct bench_args *a, struct opt *rows, struct error *err)
{
    if (!one_kind(a, err))
        return false;
    if (!(a->kinds || a->train || a->growth || a->translate))
        return of_kernels(a, rows, err) && kernels(a, err);
    if (a->translate && a->c.model)
        return common_model_alone(rows + OWN, own_given(a), err) &&
               bench_put_translation(a, err);
    if (!common_read_alone(rows + OWN, options_read(a), err))
        return false;
    if (a->train || a->growth || a->translate)
        return fill_training(a, rows, err) &&
               (a->train    ? bench_put_training(a, err)
                : a->growth ? bench_put_growth(a, err)
                            : bench_put_translation(a, err));
    return fill_small(a, rows, err) && kinds(a, err);
}

static void options(struct bench_args *a, struct opt *rows)
{
    const struct opt own[OWN] = {
        {.name = "kinds", .type = OPT_FLAG, .value = &a->kinds,
         .help = "what each member of the families costs"},
        {.name = "only", .type = OPT_STRING, .value = &a->only,
         .arg = "NAME", .help = "of --kinds this family, of --growth this "
         "size (all)"},
        {.name = "train", .type = OPT_FLAG, .value = &a->train,
         .help = "updates of a training: speed, parts, memory"},
        {.name = "growth", .type = OPT_FLAG, .value = &a->growth,
         .help = "the time for a target token by source length, batch, "
         "hidden, vocabulary, threads"},
        {.name = "lens", .type = OPT_CHOICE, .value = &a->lens,
         .choices = bench_lens_name, .arg = "NAME",
         .help = "of --train: short, 13 tokens on average, or long, 30 "
                 "(short)"},
        {.name = "updates", .type = OPT_INT, .value = &a->updates, .min = 1,
         .max = 100000, .arg = "N", .help = "of --train, after as many to "
         "get warm (12)"},
        {.name = "preset", .type = OPT_CHOICE, .value = &a->preset,
         .choices = preset_kind_name, .arg = "NAME",
         .help = "a known model (but for --kinds: reference)"},
        {.name = "json", .type = OPT_FLAG, .value = &a->json,
         .help = "all but the kernels as a JSON object"},
        {.name = "translate", .type = OPT_FLAG, .value = &a->translate,
         .help = "a sentence at a time, and a file of them"},
        OPT_ROW_MODEL(a->c),
        {.name = "vocabulary", .type = OPT_INT, .value = &a->size.vocabulary,
         .min = 8, .max = 1000000, .arg = "N",
         .help = "units on either side (8000; --kinds: 1000)"},
        {.name = "seconds", .type = OPT_REAL, .value = &a->size.seconds,
         .min = 0, .max = 60, .arg = "X", .help = "for each time (0.05)"},
        {.name = "attention", .type = OPT_STRING, .value = &a->attention,
         .arg = "NAME", .help = "a score with soft focus, or a focus"},
        OPT_ROW_THREADS(a->c), OPT_ROW_QUIET(a->c)};
    config_init(&a->config);
    memcpy(rows, own, sizeof own);
    config_options(&a->config, rows + OWN);
}

int cmd_bench(int argc, char **argv)
{
    struct bench_args a = {.size = {.seconds = 0.05}, .lens = "short",
                           .updates = UPDATES};
    struct opt rows[OWN + CONFIG_FIELDS + 1] = {0};
    struct error err;
    int status;
    options(&a, rows);
    if (!cmd_parse(&usage, rows, &a.c, &argc, argv, &status))
        return status;
    bool ok = cmd_words(&usage, argc, 0, 0, &err) && bench(&a, rows, &err);
    return ok ? EXIT_OK : cmd_fail(&err);
}
