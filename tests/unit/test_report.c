#include "report/report.h"

#include <math.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "report/colormap.h"
#include "report/escape.h"
#include "test.h"

/* Tokens that break careless writers. */
static const char *const nasty[] = {
    "</script>",
    "<img onerror=x>",
    "\"",
    ",",
    "=2+2",
    "\033[31m",
    ("\xe2\x80\xae"
     "evil"),
    "日本語",
    "e\xcc\x81\xcc\x82",
    "",
    "'",
    "a\tb",
    "a\nb",
    "a\rb",
    "-1",
    "+1",
    "@x",
    "#",
    " ",
    "\\n",
    "\xff\xfe",
    "]]>",
    "&amp;",
    "سلام",
    "\x7f",
    "\xef\xbf\xbe",
    "</s>",
};

enum { NASTY = sizeof nasty / sizeof *nasty };

static double weight[NASTY * NASTY];
static struct strbuf out;

static struct alignment nasty_alignment(void)
{
    return (struct alignment){.Tx = NASTY,
                              .Ty = NASTY,
                              .src = (const char **)(void *)nasty,
                              .tgt = (const char **)(void *)nasty,
                              .weight = weight,
                              .eos_src = true,
                              .eos_tgt = true};
}

static void setup(void)
{
    strbuf_init(&out);
    for (int i = 0; i < NASTY; i++) {
        double sum = 0.0;

        for (int j = 0; j < NASTY; j++)
            sum += weight[i * NASTY + j] = exp(-0.7 * abs(i - j));
        for (int j = 0; j < NASTY; j++)
            weight[i * NASTY + j] /= sum;
    }
}

static void teardown(void)
{
    strbuf_release(&out);
}

static void write_two(const struct report_kind *k,
                      const struct report_options *o)
{
    struct alignment a = nasty_alignment();

    k->begin(&out, o);
    for (int sentence = 1; sentence <= 2; sentence++)
        k->sentence(&out, sentence, &a, o);
    k->end(&out, o);
}

/* ==== The table ==== */

START_TEST(the_table)
{
    for (int i = 0; report_kind(i); i++) {
        const struct report_kind *k = report_kind(i);

        ck_assert(*k->what && (!k->file || *k->file));
        ck_assert(k->missing || (k->begin && k->sentence && k->end));
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(k->name, report_kind(j)->name);
    }
    ck_assert_ptr_null(report_kind(-1));
}
END_TEST

/* What every writer must bear: nasty tokens, nothing at all, no number. */
START_TEST(every_kind_bears_it)
{
    double odd[] = {(double)NAN, (double)INFINITY, -1.0, 2.0};
    struct alignment empty = {0}, a = nasty_alignment();

    a.Tx = a.Ty = 2;
    a.weight = odd;
    for (int i = 0; report_kind(i); i++)
        for (int c = 0; c < 3; c++)
            for (int columns = -1; columns < 100; columns += 20) {
                const struct report_kind *k = report_kind(i);
                struct report_options o = {.variant = "",
                                           .colours = c * c * 256,
                                           .columns = columns,
                                           .values = columns % 3};

                if (k->missing || (k->file && (c || columns > 0)))
                    continue; /* a picture has no columns, nor colours */
                strbuf_reset(&out);
                write_two(k, &o);
                k->begin(&out, &o);
                k->sentence(&out, 3, &empty, &o);
                k->sentence(&out, 4, &a, &o);
                k->end(&out, &o);
                ck_assert(out.n > 0);
            }
}
END_TEST

/* ==== CSV, read by a reader of its own ==== */

struct reader {
    const char *s;
    bool line_ends; /* the cell just read was the last of its line */
};

/* One cell of RFC 4180 into `cell`; false at the end of the text. */
static bool read_cell(struct reader *r, struct strbuf *cell)
{
    bool quoted = *r->s == '"';

    strbuf_reset(cell);
    if (!*r->s)
        return false;
    r->s += quoted;
    while (*r->s) {
        if (quoted && *r->s == '"') {
            r->s++;
            if (*r->s != '"')
                quoted = false;
        }
        if (!quoted && (*r->s == ',' || *r->s == '\n' || *r->s == '\r'))
            break;
        if (*r->s)
            strbuf_putc(cell, *r->s++);
    }
    r->line_ends = *r->s != ',';
    r->s += *r->s == '\r';
    r->s += *r->s != '\0';
    return true;
}

