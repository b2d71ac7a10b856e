#include <string.h>

#include "base/json.h"
#include "cmd/cmd.h"
#include "cmd/cmd_kinds.h"
#include "cmd/cmd_out.h"
#include "model/model.h"

static const struct opt_usage usage = {
    "info", "[options] [MODEL]",
    "What a model is made of: configuration, vocabularies, weights.  With\n"
    "--kinds, everything that can be chosen: formula, what is query, key and\n"
    "value (Q, K, V), source, other names (Chinese ones too), and notes where\n"
    "one name means two things in the literature.\n"
    "\n"
    "  s2s info models/demo.safetensors\n"
    "  s2s info --kinds\n"};

/* ==== Sums ==== */

static const char side_name[2][8] = {"source", "target"};

static long trained_sentences(const struct model *m)
{
    long sum = 0;
    for (int i = 0; i < MODEL_LENGTHS; i++)
        sum += m->lengths[i];
    return sum;
}

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
    strbuf_printf(out, "%-24s %14s %12zu\n", "all", "", ps->count);
    strbuf_release(&shape);
}

static void put_text(struct strbuf *out, const struct model *m,
                     const struct extras *x)
{
    const struct tokens *t = &m->tokens;
    strbuf_printf(out, "weights     %zu, checksum ok%s\n", m->net.ps.count,
                  x->state ? "; a checkpoint of a training" : "");
    for (int s = 0; s < 2; s++)
        strbuf_printf(out, "%s      %d units of %s%s\n", side_name[s],
                      vocab_size(&t->vocab[s]), t->kind->name,
                      s && t->shared ? " (shared)" : "");
    strbuf_printf(out, "trained on  %ld pairs\n", trained_sentences(m));
    if (m->sample[0])
        strbuf_printf(out, "sample      %s\n", m->sample);
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
        strbuf_printf(out, "%s\n {\"name\":", i ? "," : "");
        json_put_string(out, p->name, strlen(p->name));
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
                  "\"checkpoint\":%s,\"trained_pairs\":%ld,",
                  m->net.ps.count, x->state ? "true" : "false",
                  trained_sentences(m));
    for (int s = 0; s < 2; s++)
        strbuf_printf(out, "\"%s_units\":%d,", side_name[s],
                      vocab_size(&m->tokens.vocab[s]));
    strbuf_puts(out, "\"sample\":");
    json_put_string(out, m->sample, strlen(m->sample));
    strbuf_puts(out, ",\n\"config\":");
    config_write(out, &m->config);
    strbuf_puts(out, ",\"tensors\":[");
    put_tensors_json(out, &m->net.ps);
    strbuf_puts(out, "]}\n");
}

/* ==== The command ==== */

static bool of_model(struct strbuf *out, const struct common *c, bool json,
                     struct arena *arena, struct error *err)
{
    struct model m;
    struct extras x;
    if (!common_load(c, &m, false, &x, arena, err))
        return false;
    (json ? put_json : put_text)(out, &m, &x);
    return true;
}

int cmd_info(int argc, char **argv)
{
    struct common c = {0};
    bool kinds = false, json = false;
    struct opt rows[] = {
        {.name = "kinds", .type = OPT_FLAG, .value = &kinds,
         .help = "all that can be chosen, explained"},
        {.name = "json", .type = OPT_FLAG, .value = &json,
         .help = "one JSON object"},
        OPT_ROW_MODEL(c), OPT_ROW_QUIET(c), OPT_END};
    struct error err;
    struct arena arena;
    struct strbuf out = STRBUF_INIT;
    int status;
    if (!cmd_parse(&usage, rows, &c, &argc, argv, &status))
        return status;
    arena_init(&arena, "model");
    bool ok = cmd_words(&usage, argc, 0, kinds ? 0 : 1, &err);
    if (argc > 0)
        c.model = argv[0];
    if (ok && kinds)
        (json ? kinds_put_json : kinds_put)(&out);
    else if (ok)
        ok = of_model(&out, &c, json, &arena, &err);
    ok = ok && out_write(NULL, &out, &err);
    strbuf_release(&out);
    arena_drop(&arena);
    return ok ? EXIT_OK : cmd_fail(&err);
}
