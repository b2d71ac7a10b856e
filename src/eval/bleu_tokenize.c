/* The tokenisers of corpus BLEU, from their definitions: NIST's
 * mteval-v13a.pl and mteval-v14.pl ("international"), characters, and
 * white space alone.
 *
 * Each cutter puts blanks where a token ends; split() then does what Python's
 * ' '.join(line.split()) does.  A rule "s/(X)(Y)/\1 \2 /g" reads left to
 * right and consumes what it matched, which the loops below keep to: in
 * "a,,b" the second comma has lost its left neighbour to the first match. */
#include "eval/bleu_tokenize.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "eval/bleu.h"

/* ==== 13a ==== */

static const struct {
    const char *from, *to;
} entities[] = {
    /* In this order: "&amp;lt;" becomes "<", as the definition has it. */
    {"<skipped>", ""}, {"-\n", ""},   {"\n", " "},   {"&quot;", "\""},
    {"&amp;", "&"},    {"&lt;", "<"}, {"&gt;", ">"},
};

static void replace_all(struct strbuf *out, const char *s, const char *from,
                        const char *to)
{
    const char *hit;

    while ((hit = strstr(s, from))) {
        strbuf_add(out, s, (size_t)(hit - s));
        strbuf_puts(out, to);
        s = hit + strlen(from);
    }
    strbuf_puts(out, s);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_stop(char c)
{
    return c == '.' || c == ',';
}

/* The ASCII signs that are tokens wherever they stand: all but ' , - . */
static bool stands_alone(char c)
{
    return (c >= '{' && c <= '~') || (c >= '[' && c <= '`') ||
           (c >= ' ' && c <= '&') || (c >= '(' && c <= '+') ||
           (c >= ':' && c <= '@') || c == '/';
}

/* The four rules of 13a.  Bytes do: every test is on ASCII, and no byte of
 * a longer UTF-8 sequence is ASCII. */
static void rule_signs(struct strbuf *out, const char *s)
{
    for (; *s; s++) {
        if (stands_alone(*s))
            strbuf_putc(out, ' ');
        strbuf_putc(out, *s);
        if (stands_alone(*s))
            strbuf_putc(out, ' ');
    }
}

static void rule_stop_after_text(struct strbuf *out, const char *s)
{
    for (; *s; s++) {
        strbuf_putc(out, *s);
        if (!is_digit(*s) && is_stop(s[1])) {
            strbuf_printf(out, " %c ", s[1]);
            s++;
        }
    }
}

static void rule_stop_before_text(struct strbuf *out, const char *s)
{
    for (; *s; s++) {
        if (is_stop(*s) && s[1] && !is_digit(s[1])) {
            strbuf_printf(out, " %c ", *s);
            strbuf_putc(out, *++s);
        } else {
            strbuf_putc(out, *s);
        }
    }
}

static void rule_dash_after_digit(struct strbuf *out, const char *s)
{
    for (; *s; s++) {
        strbuf_putc(out, *s);
        if (is_digit(*s) && s[1] == '-') {
            strbuf_puts(out, " - ");
            s++;
        }
    }
}

static void swap(struct strbuf *a, struct strbuf *b)
{
    struct strbuf t = *a;

    *a = *b;
    *b = t;
    strbuf_reset(b);
}

static void cut_13a(struct strbuf *out, const char *s, size_t n)
{
    static void (*const rules[])(struct strbuf *, const char *) = {
        rule_signs, rule_stop_after_text, rule_stop_before_text,
        rule_dash_after_digit};
    struct strbuf line = STRBUF_INIT, next = STRBUF_INIT;

    strbuf_add(&line, s, n);
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        replace_all(&next, line.s, entities[i].from, entities[i].to);
        swap(&line, &next);
    }
    strbuf_printf(&next, " %s ", line.s);
    swap(&line, &next);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        rules[i](&next, line.s);
        swap(&line, &next);
    }
    strbuf_add(out, line.s, line.n);
    strbuf_release(&line);
    strbuf_release(&next);
}

/* ==== International ==== */

static bool is_number(int c)
{
    return utf8_class(c) == UTF8_DIGIT;
}

/* Rules "(\P{N})(\p{P})" -> "\1 \2 " and "(\p{P})(\P{N})" -> " \1 \2":
 * `first` and `second` test the pair; the blanks go round the sign. */
