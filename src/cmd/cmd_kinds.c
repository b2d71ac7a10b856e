#include "cmd/cmd_kinds.h"

#include <string.h>

#include "base/json.h"
#include "base/opt.h"
#include "model/preset.h"
#include "nn/cell.h"
#include "nn/encoder.h"
#include "nn/focus.h"
#include "nn/optimizer.h"
#include "nn/position.h"
#include "nn/schedule.h"
#include "nn/score.h"
#include "nn/summary.h"
#include "report/report.h"
#include "text/tokens.h"

/* ==== One shape for all rows ==== */

#define NN_FAMILIES(X) \
    X(cell) X(encoder) X(position) X(summary) X(score) X(focus) X(optimizer) \
    X(schedule)

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
        *k = (struct kind){.name = r->name,
                          .formula = r->what, .source = ""};
    return r != NULL;
}

static bool preset_at(int i, struct kind *k)
{
    if (!preset_kind(i))
        return false;
    *k = *preset_kind(i);
    return true;
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
    {"schedule", "train --schedule", "update -> learning rate", schedule_at},
    {"preset", "train --preset", "a known model: all of the above",
     preset_at},
    {"report", "align --NAME", "an alignment, written or drawn", report_at},
};

enum { FAMILIES = sizeof families / sizeof *families };

/* ==== What the text and JSON say of a row ==== */

/* Appends those of the space-separated names that are Chinese, or the
 * others. */
static void put_names(struct strbuf *out, const char *list, bool chinese)
{
    const char *gap = "";
    while (list && *list) {
        size_t n = strcspn(list, " ");
        if (((unsigned char)*list >= 0x80) == chinese) {
            strbuf_puts(out, gap);
            strbuf_add(out, list, n);
            gap = " ";
        }
        list += n;
        list += strspn(list, " ");
    }
}

static void put_unproved(struct strbuf *out, unsigned unproved,
                         const char *comma)
{
    static const char *const name[] = {"copy", "reverse", "align"};
    const char *gap = "";
    for (int i = 0; i < 3; i++)
        if (unproved & (1u << i)) {
            strbuf_printf(out, "%s%s", gap, name[i]);
            gap = comma;
        }
}

/* ==== Text ==== */

enum { MARGIN = 15 };

static void put_line(struct strbuf *out, const char *label, const char *s)
{
    struct strbuf line = STRBUF_INIT;
    strbuf_printf(&line, "%s%s", label, s ? s : "");
    if (s && *s) {
        strbuf_printf(out, "%*s", MARGIN, "");
        opt_wrap(out, line.s, MARGIN, MARGIN + 2);
    }
    strbuf_release(&line);
}

static void put_row(struct strbuf *out, const struct kind *k)
{
    struct strbuf s = STRBUF_INIT;
    strbuf_printf(out, "  %-12s ", k->name);
    opt_wrap(out, k->formula, MARGIN, MARGIN + 2);
    put_line(out, "", k->qkv);
    put_line(out, "", k->source);
    put_names(&s, k->alias, false);
    put_line(out, "also: ", s.s);
    strbuf_reset(&s);
    put_names(&s, k->alias, true);
    put_line(out, "in Chinese: ", s.s);
    put_line(out, "note: ", k->note);
    strbuf_reset(&s);
    put_unproved(&s, k->unproved, ", ");
    if (s.n)
        strbuf_printf(&s, ": %s", k->why);
    put_line(out, "does not apply: ", s.s);
    strbuf_release(&s);
}

void kinds_put(struct strbuf *out)
{
    struct kind k;
    for (int f = 0; f < FAMILIES; f++) {
        strbuf_printf(out, "%ss2s %s: %s\n", f ? "\n" : "",
                      families[f].option, families[f].what);
        for (int i = 0; families[f].at(i, &k); i++)
            put_row(out, &k);
    }
    strbuf_puts(out, "\nThe gradients, values and bits of every row are "
                "tested.  Three proofs more do not\napply to each: that it "
                "learns to copy a text, to reverse it, and to align the\n"
                "words with their own.\n");
}

/* ==== JSON ==== */

/* The space-separated names as a further member. */
static void put_list(struct strbuf *out, const char *key, const char *list)
{
    const char *comma = "";
    strbuf_printf(out, ",\"%s\":[", key);
    while (list && *list) {
        size_t n = strcspn(list, " ");
        strbuf_puts(out, comma);
        json_put_string(out, list, n);
        comma = ",";
        list += n;
        list += strspn(list, " ");
    }
    strbuf_putc(out, ']');
}

/* Members that not every row has. */
static void put_more(struct strbuf *out, const struct kind *k)
{
    struct strbuf s = STRBUF_INIT;
    put_names(&s, k->alias, true);
    put_list(out, "chinese", s.s);
    if (k->qkv)
        json_put_member_text(out, "qkv", k->qkv);
    if (k->note)
        json_put_member_text(out, "note", k->note);
    if (k->unproved) {
        strbuf_reset(&s);
        put_unproved(&s, k->unproved, " ");
        put_list(out, "unproved", s.s);
        json_put_member_text(out, "why", k->why);
    }
    strbuf_release(&s);
}

static void put_kind(struct strbuf *out, const struct kind *k)
{
    strbuf_putc(out, '{');
    json_put_member_text(out, "name", k->name);
    put_list(out, "aliases", k->alias);
    json_put_member_text(out, "formula", k->formula);
    json_put_member_text(out, "source", k->source);
    put_more(out, k);
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