static void expect(struct reader *r, const char *text, bool last)
{
    struct strbuf cell = STRBUF_INIT;

    ck_assert(read_cell(r, &cell));
    ck_assert_str_eq(cell.s, text);
    ck_assert_int_eq(r->line_ends, last);
    strbuf_release(&cell);
}

static double read_weight(struct reader *r, bool last)
{
    struct strbuf cell = STRBUF_INIT;
    char *end;
    double w;

    ck_assert(read_cell(r, &cell));
    w = strtod(cell.s, &end);
    ck_assert(end > cell.s && !*end);
    ck_assert_int_eq(r->line_ends, last);
    strbuf_release(&cell);
    return w;
}

static void read_matrix(struct reader *r)
{
    expect(r, "", false);
    for (int j = 0; j < NASTY; j++)
        expect(r, nasty[j], j == NASTY - 1);
    for (int i = 0; i < NASTY; i++) {
        double sum = 0.0;

        expect(r, nasty[i], false);
        for (int j = 0; j < NASTY; j++) {
            double w = read_weight(r, j == NASTY - 1);

            ck_assert(fabs(w - weight[i * NASTY + j]) < 1e-8);
            sum += w;
        }
        ck_assert(fabs(sum - 1.0) < 1e-6);
    }
}

START_TEST(csv_matrix_reads_back)
{
    struct report_options o = {.variant = ""};
    struct reader r = {0};

    write_two(&report_csv, &o);
    r.s = out.s;
    read_matrix(&r);
    expect(&r, "", true);
    read_matrix(&r);
    ck_assert_int_eq(*r.s, '\0');
    ck_assert_ptr_null(strstr(out.s, "\n\n\n"));
}
END_TEST

START_TEST(csv_long_reads_back)
{
    static const char *const head[] = {"sentence",        "target_position",
                                       "source_position", "target",
                                       "source",          "weight"};
    struct report_options o = {.variant = "long"};
    struct reader r = {0};

    write_two(&report_csv, &o);
    r.s = out.s;
    for (int k = 0; k < 6; k++)
        expect(&r, head[k], k == 5);
    for (int m = 0; m < 2 * NASTY * NASTY; m++) {
        int i = m / NASTY % NASTY, j = m % NASTY;

        ck_assert(read_weight(&r, false) == m / (NASTY * NASTY) + 1);
        ck_assert(read_weight(&r, false) == i + 1);
        ck_assert(read_weight(&r, false) == j + 1);
        expect(&r, nasty[i], false);
        expect(&r, nasty[j], false);
        read_weight(&r, true);
    }
    ck_assert_int_eq(*r.s, '\0');
}
END_TEST

START_TEST(csv_excel_runs_nothing)
{
    struct report_options o = {.variant = "excel"};
    struct strbuf cell = STRBUF_INIT;
    struct reader r = {0};
    int defused = 0;

    write_two(&report_csv, &o);
    ck_assert(memcmp(out.s, "\xEF\xBB\xBF", 3) == 0);
    ck_assert_ptr_nonnull(strstr(out.s, "\r\n"));
    r.s = out.s + 3;
    while (read_cell(&r, &cell)) {
        ck_assert(!*cell.s || !strchr("=+-@\t\r", *cell.s));
        defused += *cell.s == '\'' && cell.n > 1;
    }
    ck_assert_int_eq(defused, 2 * 2 * 4); /* =2+2 -1 +1 @x */
    strbuf_release(&cell);
}
END_TEST

START_TEST(csv_small_case)
{
    static const char *src[] = {"a", "\"b,\""}, *tgt[] = {"x"};
    double w[] = {0.25, 0.75};
    struct alignment a = {
        .Tx = 2, .Ty = 1, .src = src, .tgt = tgt, .weight = w};
    struct report_options o = {.variant = ""};

    report_csv.sentence(&out, 1, &a, &o);
    ck_assert_str_eq(out.s, ",a,\"\"\"b,\"\"\"\nx,0.25,0.75\n");
}
END_TEST

/* ==== TSV, JSON, Pharaoh ==== */

