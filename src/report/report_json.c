/* JSON lines: one object a sentence, so that a pipe sees each as it comes
 * and a broken run leaves whole objects.
 *
 *   {"schema_version":1,"sentence":1,"source":[...],"target":[...],
 *    "eos_source":true,"eos_target":true,"weights":[[...],...]}
 *
 * weights[i][j] is target token i's weight on source token j.  "of" names an
 * attention that is not the decoder's ("self": the target is the source
 * again; "summary": one row), "head" one of several heads, from 1.
 * schema_version grows when a member changes its meaning or goes, not when
 * one is added. */
#include "base/json.h"
#include "report/report.h"

static void put_weights(struct strbuf *out, const struct alignment *a)
{
    strbuf_puts(out, ",\"weights\":[");
    for (int i = 0; i < a->Ty; i++) {
        strbuf_puts(out, i ? ",[" : "[");
        for (int j = 0; j < a->Tx; j++) {
            if (j)
                strbuf_putc(out, ',');
            json_put_number(out,
                            a->weight[(size_t)i * (size_t)a->Tx + (size_t)j]);
        }
        strbuf_putc(out, ']');
    }
    strbuf_putc(out, ']');
}

static void json_begin(struct strbuf *out, const struct report_options *o)
{
    (void)out, (void)o;
}

static void json_sentence(struct strbuf *out, int sentence,
                          const struct alignment *a,
                          const struct report_options *o)
{
    (void)o;
    strbuf_printf(out, "{\"schema_version\":1,\"sentence\":%d", sentence);
    if (a->of)
        strbuf_printf(out, ",\"of\":\"%s\"", a->of);
    if (a->head)
        strbuf_printf(out, ",\"head\":%d", a->head);
    json_put_member_texts(out, "source", a->src, a->Tx);
    json_put_member_texts(out, "target", a->tgt, a->Ty);
    strbuf_printf(out, ",\"eos_source\":%s,\"eos_target\":%s",
                  a->eos_src ? "true" : "false", a->eos_tgt ? "true" : "false");
    put_weights(out, a);
    strbuf_puts(out, "}\n");
}

static void json_end(struct strbuf *out, const struct report_options *o)
{
    (void)out, (void)o;
}

const struct report_kind report_json = {
    .name = "json",
    .what = "JSON lines: tokens and weights, one object a sentence",
    .variants = NULL,
    .begin = json_begin,
    .sentence = json_sentence,
    .end = json_end,
};
