#include "text/corpus_sniff.h"

#include <stdio.h>
#include <string.h>

#include "base/shell.h"
#include "base/utf8.h"

/* ==== Counting ==== */

/* The head is the file's beginning as it was, but for a CR before LF. */
static void keep_head(struct sniff *s, const char *line, size_t n)
{
    size_t room = SNIFF_HEAD - s->head_n;
    size_t k = n < room ? n : room;

    memcpy(s->head + s->head_n, line, k);
    s->head_n += k;
    if (s->head_n < SNIFF_HEAD)
        s->head[s->head_n++] = '\n';
}

static bool is_high(const char *line, size_t i)
{
    return (unsigned char)line[i] >= 0x80;
}

/* Bytes of 0x80 and above; *runs: those of them that follow another. */
static long long count_high(const char *line, size_t n, long long *runs)
{
    long long high = 0;

    *runs = 0;
    for (size_t i = 0; i < n; i++) {
        high += is_high(line, i);
        *runs += i > 0 && is_high(line, i) && is_high(line, i - 1);
    }
    return high;
}

static bool holds(const char *line, size_t n, char c)
{
    return memchr(line, c, n) != NULL;
}

static void count_shape(struct sniff *s, const char *line, size_t n)
{
    for (const char *end = line + n, *at = line;
         (at = memchr(at, '\r', (size_t)(end - at))); at++)
        s->returns++;
    if (holds(line, n, '\t'))
        return;
    s->tabless++;
    s->comma += holds(line, n, ',');
    s->semicolon += holds(line, n, ';');
    s->bars += memmem(line, n, " ||| ", 5) != NULL;
}

bool sniff_line(struct sniff *s, const char *line, size_t n, bool cut)
{
    long long runs, high = count_high(line, n, &runs);
    bool valid = high == 0 || utf8_valid_prefix(line, n) == n;

    if (s->head_n < SNIFF_HEAD)
        keep_head(s, line, n);
    s->lines++;
    if (cut)
        return false;
    s->high += high > 0;
    if (!valid) {
        s->invalid++;
        s->invalid_high += high;
        s->invalid_runs += runs;
    }
    count_shape(s, line, n);
    return valid;
}

/* ==== Commands for the user ==== */

/* The path as one word of a shell, and no option whatever it begins with. */
static void put_path(struct strbuf *out, const char *path)
{
    if (path[0] == '-')
        strbuf_puts(out, "./");
    shell_quote(out, path);
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);

    return n >= k && strcmp(s + n - k, end) == 0;
}

/* "hint: FILTER FILE > FILE.EXT", through gzip where the name says so; for
 * stdin the filter alone. */
static bool hint_filter(struct error *err, const char *path, const char *filter,
                        const char *extension)
{
    struct strbuf file = STRBUF_INIT, to = STRBUF_INIT;

    strbuf_puts(&to, path);
    strbuf_puts(&to, extension);
    put_path(&file, path);
    if (strcmp(path, "-") == 0) {
        error_hint(err, "put this before it in the pipe: %s", filter);
    } else {
        struct strbuf quoted = STRBUF_INIT;

        put_path(&quoted, to.s);
        if (ends_with(path, ".gz"))
            error_hint(err, "gzip -dc %s | %s > %s", file.s, filter, quoted.s);
        else
            error_hint(err, "%s %s > %s", filter, file.s, quoted.s);
        strbuf_release(&quoted);
    }
    strbuf_release(&file);
    strbuf_release(&to);
    return false;
}

/* ==== Files that are no text ==== */

static const char *shown(const char *path)
{
    return strcmp(path, "-") == 0 ? "stdin" : path;
}

static bool begins(const struct sniff *s, size_t at, const char *bytes,
                   size_t n)
{
    return s->head_n >= at + n && memcmp(s->head + at, bytes, n) == 0;
}

static const struct magic {
    const char *bytes;
    int at, n;
    const char *what, *hint;
} magics[] = {
    {"\0\0\0\0{\"", 4, 6, "a model, not text",
     "give the model with -m, and a text file here"},
    {"PK\3\4", 0, 4, "a zip archive or a spreadsheet (.xlsx, .ods)",
     "unzip it; in a spreadsheet, save the sheet as TAB-separated text in "
     "UTF-8"},
    {"BZh", 0, 3, "compressed by bzip2", "unpack it with bunzip2"},
    {"\xfd"
     "7zXZ",
     0, 5, "compressed by xz", "unpack it with unxz"},
    {"\x28\xb5\x2f\xfd", 0, 4, "compressed by zstd", "unpack it with unzstd"},
    {"%PDF-", 0, 5, "a PDF document", "extract its text first"},
    {"\x7f"
     "ELF",
     0, 4, "a program", ""},
    {"\x89PNG", 0, 4, "a picture", ""},
};

static const struct magic *find_magic(const struct sniff *s)
{
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (begins(s, (size_t)magics[i].at, magics[i].bytes,
                   (size_t)magics[i].n))
            return &magics[i];
    return NULL;
}

/* NUL bytes of the head at even (or odd) places. */
static size_t head_nuls(const struct sniff *s, size_t parity)
{
    size_t nuls = 0;

    for (size_t i = parity; i < s->head_n; i += 2)
        nuls += s->head[i] == '\0';
    return nuls;
}

/* The UTF-16 that the head is in, by its mark or by its NULs: English, TABs
 * and line ends have every other byte 0.  NULL: none. */
