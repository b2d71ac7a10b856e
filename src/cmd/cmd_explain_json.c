/* One object a sentence, on a line:
 *
 *   {"schema_version":1,"source":[...],"target":[...],"encoder":"bi",
 *    "score":"concat","focus":"soft","heads":[1],"steps":[
 *      {"step":1,"token":"Un","p":0.5,"e":[[...]],"alpha":[[...]],
 *       "context_norm":[1.2],"top":[{"token":"Un","p":0.5},...]},...]}
 *
 * e, alpha and context_norm have a member for each head shown.  --vectors
 * adds s, q, ctx to each step and h, k, v, parameters to the sentence (q, k
 * and v where they are not s_{i-1} and h_j); --gradient adds "gradient":
 * {"step":..,"loss":..,"distance":[...],"norm":[...]}. */
#include <string.h>

#include "base/json.h"
#include "cmd/cmd_explain.h"
#include "task/look.h"

/* rows x n, a list of lists. */
static void put_matrix(struct strbuf *out, const char *key, const real *x,
                       int rows, int n)
{
    strbuf_printf(out, ",\"%s\":[", key);
    for (int i = 0; i < rows; i++) {
        strbuf_puts(out, i ? ",[" : "[");
        for (int k = 0; k < n; k++) {
            strbuf_puts(out, k ? "," : "");
            json_put_number(out, (double)row_at(x, i, n)[k]);
        }
        strbuf_putc(out, ']');
    }
    strbuf_putc(out, ']');
}

static void put_vector(struct strbuf *out, const char *key, const real *x,
                       int n)
{
    strbuf_printf(out, ",\"%s\":[", key);
    for (int k = 0; k < n; k++) {
        strbuf_puts(out, k ? "," : "");
        json_put_number(out, (double)x[k]);
    }
    strbuf_putc(out, ']');
}

static void put_norms(struct strbuf *out, const struct explain_view *v,
                      const real *ctx)
{
    strbuf_puts(out, ",\"context_norm\":[");
    for (int h = v->head; h < v->head + v->heads; h++) {
        struct explain_part part = explain_part(v->x, v->x->N, h);
        strbuf_puts(out, h > v->head ? "," : "");
        json_put_number(out, explain_norm(ctx + part.from, part.n));
    }
    strbuf_putc(out, ']');
}

static void put_step(struct strbuf *out, const struct explain_view *v, int i)
{
    const struct explanation *x = v->x;
    const struct explain_step *s = &x->step[i];
    strbuf_printf(out, "{\"step\":%d", i + 1);
    json_put_member_text(out, "token", x->names.tgt[i]);
    json_put_member(out, "p", s->p);
    if (s->e)
        put_matrix(out, "e", row_at(s->e, v->head, x->Tx), v->heads, x->Tx);
    if (s->alpha)
        put_matrix(out, "alpha", row_at(s->alpha, v->head, x->Tx), v->heads,
                   x->Tx);
    put_norms(out, v, s->ctx);
    strbuf_puts(out, ",\"top\":[");
    for (int k = 0; k < s->tops; k++) {
        strbuf_puts(out, k ? ",{" : "{");
        json_put_member_text(out, "token",
                             look_unit(v->model, s->top[k].id, v->arena));
        json_put_member(out, "p", s->top[k].p);
        strbuf_putc(out, '}');
    }
    strbuf_putc(out, ']');
    if (v->vectors) {
        put_vector(out, "s", s->s, x->N);
        if (explain_has_queries(x))
            put_vector(out, "q", s->q, x->query);
        put_vector(out, "ctx", s->ctx, x->N);
    }
    strbuf_putc(out, '}');
}

static void put_steps(struct strbuf *out, const struct explain_view *v)
{
    strbuf_puts(out, ",\"steps\":[");
    for (int i = v->from; i < v->to; i++) {
        strbuf_puts(out, i > v->from ? "," : "");
        put_step(out, v, i);
    }
    strbuf_putc(out, ']');
}

static void put_source_vectors(struct strbuf *out,
                               const struct explain_view *v)
{
    const struct explanation *x = v->x;
    const struct params *ps = &v->model->net.ps;
    const char *comma = "";
    put_matrix(out, "h", x->h, x->Tx, x->N);
    if (explain_has_keys(x))
        put_matrix(out, "k", x->k, x->Tx, x->key);
    if (explain_has_values(x))
        put_matrix(out, "v", x->v, x->Tx, x->N);
    strbuf_puts(out, ",\"parameters\":{");
    for (int i = 0; x->k && i < ps->n; i++) {
        const struct param *p = ps->list[i];
        if (strncmp(p->name, "attention.", 10) != 0 || p->cols > 0)
            continue;
        strbuf_puts(out, comma);
        json_put_text(out, p->name + 10);
        strbuf_puts(out, ":[");
        for (int k = 0; k < p->rows; k++) {
            strbuf_puts(out, k ? "," : "");
            json_put_number(out, (double)p->w[k]);
        }
        strbuf_putc(out, ']');
        comma = ",";
    }
    strbuf_putc(out, '}');
}

static void put_gradient(struct strbuf *out, const struct explain_view *v)
{
    const struct explanation *x = v->x;
    strbuf_puts(out, ",\"gradient\":{");
    json_put_member(out, "step", v->from + 1);
    json_put_member(out, "loss", v->loss);
    strbuf_puts(out, ",\"distance\":[");
    for (int j = 0; j < x->Tx; j++)
        strbuf_printf(out, "%s%d", j ? "," : "",
                      x->Tx - 1 - j + v->from + 1);
    strbuf_puts(out, "],\"norm\":[");
    for (int j = 0; j < x->Tx; j++) {
        strbuf_puts(out, j ? "," : "");
        json_put_number(out, v->gradient[j]);
    }
    strbuf_puts(out, "]}");
}

void explain_put_json(struct strbuf *out, const struct explain_view *v)
{
    const struct net_options *o = &v->model->net.o;
    const struct explanation *x = v->x;
    strbuf_puts(out, "{\"schema_version\":1");
    json_put_member_texts(out, "source", x->names.src, x->Tx);
    json_put_member_texts(out, "target", x->names.tgt, x->Ty);
    json_put_member_text(out, "encoder", o->encoder->kind.name);
    if (o->focus->scores)
        json_put_member_text(out, "score", o->score->kind.name);
    json_put_member_text(out, "focus", o->focus->kind.name);
    strbuf_puts(out, ",\"heads\":[");
    for (int h = v->head; h < v->head + v->heads; h++)
        strbuf_printf(out, "%s%d", h > v->head ? "," : "", h + 1);
    strbuf_putc(out, ']');
    put_steps(out, v);
    if (v->vectors)
        put_source_vectors(out, v);
    if (v->gradient)
        put_gradient(out, v);
    strbuf_puts(out, "}\n");
}
