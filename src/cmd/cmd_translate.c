#include <limits.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_search.h"
#include "cmd/cmd_text.h"
#include "cmd/cmd_unseen.h"
#include "model/model.h"
#include "task/parts.h"
#include "task/typed.h"
#include "text/span.h"

/* Translations that are made at a time when as many lines wait. */
enum { LINES = 512 };

static const struct opt_usage usage = {
    "translate", "[options] [TEXT...]",
    "Translates each TEXT, or the lines of stdin (-): one line in, one line\n"
    "out; an empty line stays empty.  With neither, on a terminal, a sentence\n"
    "that the model keeps.\n"
    "\n"
    "  s2s translate \"Where is the station?\"\n"
    "  s2s translate --nbest 5 < test.en\n"
    "\n"
    "Numbers, addresses and names never seen in training come through as they\n"
    "are; what characters were never seen is said on stderr.  Text in\n"
    "capitals, in small letters or without a full stop is read as training\n"
    "wrote its own (not with --no-copy-unknown), its translation written so.\n"
    "A line of several sentences is translated in parts, into one line.\n"
    "\n"
    "--nbest prints Moses' lines: number ||| translation ||| score.\n"
    "--json prints one object a line: source, translation, logp (of the whole\n"
    "translation, natural), score, tokens, and with\n"
    "--nbest nbest: a list of these.\n"};

struct translate_args {
    struct common c;
    struct model model;
    struct search_args how;
    int nbest, seed;
    const char *prefix;
    struct sampling draw;
    bool json, copy, split;
    struct copier copier;
    struct unseen unseen;
    struct turned turned;
    bool column_told, capitals_told, parts_told;
    struct search_options search;
    struct out to;
    long done;                 /* sentences so far: the number in --nbest */
};

/* ==== Output ==== */

/* A source without tokens has the empty translation, for certain. */
static double logp_of(const struct translation *t)
{
    return t->best ? t->best->logp : 0;
}

static double score_of(const struct translation *t)
{
    return t->best ? t->best->score : 0;
}

static void put_members(struct strbuf *out, const struct translation *t)
{
    json_put_member_text(out, "translation", t->text);
    json_put_member(out, "logp", logp_of(t));
    json_put_member(out, "score", score_of(t));
    json_put_member(out, "tokens", t->best ? t->best->n + 1 : 0);
}

/* Places that no hypothesis filled stand behind those that are filled.  A
 * source without tokens fills none, and has its one empty translation. */
static int filled(struct translation *nbest, int n,
                  const struct translation *t)
{
    int k = 0;
    while (k < n && nbest[k].best)
        k++;
    if (k == 0)
        nbest[k++] = *t;
    return k;
}

static void put_json(struct strbuf *out, const struct translate_args *a,
                     const char *source, const struct translation *t,
                     struct translation *nbest)
{
    strbuf_puts(out, "{\"schema_version\":1");
    json_put_member_text(out, "source", source);
    put_members(out, t);
    int n = a->nbest ? filled(nbest, a->nbest, t) : 0;
    for (int k = 0; k < n; k++) {
        strbuf_puts(out, k ? ",{" : ",\"nbest\":[{");
        put_members(out, &nbest[k]);
        strbuf_putc(out, '}');
    }
    strbuf_puts(out, n ? "]}\n" : "}\n");
}

static void put_nbest(struct strbuf *out, const struct translate_args *a,
                      const struct translation *t,
                      struct translation *nbest)
{
    int n = filled(nbest, a->nbest, t);
    for (int k = 0; k < n; k++) {
        strbuf_printf(out, "%ld ||| ", a->done);
        text_put_line(out, nbest[k].text);
        strbuf_printf(out, " ||| %.6f\n", score_of(&nbest[k]));
    }
}

static void put_one(struct strbuf *out, const struct translate_args *a,
                    const char *source, const struct translation *t,
                    struct translation *nbest)
{
    if (a->json) {
        put_json(out, a, source, t, nbest);
    } else if (a->nbest) {
        put_nbest(out, a, t, nbest);
    } else {
        text_put_line(out, t->text);
        strbuf_putc(out, '\n');
    }
}

/* ==== Lines in, lines out ==== */

static void tell(struct translate_args *a, const struct translation *t,
                 const char *name, long line)
{
    if (t->cut)
        log_warn("%s:%ld: longer than %d tokens; the end is lost", name, line,
                 TRANSLATE_LONGEST);
    unseen_warn(&a->unseen, t->unknown, name, line);
}

/* Once. */
static void tell_capitals(struct translate_args *a, const char *line,
                          const char *name, long number)
{
    if (a->capitals_told ||
        !span_all_capitals(&a->model.familiar.seen, line, (int)strlen(line)))
        return;
    a->capitals_told = true;
    log_warn("%s:%ld: in capitals, in which the model never saw these words: "
             "%s", name, number, a->copy ? "read as if written as usual"
                                         : "write them as usual");
}

/* Once, too. */
static void tell_parts(struct translate_args *a, int parts, const char *name,
                       long number)
{
    if (a->parts_told || parts < 2)
        return;
    a->parts_told = true;
    log_say("s2s: %s:%ld: longer than most sentences of the training: "
            "translated in %d parts (--no-split)", name, number, parts);
}

/* Of lines: those before them count, too. */
static const long *places(long before, int n, struct arena *arena)
{
    long *place = ARENA_ARRAY(arena, long, n);
    for (int i = 0; i < n; i++)
        place[i] = before + i;
    return place;
}

/* Lists, a beginning and chance are of whole lines. */
static bool in_parts(const struct translate_args *a)
{
    return a->split && !a->nbest && !a->prefix && !a->draw.on;
}

