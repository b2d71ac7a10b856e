/* As text:
 *
 *   before: La fille lit un livre.
 *   after:  La fille lit.
 *   step 4: un, p 0.91 -> ., p 0.55
 *     a                    0.88 -> 0.00
 *     .                    0.02 -> 0.61
 *
 * As JSON, a line a sentence:
 *
 *   {"schema_version":1,"source":[...],
 *    "before":{"text":"..","target":[...],"p":[...],"alpha":[[...],...]},
 *    "after":{...},"changed":[4]}
 *
 * alpha is the mean of the heads. */
#include "cmd/cmd_whatif.h"

#include <math.h>

#include "base/json.h"
#include "base/utf8.h"
#include "report/screen.h"
#include "task/faithful.h"
#include "text/corpus.h"

enum { NAME_MOST = 20 };

/* A weight or a probability that moves less is not worth a line. */
static const double least = 0.05;

/* ==== Options ==== */

bool whatif_asked(const struct whatif_args *a)
{
    return a->mask || a->set || a->prefix;
}

bool whatif_args_check(struct whatif_args *a, const struct model *m,
                       int words, struct arena *arena, struct error *err)
{
    if (a->faithful && (whatif_asked(a) || words > 0))
        return error_set(err, EXIT_USAGE, "--faithful: the texts are those "
                         "of the file, as they are");
    if ((a->mask || a->set || a->faithful) && !translate_aligns(m))
        return error_set(err, EXIT_USAGE, "this model has no attention to "
                         "change (--focus %s)", m->net.o.focus->kind.name);
    return (!a->prefix ||
            translate_prefix(m, a->prefix, &a->begin, arena, err)) &&
           whatif_read(&a->what, a->mask, a->set, arena, err);
}

/* ==== What changed ==== */

struct change {
    const struct model *m;
    const struct explanation *before, *after;
};

/* alpha_ij, the mean of the heads. */
static double weight(const struct explanation *x, int i, int j)
{
    double sum = 0;
    for (int h = 0; h < x->heads; h++)
        sum += (double)row_at(x->step[i].alpha, h, x->Tx)[j];
    return sum / x->heads;
}

static bool moved(const struct change *c, int i, int j)
{
    return c->before->step[i].alpha &&
           fabs(weight(c->before, i, j) - weight(c->after, i, j)) >= least;
}

static bool step_changed(const struct change *c, int i)
{
    const struct explanation *b = c->before, *a = c->after;
    if (i >= b->Ty || i >= a->Ty || b->step[i].id != a->step[i].id ||
        fabs(b->step[i].p - a->step[i].p) >= least)
        return true;
    for (int j = 0; j < a->Tx; j++)
        if (moved(c, i, j))
            return true;
    return false;
}

static int steps_of(const struct change *c)
{
    return c->before->Ty > c->after->Ty ? c->before->Ty : c->after->Ty;
}

static void put_translation(struct strbuf *out, const struct change *c,
                            const struct explanation *x)
{
    tokens_decode(&c->m->tokens, SIDE_TGT, x->tgt.id, x->tgt.n, out);
}

/* ==== Text ==== */

static void put_text(struct strbuf *out, const struct change *c,
                     const struct explanation *x)
{
    struct strbuf text = STRBUF_INIT;
    put_translation(&text, c, x);
    utf8_printable(out, text.s, text.n);
    strbuf_putc(out, '\n');
    strbuf_release(&text);
}

static void put_end(struct strbuf *out, const struct explanation *x, int i)
{
    if (i >= x->Ty) {
        strbuf_puts(out, "nothing");
        return;
    }
    screen_fit(out, x->names.tgt[i], NAME_MOST);
    strbuf_printf(out, ", p %.2f", x->step[i].p);
}

static void put_step(struct strbuf *out, const struct change *c, int i)
{
    strbuf_printf(out, "step %d: ", i + 1);
    put_end(out, c->before, i);
    strbuf_puts(out, " -> ");
    put_end(out, c->after, i);
    strbuf_putc(out, '\n');
    if (i >= c->before->Ty || i >= c->after->Ty)
        return;
    for (int j = 0; j < c->after->Tx; j++) {
        if (!moved(c, i, j))
            continue;
        strbuf_printf(out, "%5d  ", j + 1);
        int used = screen_fit(out, c->after->names.src[j], NAME_MOST);
        screen_pad(out, NAME_MOST - used);
        strbuf_printf(out, " %.2f -> %.2f\n", weight(c->before, i, j),
                      weight(c->after, i, j));
    }
}

static void put_change(struct strbuf *out, const struct change *c)
{
    strbuf_puts(out, "before: ");
    put_text(out, c, c->before);
    strbuf_puts(out, "after:  ");
    put_text(out, c, c->after);
    for (int i = 0; i < steps_of(c); i++)
        if (step_changed(c, i))
            put_step(out, c, i);
}

/* ==== JSON ==== */

