#include <string.h>

#include "base/json.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_text.h"
#include "eval/bleu.h"
#include "eval/chrf.h"
#include "eval/paired.h"
#include "task/evaluate.h"

enum { REFERENCES = 16, RESAMPLES = 1000, SEED = 1 };

struct bleu_args {
    struct common common;
    struct bleu_options o;
    bool chrf, json;
    const char *against;
    struct text hyp, other, ref[REFERENCES];
    int refs;
};

struct scores {
    struct bleu_score bleu, other;
    double chrf;
    struct paired paired;      /* hyp minus other */
};

static const struct opt_usage usage = {
    "bleu", "[options] HYP REF...",
    "Corpus BLEU of a file of translations against one or more files of\n"
    "references, a sentence a line, as sacreBLEU computes it.  The first line\n"
    "is the score alone.  --against says whether HYP is really better or\n"
    "worse than what another system made of the same text.\n"
    "\n"
    "  s2s bleu output.txt reference.txt\n"
    "  s2s translate < test.en | s2s bleu --chrf - test.fr\n"
    "  s2s bleu new.txt --against old.txt reference.txt\n"};

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

/* A TSV would be scored with both of its sides in each sentence. */
static bool read_side(struct text *t, const char *name, struct arena *arena,
                      struct error *err)
{
    bool told = false;
    if (!text_read(t, name, arena, err))
        return false;
    for (int i = 0; i < t->n; i++)
        text_tell_column(&told, SIDE_TGT, t->line[i], name, i + 1);
    return true;
}

static bool read_all(struct bleu_args *a, char **name, int n,
                     struct arena *arena, struct error *err)
{
    if (!read_side(&a->hyp, name[0], arena, err))
        return false;
    if (a->hyp.n == 0)
        return error_set(err, EXIT_DATA, "%s: empty", name[0]);
    for (a->refs = 0; a->refs < n - 1; a->refs++) {
        struct text *ref = &a->ref[a->refs];
        if (!read_side(ref, name[a->refs + 1], arena, err) ||
            !same_lines(&a->hyp, name[0], ref, name[a->refs + 1], err))
            return false;
    }
    return !a->against ||
           (read_side(&a->other, a->against, arena, err) &&
            same_lines(&a->hyp, name[0], &a->other, a->against, err));
}

/* As eval does it, by the first references. */
static void choose_tokenizer(struct bleu_args *a, struct arena *arena)
{
    struct corpus c = {.pair = ARENA_ARRAY(arena, struct pair, a->hyp.n),
                       .n = a->hyp.n};
    for (int i = 0; i < c.n; i++) {
        c.pair[i].text[1] = a->ref[0].line[i];
        c.pair[i].len[1] = (int)strlen(a->ref[0].line[i]);
    }
    a->o = bleu_for(&a->o, &c);
}

/* ==== Scores ==== */

static void references(const struct bleu_args *a, int i, const char **refs)
{
    for (int r = 0; r < a->refs; r++)
        refs[r] = a->ref[r].line[i];
}

/* Of every sentence, in `arena`; and BLEU of all. */
static struct bleu_stats *stats_of(const struct bleu_args *a,
                                   const struct text *hyp,
                                   struct bleu_score *score,
                                   struct arena *arena)
{
    struct bleu_stats *each = ARENA_ARRAY(arena, struct bleu_stats, hyp->n);
    struct bleu_stats sum = {0};
    struct arena scratch;
    arena_init(&scratch, "bleu");
    for (int i = 0; i < hyp->n; i++) {
        const char *refs[REFERENCES];
        references(a, i, refs);
        bleu_sentence(&each[i], hyp->line[i], refs, a->refs, &a->o, &scratch);
        bleu_add(&sum, &each[i]);
    }
    arena_drop(&scratch);
    *score = bleu_compute(&sum, &a->o);
    return each;
}

static double chrf_of(const struct bleu_args *a)
{
    struct chrf_stats sum = {0};
    struct arena scratch;
    arena_init(&scratch, "chrF");
    for (int i = 0; i < a->hyp.n; i++) {
        const char *refs[REFERENCES];
        struct chrf_stats one;
        references(a, i, refs);
        chrf_sentence(&one, a->hyp.line[i], refs, a->refs, 0, a->o.lowercase,
                      &scratch);
        chrf_add(&sum, &one);
    }
    arena_drop(&scratch);
    return chrf_compute(&sum, 0);
}

static struct scores scores_of(const struct bleu_args *a, struct arena *arena)
{
    struct scores s = {.chrf = a->chrf ? chrf_of(a) : 0};
    struct bleu_stats *hyp = stats_of(a, &a->hyp, &s.bleu, arena);
    if (!a->against)
        return s;
    struct bleu_stats *other = stats_of(a, &a->other, &s.other, arena);
    paired_bootstrap(&s.paired, other, hyp, a->hyp.n, &a->o, RESAMPLES, SEED);
    return s;
}