static void cut_pairs(struct strbuf *out, const char *s, size_t n,
                      bool sign_first)
{
    int len, len2;

    for (size_t i = 0; i < n; i += (size_t)len) {
        int a = utf8_next(s + i, n - i, &len);
        size_t left = n - i - (size_t)len;
        const char *next = s + i + len;
        int b = left ? utf8_next(next, left, &len2) : 0;
        bool hit = left && (sign_first ? utf8_is_punct(a) && !is_number(b)
                                       : !is_number(a) && utf8_is_punct(b));

        if (hit && sign_first)
            strbuf_putc(out, ' ');
        strbuf_add(out, s + i, (size_t)len);
        if (!hit)
            continue;
        strbuf_putc(out, ' ');
        strbuf_add(out, next, (size_t)len2);
        if (!sign_first)
            strbuf_putc(out, ' ');
        len += len2;
    }
}

static void cut_intl(struct strbuf *out, const char *s, size_t n)
{
    struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
    int len;

    cut_pairs(&a, s, n, false);
    cut_pairs(&b, a.s, a.n, true);
    for (size_t i = 0; i < b.n; i += (size_t)len) {
        bool symbol = utf8_is_symbol(utf8_next(b.s + i, b.n - i, &len));

        if (symbol)
            strbuf_putc(out, ' ');
        strbuf_add(out, b.s + i, (size_t)len);
        if (symbol)
            strbuf_putc(out, ' ');
    }
    strbuf_release(&a);
    strbuf_release(&b);
}

/* ==== Characters, none ==== */

static void cut_char(struct strbuf *out, const char *s, size_t n)
{
    int len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        utf8_next(s + i, n - i, &len);
        strbuf_add(out, s + i, (size_t)len);
        strbuf_putc(out, ' ');
    }
}

static void cut_none(struct strbuf *out, const char *s, size_t n)
{
    strbuf_add(out, s, n);
}

/* ==== The table ==== */

static const struct {
    const char *name;
    void (*cut)(struct strbuf *out, const char *s, size_t n);
} tokenizers[] = {
    {"13a", cut_13a},
    {"intl", cut_intl},
    {"char", cut_char},
    {"none", cut_none},
};

enum { TOKENIZERS = sizeof tokenizers / sizeof *tokenizers };

const char *bleu_tokenizer(int i)
{
    return i >= 0 && i < TOKENIZERS ? tokenizers[i].name : NULL;
}

/* The length of s[0..n) without white space at its end. */
static size_t trimmed(const char *s, size_t n)
{
    size_t end = 0;
    int len;

    for (size_t i = 0; i < n; i += (size_t)len)
        if (utf8_class(utf8_next(s + i, n - i, &len)) != UTF8_SPACE)
            end = i + (size_t)len;
    return end;
}

/* Appends the words of s joined by single spaces. */
static void split(struct strbuf *out, const char *s, size_t n)
{
    bool space = false, any = false;
    int len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        if (utf8_class(utf8_next(s + i, n - i, &len)) == UTF8_SPACE) {
            space = any;
            continue;
        }
        if (space)
            strbuf_putc(out, ' ');
        strbuf_add(out, s + i, (size_t)len);
        space = false;
        any = true;
    }
}

void bleu_tokenize(struct strbuf *out, const char *s, size_t n,
                   const char *tokenize)
{
    struct strbuf cut = STRBUF_INIT;
    int i = 0;

    while (i < TOKENIZERS && strcmp(tokenizers[i].name, tokenize) != 0)
        i++;
    assert(i < TOKENIZERS);
    tokenizers[i].cut(&cut, s, trimmed(s, n));
    split(out, cut.s, cut.n);
    strbuf_release(&cut);
}

/* Finds the tokens in out->text. */
static void index_tokens(struct bleu_tokens *out, size_t n, struct arena *arena)
{
    out->start = ARENA_ARRAY(arena, int, n / 2 + 1);
    out->end = ARENA_ARRAY(arena, int, n / 2 + 1);
    for (size_t i = 0; i < n; i++) {
        const char *space = memchr(out->text + i, ' ', n - i);

        out->start[out->n] = (int)i;
        i = space ? (size_t)(space - out->text) : n;
        out->end[out->n++] = (int)i;
    }
}

void bleu_tokens_cut(struct bleu_tokens *out, const char *s,
                     const char *tokenize, int lowercase, struct arena *arena)
{
    struct strbuf lower = STRBUF_INIT, text = STRBUF_INIT;

    if (lowercase)
        utf8_lower(&lower, s, strlen(s));
    else
        strbuf_puts(&lower, s);
    bleu_tokenize(&text, lower.s, lower.n, tokenize);
    *out = (struct bleu_tokens){0};
    out->text = arena_strndup(arena, text.s, text.n);
    index_tokens(out, text.n, arena);
    strbuf_release(&lower);
    strbuf_release(&text);
}
