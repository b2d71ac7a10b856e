#include "cmd/cmd_explain.h"

#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_text.h"
#include "cmd/cmd_unseen.h"
#include "cmd/cmd_whatif.h"
#include "model/model.h"
#include "task/look.h"

enum { LINES = 1 };

static const struct opt_usage usage = {
    "explain", "[options] [SOURCE [TARGET]]",
    "Shows the numbers behind each step of the decoder, in the order in\n"
    "which they are made: 1. the scores e_ij of its state against each source\n"
    "token, 2. their softmax alpha_ij, 3. the weighted sum ctx_i; and the\n"
    "likeliest words.  Of the greedy translation, before names and numbers\n"
    "are put in, or of a TARGET that is given.  Without words the lines of\n"
    "stdin (-), as s2s align reads them.\n"
    "\n"
    "  s2s explain \"Where is the station?\"\n"
    "  s2s explain --step 2 --vectors \"Where is the station?\"\n"
    "  s2s explain --gradient \"Where is the station?\"\n"
    "\n"
    "--vectors prints all that a step is made from, with every digit, so that\n"
    "it can be made again by hand: h_j, the keys k_j where they are not h_j,\n"
    "s_{i-1}, the query q_i where it is not s_{i-1}, e, alpha, ctx, and the\n"
    "vectors of the score (its matrices are in the model file).  With more\n"
    "heads each is cut into the heads' parts, and v_j are the values.\n"
    "\n"
    "What if?  --mask hides source tokens from attention, --set gives\n"
    "weights, --prefix a beginning; shown is what the translation becomes,\n"
    "and what changes by 0.05 at least.  --faithful erases, at each step over\n"
    "the sources of a file, the word attended most, and instead one at\n"
    "random: how much more often does the next token change?\n"
    "\n"
    "  s2s explain --mask 2 --set 3:1=1.0 \"Where is the station?\"\n"
    "  s2s explain --prefix \"Le\" \"Where is the station?\"\n"
    "\n"
    "--gradient shows instead |dL/dx_j|, L = -log p(y_i) of the last step or\n"
    "of --step, x_j the embedded source token: how much of word j is left\n"
    "when y_i is written.  Does a recurrence forget with the distance, and\n"
    "does attention remember?  Ask models with and without it.\n"};

struct explain_args {
    struct common c;
    struct model model;
    const char *head;
    struct look look;
    int step;                  /* from 1; 0: all */
    bool vectors, gradient, json;
    bool kinds_told;
    struct unseen unseen;
    struct whatif_args what;
    struct out to;
};

/* ==== One sentence ==== */

/* The steps and heads to show. */
static bool choose(const struct explain_args *a, struct explain_view *v,
                   struct error *err)
{
    const struct explanation *x = v->x;
    bool all = a->look.head == LOOK_ALL || x->Tx == 0;
    v->head = all ? 0 : a->look.head;
    v->heads = all ? x->heads : 1;
    v->from = a->step ? a->step - 1 : a->gradient ? x->Ty - 1 : 0;
    v->to = a->step ? a->step : x->Ty;
    if (x->Tx == 0)
        v->from = v->to = 0;
    return v->to <= x->Ty ||
           error_set(err, EXIT_USAGE, "--step %d: there are %d steps",
                     a->step, x->Ty);
}

static bool one(struct explain_args *a, struct text_pair pair,
                struct arena *arena, struct error *err)
{
    struct explanation x;
    struct strbuf out = STRBUF_INIT;
    explain(&x, &a->model, pair.src, pair.tgt, NULL, arena);
    if (whatif_asked(&a->what))
        return whatif_one(&a->what, &a->model, pair, &x, a->json, &a->to,
                          arena, err);
    struct explain_view v = {.model = &a->model, .x = &x, .arena = arena,
                             .vectors = a->vectors};
    if (!choose(a, &v, err))
        return false;
    if (a->gradient && x.Tx > 0) {
        double *norm = ARENA_ARRAY(arena, double, x.Tx);
        v.loss = explain_gradient(&x, &a->model, v.from, norm, arena);
        v.gradient = norm;
    }
    if (!a->json && !a->kinds_told)
        explain_put_kinds(&out, &a->model);
    a->kinds_told = true;
    (a->json ? explain_put_json : explain_put)(&out, &v);
    bool ok = out_put(&a->to, &out, err) && out_flush(&a->to, err);
    strbuf_release(&out);
    return ok;
}

