#include "cmd/cmd_kinds.h"

#include <string.h>

#include "base/json.h"
#include "nn/cell.h"
#include "nn/encoder.h"
#include "nn/focus.h"
#include "nn/optimizer.h"
#include "nn/position.h"
#include "nn/score.h"
#include "nn/summary.h"
#include "report/report.h"
#include "text/tokens.h"

/* ==== One shape for all rows ==== */

#define NN_FAMILIES(X) \
    X(cell) X(encoder) X(position) X(summary) X(score) X(focus) X(optimizer)

#define X(family)                                       \
    static bool family##_at(int i, struct kind *k)      \
    {                                                   \
        if (!family##_kind(i))                          \
            return false;                               \
        *k = family##_kind(i)->kind;                    \
        return true;                                    \
    }
NN_FAMILIES(X)
#undef X

static bool token_at(int i, struct kind *k)
{
    const struct token_kind *t = token_kind(i);
    if (t)
        *k = (struct kind){.name = t->name, .alias = t->alias,
                          .formula = t->formula, .source = t->source};
    return t != NULL;
}

static bool report_at(int i, struct kind *k)
{
    const struct report_kind *r = report_kind(i);
    if (r)
        *k = (struct kind){.name = r->name, .alias = r->alias,
                          .formula = r->what, .source = ""};
    return r != NULL;
}

static const struct {
    const char *name;      /* in JSON */
    const char *option;
    const char *what;
    bool (*at)(int i, struct kind *k);
} families[] = {
    {"tokens", "train --tokens", "text <-> ids", token_at},
    {"cell", "train --cell", "the recurrence", cell_at},
    {"encoder", "train --encoder", "tokens -> annotations h_1 .. h_Tx",
     encoder_at},
    {"position", "train --position", "added to the source's embeddings",
     position_at},
    {"summary", "train --summary", "annotations -> s_0", summary_at},
    {"score", "train --score", "s_{i-1}, h_j -> e_ij", score_at},
    {"focus", "train --focus", "e_ij -> alpha_ij", focus_at},
    {"optimizer", "train --optimizer", "gradients -> weights",
     optimizer_at},
    {"report", "align --NAME", "an alignment, written or drawn", report_at},
};

enum { FAMILIES = sizeof families / sizeof *families };

/* ==== Text ==== */

static void put_line(struct strbuf *out, const char *label, const char *s)
{
    if (s && *s)
        strbuf_printf(out, "%15s%s%s\n", "", label, s);
}

void kinds_put(struct strbuf *out)
{
    struct kind k;
    for (int f = 0; f < FAMILIES; f++) {
        strbuf_printf(out, "%ss2s %s: %s\n", f ? "\n" : "",
                      families[f].option, families[f].what);
        for (int i = 0; families[f].at(i, &k); i++) {
            strbuf_printf(out, "  %-12s %s\n", k.name, k.formula);
            put_line(out, "", k.source);
            put_line(out, "also: ", k.alias);
        }
    }
}

/* ==== JSON ==== */

static void put_member(struct strbuf *out, const char *key, const char *s)
{
    strbuf_printf(out, "\"%s\":", key);
    json_put_string(out, s ? s : "", s ? strlen(s) : 0);
}

static void put_aliases(struct strbuf *out, const char *list)
{
    const char *comma = "";
    strbuf_puts(out, ",\"aliases\":[");
    while (list && *list) {
        size_t n = strcspn(list, " ");
        strbuf_puts(out, comma);
        json_put_string(out, list, n);
        comma = ",";
        list += n;
        list += strspn(list, " ");
    }
    strbuf_puts(out, "],");
}

static void put_kind(struct strbuf *out, const struct kind *k)
{
    strbuf_putc(out, '{');
    put_member(out, "name", k->name);
    put_aliases(out, k->alias);
    put_member(out, "formula", k->formula);
    strbuf_putc(out, ',');
    put_member(out, "source", k->source);
    strbuf_putc(out, '}');
}

void kinds_put_json(struct strbuf *out)
{
    struct kind k;
    strbuf_puts(out, "{\"schema_version\":1");
    for (int f = 0; f < FAMILIES; f++) {
        strbuf_printf(out, ",\n\"%s\":[", families[f].name);
        for (int i = 0; families[f].at(i, &k); i++) {
            strbuf_puts(out, i ? ",\n " : "\n ");
            put_kind(out, &k);
        }
        strbuf_putc(out, ']');
    }
    strbuf_puts(out, "}\n");
}
