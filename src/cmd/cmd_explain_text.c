#include "cmd/cmd_explain.h"

#include <string.h>

#include "base/opt.h"
#include "report/screen.h"
#include "task/look.h"

enum { NAME_MOST = 20, BAR = 30 };

/* ==== Parts ==== */

struct explain_part explain_part(const struct explanation *x, int width,
                                 int head)
{
    int n = width / x->heads;
    return (struct explain_part){head * n, n};
}

bool explain_has_keys(const struct explanation *x)
{
    return x->k && x->k != x->h;
}

bool explain_has_queries(const struct explanation *x)
{
    return x->Ty > 0 && x->step[0].q && x->step[0].q != x->step[0].s;
}

bool explain_has_values(const struct explanation *x)
{
    return x->v != x->h;
}

/* ==== Words and bars ==== */

static void put_name(struct strbuf *out, const char *s, int columns)
{
    int used = screen_fit(out, s, columns);
    screen_pad(out, columns - used);
}

static int name_columns(const struct explanation *x)
{
    int most = 6;
    for (int j = 0; j < x->Tx; j++) {
        int width = screen_width(x->names.src[j]);
        most = width > most ? width : most;
    }
    return most < NAME_MOST ? most : NAME_MOST;
}

/* Of a part in [0, 1]; no space is left at the end of a line. */
static void put_bar(struct strbuf *out, double part)
{
    int n = part > 0 ? (int)(part * BAR + 0.5) : 0;
    if (n > 0)
        strbuf_puts(out, "  ");
    while (n-- > 0)
        strbuf_putc(out, '#');
    strbuf_putc(out, '\n');
}

/* ==== Vectors ==== */

/* "^2" where there are more heads than one. */
static void put_head(struct strbuf *out, const struct explanation *x,
                     int head)
{
    if (x->heads > 1)
        strbuf_printf(out, "^%d", head + 1);
}

static void put_numbers(struct strbuf *out, const real *x, int n)
{
    strbuf_puts(out, " =");
    for (int k = 0; k < n; k++)
        strbuf_printf(out, REAL_IS_DOUBLE ? " %.17g" : " %.9g", (double)x[k]);
    strbuf_putc(out, '\n');
}

/* The part of row x that is the head's. */
static void put_vector(struct strbuf *out, const struct explain_view *v,
                       const char *name, int i, int head, const real *x,
                       int width)
{
    struct explain_part part = explain_part(v->x, width, head);
    strbuf_printf(out, "  %s_%d", name, i);
    put_head(out, v->x, head);
    put_numbers(out, x + part.from, part.n);
}

/* What no step changes: the score's vectors, h_j, k_j, v_j. */
static void put_source_vectors(struct strbuf *out,
                               const struct explain_view *v)
{
    const struct explanation *x = v->x;
    const struct params *ps = &v->model->net.ps;
    for (int i = 0; x->k && i < ps->n; i++) {
        const struct param *p = ps->list[i];
        if (strncmp(p->name, "attention.", 10) != 0 || p->cols > 0)
            continue;
        strbuf_printf(out, "  %s", p->name + 10);
        put_numbers(out, p->w, p->rows);
    }
    for (int j = 0; j < x->Tx; j++) {
        strbuf_printf(out, "  h_%d", j + 1);
        put_numbers(out, row_at(x->h, j, x->N), x->N);
    }
    for (int h = v->head; h < v->head + v->heads; h++)
        for (int j = 0; j < x->Tx; j++) {
            if (explain_has_keys(x))
                put_vector(out, v, "k", j + 1, h, row_at(x->k, j, x->key),
                           x->key);
            if (explain_has_values(x))
                put_vector(out, v, "v", j + 1, h, row_at(x->v, j, x->N),
                           x->N);
        }
    strbuf_putc(out, '\n');
}

static void put_row(struct strbuf *out, const struct explain_view *v,
                    const char *name, int i, int head, const real *x)
{
    strbuf_printf(out, "  %s_%d", name, i + 1);
    put_head(out, v->x, head);
    put_numbers(out, row_at(x, head, v->x->Tx), v->x->Tx);
}

static void put_step_vectors(struct strbuf *out,
                             const struct explain_view *v, int i)
{
    const struct explanation *x = v->x;
    const struct explain_step *s = &x->step[i];
    strbuf_printf(out, "  s_%d", i);
    put_numbers(out, s->s, x->N);
    for (int h = v->head; h < v->head + v->heads; h++) {
        if (explain_has_queries(x))
            put_vector(out, v, "q", i + 1, h, s->q, x->query);
        if (s->e)
            put_row(out, v, "e", i, h, s->e);
        if (s->alpha)
            put_row(out, v, "alpha", i, h, s->alpha);
        put_vector(out, v, "ctx", i + 1, h, s->ctx, x->N);
    }
}

/* ==== A step ==== */

static void put_context(struct strbuf *out, const struct explain_view *v,
                        int i, int head)
{
    const struct explanation *x = v->x;
    const real *ctx = x->step[i].ctx;
    struct explain_part part = explain_part(x, x->N, head);
    if (!x->step[i].alpha)
        strbuf_puts(out, "  no attention: ctx is the summary, at every step");
    else
        strbuf_printf(out, "  3. ctx = sum_j alpha_ij %s_j",
                      explain_has_values(x) ? "v" : "h");
    strbuf_printf(out, ", |ctx| = %.4f\n",
                  explain_norm(ctx + part.from, part.n));
}

