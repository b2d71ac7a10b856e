/* What a corpus says about itself: the line for the user, and lengths. */
#include <string.h>

#include "base/utf8.h"
#include "text/corpus.h"

const char *corpus_drop_text(enum drop reason)
{
    static const char *const text[] = {
#define X(name, text) text,
        DROP_REASONS(X)
#undef X
    };
    return text[reason];
}

/* ==== The summary ==== */

static void put_reason(struct strbuf *out, const struct corpus *c,
                       enum drop reason)
{
    long n = c->dropped[reason];

    strbuf_put_count(out, n);
    strbuf_printf(out, " %s%s (%sline %ld)", corpus_drop_text(reason),
                  reason == DROP_EMPTY && n > 1 ? "s" : "",
                  n > 1 ? "first: " : "", c->first[reason]);
}

void corpus_summary(struct strbuf *out, const struct corpus *c)
{
    const char *before = ": ";
    long all = 0;

    for (int i = 0; i < DROP_REASON_COUNT; i++)
        all += c->dropped[i];
    strbuf_put_count(out, c->n);
    strbuf_puts(out, c->n == 1 ? " pair" : " pairs");
    if (2 * c->wider > c->lines)
        strbuf_puts(out, " in columns 1 and 2 (there are more: --cols)");
    if (all == 0)
        return;
    strbuf_puts(out, "; dropped ");
    strbuf_put_count(out, all);
    for (int i = 0; i < DROP_REASON_COUNT; i++)
        if (c->dropped[i] > 0) {
            strbuf_puts(out, before);
            put_reason(out, c, (enum drop)i);
            before = ", ";
        }
}

/* ==== Lengths ==== */

struct tally {
    long long chars;     /* that are not white space */
    long long spaceless; /* of these, of scripts without spaces */
    long long words;     /* runs between white space */
};

static void tally_text(struct tally *t, const char *s, size_t n)
{
    bool in_word = false;

    for (size_t at = 0; at < n;) {
        int len;
        int c = utf8_next(s + at, n - at, &len);
        bool printable_ascii = c > 0x20 && c < 0x7F;
        bool space = !printable_ascii && utf8_class(c) == UTF8_SPACE;

        t->words += !space && !in_word;
        t->chars += !space;
        t->spaceless += c >= 0x80 && utf8_is_spaceless(c);
        in_word = !space;
        at += (size_t)len;
    }
}

static struct tally tally_side(const struct corpus *c, int side)
{
    struct tally t = {0};

    for (int i = 0; i < c->n; i++)
        tally_text(&t, c->pair[i].text[side], (size_t)c->pair[i].len[side]);
    return t;
}

double corpus_spaceless(const struct corpus *c, int side)
{
    struct tally t = tally_side(c, side);
    return t.chars ? (double)t.spaceless / (double)t.chars : 0;
}

/* Segmenters leave words of one or two characters. */
bool corpus_unsegmented(const struct corpus *c, int side)
{
    struct tally t = tally_side(c, side);
    return 2 * t.spaceless > t.chars && t.chars > 4 * t.words;
}

int corpus_length(const char *s, int n)
{
    struct tally t = {0};

    tally_text(&t, s, (size_t)n);
    return (int)(2 * t.spaceless > t.chars ? t.chars : t.words);
}
