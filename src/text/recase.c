#include "text/recase.h"

#include <string.h>

#include "base/utf8.h"
#include "text/span.h"

static long long count_of(const struct familiar *f, const struct strbuf *word)
{
    int id = vocab_id(&f->seen, word->s, (int)word->n);
    return id < 0 ? 0 : f->seen.count[id];
}

/* s, which is in lower case, with a capital first. */
static void put_capitalised(struct strbuf *out, const char *s, size_t n)
{
    int len;
    utf8_next(s, n, &len);
    utf8_upper(out, s, (size_t)len);
    strbuf_add(out, s + len, n - (size_t)len);
}

static void put_usual(struct strbuf *out, const struct familiar *f,
                      const char *s, size_t n, bool first)
{
    struct strbuf form[3] = {STRBUF_INIT, STRBUF_INIT, STRBUF_INIT};
    struct strbuf *name = &form[0], *lower = &form[1], *given = &form[2];
    utf8_lower(lower, s, n);
    put_capitalised(name, lower->s, lower->n);
    strbuf_add(given, s, n);
    struct strbuf *best = name;
    for (int k = 1; k < 3; k++)
        if (count_of(f, &form[k]) > count_of(f, best))
            best = &form[k];
    if (first && best == lower)
        best = name;
    strbuf_add(out, best->s, best->n);
    for (int k = 0; k < 3; k++)
        strbuf_release(&form[k]);
}

const char *recase_usual(const struct familiar *f, const char *text,
                         struct arena *arena)
{
    struct strbuf nfc = STRBUF_INIT, out = STRBUF_INIT;
    const char *usual = NULL;
    utf8_nfc(&nfc, text, strlen(text));
    int n = (int)nfc.n, from = 0;
    if (span_all_capitals(&f->seen, nfc.s, n)) {
        for (int at = 0, len; (len = span_run(nfc.s, n, &at)) > 0; at += len) {
            strbuf_add(&out, nfc.s + from, (size_t)(at - from));
            put_usual(&out, f, nfc.s + at, (size_t)len, from == 0);
            from = at + len;
        }
        strbuf_add(&out, nfc.s + from, nfc.n - (size_t)from);
        usual = arena_strndup(arena, out.s, out.n);
    }
    strbuf_release(&nfc);
    strbuf_release(&out);
    return usual;
}

bool recase_is_loud(const char *text)
{
    size_t n = strlen(text);
    int upper = 0, letters = 0;
    for (size_t at = 0; at < n;) {
        int len, c = utf8_next(text + at, n - at, &len);
        upper += utf8_is_upper(c);
        letters += utf8_class(c) == UTF8_LETTER;
        at += (size_t)len;
    }
    return 2 * upper > letters;
}

const char *recase_loud(const char *text, struct arena *arena)
{
    struct strbuf out = STRBUF_INIT;
    utf8_upper(&out, text, strlen(text));
    const char *s = arena_strndup(arena, out.s, out.n);
    strbuf_release(&out);
    return s;
}
