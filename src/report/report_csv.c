/* CSV as RFC 4180 has it, but for the end of line: LF.  Spreadsheets, R,
 * pandas and gnuplot all read LF, while CRLF leaves a CR in the last cell of
 * cut, awk and diff.  The variant for spreadsheets, "excel", has CRLF, a
 * byte order mark (without it Excel takes UTF-8 for its local code page),
 * and a ' before what Excel would run as a formula. */
#include <string.h>

#include "report/report_grid.h"

/* Quotes also what a reader might trim or take for a comment. */
static bool needs_quotes(const char *s)
{
    size_t n = strlen(s);

    return n && (strpbrk(s, ",\"\r\n#") || strchr(" \t", s[0]) ||
                 strchr(" \t", s[n - 1]));
}

void report_csv_token(struct strbuf *out, const char *s)
{
    if (!needs_quotes(s)) {
        strbuf_puts(out, s);
        return;
    }
    strbuf_putc(out, '"');
    for (; *s; s++) {
        if (*s == '"')
            strbuf_putc(out, '"');
        strbuf_putc(out, *s);
    }
    strbuf_putc(out, '"');
}

/* The first characters that make a cell a formula (OWASP). */
static void put_defused(struct strbuf *out, const char *s)
{
    struct strbuf safe = STRBUF_INIT;

    if (*s && strchr("=+-@\t\r", *s))
        strbuf_putc(&safe, '\'');
    strbuf_puts(&safe, s);
    report_csv_token(out, safe.s);
    strbuf_release(&safe);
}

static const struct grid_style plain = {',', "\n", report_csv_token};
static const struct grid_style excel = {',', "\r\n", put_defused};

static const struct variant {
    const char *name;
    const struct grid_style *style;
    const char *mark; /* before everything else */
    bool tidy;
} variants[] = {
    {"", &plain, "", false},
    {"long", &plain, "", true},
    {"excel", &excel, "\xEF\xBB\xBF", false},
};

/* The variant asked for; the matrix for a name of no variant. */
static const struct variant *variant_of(const struct report_options *o)
{
    for (size_t i = 1; i < sizeof variants / sizeof *variants; i++)
        if (o->variant && strcmp(variants[i].name, o->variant) == 0)
            return &variants[i];
    return &variants[0];
}

static void csv_begin(struct strbuf *out, const struct report_options *o)
{
    const struct variant *v = variant_of(o);

    strbuf_puts(out, v->mark);
    if (v->tidy)
        grid_long_header(out, v->style, o->heads);
}

static void csv_sentence(struct strbuf *out, int sentence,
                         const struct alignment *a,
                         const struct report_options *o)
{
    const struct variant *v = variant_of(o);

    if (v->tidy)
        grid_long(out, sentence, a, v->style, o->heads);
    else
        grid_matrix(out, sentence, a, v->style);
}

static void csv_end(struct strbuf *out, const struct report_options *o)
{
    (void)out, (void)o;
}

const struct report_kind report_csv = {
    .name = "csv",
    .what = "the matrix for a spreadsheet (=excel: safe to open there), "
            "pandas, R or gnuplot (=long: a line a weight)",
    .variants = "long excel",
    .begin = csv_begin,
    .sentence = csv_sentence,
    .end = csv_end,
};
