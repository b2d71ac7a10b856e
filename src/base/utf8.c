#include "base/utf8.h"

#include <assert.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFD

/* ==== Bytes and code points ==== */

/* Continuation bytes that the lead byte asks for; -1 if it leads nothing.
 * *min is the least code point that needs as many. */
static int continuations(unsigned char lead, int *min)
{
    if (lead >= 0xC2 && lead <= 0xDF)
        return *min = 0x80, 1;
    if (lead >= 0xE0 && lead <= 0xEF)
        return *min = 0x800, 2;
    if (lead >= 0xF0 && lead <= 0xF4)
        return *min = 0x10000, 3;
    return -1;
}

/* As utf8_next, but -1 for what is not UTF-8. */
static int decode(const char *s, size_t n, int *len)
{
    const unsigned char *p = (const unsigned char *)s;
    int min;
    *len = 1;
    if (p[0] < 0x80)
        return p[0];
    int more = continuations(p[0], &min);
    if (more < 0 || n <= (size_t)more)
        return -1;
    int c = p[0] & (0x3F >> more);
    for (int i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return -1;
        c = c << 6 | (p[i] & 0x3F);
    }
    if (c < min || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return -1;
    *len = more + 1;
    return c;
}

int utf8_next(const char *s, size_t n, int *len)
{
    assert(n > 0);
    int c = decode(s, n, len);
    return c >= 0 ? c : REPLACEMENT;
}

void utf8_put(struct strbuf *out, int c)
{
    if (c < 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = REPLACEMENT;
    if (c < 0x80) {
        strbuf_putc(out, c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    strbuf_putc(out, (0xFF00 >> (more + 1) & 0xFF) | c >> (6 * more));
    for (int i = more - 1; i >= 0; i--)
        strbuf_putc(out, 0x80 | (c >> (6 * i) & 0x3F));
}

size_t utf8_valid_prefix(const char *s, size_t n)
{
    size_t i = 0;
    int len;
    while (i < n && decode(s + i, n - i, &len) >= 0)
        i += (size_t)len;
    return i;
}

const char *utf8_trim(const char *s, size_t *n)
{
    static const char space[] = " \t\n\v\f\r";
    while (*n > 0 && memchr(space, *s, sizeof space - 1)) {
        s++;
        --*n;
    }
    while (*n > 0 && memchr(space, s[*n - 1], sizeof space - 1))
        --*n;
    return s;
}

int utf8_length(const char *s, size_t n)
{
    int count = 0, len;
    for (size_t i = 0; i < n; i += (size_t)len, count++)
        decode(s + i, n - i, &len);
    return count;
}

/* ==== Classes ==== */

enum utf8_class utf8_class(int c)
{
    if ((c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) || c == 0x85)
        return UTF8_SPACE;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return UTF8_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return UTF8_DIGIT;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return UTF8_SPACE;
    default:
        return UTF8_OTHER;
    }
}

/* utf8proc's categories of one major class follow one another. */
static bool category_in(int c, utf8proc_category_t first,
                        utf8proc_category_t last)
{
    utf8proc_category_t k = utf8proc_category(c);
    return k >= first && k <= last;
}

int utf8_base(int c)
{
    utf8proc_int32_t part[32];
    int last = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char(c, part, 32, UTF8PROC_DECOMPOSE, &last);
    return n > 0 ? part[0] : c;
}

bool utf8_is_mark(int c)
{
    return category_in(c, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME);
}

bool utf8_is_punct(int c)
{
    return category_in(c, UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_PO);
}

bool utf8_is_symbol(int c)
{
    return category_in(c, UTF8PROC_CATEGORY_SM, UTF8PROC_CATEGORY_SO);
}

bool utf8_is_currency(int c)
{
    return utf8proc_category(c) == UTF8PROC_CATEGORY_SC;
}

bool utf8_is_upper(int c)
{
    return utf8proc_category(c) == UTF8PROC_CATEGORY_LU;
}

bool utf8_is_lower(int c)
{
    return utf8proc_category(c) == UTF8PROC_CATEGORY_LL;
}

bool utf8_is_spaceless(int c)
{
    static const int range[][2] = {
        {0x0E00, 0x0EFF},    /* Thai, Lao */
        {0x1000, 0x109F},    /* Myanmar */
        {0x1780, 0x17FF},    /* Khmer */
        {0x19E0, 0x19FF},    /* Khmer symbols */
        {0x2E80, 0x2FDF},    /* Han radicals */
        {0x3005, 0x3007},    /* Han iteration, closing, zero */
        {0x3021, 0x3029},    /* Hangzhou numerals */
        {0x3031, 0x3035},    /* kana repeat marks */
        {0x3038, 0x303B},
        {0x3041, 0x30FF},    /* hiragana, katakana */
        {0x31F0, 0x31FF},    /* katakana extensions */
        {0x3400, 0x4DBF},    /* Han */
        {0x4E00, 0x9FFF},
        {0xA9E0, 0xA9FF},    /* Myanmar extensions */
        {0xAA60, 0xAA7F},
        {0xF900, 0xFAFF},    /* Han, compatibility */
        {0xFF66, 0xFF9F},    /* half-width katakana */
        {0x1B000, 0x1B16F},  /* kana, historic */
        {0x20000, 0x323AF}   /* Han extensions */
    };
    if (c < range[0][0]) /* most of what there is to read */
        return false;
    for (size_t i = 0; i < sizeof(range) / sizeof(range[0]); i++)
        if (c >= range[i][0] && c <= range[i][1])
            return true;
    return false;
}

/* ==== Words ==== */

/* Of what is not ASCII white space begins with C2, E1, E2 or E3.  Other bytes
 * are none, be they the first of a character or not. */
static bool space_at(const char *s, size_t n, int *len)
{
    unsigned char b = (unsigned char)*s;
    *len = 1;
    if (b > ' ' && b != 0xC2 && (b < 0xE1 || b > 0xE3))
        return false;
    return utf8_class(decode(s, n, len)) == UTF8_SPACE;
}

/* The end of the run of white space, or of what is none, from s[at]. */
static size_t run_end(const char *s, size_t n, size_t at, bool space)
{
    for (int len; at < n && space_at(s + at, n - at, &len) == space;
         at += (size_t)len)
        continue;
    return at;
}

size_t utf8_word(const char *s, size_t n, size_t *at)
{
    *at = run_end(s, n, *at, true);
    return run_end(s, n, *at, false) - *at;
}

int utf8_words(const char *s, size_t n)
{
    int words = 0;
    for (size_t at = 0, len; (len = utf8_word(s, n, &at)) > 0; at += len)
        words++;
    return words;
}

/* ==== Case, width, display ==== */

enum { SHARP_S = 0xDF, CAPITAL_I_DOT = 0x130, DOT_ABOVE = 0x307,
       CAPITAL_SIGMA = 0x3A3, FINAL_SIGMA = 0x3C2, FEMININE = 0xAA,
       MASCULINE = 0xBA };

static bool is_cased(int c)
{
    int kind = utf8proc_category(c), squared = c - 0x1F130;
    return kind == UTF8PROC_CATEGORY_LU || kind == UTF8PROC_CATEGORY_LL ||
           kind == UTF8PROC_CATEGORY_LT || c == FEMININE || c == MASCULINE ||
           (squared >= 0 && squared < 96 && squared % 32 < 26) ||
           utf8proc_tolower(c) != c || utf8proc_toupper(c) != c;
}

/* What may stand within a word without a case of its own. */
static bool is_case_ignorable(int c)
{
    static const int mark[] = {
        '\'', '.', ':', 0xB7, 0x387, 0x55F, 0x5F4, 0x2018, 0x2019, 0x2024,
        0x2027, 0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A};
    for (size_t i = 0; i < sizeof(mark) / sizeof(*mark); i++)
        if (c == mark[i])
            return true;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
        return true;
    default:
        return false;
    }
}

/* Does a letter with a case come before s + n? */
static bool began(const char *s, size_t n)
{
    int len, c = '.';
    while (n > 0 && is_case_ignorable(c)) {
        size_t end = n--;
        while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
            n--;
        c = utf8_next(s + n, end - n, &len);
    }
    return !is_case_ignorable(c) && is_cased(c);
}

/* Does one follow? */
static bool goes_on(const char *s, size_t n)
{
    int len;
    for (size_t i = 0; i < n; i += (size_t)len) {
        int c = utf8_next(s + i, n - i, &len);
        if (!is_case_ignorable(c))
            return is_cased(c);
    }
    return false;
}

void utf8_lower(struct strbuf *out, const char *s, size_t n)
{
    int len;
    for (size_t i = 0; i < n; i += (size_t)len) {
        int c = utf8_next(s + i, n - i, &len), low = utf8proc_tolower(c);
        if (c == CAPITAL_I_DOT)
            low = 'i';
        if (c == CAPITAL_SIGMA && began(s, i) &&
            !goes_on(s + i + len, n - i - (size_t)len))
            low = FINAL_SIGMA;
        utf8_put(out, low);
        if (c == CAPITAL_I_DOT)
            utf8_put(out, DOT_ABOVE);
    }
}

void utf8_upper(struct strbuf *out, const char *s, size_t n)
{
    int len;
    for (size_t i = 0; i < n; i += (size_t)len) {
        int c = utf8_next(s + i, n - i, &len);
        if (c == SHARP_S)
            strbuf_puts(out, "SS");
        else
            utf8_put(out, utf8proc_toupper(c));
    }
}

bool utf8_is_loud(const char *s, size_t n)
{
    int upper = 0, letters = 0, len;
    for (size_t i = 0; i < n; i += (size_t)len) {
        int c = utf8_next(s + i, n - i, &len);
        upper += utf8_is_upper(c);
        letters += utf8_class(c) == UTF8_LETTER;
    }
    return 2 * upper > letters;
}

int utf8_width(const char *s, size_t n)
{
    int width = 0, len;
    for (size_t i = 0; i < n; i += (size_t)len)
        width += utf8proc_charwidth(utf8_next(s + i, n - i, &len));
    return width;
}

/* Controls, line and paragraph separators, and what changes the direction
 * of the text around it. */
static bool is_unsafe(int c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C ||
           c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xE0000 && c <= 0xE007F);
}

static void printable(struct strbuf *out, const char *s, size_t n, bool lines)
{
    int len;
    for (size_t i = 0; i < n; i += (size_t)len) {
        int c = decode(s + i, n - i, &len);
        bool kept = lines && (c == '\n' || c == '\t');
        if (c < 0)
            strbuf_printf(out, "<0x%02X>", (unsigned char)s[i]);
        else if (!kept && is_unsafe(c))
            strbuf_printf(out, "<U+%04X>", (unsigned)c);
        else
            strbuf_add(out, s + i, (size_t)len);
    }
}

void utf8_printable(struct strbuf *out, const char *s, size_t n)
{
    printable(out, s, n, false);
}

void utf8_printable_lines(struct strbuf *out, const char *s, size_t n)
{
    printable(out, s, n, true);
}