static bool some(void *ctx, const struct text *text, struct arena *arena,
                 struct error *err)
{
    struct translate_args *a = ctx;
    struct strbuf out = STRBUF_INIT;
    int n = text->n, k = a->search.nbest;
    struct translation *t = ARENA_ARRAY(arena, struct translation, n);
    struct translation *nbest =
        ARENA_ARRAY(arena, struct translation, (size_t)n * (size_t)k);
    a->search.sample.place = places(a->done, n, arena);
    int *parts = ARENA_ARRAY(arena, int, n);
    if (in_parts(a))
        parts_translate(&a->model, a->copy ? &a->copier : NULL, text->line, n,
                        &a->search, t, parts, arena);
    else if (a->copy)
        typed_translate(&a->copier, text->line, n, &a->search, t, nbest,
                        arena);
    else
        translate(&a->model, text->line, n, &a->search, t, nbest, arena);
    for (int i = 0; i < n; i++, a->done++) {
        tell_parts(a, parts[i], text->name, text->first + i);
        text_tell_column(&a->column_told, SIDE_SRC, text->line[i],
                         text->name, text->first + i);
        tell_capitals(a, text->line[i], text->name, text->first + i);
        tell(a, &t[i], text->name, text->first + i);
        put_one(&out, a, text->line[i], &t[i], nbest + i * k);
        turned_read(&a->turned, &a->model, text->line[i], arena);
    }
    text_tell_turned(&a->turned);
    bool ok = out_put(&a->to, &out, err) && out_flush(&a->to, err);
    strbuf_release(&out);
    return ok;
}

static bool from_words(struct translate_args *a, char **word, int n,
                       struct error *err)
{
    struct arena arena;
    struct text text;
    arena_init(&arena, "translate");
    text_words(&text, word, n, &arena);
    bool ok = some(a, &text, &arena, err);
    arena_drop(&arena);
    return ok;
}

/* ==== The command ==== */

static bool choose_sampling(struct translate_args *a, struct error *err)
{
    struct search_options *o = &a->search;
    o->sample = a->draw;
    o->sample.seed = (uint64_t)a->seed;
    if (!a->draw.on)
        return (a->draw.temperature == 1 && a->draw.top_k == 0 &&
                a->draw.top_p == 1 && a->seed == 1) ||
               error_set(err, EXIT_USAGE, "--temperature, --top-k, --top-p "
                         "and --seed are of --sample");
    if (a->how.beam > 1 || o->nbest > 1)
        return error_set(err, EXIT_USAGE, "--sample draws one translation: "
                         "no --beam, no --nbest");
    o->beam = 1;
    return true;
}

static bool choose(struct translate_args *a, struct arena *arena,
                   struct error *err)
{
    struct search_options *o = &a->search;
    *o = search_args_options(&a->how, &a->model);
    if (a->nbest)
        o->nbest = a->nbest;
    if (!a->how.beam && o->beam < o->nbest)
        o->beam = o->nbest;
    if (o->nbest > o->beam) {
        error_set(err, EXIT_USAGE, "--nbest %d: more than --beam %d finds",
                  a->nbest, o->beam);
        return error_hint(err, "leave --beam out, or make it larger");
    }
    return (!a->prefix ||
            translate_prefix(&a->model, a->prefix, &o->prefix, arena, err)) &&
           choose_sampling(a, err);
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct translate_args *a = ctx;
    if (!text_words_check(word, n, err) ||
        !common_load(&a->c, &a->model, false, NULL, arena, err) ||
        !choose(a, arena, err))
        return false;
    text_note(word, n);
    if (!out_begin(&a->to, a->c.output, err))
        return false;
    copier_init(&a->copier, &a->model, arena);
    unseen_init(&a->unseen, &a->model, arena);
    int lines = a->search.nbest < LINES ? LINES / a->search.nbest : 1;
    bool ok = text_given(word, n) > 0
                    ? from_words(a, word, n, err)
                    : text_stdin(n ? NULL : a->model.sample, lines, some, a,
                                 err);
    return out_close(&a->to, ok, err);
}

int cmd_translate(int argc, char **argv)
{
    struct translate_args a = {.copy = true, .split = true,
                               .how = SEARCH_ARGS_INIT, .seed = 1,
                               .draw = {.temperature = 1, .top_p = 1}};
    struct opt rows[] = {
        OPT_ROWS_SEARCH(a.how),
        {.name = "prefix", .type = OPT_STRING, .value = &a.prefix,
         .arg = "TEXT", .help = "how every translation begins"},
        OPT_ROWS_SAMPLE(a.draw, a.seed),
        {.name = "nbest", .type = OPT_INT, .value = &a.nbest, .min = 1,
         .max = 1000, .arg = "N", .help = "the N best translations"},
        {.name = "json", .type = OPT_FLAG, .value = &a.json,
         .help = "a JSON object a line"},
        {.name = "copy-unknown", .type = OPT_FLAG, .value = &a.copy,
         .help = "numbers, addresses, names and characters never seen come "
                 "through as they are (yes; --no-copy-unknown leaves them to "
                 "the model, but for <unk>, which is always copied)"},
        {.name = "split", .type = OPT_FLAG, .value = &a.split,
         .help = "lines of several sentences, where longer than half of the "
                 "training's, sentence by sentence (yes, but with --nbest, "
                 "--prefix, --sample; --no-split)"},
        OPT_ROW_MODELS(a.c), OPT_ROW_OUTPUT(a.c), OPT_ROW_THREADS(a.c),
        OPT_ROW_QUIET(a.c), OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, INT_MAX,
                                     run, &a},
                  argc, argv);
}
