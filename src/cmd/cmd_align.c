#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_text.h"
#include "model/model.h"
#include "report/report.h"
#include "task/translate.h"

enum { LINES = 64 };

static const struct opt_usage usage = {
    "align", "[options] [SOURCE [TARGET]]",
    "Shows how much each target token looked at each source token: of the\n"
    "model's own translation, or of a TARGET that is given (forced).  Without\n"
    "words the lines of stdin: SOURCE, SOURCE TAB TARGET, or SOURCE |||\n"
    "TARGET.  Source across, target down.\n"
    "\n"
    "  s2s align \"Where is the station?\"\n"
    "  s2s align --svg -o station.svg \"Where is the station?\"\n"
    "  s2s align --words --pharaoh < pairs.tsv > pairs.align\n"};

#define X(name) +1
enum { KINDS = REPORT_KINDS(X) };
#undef X

struct align_args {
    struct common c;
    struct model model;
    const char *variant[KINDS];    /* what the user gave for each kind */
    const struct report_kind *kind;
    struct report_options report;
    const char *eos;
    bool words, values;
    int beam;
    int done;                      /* sentences */
};

/* A line, cut in two: tgt NULL is the model's own translation. */
struct item {
    const char *src, *tgt;
};

/* ==== Options ==== */

static const char *eos_name(int i)
{
    static const char *const name[] = {"keep", "drop"};
    return i >= 0 && i < 2 ? name[i] : NULL;
}

/* Is `word` one of the space-separated words of list? */
static bool listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    while (list && *list) {
        size_t len = strcspn(list, " ");
        if (len == n && memcmp(list, word, n) == 0)
            return true;
        list += len;
        list += strspn(list, " ");
    }
    return false;
}

/* The kind that was asked for; the terminal's when none was. */
static bool choose_kind(struct align_args *a, struct error *err)
{
    int chosen = -1;
    for (int i = 0; i < KINDS; i++) {
        if (!a->variant[i])
            continue;
        if (chosen >= 0)
            return error_set(err, EXIT_USAGE, "--%s and --%s: one of them",
                             report_kind(chosen)->name,
                             report_kind(i)->name);
        chosen = i;
    }
    a->kind = chosen < 0 ? &report_term : report_kind(chosen);
    a->report.variant = chosen < 0 ? "" : a->variant[chosen];
    if (!*a->report.variant || listed(a->kind->variants, a->report.variant))
        return true;
    error_set(err, EXIT_USAGE, "--%s=%s: no such variant", a->kind->name,
              a->report.variant);
    if (!a->kind->variants)
        return error_hint(err, "--%s has none; -o FILE says where to write",
                          a->kind->name);
    return error_hint(err, "there are: %s", a->kind->variants);
}

static bool options_ok(struct align_args *a, struct error *err)
{
    if (!choose_kind(a, err))
        return false;
    a->report.colours = common_colours(&a->c);
    a->report.columns = log_columns(STDOUT_FILENO);
    a->report.values = a->values;
    return true;
}

static bool model_ok(const struct align_args *a, struct error *err)
{
    if (translate_aligns(&a->model))
        return true;
    error_set(err, EXIT_USAGE, "this model makes no alignments: it was "
              "trained with --focus %s", a->model.config.focus);
    return error_hint(err, "train one with attention: s2s train CORPUS "
                      "--focus soft");
}

/* ==== One sentence ==== */

/* Cuts a line at its first TAB, or ||| with spaces around it. */
static struct item item_of(const char *line, struct arena *arena)
{
    const char *tab = strchr(line, '\t'), *bars = strstr(line, " ||| ");
    const char *at = tab ? tab : bars;
    if (!at)
        return (struct item){line, NULL};
    size_t end = strcspn(at + (tab ? 1 : 5), tab ? "\t" : "");
    return (struct item){
        arena_strndup(arena, line, (size_t)(at - line)),
        arena_strndup(arena, at + (tab ? 1 : 5), end)};
}

static void put_alignment(struct align_args *a, struct strbuf *out,
                          const struct alignment *whole, struct arena *arena)
{
    struct alignment words, bare;
    const struct alignment *shown = whole;
    if (a->words) {
        alignment_words(&words, shown, arena);
        shown = &words;
    }
    if (a->eos && strcmp(a->eos, "drop") == 0) {
        alignment_drop_eos(&bare, shown, arena);
        shown = &bare;
    }
    a->kind->sentence(out, ++a->done, shown, &a->report);
}

/* ==== Lines in, alignments out ==== */

/* What has no target is translated, all at a time. */
static void translate_open(const struct align_args *a,
                           const struct item *item, int n,
                           struct translation *t, struct arena *arena)
{
    const char **text = ARENA_ARRAY(arena, const char *, n);
    struct translation *some = ARENA_ARRAY(arena, struct translation, n);
    struct search_options o = {a->beam ? a->beam : a->model.config.beam,
                               a->model.config.alpha, 1, true, HEAD_MEAN};
    int open = 0;
    for (int i = 0; i < n; i++)
        if (!item[i].tgt)
            text[open++] = item[i].src;
    translate(&a->model, text, open, &o, some, NULL, arena);
    for (int i = n; i-- > 0; )
        if (!item[i].tgt)
            t[i] = some[--open];
}

