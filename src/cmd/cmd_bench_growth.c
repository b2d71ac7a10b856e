/* s2s bench --growth: the time for a target token against each size. */
#include <string.h>

#include "base/json.h"
#include "base/par.h"
#include "cmd/cmd_bench.h"
#include "cmd/cmd_out.h"
#include "kern/kern.h"
#include "task/bench_growth.h"

static void put_head(struct strbuf *out, const struct bench_args *a)
{
    const struct config *c = &a->config;
    strbuf_printf(out, "microseconds of training for a target token, and "
                  "times the first\n\nembed %d, hidden %d, attention %d, "
                  "vocabularies %d, batch %d,\n%d tokens on both sides; %s, "
                  "%d thread%s; each line changes one of these\n\n", c->embed,
                  c->hidden, c->attn_size, a->size.vocabulary, c->batch,
                  BENCH_AT, K->name, par_threads(),
                  par_threads() > 1 ? "s" : "");
}

/* One axis: a line of values, one of times, one of quotients. */
struct lines {
    struct strbuf value, time, quotient;
    double first;
};

static void lines_add(struct lines *l, int value, double seconds)
{
    if (l->first <= 0)
        l->first = seconds;
    strbuf_printf(&l->value, "%9d", value);
    strbuf_printf(&l->time, "%9.1f", 1e6 * seconds);
    strbuf_printf(&l->quotient, "%9.2f", seconds / l->first);
}

static void lines_put(struct strbuf *out, struct lines *l, const char *name)
{
    strbuf_printf(out, "%-10s%s\n%10s%s\n%10s%s\n\n", name, l->value.s, "us",
                  l->time.s, "", l->quotient.s);
    strbuf_release(&l->value);
    strbuf_release(&l->time);
    strbuf_release(&l->quotient);
}

static void json_add(struct strbuf *out, int k, int value, double seconds)
{
    strbuf_puts(out, k ? ",{" : "{");
    json_put_member(out, "value", value);
    json_put_member(out, "seconds", seconds);
    strbuf_putc(out, '}');
}

/* Written as soon as an axis is known: all take a minute. */
static bool put_axis(const struct bench_args *a, const struct bench_axis *x,
                     bool first, struct out *o, struct error *err)
{
    struct bench_job job = {.config = a->config,
                            .vocabulary = a->size.vocabulary,
                            .seconds = a->size.seconds};
    struct lines l = {STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, 0};
    struct strbuf json = STRBUF_INIT, text = STRBUF_INIT;
    bool ok = true;
    int value;
    strbuf_printf(&json, "%s\"%s\":[", first ? "" : ",\n", x->name);
    for (int k = 0; ok && (value = bench_axis_value(x, k)) > 0; k++) {
        double seconds = 0;
        ok = bench_growth(&seconds, x, value, &job, err);
        lines_add(&l, value, seconds);
        json_add(&json, k, value, seconds);
    }
    strbuf_putc(&json, ']');
    lines_put(&text, &l, x->name);
    ok = ok && out_put(o, a->json ? &json : &text, err) && out_flush(o, err);
    strbuf_release(&json);
    strbuf_release(&text);
    return ok;
}

static bool wanted(const struct bench_args *a, const struct bench_axis *x)
{
    return !a->only || strcmp(a->only, x->name) == 0;
}

static bool known(const struct bench_args *a, struct error *err)
{
    for (int i = 0; bench_axis(i); i++)
        if (wanted(a, bench_axis(i)))
            return true;
    return error_set(err, EXIT_USAGE, "--only %s: no such size", a->only);
}

bool bench_put_growth(const struct bench_args *a, struct error *err)
{
    struct strbuf text = STRBUF_INIT;
    struct out o;
    bool first = true;
    if (!known(a, err) || !out_begin(&o, NULL, err))
        return false;
    if (a->json)
        strbuf_puts(&text, "{\"schema_version\":1,\n");
    else
        put_head(&text, a);
    bool ok = out_put(&o, &text, err);
    for (int i = 0; ok && bench_axis(i); i++)
        if (wanted(a, bench_axis(i))) {
            ok = put_axis(a, bench_axis(i), first, &o, err);
            first = false;
        }
    strbuf_puts(&text, a->json ? "}\n" : "");
    ok = ok && out_put(&o, &text, err) && out_end(&o, err);
    strbuf_release(&text);
    return ok;
}