static bool lines(void *ctx, const struct text *text, struct arena *arena,
                  struct error *err)
{
    struct explain_args *a = ctx;
    for (int i = 0; i < text->n; i++) {
        struct text_pair pair = text_pair(text->line[i], arena);
        text_warn_long(&a->model, pair, text->name, text->first + i);
        unseen_warn_pair(&a->unseen, pair, text->name, text->first + i);
        if (!one(a, pair, arena, err))
            return err->status != EXIT_IO &&
                   error_prefix(err, "%s:%ld", text->name, text->first + i);
    }
    return true;
}

static bool from_words(struct explain_args *a, char **word, int n,
                       struct error *err)
{
    struct arena arena;
    arena_init(&arena, "explain");
    struct text_pair pair = text_pair_words(word, n, &arena);
    text_warn_long(&a->model, pair, "argument", 1);
    unseen_warn_pair(&a->unseen, pair, "argument", 1);
    bool ok = one(a, pair, &arena, err);
    arena_drop(&arena);
    return ok;
}

/* ==== The command ==== */

static bool head_ok(struct explain_args *a, struct error *err)
{
    a->look = (struct look){LOOK_CROSS, LOOK_ALL, false};
    if (!a->head)
        return true;
    if (!look_head(a->head, &a->look.head, err))
        return false;
    if (a->look.head != HEAD_MEAN)
        return look_check(&a->look, &a->model, err);
    error_set(err, EXIT_USAGE, "--head mean: no mean of the heads' scores has "
              "the mean alpha for its softmax");
    return error_hint(err, "--head 1 or --head all");
}

/* What-if has a view of its own. */
static bool whatif_ok(struct explain_args *a, int words, struct arena *arena,
                      struct error *err)
{
    if (!corpus_args_wanted(&a->what.columns, "faithful", a->what.faithful,
                            err))
        return false;
    if (!whatif_asked(&a->what) && !a->what.faithful)
        return true;
    if (a->vectors || a->gradient || a->step || a->head)
        return error_set(err, EXIT_USAGE, "--vectors, --gradient, --step and "
                         "--head do not go with what-if");
    return whatif_args_check(&a->what, &a->model, words, arena, err);
}

static bool view_ok(const struct explain_args *a, struct error *err)
{
    if (a->gradient && a->head && !a->json)
        return error_set(err, EXIT_USAGE, "--gradient is of all heads: no "
                         "--head");
    return a->json || !(a->gradient && a->vectors) ||
           error_set(err, EXIT_USAGE, "--gradient and --vectors: one of them, "
                     "or --json, which has both");
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct explain_args *a = ctx;
    if (!text_words_check(word, n, err) ||
        !common_load(&a->c, &a->model, false, NULL, arena, err) ||
        !view_ok(a, err) || !head_ok(a, err) ||
        !whatif_ok(a, n, arena, err))
        return false;
    if (a->what.faithful)
        return whatif_faithful(&a->what, &a->model, a->json, a->c.output,
                               arena, err);
    text_note(word, n);
    if (!out_begin(&a->to, a->c.output, err))
        return false;
    unseen_init(&a->unseen, &a->model, arena);
    bool ok = text_given(word, n) > 0
                  ? from_words(a, word, n, err)
                  : text_stdin(n ? NULL : a->model.sample, LINES, lines, a,
                               err);
    return out_close(&a->to, ok, err);
}

int cmd_explain(int argc, char **argv)
{
    struct explain_args a = {.step = 0};
    struct opt rows[] = {
        {.name = "step", .type = OPT_INT, .value = &a.step, .min = 1,
         .max = 1e6, .arg = "I",
         .help = "one step (all; with --gradient the last)"},
        {.name = "head", .type = OPT_STRING, .value = &a.head, .arg = "K",
         .help = "a head from 1, or all (all)"},
        {.name = "vectors", .type = OPT_FLAG, .value = &a.vectors,
         .help = "the vectors too, with every digit"},
        {.name = "gradient", .type = OPT_FLAG, .value = &a.gradient,
         .help = "the norm of dL/dx_j for each source token"},
        {.name = "json", .type = OPT_FLAG, .value = &a.json,
         .help = "a JSON object a line"},
        OPT_ROWS_WHATIF(a.what),
        OPT_ROW_MODEL(a.c), OPT_ROW_OUTPUT(a.c), OPT_ROW_THREADS(a.c),
        OPT_ROW_QUIET(a.c), OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, 2, run, &a}, argc,
                  argv);
}
