#include "text/recase.h"

#include <string.h>

#include "base/utf8.h"
#include "text/span.h"

/* ==== Words ==== */

static long long count_of(const struct familiar *f, const struct strbuf *word)
{
    int id = vocab_id(&f->seen, word->s, (int)word->n);
    return id < 0 ? 0 : f->seen.count[id];
}

/* s with a capital first. */
static void put_capitalised(struct strbuf *out, const char *s, size_t n)
{
    int len;
    utf8_next(s, n, &len);
    utf8_upper(out, s, (size_t)len);
    strbuf_add(out, s + len, n - (size_t)len);
}

/* The ways to write a word. */
enum form { LOWER, NAME, UPPER, GIVEN, FORMS };

struct forms {
    struct strbuf form[FORMS];
    long long count[FORMS];
};

static void forms_of(struct forms *w, const struct familiar *f, const char *s,
                     size_t n)
{
    for (int k = 0; k < FORMS; k++)
        w->form[k] = (struct strbuf)STRBUF_INIT;
    utf8_lower(&w->form[LOWER], s, n);
    put_capitalised(&w->form[NAME], w->form[LOWER].s, w->form[LOWER].n);
    utf8_upper(&w->form[UPPER], s, n);
    strbuf_add(&w->form[GIVEN], s, n);
    for (int k = 0; k < FORMS; k++)
        w->count[k] = count_of(f, &w->form[k]);
}

static void forms_release(struct forms *w)
{
    for (int k = 0; k < FORMS; k++)
        strbuf_release(&w->form[k]);
}

static enum form commonest(const struct forms *w)
{
    enum form best = NAME;
    for (int k = 0; k < FORMS; k++)
        if (w->count[k] > w->count[best])
            best = (enum form)k;
    return best;
}

static bool is_small(const char *s, size_t n)
{
    bool small = true;
    for (int len; n > 0 && small; s += len, n -= (size_t)len)
        small = utf8_is_lower(utf8_next(s, n, &len));
    return small;
}

static void put_word(struct strbuf *out, const struct familiar *f,
                     const char *s, size_t n, bool capitals)
{
    struct forms w;
    if (!capitals && !is_small(s, n)) {
        strbuf_add(out, s, n);
        return;
    }
    forms_of(&w, f, s, n);
    enum form best = commonest(&w);
    if (!capitals && w.count[best] <= RECASE_RARE * w.count[LOWER])
        best = LOWER;
    strbuf_add(out, w.form[best].s, w.form[best].n);
    forms_release(&w);
}

static void put_words(struct strbuf *out, const struct familiar *f,
                      const struct strbuf *text, bool capitals)
{
    int n = (int)text->n, from = 0;
    for (int at = 0, len; (len = span_run(text->s, n, &at)) > 0; at += len) {
        strbuf_add(out, text->s + from, (size_t)(at - from));
        put_word(out, f, text->s + at, (size_t)len, capitals);
        from = at + len;
    }
    strbuf_add(out, text->s + from, text->n - (size_t)from);
}

/* ==== Where it begins and ends ==== */

/* Is the first of s's letters and digits a capital? */
static bool begins_large(const char *s)
{
    int at = 0, len = span_run(s, (int)strlen(s), &at);
    return len > 0 && span_capital(s + at, len);
}

/* The first word gets a capital, if it is one, small, not part of an address
 * or a formula. */
static void begin_large(struct strbuf *text)
{
    struct strbuf out = STRBUF_INIT;
    int n = (int)text->n, at = 0, len = span_run(text->s, n, &at);
    const char *end = text->s + at + len;
    if (len == 0 || at > 1 || !is_small(text->s + at, (size_t)len) ||
        (*end && !strchr(" ',", *end)))
        return;
    strbuf_add(&out, text->s, (size_t)at);
    put_capitalised(&out, text->s + at, text->n - (size_t)at);
    strbuf_release(text);
    *text = out;
}

/* How a statement ends, if sentences like the sample end with a mark: ".",
 * " ."; else "".  French has a space before others. */
static const char *end_of(const char *sample)
{
    size_t n = strlen(sample);
    if (n < 2 || !strchr(".!?", sample[n - 1]))
        return "";
    return sample[n - 1] == '.' && sample[n - 2] == ' ' ? " ." : ".";
}

void recase_read(struct recase *out, const struct familiar *f,
                 const char *sample, const char *text, struct arena *arena)
{
    struct strbuf nfc = STRBUF_INIT, usual = STRBUF_INIT;
    size_t n = strlen(text);
    text = utf8_trim(text, &n);
    utf8_nfc(&nfc, text, n);
    n = nfc.n;
    bool capitals = span_all_capitals(&f->seen, nfc.s, (int)n);
    bool letters = span_ends_in_run(nfc.s, (int)n);
    put_words(&usual, f, &nfc, capitals);
    if (begins_large(sample))
        begin_large(&usual);
    if (letters)
        strbuf_puts(&usual, end_of(sample));
    *out = (struct recase){arena_strndup(arena, usual.s, usual.n),
                           capitals && utf8_is_loud(nfc.s, n),
                           letters && *end_of(sample)};
    strbuf_release(&nfc);
    strbuf_release(&usual);
}

/* ==== The translation ==== */

/* Without a full stop, and the space before it. */
static size_t without_end(const char *s, size_t n)
{
    static const char *const stop[] = {".", "\u3002"};
    for (int k = 0; k < 2; k++) {
        size_t len = strlen(stop[k]);
        if (n <= len || memcmp(s + n - len, stop[k], len) != 0 ||
            s[n - len - 1] == '.')
            continue;
        n -= len;
        utf8_trim(s, &n);
        return n;
    }
    return n;
}

const char *recase_write(const struct recase *r, const char *translation,
                         struct arena *arena)
{
    struct strbuf out = STRBUF_INIT;
    size_t n = strlen(translation);
    if (r->ended)
        n = without_end(translation, n);
    if (r->loud)
        utf8_upper(&out, translation, n);
    else
        strbuf_add(&out, translation, n);
    translation = arena_strndup(arena, out.s, out.n);
    strbuf_release(&out);
    return translation;
}