/* The three steps of one head. */
static void put_weights(struct strbuf *out, const struct explain_view *v,
                        int i, int head)
{
    const struct explanation *x = v->x;
    const struct explain_step *s = &x->step[i];
    int name = name_columns(x);
    if (x->heads > 1)
        strbuf_printf(out, "  head %d\n", head + 1);
    if (s->alpha) {
        strbuf_printf(out, "  %3s  ", "j");
        put_name(out, "source", name);
        strbuf_printf(out, "  %10s  %10s\n", s->e ? "1. e_ij" : "no score",
                      "2. alpha_ij");
    }
    for (int j = 0; s->alpha && j < x->Tx; j++) {
        double alpha = (double)row_at(s->alpha, head, x->Tx)[j];
        strbuf_printf(out, "  %3d  ", j + 1);
        put_name(out, x->names.src[j], name);
        if (s->e)
            strbuf_printf(out, "  %10.4f",
                          (double)row_at(s->e, head, x->Tx)[j]);
        else
            strbuf_printf(out, "  %10s", "-");
        strbuf_printf(out, "  %11.4f", alpha);
        put_bar(out, alpha);
    }
    put_context(out, v, i, head);
}

static void put_top(struct strbuf *out, const struct explain_view *v,
                    const struct explain_step *s)
{
    strbuf_puts(out, "  words: ");
    for (int k = 0; k < s->tops; k++) {
        strbuf_puts(out, k ? ", " : "");
        screen_fit(out, look_unit(v->model, s->top[k].id, v->arena),
                   NAME_MOST);
        strbuf_printf(out, " %.4f", s->top[k].p);
    }
    strbuf_putc(out, '\n');
}

static void put_step(struct strbuf *out, const struct explain_view *v, int i)
{
    const struct explanation *x = v->x;
    const struct explain_step *s = &x->step[i];
    strbuf_printf(out, "step %d: ", i + 1);
    screen_fit(out, i ? x->names.tgt[i - 1] : "<s>", NAME_MOST);
    strbuf_puts(out, " -> ");
    screen_fit(out, x->names.tgt[i], NAME_MOST);
    strbuf_printf(out, ", p = %.4f\n", s->p);
    if (v->vectors)
        put_step_vectors(out, v, i);
    for (int h = v->head; h < v->head + v->heads; h++)
        put_weights(out, v, i, h);
    put_top(out, v, s);
    strbuf_putc(out, '\n');
}

/* ==== Gradients ==== */

/* The distance is that of a recurrence: from x_j to the last annotation, and
 * on to s_i. */
static void put_gradient(struct strbuf *out, const struct explain_view *v)
{
    const struct explanation *x = v->x;
    int name = name_columns(x), i = v->from;
    double most = 0;
    for (int j = 0; j < x->Tx; j++)
        most = v->gradient[j] > most ? v->gradient[j] : most;
    strbuf_printf(out, "step %d: L = -log p(", i + 1);
    screen_fit(out, x->names.tgt[i], NAME_MOST);
    strbuf_printf(out, ") = %.4f\n  %3s  ", v->loss, "j");
    put_name(out, "source", name);
    strbuf_printf(out, "  %8s  %11s\n", "distance", "|dL/dx_j|");
    for (int j = 0; j < x->Tx; j++) {
        strbuf_printf(out, "  %3d  ", j + 1);
        put_name(out, x->names.src[j], name);
        strbuf_printf(out, "  %8d  %11.3e", x->Tx - 1 - j + i + 1,
                      v->gradient[j]);
        put_bar(out, most > 0 ? v->gradient[j] / most : 0);
    }
    if (v->model->net.o.focus->samples)
        strbuf_puts(out, "alpha is sampled for it, as in training\n");
    strbuf_printf(out, "distance: the steps of a recurrence from x_j over "
                  "h_%d to s_%d\n\n", x->Tx, i + 1);
}

/* ==== A sentence ==== */

static void put_kind(struct strbuf *out, const char *family,
                     const struct kind *k)
{
    struct strbuf line = STRBUF_INIT;
    strbuf_printf(&line, "%s: %s", k->name, k->formula);
    strbuf_printf(out, "%-8s ", family);
    opt_wrap(out, line.s, 9, 11);
    strbuf_release(&line);
}

void explain_put_kinds(struct strbuf *out, const struct model *m)
{
    const struct net_options *o = &m->net.o;
    put_kind(out, "encoder", &o->encoder->kind);
    if (o->focus->scores)
        put_kind(out, "score", &o->score->kind);
    put_kind(out, "focus", &o->focus->kind);
    if (!o->focus->aligns)
        put_kind(out, "summary", &o->summary->kind);
    strbuf_putc(out, '\n');
}

void explain_put(struct strbuf *out, const struct explain_view *v)
{
    if (v->x->Tx == 0) {
        strbuf_puts(out, "no tokens\n\n");
        return;
    }
    if (v->gradient) {
        put_gradient(out, v);
        return;
    }
    if (v->vectors)
        put_source_vectors(out, v);
    for (int i = v->from; i < v->to; i++)
        put_step(out, v, i);
}