static const char *utf16_name(const struct sniff *s)
{
    size_t even = head_nuls(s, 0), odd = head_nuls(s, 1);
    size_t few = s->head_n / 5 > 2 ? s->head_n / 5 : 2;

    if (begins(s, 0, "\xff\xfe", 2) || begins(s, 0, "\xfe\xff", 2))
        return "UTF-16";
    if (odd > few && odd > 8 * even)
        return "UTF-16LE";
    if (even > few && even > 8 * odd)
        return "UTF-16BE";
    return NULL;
}

static bool utf16_verdict(const char *name, const char *path, struct error *err)
{
    char filter[64];

    error_set(err, EXIT_DATA, "%s: is %s, not UTF-8", shown(path), name);
    snprintf(filter, sizeof filter, "iconv -f %s -t UTF-8", name);
    return hint_filter(err, path, filter, ".utf8");
}

static bool binary_verdict(const char *path, struct error *err)
{
    error_set(err, EXIT_DATA, "%s: is binary, not text (NUL bytes in it)",
              shown(path));
    return error_hint(err, "a corpus is UTF-8 text: source TAB target, one "
                           "pair a line");
}

/* ==== Text in another encoding or shape ==== */

/* One bad line in a long file is dropped; a file of them is an error. */
static bool is_not_utf8(const struct sniff *s)
{
    return 2 * s->invalid > s->high && 100 * s->invalid >= s->lines;
}

/* In Western text the bytes of 0x80 and above stand alone, in others they
 * come in runs; which of their encodings it is cannot be told from here. */
static bool encoding_verdict(const struct sniff *s, const char *path,
                             struct error *err)
{
    error_set(err, EXIT_DATA,
              "%s: is not UTF-8 (%ld of %ld lines with "
              "non-ASCII characters are not)",
              shown(path), s->invalid, s->high);
    if (3 * s->invalid_runs < s->invalid_high)
        return hint_filter(err, path, "iconv -f ISO-8859-1 -t UTF-8", ".utf8");
    hint_filter(err, path, "iconv -f ENCODING -t UTF-8", ".utf8");
    size_t used = strlen(err->hint);
    snprintf(err->hint + used, sizeof err->hint - used,
             "  (ENCODING: GB18030 for Chinese, SHIFT_JIS or EUC-JP for "
             "Japanese, EUC-KR for Korean, WINDOWS-1251 for Cyrillic, ...)");
    return false;
}

static const char csv_filter[] =
    "python3 -c \"import csv, fileinput; [print(*(' '.join(f.split()) for f "
    "in r), sep='\\t') for r in csv.reader(fileinput.input()%s)]\"";

static bool csv_verdict(const char *path, const char *name,
                        const char *argument, struct error *err)
{
    char filter[256];

    error_set(err, EXIT_DATA,
              "%s:1: columns are parted by %s, not by TABs "
              "(expected source TAB target)",
              shown(path), name);
    snprintf(filter, sizeof filter, csv_filter, argument);
    return hint_filter(err, path, filter, ".tsv");
}

static bool returns_verdict(const char *path, struct error *err)
{
    error_set(err, EXIT_DATA, "%s: its lines end in CR, as those of old Macs "
              "and some spreadsheets do, not in LF", shown(path));
    return hint_filter(err, path, "sed 's/\\r/\\n/g'", ".lf");
}

static bool shape_verdict(const struct sniff *s, const char *path,
                          struct error *err)
{
    if (2 * s->tabless <= s->lines)
        return true;
    if (2 * s->bars > s->tabless) {
        error_set(err, EXIT_DATA,
                  "%s:1: columns are parted by |||, not by "
                  "TABs (expected source TAB target)",
                  shown(path));
        return hint_filter(err, path, "sed 's/ ||| /\\t/g'", ".tsv");
    }
    if (2 * s->semicolon > s->tabless && s->semicolon >= s->comma)
        return csv_verdict(path, "semicolons", ", delimiter=';'", err);
    if (2 * s->comma > s->tabless)
        return csv_verdict(path, "commas", "", err);
    return true;
}

/* True unless the first bytes say that the file is no text or UTF-16. */
static bool check_head(const struct sniff *s, const char *path,
                       struct error *err)
{
    const struct magic *magic = find_magic(s);
    const char *utf16 = utf16_name(s);

    if (magic) {
        error_set(err, EXIT_DATA, "%s: is %s", shown(path), magic->what);
        return error_hint(err, "%s", magic->hint);
    }
    return !utf16 || utf16_verdict(utf16, path, err);
}

bool sniff_lines(struct lines *in, const char *path, struct error *err)
{
    struct sniff s = {.head_n = 0};
    const char *bytes;
    size_t n;

    if (!lines_peek(in, &bytes, &n, err))
        return false;
    keep_head(&s, bytes, n);
    return check_head(&s, path, err);
}

bool sniff_verdict(const struct sniff *s, const char *path, bool columns,
                   long usable, struct error *err)
{
    if (s->lines == 0)
        return error_set(err, EXIT_DATA, "%s: is empty", shown(path));
    if (!check_head(s, path, err))
        return false;
    if (memchr(s->head, '\0', s->head_n) && 2 * usable < s->lines)
        return binary_verdict(path, err);
    if (is_not_utf8(s))
        return encoding_verdict(s, path, err);
    if (s->returns > s->lines)
        return returns_verdict(path, err);
    return !columns || 10 * usable > s->lines || shape_verdict(s, path, err);
}
