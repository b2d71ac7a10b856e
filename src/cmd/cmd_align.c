#include "cmd/cmd_align.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_text.h"
#include "cmd/cmd_unseen.h"
#include "model/model.h"
#include "report/report.h"
#include "task/copy.h"
#include "task/look.h"
#include "text/recase.h"

enum { LINES = 64 };

static const struct opt_usage usage = {
    "align", "[options] [SOURCE [TARGET]]",
    "Shows how much each target token looked at each source token: of the\n"
    "model's own translation, or of a TARGET that is given (forced).  Without\n"
    "words the lines of stdin (-): SOURCE, SOURCE TAB TARGET, or SOURCE |||\n"
    "TARGET.  Source across, target down.  --of self shows the attention\n"
    "inside the encoder instead (source down, too), --of summary the one\n"
    "that makes the summary: both see the source alone.  Of an attention\n"
    "with several heads the mean is shown, or one head, or all in turn.\n"
    "Pictures (--svg, --png, --lines, --html) go to alignment.svg and so on\n"
    "here unless -o says where (-o - is stdout); all else goes to stdout.\n"
    "PNG draws words in the system's fonts; without any, in ASCII: accents\n"
    "left off, of other characters the number.\n"
    "--posterior weighs alpha, which does not know the token yet, with what\n"
    "the model's lexicon says of it; without one, with what the model would,\n"
    "had it read one source token alone.  What a row misses to 1 came from\n"
    "none.\n"
    "--links prints links i-j of words (source first, from 0): a model's, or\n"
    "those of two, one of each direction, symmetrised; --gold how far all\n"
    "kinds are from alignments made by hand.\n"
    "\n"
    "  s2s align \"Where is the station?\"\n"
    "  s2s align --svg --words \"Where is the station?\"\n"
    "  s2s align --words --pharaoh < pairs.tsv > pairs.align\n"
    "  s2s align -m en-fr.safetensors --backward fr-en.safetensors \\\n"
    "      --links grow-diag < pairs.tsv > pairs.align\n"
    "  s2s align --of self --head all --values \"Where is the station?\"\n"};

#define X(name) +1
enum { KINDS = REPORT_KINDS(X) };
#undef X

struct align_args {
    struct common c;
    struct model model;
    const char *variant[KINDS];    /* what the user gave for each kind */
    const struct report_kind *kind;
    struct report_options report;
    const char *eos, *of, *head;
    struct linker linker;
    struct look look;
    struct copier copier;
    struct unseen unseen;
    struct turned turned;
    bool words, values, posterior;
    int beam;
    struct out to;
    struct strbuf text;            /* not yet written: a picture is kept
                                      until it is whole */
    int done;                      /* sentences */
};

/* ==== Options ==== */

static const char *eos_name(int i)
{
    static const char *const name[] = {"keep", "drop"};
    return i >= 0 && i < 2 ? name[i] : NULL;
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
    a->kind = chosen >= 0        ? report_kind(chosen)
              : a->linker.links ? &report_pharaoh
                                : &report_term;
    if (a->kind->missing)
        return error_set(err, EXIT_USAGE, "--%s: this s2s was built without "
                         "%s", a->kind->name, a->kind->missing);
    a->report.variant = chosen < 0 ? "" : a->variant[chosen];
    if (!*a->report.variant ||
        opt_is_listed(a->kind->variants, a->report.variant))
        return true;
    error_set(err, EXIT_USAGE, "--%s=%s: no such variant", a->kind->name,
              a->report.variant);
    if (!a->kind->variants)
        return error_hint(err, "--%s has none; -o FILE says where to write",
                          a->kind->name);
    return error_hint(err, "there are: %s", a->kind->variants);
}

static bool look_ok(struct align_args *a, struct error *err)
{
    a->look = (struct look){LOOK_CROSS, HEAD_MEAN, a->posterior};
    for (int i = 0; a->of && look_name(i); i++)
        if (strcmp(look_name(i), a->of) == 0)
            a->look.of = (enum look_of)i;
    return !a->head || look_head(a->head, &a->look.head, err);
}

/* Is it said how a matrix is to be shown?  Links are pharaoh's. */
static bool is_shown(const struct align_args *a)
{
    for (int i = 0; i < KINDS; i++)
        if (a->variant[i] &&
            !(a->linker.links && report_kind(i) == &report_pharaoh))
            return true;
    return a->eos || a->of || a->head || a->values;
}