START_TEST(tsv_has_whole_rows)
{
    struct report_options o = {.variant = ""};
    int rows = 0;

    write_two(&report_tsv, &o);
    for (const char *s = out.s; *s; rows++) {
        size_t n = strcspn(s, "\n"), tabs = 0;

        for (size_t i = 0; i < n; i++)
            tabs += s[i] == '\t';
        ck_assert(tabs == NASTY || n == 0);
        s += n + 1;
    }
    ck_assert_int_eq(rows, 2 * (NASTY + 1) + 1);
    ck_assert_ptr_nonnull(strstr(out.s, "\ta\\tb\ta\\nb\ta\\rb\t"));
}
END_TEST

START_TEST(json_lines_parse)
{
    struct report_options o = {.variant = ""};
    struct error err;
    struct cJSON *row, *rows_of;
    size_t n;

    write_two(&report_json, &o);
    n = strcspn(out.s, "\n");
    ck_assert_msg(json_parse(&row, out.s, n, &err), "%s", err.text);
    rows_of = cJSON_GetObjectItemCaseSensitive(row, "weights");
    ck_assert_int_eq(cJSON_GetArraySize(rows_of), NASTY);
    for (int i = 0; i < NASTY; i++) {
        const cJSON *x;
        double sum = 0.0;

        cJSON_ArrayForEach(x, cJSON_GetArrayItem(rows_of, i)) sum +=
            x->valuedouble;
        ck_assert(fabs(sum - 1.0) < 1e-9);
    }
    ck_assert_str_eq(
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(row, "source"), 0)
            ->valuestring,
        nasty[0]);
    ck_assert_ptr_null(strstr(out.s, "</script"));
    ck_assert_int_eq(out.n, 2 * (n + 1));
    json_free(row);
}
END_TEST

START_TEST(pharaoh_is_a_line_a_sentence)
{
    struct report_options o = {.variant = ""};
    struct alignment empty = {0};

    report_pharaoh.sentence(&out, 1, &empty, &o);
    ck_assert_str_eq(out.s, "\n");
    strbuf_reset(&out);
    write_two(&report_pharaoh, &o);
    ck_assert_ptr_eq(strstr(out.s, "0-0 1-1 2-2 "), out.s);
    ck_assert_ptr_null(strstr(out.s, "26-26")); /* </s> */
}
END_TEST

/* ==== SVG ==== */

static int count(const char *s, const char *what)
{
    int n = 0;

    for (; (s = strstr(s, what)); s++)
        n++;
    return n;
}

/* The verdict of `command`, where its program is there, on a file `name`. */
static void check_by(const char *name, const char *command)
{
    char there[100];
    struct error err;

    snprintf(there, sizeof there, "command -v %.*s >/dev/null 2>&1",
             (int)strcspn(command, " "), command);
    if (system(there) != 0) {
        printf("%s: not checked, no %s here\n", name, command);
        return;
    }
    test_enter_dir();
    ck_assert(save_all(name, out.s, out.n, &err));
    ck_assert_int_eq(system(command), 0);
    test_leave_dir();
}

START_TEST(svg_is_xml)
{
    struct report_options o = {.variant = ""};

    write_two(&report_svg, &o);
    check_by("x.svg", "xmllint --noout --nonet x.svg");
    ck_assert_int_eq(count(out.s, "<title>"), 2 * NASTY * NASTY + 1);
    ck_assert_ptr_nonnull(strstr(out.s, "viewBox=\"0 0 "));
    ck_assert_ptr_null(strstr(out.s, "<img"));
    ck_assert_ptr_null(strstr(out.s, "<script"));
    ck_assert_ptr_nonnull(strstr(out.s, "&lt;img onerror=x&gt; &lt;- "));
    ck_assert_int_eq(count(out.s, "role=\"cell\""), 2 * NASTY * NASTY);
    /* In tooltips what runs from right to left is isolated. */
    ck_assert_ptr_nonnull(strstr(out.s, "<title>\xe2\x81\xa8سلام"
                                        "\xe2\x81\xa9 &lt;- "));
}
END_TEST

/* The matrix of lines_small_case, written anew for each. */
static void write_lines(const char **src, const char **tgt)
{
    static double w[] = {0.995, 0.005, 0.25, 0.75};
    struct report_options o = {.variant = ""};
    struct alignment a = {
        .Tx = 2, .Ty = 2, .src = src, .tgt = tgt, .weight = w};

    strbuf_reset(&out);
    report_lines.begin(&out, &o);
    report_lines.sentence(&out, 1, &a, &o);
    report_lines.end(&out, &o);
    check_by("x.svg", "xmllint --noout --nonet x.svg");
}

