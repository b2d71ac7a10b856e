/* s2s check for a reader: one screen. */
#include <string.h>

#include "base/opt.h"
#include "base/utf8.h"
#include "cmd/cmd_check.h"
#include "report/screen.h"

/* ==== The corpus ==== */

static void put_side(struct strbuf *out, const struct check *k, int side)
{
    const struct facts_sum *sum = &k->sum[side];
    int longest = 0, kinds = 0;
    long long all = 0;

    for (int i = 0; i < k->c->n; i++) {
        const struct text_facts *f = &k->facts[side][i];

        all += f->length;
        longest = f->length > longest ? f->length : longest;
    }
    for (int c = 0; c < 0x110000; c++)
        kinds += sum->seen[c] > 0;
    strbuf_printf(out, "  %s  %.1f %s a line, at most %d; "
                  "%d different characters\n", side ? "target" : "source",
                  (double)all / k->c->n,
                  corpus_spaceless(k->c, side) > 0.5 ? "characters" : "words",
                  longest, kinds);
}

static void put_corpus(struct strbuf *out, const struct check *k)
{
    strbuf_printf(out, "%s: ", k->c->name);
    corpus_summary(out, k->c);
    strbuf_putc(out, '\n');
    for (int side = 0; side < 2; side++)
        put_side(out, k, side);
}

/* ==== A finding ==== */

/* Where the text is shown from: a few characters before its fault. */
static int near_fault(const struct check *k, const struct finding *f,
                      int side, const struct pair *p)
{
    enum { BEFORE = 16 };
    int at = facts_find(p->text[side], p->len[side], f->flags[side],
                        &k->sum[side]);
    int from = at > BEFORE ? at - BEFORE : 0;

    while (from > 0 && (p->text[side][from] & 0xC0) == 0x80)
        from--;
    return from;
}

static void put_text(struct strbuf *out, const struct check *k,
                     const struct finding *f, int side, const struct pair *p,
                     int columns)
{
    int from = near_fault(k, f, side, p);
    struct strbuf text = STRBUF_INIT;

    if (from > 0)
        utf8_put(&text, 0x2026);
    facts_show(&text, p->text[side] + from, p->len[side] - from,
               f->flags[side]);
    int used = screen_fit(out, text.s, columns);
    if (side == 0)
        screen_pad(out, columns - used);
    strbuf_release(&text);
}

static void put_pair(struct strbuf *out, const struct check_view *v,
                     const struct finding *f, const struct pair *p)
{
    size_t from = out->n;

    strbuf_printf(out, "  line %ld: ", p->line);
    int columns = (v->columns - (int)(out->n - from) - 3) / 2;
    put_text(out, v->check, f, 0, p, columns);
    strbuf_puts(out, " | ");
    put_text(out, v->check, f, 1, p, columns);
    strbuf_putc(out, '\n');
}

static void put_wrapped(struct strbuf *out, const char *s, const char *more)
{
    struct strbuf text = STRBUF_INIT;

    utf8_printable(&text, s, strlen(s));
    if (*more)
        strbuf_printf(&text, "; %s", more);
    strbuf_puts(out, "  ");
    opt_wrap(out, text.s, 2, 2);
    strbuf_release(&text);
}

static void put_finding(struct strbuf *out, const struct check_view *v,
                        const struct finding *f)
{
    const struct check_kind *kind = f->kind;

    strbuf_printf(out, "\n%s %s: %ld of %ld (%.3g %%) %s\n",
                  f->level == CHECK_WARNING ? "WARNING" : "note", kind->name,
                  f->count, f->of, 100.0 * (double)f->count / (double)f->of,
                  kind->what);
    if (f->detail[0])
        put_wrapped(out, f->detail, "");
    for (int i = 0; i < f->shown; i++)
        put_pair(out, v, f, &v->check->c->pair[f->pair[i]]);
    put_wrapped(out, kind->means, kind->advice);
}

void check_put(struct strbuf *out, const struct check_view *v)
{
    put_corpus(out, v->check);
    for (int i = 0; i < v->findings; i++)
        put_finding(out, v, &v->finding[i]);
    if (v->cleans == 0)
        return;
    strbuf_puts(out, v->findings ? "\nnothing else: " : "\nnothing found: ");
    struct strbuf names = STRBUF_INIT;
    for (int i = 0; i < v->cleans; i++)
        strbuf_printf(&names, " %s", v->clean[i].kind->name);
    opt_wrap(out, names.s + 1, 15, 2);
    strbuf_release(&names);
}
