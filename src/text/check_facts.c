#include "text/check_facts.h"

#include <string.h>

#include "base/utf8.h"
#include "text/corpus.h"

/* A place in a text. */
struct look {
    const char *s;
    int n, at;
    int c, len;                /* the character there, its bytes */
    int before, next;          /* its neighbours; 0 at the ends */
    enum script script;        /* of c */
    enum script word;          /* of the letters just before c */
};

static int char_at(const struct look *k, int at)
{
    int len;

    return at < k->n ? utf8_next(k->s + at, (size_t)(k->n - at), &len) : 0;
}

static bool is_ascii_letter(int c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_letter(int c)
{
    return is_ascii_letter(c) || (c >= 0xC0 && utf8_class(c) == UTF8_LETTER);
}

/* ==== Damage ==== */

/* The byte that Windows-1252 or Latin-1 shows as c; 0 for what is neither
 * or is ASCII. */
static int byte_of(int c)
{
    static const unsigned short high[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
        0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

    if (c >= 0x80 && c <= 0xFF)
        return c;
    for (int i = 0; i < 32; i++)
        if (c >= 0x80 && high[i] == c)
            return 0x80 + i;
    return 0;
}

static bool continues(int c)
{
    int b = byte_of(c);

    return b >= 0x80 && b <= 0xBF;
}

/* Characters at `at` that spell one UTF-8 sequence byte by byte; 0: none.
 * *bytes is how many bytes of s they take. */
static int spelled(const struct look *k, int at, int *bytes)
{
    int lead = byte_of(char_at(k, at)), len;
    int want = lead >= 0xC2 && lead <= 0xDF ? 2
               : lead >= 0xE0 && lead <= 0xEF ? 3
               : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    int from = at;

    for (int i = 0; i < want; i++) {
        if (at >= k->n || (i > 0 && !continues(char_at(k, at))))
            return 0;
        utf8_next(k->s + at, (size_t)(k->n - at), &len);
        at += len;
    }
    *bytes = at - from;
    return want;
}

/* U+00C3 before a sign is no text in any language, nor is U+00E2 U+20AC;
 * others may be (an E with acute before a closing guillemet), so that two
 * in a row are asked for. */
static bool is_twice(const struct look *k)
{
    int bytes, more, second = char_at(k, k->at + k->len);

    if (k->c < 0xC2 || k->c > 0xF4 || !spelled(k, k->at, &bytes))
        return false;
    if (k->c == 0xC2 || k->c == 0xC3)
        return true;
    if (k->c == 0xE2)
        return byte_of(second) >= 0x80 && byte_of(second) <= 0x84;
    return spelled(k, k->at + bytes, &more) > 0;
}

/* ==== Markup ==== */

static bool in_set(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_entity(const char *s)
{
    size_t n;

    if (s[1] == '#') {
        n = strspn(s + 2, "xX0123456789abcdefABCDEF");
        return n >= 1 && n <= 7 && s[2 + n] == ';';
    }
    for (n = 1; n <= 8 && is_ascii_letter((unsigned char)s[n]);)
        n++;
    n += strspn(s + n, "0123456789");
    return n >= 3 && s[n] == ';';
}

/* A tag has a name of a few letters, then nothing, /, or attributes. */
static bool is_tag(const char *s)
{
    size_t n = 1 + (s[1] == '/'), from = n;

    while (n - from < 10 && is_ascii_letter((unsigned char)s[n]))
        n++;
    if (n == from)
        return false;
    n += strspn(s + n, "123456");
    if (s[n] == '>' || (s[n] == '/' && s[n + 1] == '>'))
        return true;
    size_t end = strcspn(s + n, "<>");
    return s[n] == ' ' && s[n + end] == '>' && memchr(s + n, '=', end);
}

/* ==== Characters ==== */

static bool is_invisible(int c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD ||
           c == 0x200B || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xE0000 && c <= 0xE007F);
}

static bool is_no_break(int c)
{
    return c == 0xA0 || c == 0x202F || c == 0x2007;
}

/* Could NFC change a text with c in it?  The large blocks of which it
 * changes nothing are told at once. */
static bool may_compose(int c)
{
    if (c < 0x300 || (c >= 0x3041 && c < 0x3099) ||
        (c >= 0x30A0 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
        (c >= 0x400 && c <= 0x482) || (c >= 0x2010 && c <= 0x2027))
        return false;
    return utf8_is_mark(c) || (c >= 0x1100 && c <= 0x11FF) ||
           (c >= 0x340 && c <= 0x387) || (c >= 0x958 && c <= 0xF69) ||
           (c >= 0x1F00 && c <= 0x1FFF) || (c >= 0x2000 && c <= 0x2001) ||
           (c >= 0x2126 && c <= 0x232A) || c == 0x2ADC ||
           (c >= 0xF900 && c <= 0xFB4F) || c >= 0x1D000;
}

/* Latin, Greek and Cyrillic have letters that look the same. */
static bool alike(enum script a, enum script b)
{
    static const bool lookalike[SCRIPT_COUNT] = {
        [SCRIPT_LATIN] = true, [SCRIPT_GREEK] = true,
        [SCRIPT_CYRILLIC] = true};

    return a != b && lookalike[a] && lookalike[b];
}

static unsigned apostrophe(const struct look *k)
{
    if (!is_letter(k->before) || !is_letter(k->next))
        return 0;
    return k->c == '\''                      ? FACT_STRAIGHT
           : k->c == 0x2019 || k->c == 0x2BC ? FACT_CURLY
                                             : FACT_ACCENT;
}

/* A space before punctuation that some languages part from the word. */
static unsigned parted(const struct look *k)
{
    bool high = k->next == 0xBB || (k->next > 0 && k->next < 0x80 &&
                                    in_set((char)k->next, "!?:;"));

    return high && is_letter(k->before) ? FACT_PLAIN : 0;
}

static unsigned flags_ascii(const struct look *k)
{
    const char *s = k->s + k->at;

    switch (k->c) {
    case '&':
        return is_entity(s) ? FACT_ENTITY : 0;
    case '<':
        return is_tag(s) ? FACT_TAG : 0;
    case '\'':
    case '`':
        return apostrophe(k);
    case ' ':
        return parted(k);
    default:
        return k->c < 0x20 || k->c == 0x7F ? FACT_INVISIBLE : 0;
    }
}

static unsigned flags_wide(const struct look *k)
{
    unsigned flags = 0;

    if (k->c == 0x2019 || k->c == 0x2BC || k->c == 0x2018 || k->c == 0xB4)
        flags |= apostrophe(k);
    if (k->c == 0xFFFD)
        flags |= FACT_LOST;
    if (is_invisible(k->c))
        flags |= FACT_INVISIBLE;
    if (is_no_break(k->c))
        flags |= FACT_NO_BREAK;
    if (may_compose(k->c))
        flags |= FACT_NOT_NFC;
    return flags | (is_twice(k) ? FACT_TWICE : 0);
}

/* FACT_NOT_NFC: perhaps. */
static unsigned flags_here(const struct look *k)
{
    unsigned flags = k->c < 0x80 ? flags_ascii(k) : flags_wide(k);

    return alike(k->script, k->word) ? flags | FACT_MIXED : flags;
}

/* ==== A text ==== */

static bool look_next(struct look *k)
{
    k->at += k->len;
    k->before = k->c;
    if (k->at >= k->n)
        return false;
    if (k->script != SCRIPT_OTHER || !utf8_is_mark(k->before))
        k->word = k->script;
    k->c = utf8_next(k->s + k->at, (size_t)(k->n - k->at), &k->len);
    k->next = char_at(k, k->at + k->len);
    k->script = k->c < 0x80 ? is_ascii_letter(k->c) ? SCRIPT_LATIN
                                                    : SCRIPT_OTHER
                            : script_of(k->c);
    return true;
}

static bool is_nfc(const char *s, int n)
{
    struct strbuf b = STRBUF_INIT;

    utf8_nfc(&b, s, (size_t)n);
    bool same = b.n == (size_t)n && memcmp(b.s, s, b.n) == 0;
    strbuf_release(&b);
    return same;
}

static enum script most(const int count[SCRIPT_COUNT])
{
    int best = SCRIPT_OTHER;

    for (int i = SCRIPT_OTHER + 1; i < SCRIPT_COUNT; i++)
        if (count[i] > (best == SCRIPT_OTHER ? 0 : count[best]))
            best = i;
    return (enum script)best;
}

/* Does c end a sentence?  -1: it is a quote or a bracket, look before it. */
static int ends(int c)
{
    static const int stops[] = {'.', '!', '?', ':', ';', 0x37E, 0x589, 0x61F,
                                0x6D4, 0x964, 0x104B, 0x1362, 0x1367, 0x2026,
                                0x3002, 0xFF01, 0xFF0E, 0xFF1A, 0xFF1B,
                                0xFF1F};

    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (c == stops[i])
            return 1;
    return utf8_is_punct(c) || utf8_class(c) == UTF8_SPACE || is_invisible(c)
               ? -1
               : 0;
}

static bool has_ended(const char *s, int n)
{
    int found = -1, len;

    for (int end = n; end > 0 && found < 0; end -= len) {
        for (len = 1; len < end && (s[end - len] & 0xC0) == 0x80;)
            len++;
        found = ends(utf8_next(s + end - len, (size_t)len, &len));
    }
    return found > 0;
}

void facts_of(struct text_facts *f, const char *s, int n, struct facts_sum *sum)
{
    struct look k = {.s = s, .n = n};
    int script[SCRIPT_COUNT] = {0}, word = 0;

    *f = (struct text_facts){.ended = has_ended(s, n)};
    while (look_next(&k)) {
        f->flags |= flags_here(&k);
        word = is_letter(k.c) && !utf8_is_spaceless(k.c) ? word + 1 : 0;
        f->word = word > f->word ? word : f->word;
        script[k.script]++;
        sum->seen[k.c]++;
        f->chars += k.c != ' ' &&
                    (k.c < 0x80 || utf8_class(k.c) != UTF8_SPACE);
    }
    for (int i = 0; i < SCRIPT_COUNT; i++)
        sum->script[i] += script[i];
    f->script = (unsigned char)most(script);
    f->length = corpus_length(s, n);
    if ((f->flags & FACT_NOT_NFC) && is_nfc(s, n))
        f->flags &= ~(unsigned)FACT_NOT_NFC;
}

bool facts_once(const char *s, int n, const struct facts_sum *sum)
{
    int len;

    for (int at = 0; at < n; at += len)
        if (sum->seen[utf8_next(s + at, (size_t)(n - at), &len)] == 1)
            return true;
    return false;
}

/* Marks, and the vowels and finals of Hangul. */
static bool is_attached(int c)
{
    return utf8_is_mark(c) || (c >= 0x1160 && c <= 0x11FF);
}

/* FACT_NOT_NFC: where NFC changes the letter with all that is attached. */
static unsigned flags_certain(const struct look *k)
{
    unsigned flags = flags_here(k);
    int start = k->at, end = k->at + k->len, len;

    if (!(flags & FACT_NOT_NFC))
        return flags;
    while (start > 0 && is_attached(char_at(k, start)))
        while (--start > 0 && (k->s[start] & 0xC0) == 0x80)
            ;
    for (; end < k->n && is_attached(char_at(k, end)); end += len)
        utf8_next(k->s + end, (size_t)(k->n - end), &len);
    return is_nfc(k->s + start, end - start) ? flags & ~(unsigned)FACT_NOT_NFC
                                             : flags;
}

int facts_find(const char *s, int n, unsigned flags,
               const struct facts_sum *sum)
{
    struct look k = {.s = s, .n = n};

    while (look_next(&k))
        if ((flags_certain(&k) & flags) ||
            ((flags & FACT_ONCE) && sum->seen[k.c] == 1))
            return k.at;
    return -1;
}

void facts_show(struct strbuf *out, const char *s, int n, unsigned flags)
{
    struct look k = {.s = s, .n = n};

    flags &= FACT_INVISIBLE | FACT_NO_BREAK | FACT_MIXED | FACT_NOT_NFC;
    while (look_next(&k))
        if (k.c >= 0x80 && (flags_certain(&k) & flags))
            strbuf_printf(out, "<U+%04X>", (unsigned)k.c);
        else
            strbuf_add(out, s + k.at, (size_t)k.len);
}