static bool some(struct align_args *a, const struct item *item, int n,
                 struct out *to, struct arena *arena, struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    struct translation *t = ARENA_ARRAY(arena, struct translation, n);
    translate_open(a, item, n, t, arena);
    for (int i = 0; i < n; i++) {
        struct alignment whole;
        if (item[i].tgt)
            translate_force(&whole, NULL, &a->model, item[i].src,
                            item[i].tgt, HEAD_MEAN, arena);
        else
            translate_alignment(&whole, &a->model, &t[i], arena);
        put_alignment(a, &out, &whole, arena);
    }
    bool ok = out_put(to, &out, err) && out_flush(to, err);
    strbuf_release(&out);
    return ok;
}

static bool from_stdin(struct align_args *a, struct out *to,
                       struct error *err)
{
    struct lines *in;
    struct arena arena;
    struct text text;
    if (!lines_open(&in, "-", err))
        return false;
    arena_init(&arena, "align");
    bool ok;
    while ((ok = text_next(&text, in, "stdin", LINES, &arena, err)) &&
           text.n > 0) {
        struct item *item = ARENA_ARRAY(&arena, struct item, text.n);
        for (int i = 0; i < text.n; i++)
            item[i] = item_of(text.line[i], &arena);
        if (!(ok = some(a, item, text.n, to, &arena, err)))
            break;
        arena_reset(&arena);
    }
    arena_drop(&arena);
    lines_close(in);
    return ok;
}

static bool from_words(struct align_args *a, char **word, int n,
                       struct out *to, struct error *err)
{
    struct arena arena;
    struct text text;
    arena_init(&arena, "align");
    text_words(&text, word, n, &arena);
    struct item item = {text.line[0], n > 1 ? text.line[1] : NULL};
    bool ok = some(a, &item, 1, to, &arena, err);
    arena_drop(&arena);
    return ok;
}

static bool all(struct align_args *a, char **word, int n, struct out *to,
                struct error *err)
{
    char *sample = (char *)(uintptr_t)a->model.sample;
    if (n > 0)
        return from_words(a, word, n, to, err);
    if (!text_terminal() || !sample[0])
        return from_stdin(a, to, err);
    log_say("s2s: no text given; a sentence kept in the model: %s", sample);
    return from_words(a, &sample, 1, to, err);
}

/* ==== The document ==== */

typedef void frame(struct strbuf *out, const struct report_options *o);

static bool put_frame(const struct align_args *a, frame *f, struct out *to,
                      struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    f(&out, &a->report);
    bool ok = out_put(to, &out, err);
    strbuf_release(&out);
    return ok;
}

static bool run(struct align_args *a, char **word, int n,
                struct arena *arena, struct error *err)
{
    struct out to;
    if (!options_ok(a, err) ||
        !common_load(&a->c, &a->model, false, NULL, arena, err) ||
        !model_ok(a, err) || !out_begin(&to, a->c.output, err))
        return false;
    if (put_frame(a, a->kind->begin, &to, err) &&
        all(a, word, n, &to, err) &&
        put_frame(a, a->kind->end, &to, err))
        return out_end(&to, err);
    out_abort(&to);
    return false;
}

static void kind_rows(struct align_args *a, struct opt *rows)
{
    for (int i = 0; i < KINDS; i++)
        rows[i] = (struct opt){
            .name = report_kind(i)->name, .type = OPT_OPTIONAL,
            .value = &a->variant[i], .help = report_kind(i)->what,
            .arg = report_kind(i)->variants ? "VARIANT" : NULL};
}

int cmd_align(int argc, char **argv)
{
    struct align_args a = {.beam = 0};
    struct opt own[] = {
        {.name = "words", .type = OPT_FLAG, .value = &a.words,
         .help = "words instead of subword pieces"},
        {.name = "eos", .type = OPT_CHOICE, .value = &a.eos, .arg = "WHAT",
         .choices = eos_name, .help = "row and column of </s> (keep)"},
        {.name = "values", .type = OPT_FLAG, .value = &a.values,
         .help = "on a terminal, numbers instead of shades"},
        {.name = "beam", .type = OPT_INT, .value = &a.beam, .min = 1,
         .max = 1000, .arg = "N",
         .help = "hypotheses kept while translating (the model's)"},
        OPT_ROW_MODEL(a.c), OPT_ROW_OUTPUT(a.c), OPT_ROW_COLOR(a.c),
        OPT_ROW_THREADS(a.c), OPT_ROW_QUIET(a.c), OPT_END};
    struct opt rows[KINDS + sizeof own / sizeof *own];
    struct error err;
    struct arena arena;
    int status;
    kind_rows(&a, rows);
    memcpy(rows + KINDS, own, sizeof own);
    if (!cmd_parse(&usage, rows, &a.c, &argc, argv, &status))
        return status;
    arena_init(&arena, "model");
    bool ok = cmd_words(&usage, argc, 0, 2, &err) &&
              run(&a, argv, argc, &arena, &err);
    arena_drop(&arena);
    return ok ? EXIT_OK : cmd_fail(&err);
}
