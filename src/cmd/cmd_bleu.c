#include <string.h>

#include "base/json.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_text.h"
#include "eval/bleu.h"
#include "eval/chrf.h"

enum { REFERENCES = 16 };

struct bleu_args {
    struct bleu_options o;
    bool chrf, json;
    struct text hyp, ref[REFERENCES];
    int refs;
};

static const struct opt_usage usage = {
    "bleu", "[options] HYP REF...",
    "Corpus BLEU of a file of translations against one or more files of\n"
    "references, a sentence a line, as sacreBLEU computes it.  The first line\n"
    "is the score alone.\n"
    "\n"
    "  s2s bleu output.txt reference.txt\n"
    "  s2s translate < test.en | s2s bleu --chrf - test.fr\n"};

/* ==== Reading ==== */

static bool same_lines(const struct text *hyp, const char *hyp_name,
                       const struct text *ref, const char *ref_name,
                       struct error *err)
{
    if (hyp->n == ref->n)
        return true;
    error_set(err, EXIT_DATA, "%s has %d lines, %s has %d", hyp_name, hyp->n,
              ref_name, ref->n);
    return error_hint(err, "line N of one must be the translation that line "
                      "N of the other is about");
}

static bool read_all(struct bleu_args *a, char **name, int n,
                     struct arena *arena, struct error *err)
{
    if (!text_read(&a->hyp, name[0], arena, err))
        return false;
    if (a->hyp.n == 0)
        return error_set(err, EXIT_DATA, "%s: empty", name[0]);
    for (a->refs = 0; a->refs < n - 1; a->refs++) {
        struct text *ref = &a->ref[a->refs];
        if (!text_read(ref, name[a->refs + 1], arena, err) ||
            !same_lines(&a->hyp, name[0], ref, name[a->refs + 1], err))
            return false;
    }
    return true;
}

/* ==== Scores ==== */

static void sums(const struct bleu_args *a, struct bleu_stats *bleu,
                 struct chrf_stats *chrf)
{
    struct arena scratch;
    arena_init(&scratch, "bleu");
    for (int i = 0; i < a->hyp.n; i++) {
        const char *refs[REFERENCES];
        struct bleu_stats b;
        struct chrf_stats c;
        for (int r = 0; r < a->refs; r++)
            refs[r] = a->ref[r].line[i];
        bleu_sentence(&b, a->hyp.line[i], refs, a->refs, &a->o, &scratch);
        bleu_add(bleu, &b);
        if (!a->chrf)
            continue;
        chrf_sentence(&c, a->hyp.line[i], refs, a->refs, 0, a->o.lowercase,
                      &scratch);
        chrf_add(chrf, &c);
    }
    arena_drop(&scratch);
}

static void put_text(struct strbuf *out, const struct bleu_args *a,
                     const struct bleu_score *s, double chrf)
{
    double ratio = s->ref_len ? (double)s->hyp_len / (double)s->ref_len : 0;
    strbuf_printf(out, "%.2f\nprecisions ", s->bleu);
    for (int n = 0; n < BLEU_N; n++)
        strbuf_printf(out, "%s%.1f", n ? "/" : "", s->precision[n]);
    strbuf_printf(out, "  brevity penalty %.3f  length ratio %.3f "
                  "(%lld/%lld)\n", s->bp, ratio, s->hyp_len, s->ref_len);
    if (a->chrf)
        strbuf_printf(out, "chrF %.2f\n", chrf);
    strbuf_puts(out, "BLEU|");
    bleu_signature(out, &a->o, a->refs);
    strbuf_putc(out, '\n');
}

static void put_json(struct strbuf *out, const struct bleu_args *a,
                     const struct bleu_score *s, double chrf)
{
    struct strbuf signature = STRBUF_INIT;
    bleu_signature(&signature, &a->o, a->refs);
    strbuf_puts(out, "{\"schema_version\":1,\"bleu\":");
    json_put_number(out, s->bleu);
    for (int n = 0; n < BLEU_N; n++) {
        strbuf_puts(out, n ? "," : ",\"precisions\":[");
        json_put_number(out, s->precision[n]);
    }
    strbuf_puts(out, "],\"brevity_penalty\":");
    json_put_number(out, s->bp);
    strbuf_printf(out, ",\"hypothesis_length\":%lld,\"reference_length\":"
                  "%lld,\"sentences\":%d", s->hyp_len, s->ref_len, a->hyp.n);
    if (a->chrf) {
        strbuf_puts(out, ",\"chrf\":");
        json_put_number(out, chrf);
    }
    strbuf_puts(out, ",\"signature\":");
    json_put_string(out, signature.s, signature.n);
    strbuf_puts(out, "}\n");
    strbuf_release(&signature);
}

static bool score(void *ctx, char **name, int n, struct arena *arena,
                  struct error *err)
{
    struct bleu_args *a = ctx;
    struct bleu_stats bleu = {0};
    struct chrf_stats chrf = {0};
    struct strbuf out = STRBUF_INIT;
    if (a->o.smooth_value >= 0 && !bleu_takes_value(&a->o))
        return error_set(err, EXIT_USAGE, "--smooth-value goes with --smooth "
                         "floor or add-k");
    if (!read_all(a, name, n, arena, err))
        return false;
    sums(a, &bleu, &chrf);
    struct bleu_score s = bleu_compute(&bleu, &a->o);
    double f = a->chrf ? chrf_compute(&chrf, 0) : 0;
    (a->json ? put_json : put_text)(&out, a, &s, f);
    bool ok = out_write(NULL, &out, err);
    strbuf_release(&out);
    return ok;
}

int cmd_bleu(int argc, char **argv)
{
    struct bleu_args a = {.o = bleu_default};
    struct opt rows[] = {
        {.name = "tokenize", .type = OPT_CHOICE, .value = &a.o.tokenize,
         .arg = "NAME", .choices = bleu_tokenizer, .help = "(13a)"},
        {.name = "lowercase", .type = OPT_FLAG, .value = &a.o.lowercase,
         .help = "do not tell A from a"},
        {.name = "smooth", .type = OPT_CHOICE, .value = &a.o.smooth,
         .arg = "NAME", .choices = bleu_smoothing, .help = "(exp)"},
        {.name = "smooth-value", .type = OPT_REAL,
         .value = &a.o.smooth_value, .min = 0, .max = 100, .arg = "X",
         .help = "of floor and add-k (0.1, 1)"},
        {.name = "chrf", .type = OPT_FLAG, .value = &a.chrf,
         .help = "chrF, too"},
        {.name = "json", .type = OPT_FLAG, .value = &a.json,
         .help = "one JSON object"},
        OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, NULL, 2, REFERENCES + 1,
                                     score, &a},
                  argc, argv);
}
