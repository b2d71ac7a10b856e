#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/nearest.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_text.h"
#include "model/model.h"
#include "text/unit.h"

enum { LINES = 512 };

static const struct opt_usage usage = {
    "vocab", "[options] codes|ids|encode|decode [FILE]",
    "The tokens of a model.\n"
    "\n"
    "  codes    its BPE merges, in subword-nmt's format\n"
    "  ids      its units: id TAB unit TAB count in the training text\n"
    "  encode   lines of text (stdin) as units; with --ids as numbers\n"
    "  decode   the inverse\n"
    "\n"
    "In a unit U+2581 stands for a space.  Ids 0 to 3 are <pad>, <s>, </s>\n"
    "and <unk>; encode adds no <s> or </s>.\n"
    "\n"
    "  s2s vocab encode < text.txt\n"
    "  s2s vocab encode --ids --tsv < corpus.tsv\n"};

struct vocab_args;
typedef bool line_body(struct vocab_args *a, const char *s, long number,
                       struct strbuf *out, struct arena *arena,
                       struct error *err);

struct vocab_args {
    struct common c;
    struct model model;
    const char *side_name, *file;
    bool ids, tsv, doubted;
    int side;
    line_body *line;
    struct out to;
};

/* ==== What is in the model ==== */

static bool put_codes(struct vocab_args *a, struct strbuf *out,
                      struct error *err)
{
    struct strbuf codes[2] = {STRBUF_INIT, STRBUF_INIT};
    struct strbuf vocab[2] = {STRBUF_INIT, STRBUF_INIT};
    tokens_save(&a->model.tokens, codes, vocab);
    int s = codes[a->side].n ? a->side : SIDE_SRC;   /* joint: the first */
    strbuf_add(out, codes[s].s, codes[s].n);
    for (int i = 0; i < 2; i++) {
        strbuf_release(&codes[i]);
        strbuf_release(&vocab[i]);
    }
    if (out->n)
        return true;
    return error_set(err, EXIT_USAGE, "a model with --tokens %s has no BPE "
                     "codes", a->model.config.tokens);
}

static bool put_ids(struct vocab_args *a, struct strbuf *out,
                    struct error *err)
{
    const struct vocab *v = &a->model.tokens.vocab[a->side];
    (void)err;
    for (int id = 0; id < vocab_size(v); id++) {
        int n;
        const char *unit = vocab_unit(v, id, &n);
        strbuf_printf(out, "%d\t", id);
        unit_escape(out, unit, n);
        strbuf_printf(out, "\t%lld\n", v->count[id]);
    }
    return true;
}

/* ==== Lines ==== */

/* A piece that the vocabulary lacks is shown as it stands in the text. */
static void put_piece(struct strbuf *out, const struct vocab_args *a,
                      int side, const struct pieces *p, int i)
{
    const struct piece *x = &p->piece[i];
    int n = x->len;
    const char *s = p->text + x->start;
    if (x->id != ID_UNK)
        s = vocab_unit(&a->model.tokens.vocab[side], x->id, &n);
    if (i > 0)
        strbuf_putc(out, ' ');
    if (a->ids)
        strbuf_printf(out, "%d", x->id);
    else
        unit_escape(out, s, n);
}

static void encode_side(struct vocab_args *a, int side, const char *s,
                        int n, struct strbuf *out, struct arena *arena)
{
    struct pieces p;
    tokens_encode(&a->model.tokens, side, s, n, &p, arena);
    for (int i = 0; i < p.n; i++)
        put_piece(out, a, side, &p, i);
}

static bool encode_line(struct vocab_args *a, const char *s, long number,
                        struct strbuf *out, struct arena *arena,
                        struct error *err)
{
    const char *tab = a->tsv ? strchr(s, '\t') : NULL;
    if (!a->tsv) {
        encode_side(a, a->side, s, (int)strlen(s), out, arena);
        return true;
    }
    if (!tab)
        return error_set(err, EXIT_DATA, "%s:%ld: no TAB (expected source "
                         "TAB target)", a->file, number);
    encode_side(a, SIDE_SRC, s, (int)(tab - s), out, arena);
    strbuf_putc(out, '\t');
    encode_side(a, SIDE_TGT, tab + 1, (int)strcspn(tab + 1, "\t"), out,
                arena);
    return true;
}

/* Once: of a file of ids every word is one. */
static void doubt(struct vocab_args *a, const char *s, size_t n, long number)
{
    if (!a->doubted)
        log_warn("%s:%ld: \"%.*s\" is not a unit of this model, like others "
                 "perhaps: U+FFFD (--ids reads ids)", a->file, number,
                 n < 40 ? (int)n : 40, s);
    a->doubted = true;
}

/* An id or a unit as it was written by encode; an unknown unit is <unk>. */
static bool read_word(struct vocab_args *a, const char *s, size_t n,
                      long number, int *id, struct strbuf *unit)
{
    const struct vocab *v = &a->model.tokens.vocab[a->side];
    if (a->ids) {
        char *end;
        long x = strtol(s, &end, 10);
        *id = (int)x;
        return s[0] >= '0' && s[0] <= '9' && end == s + n &&
               x < vocab_size(v);
    }
    strbuf_reset(unit);
    if (!unit_unescape(unit, s, n))
        return false;
    *id = vocab_id(v, unit->s, (int)unit->n);
    if (*id < 0)
        *id = ID_UNK;
    if (*id == ID_UNK)
        doubt(a, s, n, number);
    return true;
}