/* The x of a word's middle. */
static double word_x(const char *word)
{
    const char *at = strstr(out.s, word);

    ck_assert_ptr_nonnull(at);
    while (strncmp(at, " x=\"", 4) != 0)
        at--;
    return strtod(at + 4, NULL);
}

START_TEST(lines_small_case)
{
    static const char *src[] = {"the", "cat"}, *tgt[] = {"קנס", "גדול"};

    write_lines(src, tgt);
    /* A stroke each, but for one too thin to be seen; 9 pixels are 1. */
    ck_assert_int_eq(count(out.s, "<path"), 3);
    ck_assert_ptr_nonnull(strstr(out.s, "stroke-width=\"8.96\""));
    ck_assert_ptr_nonnull(strstr(out.s, "stroke-width=\"2.25\""));
    ck_assert_ptr_nonnull(strstr(out.s, "stroke-width=\"6.75\""));
    ck_assert(word_x(">the<") < word_x(">cat<"));
    ck_assert(word_x(">קנס<") > word_x(">גדול<"));
    write_lines(tgt, src);
    ck_assert(word_x(">the<") < word_x(">cat<"));
    ck_assert(word_x(">קנס<") > word_x(">גדול<"));
}
END_TEST

START_TEST(lines_are_xml)
{
    struct report_options o = {.variant = ""};

    write_two(&report_lines, &o);
    check_by("x.svg", "xmllint --noout --nonet x.svg");
    ck_assert_ptr_null(strstr(out.s, "<img"));
}
END_TEST

/* ==== HTML ==== */

START_TEST(html_is_html)
{
    struct report_options o = {.variant = ""};

    write_two(&report_html, &o);
    check_by("x.html", "tidy -qe x.html");
    check_by("x.html", "xmllint --noout --nonet x.html");
    ck_assert_int_eq(count(out.s, "tabindex"), 2 * NASTY);
    ck_assert_int_eq(count(out.s, "<td class="), 2 * NASTY * NASTY);
    ck_assert_int_eq(count(out.s, "scope=\"col\""), 2 * NASTY);
    ck_assert_int_eq(count(out.s, "scope=\"row\""), 2 * NASTY);
    ck_assert_ptr_null(strstr(out.s, "<img"));
    ck_assert_ptr_null(strstr(out.s, "<script"));
    ck_assert_ptr_null(strstr(out.s, "http"));
    ck_assert_int_eq(test_controls(out.s, out.n), 0);
}
END_TEST

START_TEST(html_small_case)
{
    static const char *src[] = {"the", "<b>"}, *tgt[] = {"le"};
    double w[] = {0.97, 0.03};
    struct alignment a = {.Tx = 2, .Ty = 1, .src = src, .tgt = tgt,
                          .weight = w, .head = 3};
    struct report_options o = {.variant = ""};

    report_html.sentence(&out, 7, &a, &o);
    ck_assert_ptr_nonnull(strstr(out.s, "<caption>7, head 3: source across, "));
    ck_assert_ptr_nonnull(strstr(out.s, "<td class=\"w97\" title=\"le "
                                        "&lt;- the: 0.9700\" tabindex=\"0\">97"
                                        "</td>"));
    ck_assert_ptr_nonnull(strstr(out.s, "<td class=\"w3 z\" title=\"le "
                                        "&lt;- &lt;b&gt;: 0.0300\">3</td>"));
}
END_TEST

START_TEST(xml_escapes)
{
    escape_xml(&out, "<a & \"b'>\x01\x00\xff\xef\xbf\xbf\tz", 17);
    ck_assert_str_eq(out.s, "&lt;a &amp; &quot;b&#39;&gt;\xef\xbf\xbd"
                            "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\tz");
}
END_TEST

/* ==== Terminal ==== */

/* The columns of a line without its colours. */
static int line_width(const char *s, size_t n)
{
    struct strbuf text = STRBUF_INIT;
    int width;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\033') {
            while (i < n && s[i] != 'm')
                i++;
            continue;
        }
        strbuf_putc(&text, s[i]);
    }
    width = utf8_width(text.s, text.n);
    strbuf_release(&text);
    return width;
}