static void put_text(struct strbuf *out, const struct bleu_args *a,
                     const struct scores *all)
{
    const struct bleu_score *s = &all->bleu;
    const struct paired *p = &all->paired;
    double ratio = s->ref_len ? (double)s->hyp_len / (double)s->ref_len : 0;
    strbuf_printf(out, "%.2f\nprecisions ", s->bleu);
    for (int n = 0; n < BLEU_N; n++)
        strbuf_printf(out, "%s%.1f", n ? "/" : "", s->precision[n]);
    strbuf_printf(out, "  brevity penalty %.3f  length ratio %.3f "
                  "(%lld/%lld)\n", s->bp, ratio, s->hyp_len, s->ref_len);
    if (a->chrf)
        strbuf_printf(out, "chrF %.2f\n", all->chrf);
    if (a->against)
        strbuf_printf(out, "against %.2f: %+.2f [%+.2f, %+.2f], p = %.3f "
                      "(paired bootstrap, two-sided, %d resamples)\n",
                      all->other.bleu, p->difference, p->low, p->high, p->p,
                      RESAMPLES);
    strbuf_puts(out, "BLEU|");
    bleu_signature(out, &a->o, a->refs);
    strbuf_putc(out, '\n');
}

static void put_json_against(struct strbuf *out, const struct scores *all)
{
    strbuf_puts(out, ",\"against\":{");
    json_put_member(out, "bleu", all->other.bleu);
    json_put_member(out, "difference", all->paired.difference);
    json_put_member(out, "low", all->paired.low);
    json_put_member(out, "high", all->paired.high);
    json_put_member(out, "p", all->paired.p);
    strbuf_putc(out, '}');
}

static void put_json(struct strbuf *out, const struct bleu_args *a,
                     const struct scores *all)
{
    const struct bleu_score *s = &all->bleu;
    struct strbuf signature = STRBUF_INIT;
    bleu_signature(&signature, &a->o, a->refs);
    strbuf_puts(out, "{\"schema_version\":1");
    json_put_member(out, "bleu", s->bleu);
    for (int n = 0; n < BLEU_N; n++) {
        strbuf_puts(out, n ? "," : ",\"precisions\":[");
        json_put_number(out, s->precision[n]);
    }
    strbuf_putc(out, ']');
    json_put_member(out, "brevity_penalty", s->bp);
    strbuf_printf(out, ",\"hypothesis_length\":%lld,\"reference_length\":"
                  "%lld,\"sentences\":%d", s->hyp_len, s->ref_len, a->hyp.n);
    if (a->chrf)
        json_put_member(out, "chrf", all->chrf);
    if (a->against)
        put_json_against(out, all);
    json_put_member_text(out, "signature", signature.s);
    strbuf_puts(out, "}\n");
    strbuf_release(&signature);
}

static bool score(void *ctx, char **name, int n, struct arena *arena,
                  struct error *err)
{
    struct bleu_args *a = ctx;
    struct strbuf out = STRBUF_INIT;
    if (a->o.smooth_value >= 0 && !bleu_takes_value(&a->o))
        return error_set(err, EXIT_USAGE, "--smooth-value goes with --smooth "
                         "floor or add-k");
    if (!read_all(a, name, n, arena, err))
        return false;
    if (!a->o.tokenize)
        choose_tokenizer(a, arena);
    struct scores s = scores_of(a, arena);
    (a->json ? put_json : put_text)(&out, a, &s);
    bool ok = out_write(a->common.output, &out, err);
    strbuf_release(&out);
    return ok;
}

int cmd_bleu(int argc, char **argv)
{
    struct bleu_args a = {.o = bleu_default};
    a.o.tokenize = NULL;
    struct opt rows[] = {
        {.name = "tokenize", .type = OPT_CHOICE, .value = &a.o.tokenize,
         .arg = "NAME", .choices = bleu_tokenizer,
         .help = "(13a; char for scripts without spaces)"},
        {.name = "lowercase", .type = OPT_FLAG, .value = &a.o.lowercase,
         .help = "do not tell A from a"},
        {.name = "smooth", .type = OPT_CHOICE, .value = &a.o.smooth,
         .arg = "NAME", .choices = bleu_smoothing, .help = "(exp)"},
        {.name = "smooth-value", .type = OPT_REAL,
         .value = &a.o.smooth_value, .min = 0, .max = 100, .arg = "X",
         .help = "of floor and add-k (0.1, 1)"},
        {.name = "against", .type = OPT_FILE, .value = &a.against,
         .arg = "FILE", .help = "what another system made of the same text"},
        {.name = "chrf", .type = OPT_FLAG, .value = &a.chrf,
         .help = "chrF, too"},
        {.name = "json", .type = OPT_FLAG, .value = &a.json,
         .help = "one JSON object"},
        OPT_ROW_OUTPUT(a.common), OPT_ROW_QUIET(a.common), OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.common, 2,
                                     REFERENCES + 1, score, &a},
                  argc, argv);
}
