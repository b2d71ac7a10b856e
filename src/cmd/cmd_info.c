#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/cmd_kinds.h"
#include "cmd/cmd_out.h"
#include "cmd/cmd_positions.h"
#include "model/model.h"

static const struct opt_usage usage = {
    "info", "[options] [MODEL]",
    "What a model is made of: configuration, vocabularies, weights.  With\n"
    "--kinds, everything that can be chosen: formula, what is query, key and\n"
    "value (Q, K, V), source, other names (Chinese ones too), and notes where\n"
    "one name means two things in the literature.\n"
    "With --positions, the vectors that tell the self encoder where a token\n"
    "stands: the sines, or a model's own, as a table or a picture.\n"
    "\n"
    "  s2s info models/demo.safetensors\n"
    "  s2s info --kinds\n"
    "  s2s info --positions --svg -o positions.svg\n"};

struct info_args {
    struct common c;
    bool kinds, json, positions, svg;
    int rows, width;
};

/* ==== Sums ==== */

static const char side_name[2][8] = {"source", "target"};

static void put_shape(struct strbuf *out, const struct param *p)
{
    strbuf_printf(out, "%d", p->rows);
    if (p->cols)
        strbuf_printf(out, " x %d", p->cols);
}

/* ==== Text ==== */

static void put_tensors(struct strbuf *out, const struct params *ps)
{
    struct strbuf shape = STRBUF_INIT;
    strbuf_printf(out, "\n%-24s %14s %12s\n", "tensor", "shape", "weights");
    for (int i = 0; i < ps->n; i++) {
        const struct param *p = ps->list[i];
        strbuf_reset(&shape);
        put_shape(&shape, p);
        strbuf_printf(out, "%-24s %14s %12zu\n", p->name, shape.s,
                      param_count(p));
    }
    strbuf_printf(out, "%-24s %14s %12zu\n", "all", "", params_total(ps));
    strbuf_release(&shape);
}

static void put_sample(struct strbuf *out, const char *sample)
{
    strbuf_puts(out, "sample      ");
    utf8_printable(out, sample, strlen(sample));
    strbuf_putc(out, '\n');
}

static void put_notes(struct strbuf *out, const struct notes *notes)
{
    if (notes->n)
        strbuf_puts(out, "\nnotes\n");
    for (int i = 0; i < notes->n; i++) {
        const struct st_meta *note = &notes->note[i];
        strbuf_puts(out, "  ");
        utf8_printable(out, note->key, strlen(note->key));
        strbuf_puts(out, ": ");
        utf8_printable(out, note->value, strlen(note->value));
        strbuf_putc(out, '\n');
    }
}

static void put_text(struct strbuf *out, const struct model *m,
                     const struct extras *x)
{
    const struct tokens *t = &m->tokens;
    strbuf_printf(out, "weights     %zu in %s, checksum ok%s\n",
                  params_total(&m->net.ps),
                  precision_name((int)m->precision),
                  x->state ? "; a checkpoint of a training" : "");
    for (int s = 0; s < 2; s++)
        strbuf_printf(out, "%s      %d units of %s%s\n", side_name[s],
                      vocab_size(&t->vocab[s]), t->kind->name,
                      s && t->shared ? " (shared)" : "");
    strbuf_printf(out, "trained on  %ld pairs\n", model_pairs(m));
    if (m->sample[0])
        put_sample(out, m->sample);
    put_notes(out, &m->notes);
    strbuf_puts(out, "\nconfiguration\n");
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        strbuf_printf(out, "  %-12s ", config_name(i));
        config_value(out, &m->config, i);
        strbuf_putc(out, '\n');
    }
    put_tensors(out, &m->net.ps);
}

/* ==== JSON ==== */

static void put_tensors_json(struct strbuf *out, const struct params *ps)
{
    for (int i = 0; i < ps->n; i++) {
        const struct param *p = ps->list[i];
        strbuf_puts(out, i ? ",\n {" : "\n {");
        json_put_member_text(out, "name", p->name);
        strbuf_printf(out, ",\"shape\":[%d", p->rows);
        if (p->cols)
            strbuf_printf(out, ",%d", p->cols);
        strbuf_puts(out, "]}");
    }
}

