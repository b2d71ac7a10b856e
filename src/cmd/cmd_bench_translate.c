#include "cmd/cmd_bench.h"

#include "base/json.h"
#include "base/par.h"
#include "cmd/cmd_out.h"
#include "model/model.h"
#include "task/bench_translate.h"

static bool network_of(struct model *m, const struct bench_args *a,
                       struct arena *arena, struct error *err)
{
    if (a->c.model)
        return common_load(&a->c, m, false, NULL, arena, err);
    return bench_network(&m->net, &a->config, a->size.vocabulary, arena, err);
}

/* ==== For reading ==== */

static void put_head(struct strbuf *out, const struct network *net,
                     const struct bench_args *a)
{
    strbuf_printf(out, "%s, %.2f M parameters, vocabulary %d; ms a sentence "
                  "of %d words (best), sentences/s of %d\n\n"
                  "threads", a->c.model ? a->c.model : "random weights",
                  (double)params_total(&net->ps) / 1e6, net->o.Ky, BENCH_TOKENS,
                  BENCH_FILE);
    for (int k = 0; k < BENCH_BEAMS; k++)
        strbuf_printf(out, "%14s%d", "beam ", bench_beam[k]);
    strbuf_printf(out, "%8s%d file\n", "beam ", bench_beam[BENCH_BEAMS - 1]);
}

static void put_row(struct strbuf *out, const struct bench_speed *s)
{
    strbuf_printf(out, "%7d", s->threads);
    for (int k = 0; k < BENCH_BEAMS; k++)
        strbuf_printf(out, "%7.2f (%5.2f)", s->median_ms[k], s->best_ms[k]);
    strbuf_printf(out, "%14.1f\n", s->per_second);
}

/* ==== As JSON ==== */

static void put_json_head(struct strbuf *out, const struct network *net,
                          const struct bench_args *a)
{
    strbuf_puts(out, "{\"schema_version\":1");
    if (a->c.model)
        json_put_member_text(out, "model", a->c.model);
    else
        strbuf_puts(out, ",\"model\":null");
    strbuf_printf(out, ",\"parameters\":%zu,\"words\":%d,\"file\":%d,"
                  "\"rows\":[", params_total(&net->ps), BENCH_TOKENS,
                  BENCH_FILE);
}

static void put_json_row(struct strbuf *out, const struct bench_speed *s,
                         bool first)
{
    strbuf_printf(out, "%s\n{\"threads\":%d", first ? "" : ",", s->threads);
    for (int k = 0; k < BENCH_BEAMS; k++)
        strbuf_printf(out, ",\"beam%d_ms\":{\"median\":%.3f,\"best\":%.3f}",
                      bench_beam[k], s->median_ms[k], s->best_ms[k]);
    strbuf_printf(out, ",\"sentences_per_second\":%.1f}", s->per_second);
}

/* ==== Both ==== */

static bool measure(const struct network *net, const struct bench_args *a,
                    struct error *err)
{
    struct strbuf text = STRBUF_INIT;
    int all = par_threads();
    if (a->json)
        put_json_head(&text, net, a);
    else
        put_head(&text, net, a);
    for (int threads = 1;; threads = all) {
        par_set_threads(threads);
        struct bench_speed s = bench_translate(net, a->size.seconds);
        if (a->json)
            put_json_row(&text, &s, threads == 1);
        else
            put_row(&text, &s);
        if (threads == all)
            break;
    }
    if (a->json)
        strbuf_puts(&text, "]}\n");
    bool ok = out_write(NULL, &text, err);
    strbuf_release(&text);
    return ok;
}

bool bench_put_translation(const struct bench_args *a, struct error *err)
{
    struct arena arena;
    struct model m;
    arena_init(&arena, "model");
    bool ok = network_of(&m, a, &arena, err) &&
              measure(&m.net, a, err);
    arena_drop(&arena);
    return ok;
}