/* Links are those of words, and no matrix; nor is a table of errors. */
static bool links_ok(const struct align_args *a, int words, struct error *err)
{
    const struct linker *l = &a->linker;
    bool shown = is_shown(a);
    if (!linker_check(l, err))
        return false;
    if (l->by_hand.gold && words > 0)
        return error_set(err, EXIT_USAGE, "--gold: the text is that of "
                         "--gold-text, not words");
    if (l->by_hand.gold && (shown || a->words || a->beam))
        return error_set(err, EXIT_USAGE, "--gold makes a table of errors; "
                         "how an alignment is shown does not change it");
    return !l->links || !shown ||
           error_set(err, EXIT_USAGE, "--links makes links of words; how an "
                     "alignment is shown does not change them");
}

static bool options_ok(struct align_args *a, int words, struct error *err)
{
    if (!choose_kind(a, err) || !look_ok(a, err))
        return false;
    a->report.colours = common_colours(&a->c);
    a->report.columns = log_columns(STDOUT_FILENO);
    a->report.values = a->values;
    a->report.heads = a->look.head == LOOK_ALL;
    if (a->values && a->kind != &report_term)
        return error_set(err, EXIT_USAGE, "--values is of what a terminal "
                         "shows; --%s holds the numbers", a->kind->name);
    if (!links_ok(a, words, err))
        return false;
    if (a->beam && a->look.of != LOOK_CROSS)
        return error_set(err, EXIT_USAGE, "--beam: --of %s translates "
                         "nothing", a->of);
    return words < 2 || a->look.of == LOOK_CROSS ||
           error_set(err, EXIT_USAGE, "--of %s sees the source alone: no "
                     "TARGET", a->of);
}

/* ==== One sentence ==== */

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
    a->kind->sentence(out, a->done, shown, &a->report);
}

/* ==== Lines in, alignments out ==== */

static bool hand_on(struct align_args *a, struct error *err)
{
    return a->kind->file || (out_put(&a->to, &a->text, err) &&
                             out_flush(&a->to, err));
}

/* What has no target is read as people type it, but where words are counted. */
static const char *read_open(const struct align_args *a, const char *src,
                             struct arena *arena)
{
    struct recase r = {src, false, false};
    if (!a->linker.links)
        recase_read(&r, &a->model.familiar, a->model.sample, src, arena);
    return r.text;
}

/* It is translated, all at a time, as `s2s translate` does; a translation into
 * which names and numbers were put becomes the target. */
static void translate_open(const struct align_args *a,
                           struct text_pair *item, int n,
                           struct translation *t, struct arena *arena)
{
    const char **text = ARENA_ARRAY(arena, const char *, n);
    struct translation *some = ARENA_ARRAY(arena, struct translation, n);
    struct search_options o = translate_options(&a->model);
    o.align = true;
    if (a->beam)
        o.beam = a->beam;
    int open = 0;
    for (int i = 0; i < n; i++)
        if (!item[i].tgt)
            text[open++] = item[i].src = read_open(a, item[i].src, arena);
    copier_translate(&a->copier, text, open, &o, some, NULL, arena);
    for (int i = n; i-- > 0; ) {
        if (item[i].tgt)
            continue;
        t[i] = some[--open];
        if (t[i].copied)
            item[i].tgt = t[i].text;
    }
}

/* t is the translation of what has no target. */
static void put_matrices(struct align_args *a, const struct text_pair *item,
                         const struct translation *t, struct arena *arena)
{
    int n = look_matrices(&a->look, &a->model);
    struct alignment *whole = ARENA_ARRAY(arena, struct alignment, n);
    if (a->look.of != LOOK_CROSS)
        look_source(&a->look, &a->model, item->src, whole, arena);
    else if (item->tgt)
        look_pair(&a->look, &a->model, item->src, item->tgt, whole, NULL,
                  arena);
    else
        look_translation(&a->look, &a->model, t, whole, arena);
    for (int k = 0; k < n; k++)
        put_alignment(a, &a->text, &whole[k], arena);
}

static bool items(struct align_args *a, struct text_pair *item, int n,
                  struct arena *arena, struct error *err)
{
    struct translation *t = ARENA_ARRAY(arena, struct translation, n);
    if (a->look.of == LOOK_CROSS)
        translate_open(a, item, n, t, arena);
    for (int i = 0; i < n; i++) {
        a->done++;
        if (a->linker.links)
            linker_put(&a->text, &a->linker, item[i].src,
                       item[i].tgt ? item[i].tgt : t[i].text, arena);
        else
            put_matrices(a, &item[i], &t[i], arena);
    }
    return hand_on(a, err);
}

