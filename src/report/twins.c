#include "report/twins.h"

#include <stdio.h>

#include "base/json.h"
#include "report/curve.h"
#include "report/screen.h"

enum { NAME = 12 };

static const char *const part_name[TWIN_PARTS] = {"train", "dev", "test"};

/* ==== For reading ==== */

static void put_name(struct strbuf *out, const char *name)
{
    screen_pad(out, NAME - screen_fit(out, name, NAME));
}

static void put_bleu(struct strbuf *out, const struct twin_score *s)
{
    char interval[32];

    snprintf(interval, sizeof interval, "[%.1f, %.1f]", s->low, s->high);
    strbuf_printf(out, " %5.1f %-13s ", s->bleu, interval);
}

static void bleu_stanza(struct strbuf *out, const char *option,
                        const struct twin_figures *t, int n)
{
    put_name(out, option);
    for (int p = 0; p < TWIN_PARTS; p++) {
        char head[40];

        snprintf(head, sizeof head, " BLEU, %s", part_name[p]);
        strbuf_printf(out, "%-21s", head);
    }
    strbuf_puts(out, "    p\n");
    for (int i = 0; i < n; i++) {
        put_name(out, t[i].name);
        for (int p = 0; p < TWIN_PARTS; p++)
            put_bleu(out, &t[i].part[p]);
        if (i > 0)
            strbuf_printf(out, "%5.3f\n", t[i].part[TWIN_TEST].against.p);
        else
            strbuf_puts(out, "    -\n");
    }
}

/* 12.3 M, 812 k */
static void put_large(struct strbuf *out, double x, int width)
{
    if (x >= 1e6)
        strbuf_printf(out, "%*.2f M", width - 2, x / 1e6);
    else
        strbuf_printf(out, "%*.1f k", width - 2, x / 1e3);
}

static void cost_stanza(struct strbuf *out, const struct twin_figures *t,
                        int n)
{
    put_name(out, "");
    strbuf_puts(out, "   chrF     AER  parameters  multiply-adds  seconds\n");
    for (int i = 0; i < n; i++) {
        put_name(out, t[i].name);
        strbuf_printf(out, " %6.2f", t[i].part[TWIN_TEST].chrf);
        if (t[i].aer >= 0)
            strbuf_printf(out, "  %6.3f", t[i].aer);
        else
            strbuf_puts(out, "       -");
        put_large(out, (double)t[i].parameters, 12);
        put_large(out, t[i].products, 15);
        if (t[i].seconds >= 0)
            strbuf_printf(out, "%9.*f\n", t[i].seconds < 100, t[i].seconds);
        else
            strbuf_puts(out, "        -\n");
    }
}

void twins_table(struct strbuf *out, const char *option,
                 const struct twin_figures *t, int n)
{
    bleu_stanza(out, option, t, n);
    strbuf_putc(out, '\n');
    cost_stanza(out, t, n);
    if (n == 0)
        return;
    strbuf_printf(out, "\n%d training, %d dev, %d test sentences; [95 %% "
                  "bootstrap interval]; p: paired\nbootstrap on the test part "
                  "against %s, two-sided; chrF, AER: test part;\n"
                  "multiply-adds: a target token, forward, at %d tokens on "
                  "both sides\n", t[0].part[TWIN_TRAIN].n,
                  t[0].part[TWIN_DEV].n, t[0].part[TWIN_TEST].n, t[0].name,
                  t[0].length);
}

/* ==== JSON ==== */

static void put_known(struct strbuf *out, const char *key, double x)
{
    if (x >= 0)
        json_put_member(out, key, x);
    else
        strbuf_printf(out, ",\"%s\":null", key);
}

static void put_part(struct strbuf *out, const char *name,
                     const struct twin_score *s, bool first)
{
    strbuf_printf(out, ",\n \"%s\":{\"sentences\":%d", name, s->n);
    json_put_member(out, "bleu", s->bleu);
    json_put_member(out, "low", s->low);
    json_put_member(out, "high", s->high);
    json_put_member(out, "chrf", s->chrf);
    if (!first) {
        json_put_member(out, "difference", s->against.difference);
        json_put_member(out, "difference_low", s->against.low);
        json_put_member(out, "difference_high", s->against.high);
        json_put_member(out, "p", s->against.p);
    }
    strbuf_putc(out, '}');
}

static void put_twin(struct strbuf *out, const struct twin_figures *t,
                     bool first)
{
    strbuf_putc(out, '{');
    json_put_member_text(out, "name", t->name);
    for (int p = 0; p < TWIN_PARTS; p++)
        put_part(out, part_name[p], &t->part[p], first);
    strbuf_puts(out, ",\n ");
    curve_json(out, &t->by);
    put_known(out, "aer", t->aer);
    json_put_member(out, "parameters", (double)t->parameters);
    json_put_member(out, "multiply_adds", t->products);
    strbuf_printf(out, ",\"at_tokens\":%d", t->length);
    put_known(out, "seconds", t->seconds);
    strbuf_putc(out, '}');
}

void twins_json(struct strbuf *out, const char *option,
                const struct twin_figures *t, int n)
{
    strbuf_puts(out, "{\"schema_version\":1");
    json_put_member_text(out, "option", option);
    strbuf_puts(out, ",\"twins\":[\n");
    for (int i = 0; i < n; i++) {
        strbuf_puts(out, i ? ",\n" : "");
        put_twin(out, &t[i], i == 0);
    }
    strbuf_puts(out, "]}\n");
}