static void put_json(struct strbuf *out, const struct model *m,
                     const struct extras *x)
{
    strbuf_printf(out, "{\"schema_version\":1,\"weights\":%zu,"
                  "\"precision\":\"%s\",\"checkpoint\":%s,"
                  "\"trained_pairs\":%ld",
                  params_total(&m->net.ps), precision_name((int)m->precision),
                  x->state ? "true" : "false", model_pairs(m));
    for (int s = 0; s < 2; s++)
        strbuf_printf(out, ",\"%s_units\":%d", side_name[s],
                      vocab_size(&m->tokens.vocab[s]));
    json_put_member_text(out, "sample", m->sample);
    strbuf_puts(out, ",\n\"notes\":{");
    for (int i = 0; i < m->notes.n; i++) {
        const struct st_meta *note = &m->notes.note[i];
        strbuf_puts(out, i ? "," : "");
        json_put_text(out, note->key);
        strbuf_putc(out, ':');
        json_put_text(out, note->value);
    }
    strbuf_puts(out, "},\n\"config\":");
    config_write(out, &m->config);
    strbuf_puts(out, ",\"tensors\":[");
    put_tensors_json(out, &m->net.ps);
    strbuf_puts(out, "]}\n");
}

/* ==== The command ==== */

static bool of_model(struct strbuf *out, const struct info_args *a,
                     struct arena *arena, struct error *err)
{
    struct model m;
    struct extras x;
    if (!common_load(&a->c, &m, false, &x, arena, err))
        return false;
    (a->json ? put_json : put_text)(out, &m, &x);
    return true;
}

/* Of a model only where one is named: the sines are nobody's. */
static bool of_positions(struct strbuf *out, const struct info_args *a,
                         struct arena *arena, struct error *err)
{
    enum { TABLE = 8, PICTURE = 64, LONG = 50 };
    struct model m;
    struct vectors v;
    bool own = a->c.model != NULL;
    int width = a->width ? a->width : a->svg ? PICTURE : TABLE;
    if (own && a->width)
        return error_set(err, EXIT_USAGE, "--width: a model's vectors are "
                         "as wide as its embeddings");
    if (own && !common_load(&a->c, &m, false, NULL, arena, err))
        return false;
    if (!positions_of(&v, own ? &m : NULL, a->rows ? a->rows : LONG, width,
                      arena, err))
        return false;
    (a->svg ? vectors_svg : a->json ? vectors_json : vectors_text)(out, &v);
    return true;
}

static bool put_info(const struct info_args *a, struct strbuf *out,
                     struct arena *arena, struct error *err)
{
    if (!a->positions && (a->svg || a->rows || a->width))
        return error_set(err, EXIT_USAGE, "--svg, --rows and --width belong "
                         "to --positions");
    if (a->kinds && a->c.model)
        return error_set(err, EXIT_USAGE, "--kinds is about no model");
    if (a->positions && (a->kinds || (a->svg && a->json)))
        return error_set(err, EXIT_USAGE, "--positions goes with --svg or "
                         "--json alone");
    if (a->positions)
        return of_positions(out, a, arena, err);
    if (!a->kinds)
        return of_model(out, a, arena, err);
    (a->json ? kinds_put_json : kinds_put)(out);
    return true;
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct info_args *a = ctx;
    struct strbuf out = STRBUF_INIT;
    bool ok = cmd_words(&usage, n, 0, a->kinds ? 0 : 1, err) &&
              common_model_word(&a->c, n, word, err) &&
              put_info(a, &out, arena, err) &&
              out_write(a->c.output, &out, err);
    strbuf_release(&out);
    return ok;
}

int cmd_info(int argc, char **argv)
{
    struct info_args a = {0};
    struct opt rows[] = {
        {.name = "kinds", .type = OPT_FLAG, .value = &a.kinds,
         .help = "all that can be chosen, explained"},
        {.name = "positions", .type = OPT_FLAG, .value = &a.positions,
         .help = "the position vectors: sines, or the MODEL's"},
        {.name = "svg", .type = OPT_FLAG, .value = &a.svg,
         .help = "of --positions: a picture"},
        {.name = "rows", .type = OPT_INT, .value = &a.rows, .min = 1,
         .max = 1000, .arg = "N", .help = "of --positions: how many (50)"},
        {.name = "width", .type = OPT_INT, .value = &a.width, .min = 1,
         .max = 1024, .arg = "M",
         .help = "of the sines: how wide (8; with --svg 64)"},
        {.name = "json", .type = OPT_FLAG, .value = &a.json,
         .help = "one JSON object"},
        OPT_ROW_MODEL(a.c), OPT_ROW_OUTPUT(a.c), OPT_ROW_QUIET(a.c), OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, 1, run, &a}, argc,
                  argv);
}
