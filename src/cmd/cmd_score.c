#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/cmd_rerank.h"
#include "cmd/cmd_text.h"
#include "cmd/cmd_unseen.h"
#include "model/model.h"
#include "task/likelihood.h"

/* Lines that are scored at a time when as many wait. */
enum { LINES = 4096 };

static const struct opt_usage usage = {
    "score", "[options] [FILE]",
    "The log-probability that a model gives to translations that are there:\n"
    "lines SOURCE TAB TARGET of FILE, or of stdin, as s2s align reads them.\n"
    "One line in, one line out: log p of the target (natural), its tokens\n"
    "(</s> is one), log p of a token, and exp(-that), the perplexity.  An\n"
    "empty line stays empty.  The sum is told on stderr.\n"
    "With --nbest the lines of FILE are sources alone, and what is scored are\n"
    "the Moses lines (number ||| translation ||| ...) of another file: they\n"
    "come out with the score of this model's search (but for a coverage\n"
    "penalty), the best of each sentence first.\n"
    "That is how likely the model finds a text as it stands: it is cut into\n"
    "units anew, where a search may have found others for the same words, and\n"
    "names and numbers that s2s translate has put in are unlikely to it.\n"
    "While it searches, a model in int8 rounds otherwise: log p of the same\n"
    "units differs a little.\n"
    "\n"
    "  s2s score test.tsv\n"
    "  s2s score --nbest candidates.nbest test.en\n"
    "  paste candidates.en candidates.fr | s2s score | cut -f 1\n"};

struct score_args {
    struct common c;
    struct model model;
    bool json, reverse;
    const char *nbest;
    struct unseen unseen;
    struct turned turned;
    struct out to;
    long pairs, tokens;
    double logp;
};

/* ==== Output ==== */

static void put_text(struct strbuf *out, const struct likelihood *l)
{
    strbuf_printf(out, "%.6f\t%d\t%.6f\t%.4f\n", l->logp, l->tokens,
                  l->logp / l->tokens,
                  likelihood_perplexity(l->logp, l->tokens));
}

static void put_json(struct strbuf *out, const struct text_pair *pair,
                     const struct likelihood *l)
{
    strbuf_puts(out, "{\"schema_version\":1");
    json_put_member_text(out, "source", pair->src);
    json_put_member_text(out, "target", pair->tgt);
    json_put_member(out, "logp", l->logp);
    json_put_member(out, "tokens", l->tokens);
    json_put_member(out, "logp_per_token", l->logp / l->tokens);
    json_put_member(out, "perplexity",
                    likelihood_perplexity(l->logp, l->tokens));
    strbuf_puts(out, "}\n");
}

/* ==== Lines in, lines out ==== */

static bool is_blank(const char *line)
{
    return utf8_words(line, strlen(line)) == 0;
}

/* The pairs of the lines; a line of white space has none. */
static bool cut_lines(const struct text *text, bool reverse,
                      struct text_pair *pair, struct arena *arena,
                      struct error *err)
{
    for (int i = 0; i < text->n; i++) {
        pair[i] = text_pair(text->line[i], arena);
        if (!pair[i].tgt && !is_blank(text->line[i])) {
            error_set(err, EXIT_DATA, "%s:%ld: no TAB (expected source TAB "
                      "target)", text->name, text->first + i);
            return error_hint(err, "paste SOURCES TARGETS puts two files "
                              "side by side");
        }
        if (reverse && pair[i].tgt)
            pair[i] = (struct text_pair){pair[i].tgt, pair[i].src};
    }
    return true;
}

static void score_pairs(struct score_args *a, const struct text *text,
                        const struct text_pair *pair, struct likelihood *l,
                        struct arena *arena)
{
    const char **src = ARENA_ARRAY(arena, const char *, text->n);
    const char **tgt = ARENA_ARRAY(arena, const char *, text->n);
    int n = 0;
    for (int i = 0; i < text->n; i++)
        if (pair[i].tgt) {
            src[n] = pair[i].src;
            tgt[n++] = pair[i].tgt;
        }
    likelihood(&a->model, src, tgt, n, l, arena);
    a->pairs += n;
    for (int i = 0; i < n; i++) {
        a->logp += l[i].logp;
        a->tokens += l[i].tokens;
    }
}