START_TEST(term_is_never_wider_than_the_screen)
{
    static const int colours[] = {0, 16, 256, 1 << 24};

    for (int columns = 8; columns < 300; columns += 7)
        for (int k = 0; k < 8; k++) {
            struct report_options o = {.variant = "",
                                       .colours = colours[k / 2],
                                       .columns = columns,
                                       .values = k % 2};

            strbuf_reset(&out);
            write_two(&report_term, &o);
            for (const char *s = out.s; *s;) {
                size_t n = strcspn(s, "\n");

                ck_assert_int_le(line_width(s, n), columns);
                s += n + 1;
            }
        }
}
END_TEST

START_TEST(term_is_not_driven_by_data)
{
    struct report_options o = {.variant = "", .columns = 80};

    write_two(&report_term, &o);
    ck_assert_int_eq(test_controls(out.s, out.n), 0);
    ck_assert_ptr_null(strchr(out.s, '\x7f'));
    ck_assert_ptr_null(strstr(out.s, "\xe2\x80\xae"));
    ck_assert_int_eq(utf8_valid_prefix(out.s, out.n), out.n);
    /* Right-to-left words are isolated, and every isolate is closed. */
    ck_assert_int_gt(count(out.s, "\xe2\x81\xa8"), 0);
    ck_assert_int_eq(count(out.s, "\xe2\x81\xa8"),
                     count(out.s, "\xe2\x81\xa9"));
}
END_TEST

START_TEST(term_small_case)
{
    static const char *src[] = {"the", "猫"}, *tgt[] = {"le", "chat"};
    double w[] = {1.0, 0.0, 0.2, 0.8};
    struct alignment a = {
        .Tx = 2, .Ty = 2, .src = src, .tgt = tgt, .weight = w};
    struct report_options o = {.variant = "", .columns = 80};

    report_term.sentence(&out, 1, &a, &o);
    ck_assert_str_eq(out.s, "     the 猫 \n"
                            "  le @@@@   \n"
                            "chat ::::###\n");
    strbuf_reset(&out);
    o.values = true;
    report_term.sentence(&out, 1, &a, &o);
    ck_assert_str_eq(out.s, "     the  猫 \n"
                            "  le 1.0   . \n"
                            "chat .20 .80 \n");
    strbuf_reset(&out);
    o.values = false;
    o.columns = 9;
    report_term.sentence(&out, 1, &a, &o);
    ck_assert_str_eq(out.s, "    t   \n"
                            "    h   \n"
                            "    e 猫\n"
                            " le @@  \n"
                            "ch… ::##\n");
}
END_TEST

START_TEST(colours)
{
    struct rgb dark = colormap_viridis((double)NAN),
               bright = colormap_viridis(9.0);

    ck_assert(dark.r == 68 && dark.g == 1 && dark.b == 84);
    ck_assert(bright.r == 253 && bright.g == 231 && bright.b == 37);
    ck_assert_int_eq(colormap_ink(dark).r, 255);
    ck_assert_int_eq(colormap_ink(bright).r, 0);
    ck_assert_int_eq(colormap_xterm((struct rgb){0, 0, 0}), 16);
    ck_assert_int_eq(colormap_xterm((struct rgb){255, 255, 255}), 231);
    ck_assert_int_eq(colormap_xterm((struct rgb){8, 8, 8}), 232);
    ck_assert_int_eq(colormap_xterm((struct rgb){95, 0, 135}), 54);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("report");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, the_table);
    tcase_add_test(t, every_kind_bears_it);
    tcase_add_test(t, csv_matrix_reads_back);
    tcase_add_test(t, csv_long_reads_back);
    tcase_add_test(t, csv_excel_runs_nothing);
    tcase_add_test(t, csv_small_case);
    tcase_add_test(t, tsv_has_whole_rows);
    tcase_add_test(t, json_lines_parse);
    tcase_add_test(t, pharaoh_is_a_line_a_sentence);
    tcase_add_test(t, svg_is_xml);
    tcase_add_test(t, lines_small_case);
    tcase_add_test(t, lines_are_xml);
    tcase_add_test(t, html_is_html);
    tcase_add_test(t, html_small_case);
    tcase_add_test(t, xml_escapes);
    tcase_add_test(t, term_is_never_wider_than_the_screen);
    tcase_add_test(t, term_is_not_driven_by_data);
    tcase_add_test(t, term_small_case);
    tcase_add_test(t, colours);
    return test_run("report", t);
}