static bool lines(void *ctx, const struct text *text, struct arena *arena,
                  struct error *err)
{
    struct align_args *a = ctx;
    struct text_pair *item = ARENA_ARRAY(arena, struct text_pair, text->n);
    for (int i = 0; i < text->n; i++) {
        item[i] = text_pair(text->line[i], arena);
        text_warn_long(&a->model, item[i], text->name, text->first + i);
        unseen_warn_pair(&a->unseen, item[i], text->name, text->first + i);
        turned_read(&a->turned, &a->model, item[i].src, arena);
    }
    text_tell_turned(&a->turned);
    return items(a, item, text->n, arena, err);
}

static bool from_words(struct align_args *a, char **word, int n,
                       struct error *err)
{
    struct arena arena;
    arena_init(&arena, "align");
    struct text_pair item = text_pair_words(word, n, &arena);
    text_warn_long(&a->model, item, "argument", 1);
    unseen_warn_pair(&a->unseen, item, "argument", 1);
    turned_read(&a->turned, &a->model, item.src, &arena);
    text_tell_turned(&a->turned);
    bool ok = items(a, &item, 1, &arena, err);
    arena_drop(&arena);
    return ok;
}

/* ==== The document ==== */

static bool document(struct align_args *a, char **word, int n,
                     struct error *err)
{
    a->kind->begin(&a->text, &a->report);
    bool ok = text_given(word, n) > 0
                    ? from_words(a, word, n, err)
                    : text_stdin(n ? NULL : a->model.sample, LINES, lines, a,
                                 err);
    if (ok && a->done == 0 && a->kind->file)
        ok = error_set(err, EXIT_DATA, "no text: a picture of nothing is not "
                       "drawn");
    if (ok)
        a->kind->end(&a->text, &a->report);
    ok = ok && out_put(&a->to, &a->text, err);
    strbuf_release(&a->text);
    return ok;
}

/* A picture that was given no name says where it is. */
static bool put_path(const struct align_args *a, const char *path,
                     struct error *err)
{
    struct strbuf line = STRBUF_INIT;
    if (a->c.output || !path)
        return true;
    strbuf_printf(&line, "%s\n", path);
    bool ok = out_write(NULL, &line, err);
    strbuf_release(&line);
    return ok;
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct align_args *a = ctx;
    if (!text_words_check(word, n, err) || !options_ok(a, n, err) ||
        !common_load(&a->c, &a->model, false, NULL, arena, err))
        return false;
    if (linker_wanted(&a->linker) &&
        !linker_open(&a->linker, &a->model, &a->look, arena, err))
        return false;
    if (a->linker.by_hand.gold)
        return out_possible(&a->c.output, 1, err) &&
               linker_errors(&a->linker, a->c.output, arena, err);
    const char *path = a->c.output ? a->c.output : a->kind->file;
    text_note(word, n);
    if (!look_check(&a->look, &a->model, err) ||
        !out_begin(&a->to, path, err))
        return false;
    a->to.drawn = a->kind == &report_term;
    copier_init(&a->copier, &a->model, arena);
    unseen_init(&a->unseen, &a->model, arena);
    return out_close(&a->to, document(a, word, n, err), err) &&
           put_path(a, path, err);
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
    struct align_args a = {.text = STRBUF_INIT};
    struct opt own[] = {
        {.name = "words", .type = OPT_FLAG, .value = &a.words,
         .help = "words instead of subword pieces"},
        {.name = "eos", .type = OPT_CHOICE, .value = &a.eos, .arg = "WHAT",
         .choices = eos_name, .help = "row and column of </s> (keep)"},
        {.name = "of", .type = OPT_CHOICE, .value = &a.of, .arg = "WHAT",
         .choices = look_name, .help = "which attention (cross)"},
        {.name = "head", .type = OPT_STRING, .value = &a.head, .arg = "K",
         .help = "a head from 1, mean, or all (mean)"},
        {.name = "posterior", .type = OPT_FLAG, .value = &a.posterior,
         .help = "what each target token was made from, now that it is "
                 "known"},
        {.name = "values", .type = OPT_FLAG, .value = &a.values,
         .help = "on a terminal, numbers instead of shades"},
        {.name = "beam", .type = OPT_INT, .value = &a.beam, .min = 1,
         .max = 1000, .arg = "N",
         .help = "hypotheses kept while translating (the model's)"},
        OPT_ROWS_LINKER(a.linker),
        OPT_ROW_MODELS(a.c), OPT_ROW_OUTPUT(a.c), OPT_ROW_COLOR(a.c),
        OPT_ROW_THREADS(a.c), OPT_ROW_QUIET(a.c), OPT_END};
    struct opt rows[KINDS + sizeof own / sizeof *own];
    kind_rows(&a, rows);
    memcpy(rows + KINDS, own, sizeof own);
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, 2, run, &a}, argc,
                  argv);
}