static void put_row(struct strbuf *out, const struct explanation *x, int i)
{
    strbuf_puts(out, i ? ",[" : "[");
    for (int j = 0; j < x->Tx; j++) {
        strbuf_puts(out, j ? "," : "");
        json_put_number(out, weight(x, i, j));
    }
    strbuf_putc(out, ']');
}

static void put_side(struct strbuf *out, const char *name,
                     const struct change *c, const struct explanation *x)
{
    struct strbuf text = STRBUF_INIT;
    put_translation(&text, c, x);
    strbuf_printf(out, ",\"%s\":{\"text\":", name);
    json_put_string(out, text.s, text.n);
    strbuf_release(&text);
    json_put_member_texts(out, "target", x->names.tgt, x->Ty);
    strbuf_puts(out, ",\"p\":[");
    for (int i = 0; i < x->Ty; i++) {
        strbuf_puts(out, i ? "," : "");
        json_put_number(out, x->step[i].p);
    }
    strbuf_puts(out, "],\"alpha\":[");
    for (int i = 0; i < x->Ty && x->step[i].alpha; i++)
        put_row(out, x, i);
    strbuf_puts(out, "]}");
}

static void put_change_json(struct strbuf *out, const struct change *c)
{
    const char *comma = "";
    strbuf_puts(out, "{\"schema_version\":1");
    json_put_member_texts(out, "source", c->before->names.src, c->before->Tx);
    put_side(out, "before", c, c->before);
    put_side(out, "after", c, c->after);
    strbuf_puts(out, ",\"changed\":[");
    for (int i = 0; i < steps_of(c); i++)
        if (step_changed(c, i)) {
            strbuf_printf(out, "%s%d", comma, i + 1);
            comma = ",";
        }
    strbuf_puts(out, "]}\n");
}

bool whatif_one(const struct whatif_args *a, const struct model *m,
                struct text_pair pair, const struct explanation *before,
                bool json, struct out *to, struct arena *arena,
                struct error *err)
{
    struct explanation after;
    struct intervention alpha = {whatif_change, &a->what};
    struct explain_change how = {&alpha, a->prefix ? &a->begin : NULL};
    struct change c = {m, before, &after};
    struct strbuf out = STRBUF_INIT;
    if (a->prefix && pair.tgt)
        return error_set(err, EXIT_USAGE, "--prefix: a TARGET that is given "
                         "has its beginning");
    if (before->Tx > 0 && !whatif_check(&a->what, before->Tx, err))
        return false;
    explain(&after, m, pair.src, pair.tgt, &how, arena);
    if (before->Tx > 0 && !whatif_check_steps(&a->what, after.Ty, err))
        return false;
    (json ? put_change_json : put_change)(&out, &c);
    bool ok = out_put(to, &out, err) && out_flush(to, err);
    strbuf_release(&out);
    return ok;
}

/* ==== Faithful ==== */

static void put_faithful(struct strbuf *out, const struct faithful *f)
{
    strbuf_printf(out, "%d sentences, %ld steps; the next token changes when "
                       "attention loses\n", f->sentences, f->steps);
    strbuf_printf(out, "the word attended most  %5.1f %%\n", 100 * f->most);
    strbuf_printf(out, "another, at random      %5.1f %%\n",
                  100 * f->random);
    strbuf_printf(out, "more often by           %5.1f %% [%.1f, %.1f]\n",
                  100 * (f->most - f->random), 100 * f->low, 100 * f->high);
}

static void put_faithful_json(struct strbuf *out, const struct faithful *f)
{
    strbuf_printf(out, "{\"schema_version\":1,\"sentences\":%d,\"steps\":%ld",
                  f->sentences, f->steps);
    json_put_member(out, "most_attended", f->most);
    json_put_member(out, "random", f->random);
    json_put_member(out, "difference", f->most - f->random);
    json_put_member(out, "low", f->low);
    json_put_member(out, "high", f->high);
    strbuf_puts(out, "}\n");
}

bool whatif_faithful(const struct whatif_args *a, const struct model *m,
                     bool json, const char *output, struct arena *arena,
                     struct error *err)
{
    struct corpus test;
    struct faithful f;
    struct strbuf out = STRBUF_INIT;
    if (!corpus_args_test(&a->columns, a->faithful, &test, arena, err))
        return false;
    if (test.n == 0)
        return error_set(err, EXIT_DATA, "%s: no sentence in it",
                         a->faithful);
    if (!out_possible(&output, 1, err))
        return false;
    const char **text = ARENA_ARRAY(arena, const char *, test.n);
    for (int i = 0; i < test.n; i++)
        text[i] = test.pair[i].text[SIDE_SRC];
    text_warn_corpus(m, &test, false);
    faithful(&f, m, text, test.n, 1);
    (json ? put_faithful_json : put_faithful)(&out, &f);
    bool ok = out_write(output, &out, err);
    strbuf_release(&out);
    return ok;
}