static void tell(struct score_args *a, const char *name, long line,
                 const struct text_pair *pair, const struct likelihood *l,
                 struct arena *arena)
{
    if (l->cut)
        log_warn("%s:%ld: longer than %d tokens; the end is lost", name, line,
                 TRANSLATE_LONGEST);
    unseen_warn_pair(&a->unseen, *pair, name, line);
    turned_read(&a->turned, &a->model, pair->src, arena);
}

static void tell_turned(struct score_args *a, const char *name)
{
    if (turned_now(&a->turned))
        text_say_turned(name, a->reverse
                                  ? "--reverse is for lines TARGET TAB SOURCE"
                                  : "--reverse reads the other way");
}

static bool some(void *ctx, const struct text *text, struct arena *arena,
                 struct error *err)
{
    struct score_args *a = ctx;
    struct text_pair *pair = ARENA_ARRAY(arena, struct text_pair, text->n);
    struct likelihood *l = ARENA_ARRAY(arena, struct likelihood, text->n);
    struct strbuf out = STRBUF_INIT;
    if (!cut_lines(text, a->reverse, pair, arena, err))
        return false;
    score_pairs(a, text, pair, l, arena);
    for (int i = 0; i < text->n; i++) {
        if (!pair[i].tgt) {
            strbuf_putc(&out, '\n');
            continue;
        }
        tell(a, text->name, text->first + i, &pair[i], l, arena);
        if (a->json)
            put_json(&out, &pair[i], l++);
        else
            put_text(&out, l++);
    }
    tell_turned(a, text->name);
    bool ok = out_put(&a->to, &out, err) && out_flush(&a->to, err);
    strbuf_release(&out);
    return ok;
}

static void say_sum(const struct score_args *a)
{
    if (a->pairs)
        log_say("s2s: %ld pair%s, %ld tokens: log p %.4f, perplexity %.4f",
                a->pairs, a->pairs == 1 ? "" : "s", a->tokens, a->logp,
                likelihood_perplexity(a->logp, a->tokens));
    else
        log_say("s2s: no pairs");
}

/* ==== The command ==== */

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct score_args *a = ctx;
    const char *path = n > 0 ? word[0] : "-";
    if (a->nbest && (a->json || a->reverse))
        return error_set(err, EXIT_USAGE, a->json
                             ? "--nbest writes lines, not --json"
                             : "--reverse: the lists of --nbest have one way");
    file_note_input(path);
    if (a->nbest)
        file_note_input(a->nbest);
    if (!common_load(&a->c, &a->model, false, NULL, arena, err) ||
        !out_begin(&a->to, a->c.output, err))
        return false;
    unseen_init(&a->unseen, &a->model, arena);
    bool ok = a->nbest ? rerank(&a->to, &a->model, a->nbest, path, err)
                       : text_lines(path, LINES, some, a, err);
    if (ok && !a->nbest)
        say_sum(a);
    return out_close(&a->to, ok, err);
}

int cmd_score(int argc, char **argv)
{
    struct score_args a = {.pairs = 0};
    struct opt rows[] = {
        {.name = "json", .type = OPT_FLAG, .value = &a.json,
         .help = "a JSON object a line"},
        {.name = "reverse", .type = OPT_FLAG, .value = &a.reverse,
         .help = "a line is TARGET TAB SOURCE"},
        {.name = "nbest", .type = OPT_FILE, .value = &a.nbest,
         .arg = "FILE", .help = "rank these lists of translations anew"},
        OPT_ROW_MODELS(a.c), OPT_ROW_OUTPUT(a.c), OPT_ROW_THREADS(a.c),
        OPT_ROW_QUIET(a.c), OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, 1, run, &a}, argc,
                  argv);
}