static bool decode_line(struct vocab_args *a, const char *s, long number,
                        struct strbuf *out, struct arena *arena,
                        struct error *err)
{
    struct strbuf unit = STRBUF_INIT;
    int *id = ARENA_ARRAY(arena, int, strlen(s) / 2 + 1), count = 0;
    bool ok = true;
    while (ok && *(s += strspn(s, " "))) {
        size_t n = strcspn(s, " ");
        ok = read_word(a, s, n, number, &id[count++], &unit) ||
             error_set(err, EXIT_DATA, "%s:%ld: \"%.*s\" is not %s",
                       a->file, number, n < 40 ? (int)n : 40, s,
                       a->ids ? "an id of this model" : "a unit");
        s += n;
    }
    struct strbuf text = STRBUF_INIT;
    if (ok)
        tokens_decode(&a->model.tokens, a->side, id, count, &text);
    text_put_line(out, text.s);
    strbuf_release(&text);
    strbuf_release(&unit);
    return ok;
}

static bool some(void *ctx, const struct text *t, struct arena *arena,
                 struct error *err)
{
    struct vocab_args *a = ctx;
    struct strbuf out = STRBUF_INIT;
    bool ok = true;
    for (int i = 0; ok && i < t->n; i++) {
        ok = a->line(a, t->line[i], t->first + i, &out, arena, err);
        strbuf_putc(&out, '\n');
    }
    ok = ok && out_put(&a->to, &out, err) && out_flush(&a->to, err);
    strbuf_release(&out);
    return ok;
}

/* ==== The command ==== */

static const struct action {
    const char *name;
    bool (*put)(struct vocab_args *a, struct strbuf *out, struct error *err);
    line_body *line;       /* or this, for each line */
} actions[] = {
    {"codes", put_codes, NULL},
    {"ids", put_ids, NULL},
    {"encode", NULL, encode_line},
    {"decode", NULL, decode_line},
};

static const char *action_name(int i)
{
    int n = (int)(sizeof actions / sizeof *actions);
    return i >= 0 && i < n ? actions[i].name : NULL;
}

static const struct action *find(const char *name, struct error *err)
{
    for (int i = 0; action_name(i); i++)
        if (strcmp(name, action_name(i)) == 0)
            return &actions[i];
    const char *near = nearest_name(name, action_name);
    error_set(err, EXIT_USAGE, "vocab %s: expected codes, ids, encode or "
              "decode", name);
    if (near)
        error_hint(err, "did you mean s2s vocab %s?", near);
    return NULL;
}

static const char *side_choice(int i)
{
    static const char *const name[] = {"src", "tgt"};
    return i >= 0 && i < 2 ? name[i] : NULL;
}

/* What an action has no use for is refused, not passed over. */
static bool fits(const struct action *x, const struct vocab_args *a,
                 bool file, struct error *err)
{
    if (file && !x->line)
        return error_set(err, EXIT_USAGE, "vocab %s reads no file", x->name);
    if (a->ids && !x->line)
        return error_set(err, EXIT_USAGE, "--ids goes with vocab encode and "
                         "decode");
    if (a->tsv && x->line != encode_line)
        return error_set(err, EXIT_USAGE, "--tsv goes with vocab encode");
    return !(a->tsv && a->side_name) ||
           error_set(err, EXIT_USAGE, "--tsv encodes both sides, not one "
                     "--side");
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct vocab_args *a = ctx;
    const struct action *action = find(word[0], err);
    const char *path = n > 1 ? word[1] : "-";
    struct strbuf out = STRBUF_INIT;
    if (!action || !fits(action, a, n > 1, err) ||
        !common_load(&a->c, &a->model, false, NULL, arena, err))
        return false;
    a->side = a->side_name && strcmp(a->side_name, "tgt") == 0;
    a->file = text_is_stdin(path) ? "stdin" : path;
    a->line = action->line;
    if (!action->put)
        file_note_input(path);
    if (!out_begin(&a->to, a->c.output, err))
        return false;
    bool ok = action->put ? action->put(a, &out, err) &&
                                out_put(&a->to, &out, err)
                          : text_lines(path, LINES, some, a, err);
    strbuf_release(&out);
    return out_close(&a->to, ok, err);
}

int cmd_vocab(int argc, char **argv)
{
    struct vocab_args a = {.side = 0};
    struct opt rows[] = {
        {.name = "ids", .type = OPT_FLAG, .value = &a.ids,
         .help = "numbers instead of units"},
        {.name = "tsv", .type = OPT_FLAG, .value = &a.tsv,
         .help = "encode source TAB target, each with its side's units"},
        {.name = "side", .type = OPT_CHOICE, .value = &a.side_name,
         .arg = "SIDE", .choices = side_choice, .help = "(src)"},
        OPT_ROW_MODEL(a.c), OPT_ROW_OUTPUT(a.c), OPT_ROW_QUIET(a.c),
        OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 1, 2, run, &a}, argc,
                  argv);
}
