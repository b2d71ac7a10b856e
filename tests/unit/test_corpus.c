#include "text/corpus.h"

#include <string.h>
#include <zlib.h>

#include "base/file.h"
#include "test.h"

static struct arena arena;
static struct error err;
static struct corpus c;
static const struct corpus_options plain = {{1, 2}, false, false};

static void setup(void)
{
    arena_init(&arena, "test");
    test_enter_dir();
}

static void teardown(void)
{
    test_leave_dir();
    arena_drop(&arena);
}

static void put(const char *path, const char *bytes, size_t n)
{
    ck_assert_msg(save_all(path, bytes, n, &err), "%s", err.text);
}

static void put_text(const char *path, const char *text)
{
    put(path, text, strlen(text));
}

static void read_text(const char *text, const struct corpus_options *o)
{
    put_text("c.tsv", text);
    ck_assert_msg(corpus_read(&c, "c.tsv", o, &arena, &err), "%s", err.text);
}

static const char *summary(const struct corpus *x)
{
    struct strbuf out = STRBUF_INIT;
    corpus_summary(&out, x);
    const char *s = arena_strndup(&arena, out.s, out.n);
    strbuf_release(&out);
    return s;
}

static void check_pair(int i, const char *src, const char *tgt, long line)
{
    ck_assert_int_lt(i, c.n);
    ck_assert_str_eq(c.pair[i].text[0], src);
    ck_assert_str_eq(c.pair[i].text[1], tgt);
    ck_assert_int_eq(c.pair[i].len[0], (int)strlen(src));
    ck_assert_int_eq(c.pair[i].len[1], (int)strlen(tgt));
    ck_assert_int_eq(c.pair[i].line, line);
}

/* ==== Lines ==== */

START_TEST(reads_pairs)
{
    read_text("\xef\xbb\xbfHello.\tBonjour.\r\n  a  b \t\tx\n"
              " go \t\v va \f\tCC BY\n\u2028x\t\u00a0y\u00a0",
              &plain);
    ck_assert_int_eq(c.n, 3);
    check_pair(0, "Hello.", "Bonjour.", 1);
    check_pair(1, "go", "va", 3);
    check_pair(2, "\u2028x", "\u00a0y\u00a0", 4);
    ck_assert_str_eq(c.name, "c.tsv");
    ck_assert_int_eq(c.lines, 4);
    ck_assert_str_eq(summary(&c),
                     "3 pairs; dropped 1: 1 one side is empty (line 2)");
}
END_TEST

START_TEST(counts_what_it_drops)
{
    struct strbuf b = STRBUF_INIT;
    strbuf_puts(&b, "a\tb\n\n \t \nonly\na\t\n\tb\nx\ty\xff\na");
    strbuf_putc(&b, 0);
    strbuf_puts(&b, "\tb\na \t b\na\tb\tagain\n");
    for (int i = 0; i < (1 << 20) + 1; i++)
        strbuf_putc(&b, i == 9 ? '\t' : 'l');
    strbuf_puts(&b, "\nlast\tone\xc3\xa9\nlast\ttwo\xc3\xa9");
    put("c.tsv", b.s, b.n);
    ck_assert(!corpus_read(&c, "c.tsv", &plain, &arena, &err));
    /* A NUL so early makes it binary; without it, lines are dropped. */
    ck_assert_ptr_nonnull(strstr(err.text, "is binary"));
    char *nul = memchr(b.s, 0, b.n);
    *nul = '\xc3';
    nul[1] = '\xa9';
    strbuf_puts(&b, "\nz");
    strbuf_putc(&b, 0);
    put("c.tsv", b.s, b.n);
    ck_assert_msg(corpus_read(&c, "c.tsv", &plain, &arena, &err), "%s",
                  err.text);
    ck_assert_str_eq(
        summary(&c),
        "3 pairs; dropped 11: 2 empty lines (first: line 2), "
        "2 too few columns (expected source TAB target) (first: line 4), "
        "2 one side is empty (first: line 5), 1 not UTF-8 (line 7), "
        "1 a NUL byte (line 14), 1 longer than 1 MB (line 11), "
        "2 the same pair again (first: line 9)");
    check_pair(1, "last", "one\u00e9", 12);
    strbuf_release(&b);
}
END_TEST

START_TEST(columns_and_sides)
{
    static const struct corpus_options third = {{3, 1}, false, false};
    static const struct corpus_options swapped = {{1, 2}, true, true};
    read_text("\u00e9\t2\t3\nA\xc3\xa9\t\xff\tC\nx\ty\n", &third);
    ck_assert_int_eq(c.n, 2);
    check_pair(0, "3", "\u00e9", 1);
    check_pair(1, "C", "A\u00e9", 2);
    ck_assert_int_eq(c.dropped[DROP_COLUMN], 1);
    read_text("a\tb\na\tb\n", &swapped);
    ck_assert_int_eq(c.n, 2);
    check_pair(1, "b", "a", 2);
    ck_assert_str_eq(summary(&c), "2 pairs");
}
END_TEST

START_TEST(many_pairs)
{
    struct strbuf b = STRBUF_INIT;
    for (int i = 0; i < 30000; i++)
        strbuf_printf(&b, "source %d\ttarget %d\n", i % 29000, i % 29000);
    read_text(b.s, &plain);
    ck_assert_int_eq(c.n, 29000);
    check_pair(28999, "source 28999", "target 28999", 29000);
    ck_assert_str_eq(summary(&c), "29,000 pairs; dropped 1,000: 1,000 the "
                                  "same pair again (first: line 29001)");
    strbuf_release(&b);
}
END_TEST

START_TEST(gzip)
{
    char text[2000];
    int n = 0;
    for (int i = 0; i < 50; i++)
        n += sprintf(text + n, "a%d\tb%d\n", i, 7 * i % 50);
    gzFile f = gzopen("c.tsv.gz", "wb");
    ck_assert_int_eq(gzwrite(f, text, (unsigned)n), n);
    ck_assert_int_eq(gzclose(f), Z_OK);
    ck_assert(corpus_read(&c, "c.tsv.gz", &plain, &arena, &err));
    ck_assert_int_eq(c.n, 50);
    char *bytes;
    size_t size;
    ck_assert(file_read("c.tsv.gz", 10000, &arena, &bytes, &size, &err));
    put("cut.tsv.gz", bytes, size - 20);
    ck_assert(!corpus_read(&c, "cut.tsv.gz", &plain, &arena, &err));
    ck_assert_str_eq(err.text, "cut.tsv.gz: the gzip data is cut short");
    ck_assert_int_eq(err.status, EXIT_DATA);
}
END_TEST

/* ==== Whole files ==== */

#define LATIN "caf\xe9\tcoffee\n"
#define PYTHON                                                                \
    "python3 -c \"import csv, fileinput; [print(*(' '.join(f.split()) for f " \
    "in r), sep='\\t') for r in csv.reader(fileinput.input()"

static const struct {
    const char *path, *bytes;
    size_t n; /* 0: up to the NUL */
    const char *text, *hint;
} whole[] = {
    {"e.tsv", "", 0, "e.tsv: is empty", ""},
    {"le.tsv",
     "\xff\xfe"
     "a\0\t\0b\0\n\0",
     10, "le.tsv: is UTF-16, not UTF-8",
     "iconv -f UTF-16 -t UTF-8 le.tsv > le.tsv.utf8"},
    {"be.tsv", "\xfe\xff\0a\0\t\0b\0\n", 10, "be.tsv: is UTF-16, not UTF-8",
     "iconv -f UTF-16 -t UTF-8 be.tsv > be.tsv.utf8"},
    {"no bom's.tsv", "a\0b\0\t\0c\0\r\0\n\0d\0e\0\t\0", 18,
     "no bom's.tsv: is UTF-16LE, not UTF-8",
     "iconv -f UTF-16LE -t UTF-8 'no bom'\\''s.tsv' > "
     "'no bom'\\''s.tsv.utf8'"},
    {"-x.tsv", "\0a\0b\0\t\0c\0\r\0\n\0d\0e\0\t", 18,
     "-x.tsv: is UTF-16BE, not UTF-8",
     "iconv -f UTF-16BE -t UTF-8 ./-x.tsv > ./-x.tsv.utf8"},
    {"l.tsv", LATIN LATIN "a\tb\n", 0,
     "l.tsv: is not UTF-8 (2 of 2 lines with non-ASCII characters are not)",
     "iconv -f ISO-8859-1 -t UTF-8 l.tsv > l.tsv.utf8"},
    {"gb.tsv", "hi\t\xc4\xe3\xba\xc3\n", 0, "gb.tsv: is not UTF-8",
     "iconv -f ENCODING -t UTF-8 gb.tsv > gb.tsv.utf8  (ENCODING: GB18030"},
    {"c.csv", "\"a, b\",c\nd,e\n", 0,
     "c.csv:1: columns are parted by commas, not by TABs (expected source "
     "TAB target)",
     PYTHON ")]\" c.csv > c.csv.tsv"},
    {"s.csv", "a;b\nd;e, f\n", 0, "s.csv:1: columns are parted by semicolons",
     PYTHON ", delimiter=';')]\" s.csv > s.csv.tsv"},
    {"m.txt", "a ||| b\nc, d ||| e\n", 0, "m.txt:1: columns are parted by |||",
     "sed 's/ ||| /\\t/g' m.txt > m.txt.tsv"},
    {"o.tsv", "\n\none\ntwo\nthree\n", 0,
     "o.tsv:3: too few columns (expected source TAB target); no line of the "
     "file can be used",
     "a corpus has one pair a line"},
    {"t.tsv", "a\t\n", 0, "t.tsv:1: one side is empty", "a corpus has"},
    {"m.safetensors", "\x10\0\0\0\0\0\0\0{\"__metadata__\":{}}", 26,
     "m.safetensors: is a model, not text", "give the model with -m"},
    {"x.xlsx", "PK\3\4\0\0\0", 7, "x.xlsx: is a zip archive", "unzip"},
    {"b.tsv", "\1\2\0\0\0\0\3", 7, "b.tsv: is binary", "a corpus is UTF-8"},
};

START_TEST(whole_files)
{
    size_t n = whole[_i].n ? whole[_i].n : strlen(whole[_i].bytes);
    put(whole[_i].path, whole[_i].bytes, n);
    ck_assert(!corpus_read(&c, whole[_i].path, &plain, &arena, &err));
    ck_assert_int_eq(err.status, EXIT_DATA);
    ck_assert_msg(!strncmp(err.text, whole[_i].text, strlen(whole[_i].text)),
                  "%s", err.text);
    ck_assert_msg(!strncmp(err.hint, whole[_i].hint, strlen(whole[_i].hint)),
                  "%s", err.hint);
}
END_TEST

/* An accent written as a mark of its own is the same accent. */
START_TEST(forms_are_one)
{
    struct corpus held;
    put_text("both.tsv", "caf\u00E9\ta\ncafe\u0301\ta\ncafe\ta\n");
    ck_assert(corpus_read(&c, "both.tsv", &plain, &arena, &err));
    ck_assert_int_eq(c.n, 2);
    ck_assert_int_eq(c.dropped[DROP_COPY], 1);
    put_text("held.tsv", "cafe\u0301\tb\n");
    ck_assert(corpus_read(&held, "held.tsv", &plain, &arena, &err));
    ck_assert_int_eq(corpus_remove(&c, &held, &arena), 1);
    ck_assert_str_eq(c.pair[0].text[0], "cafe");
}
END_TEST

/* The commands of the hints do what they say. */
START_TEST(hints_work)
{
    static const char *const run[] = {"no bom's.tsv", "l.tsv", "c.csv", "s.csv",
                                      "m.txt"};
    const char *name = NULL;
    for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
        if (strcmp(whole[i].path, run[_i]) == 0) {
            name = run[_i];
            put(name, whole[i].bytes,
                whole[i].n ? whole[i].n : strlen(whole[i].bytes));
        }
    ck_assert(!corpus_read(&c, name, &plain, &arena, &err));
    if (strncmp(err.hint, "python3", 7) == 0 &&
        system("python3 -c pass 2>/dev/null") != 0)
        return;
    ck_assert_int_eq(system(err.hint), 0);
    char to[100];
    snprintf(to, sizeof(to), "%s%s", name,
             strstr(err.hint, "iconv") ? ".utf8" : ".tsv");
    ck_assert_msg(corpus_read(&c, to, &plain, &arena, &err), "%s", err.text);
    ck_assert_int_ge(c.n, 1);
}
END_TEST

START_TEST(not_there)
{
    ck_assert(!corpus_read(&c, "none.tsv", &plain, &arena, &err));
    ck_assert_int_eq(err.status, EXIT_IO);
    ck_assert(!corpus_read(&c, ".", &plain, &arena, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "directory"));
}
END_TEST

/* One bad line in a long file is dropped, not the file. */
START_TEST(one_bad_line)
{
    struct strbuf b = STRBUF_INIT;
    for (int i = 0; i < 200; i++)
        strbuf_printf(&b, "a%d\tb\n", i);
    strbuf_puts(&b, LATIN);
    read_text(b.s, &plain);
    ck_assert_str_eq(summary(&c), "200 pairs; dropped 1: 1 not UTF-8 (line "
                                  "201)");
    strbuf_release(&b);
}
END_TEST

/* ==== Two files ==== */

START_TEST(two_files)
{
    put_text("a", "one\ntwo, 2\n\n\nfive\n");
    put_text("b", "un\n deux \n\nquatre\ncinq");
    ck_assert(corpus_read_two(&c, "a", "b", &plain, &arena, &err));
    ck_assert_int_eq(c.n, 3);
    check_pair(1, "two, 2", "deux", 2);
    check_pair(2, "five", "cinq", 5);
    ck_assert_int_eq(c.dropped[DROP_EMPTY], 1);
    ck_assert_int_eq(c.dropped[DROP_SIDE], 1);
}
END_TEST

START_TEST(two_files_that_differ)
{
    put_text("a", "one\ntwo\n");
    put_text("b", "un\ndeux\ntrois\nquatre\n");
    ck_assert(!corpus_read_two(&c, "a", "b", &plain, &arena, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "a has 2 lines, b has 4;"));
    ck_assert(!corpus_read_two(&c, "a", "no", &plain, &arena, &err));
    ck_assert_int_eq(err.status, EXIT_IO);
    put_text("b", "caf\xe9\nth\xe9\n");
    ck_assert(!corpus_read_two(&c, "a", "b", &plain, &arena, &err));
    ck_assert_str_eq(err.hint, "iconv -f ISO-8859-1 -t UTF-8 b > b.utf8");
}
END_TEST

/* ==== Parts ==== */

/* 1000 pairs of 400 sentences. */
static void read_thousand(void)
{
    struct strbuf b = STRBUF_INIT;
    for (int i = 0; i < 1000; i++)
        strbuf_printf(&b, "s%d\tt%d\n", i % 400, i);
    read_text(b.s, &plain);
    strbuf_release(&b);
}

START_TEST(split_by_source)
{
    struct corpus dev, again;
    read_thousand();
    corpus_split(&c, &dev, 100, 7);
    ck_assert_int_eq(c.n + dev.n, 1000);
    ck_assert_int_ge(dev.n, 95);
    ck_assert_int_le(dev.n, 100);
    for (int i = 0; i < dev.n; i++)
        for (int k = 0; k < c.n; k++)
            ck_assert_str_ne(dev.pair[i].text[0], c.pair[k].text[0]);
    for (int i = 1; i < dev.n; i++)
        ck_assert_int_lt(dev.pair[i - 1].line, dev.pair[i].line);
    read_thousand();
    corpus_split(&c, &again, 100, 7);
    ck_assert_int_eq(again.n, dev.n);
    for (int i = 0; i < dev.n; i++)
        ck_assert_int_eq(again.pair[i].line, dev.pair[i].line);
    read_thousand();
    corpus_split(&c, &again, 100, 8);
    ck_assert_int_ne(again.pair[0].line + 1000 * again.pair[1].line,
                     dev.pair[0].line + 1000 * dev.pair[1].line);
}
END_TEST

START_TEST(split_edges)
{
    struct corpus dev;
    read_thousand();
    corpus_split(&c, &dev, 0, 7);
    ck_assert_int_eq(dev.n, 0);
    ck_assert_int_eq(c.n, 1000);
    corpus_split(&c, &dev, 5000, 7);
    ck_assert_int_eq(dev.n, 1000);
    ck_assert_int_eq(c.n, 0);
    read_text("a\tb\na\tc\na\td\n", &plain);
    corpus_split(&c, &dev, 2, 7);
    ck_assert_int_eq(dev.n, 0);
}
END_TEST

START_TEST(removes_what_is_held)
{
    struct corpus held;
    read_text("s1\tx\ns3\ty\nother\tz\n", &plain);
    held = c;
    read_thousand();
    ck_assert_int_eq(corpus_remove(&c, &held, &arena), 6);
    ck_assert_int_eq(c.n, 994);
    check_pair(1, "s2", "t2", 3);
}
END_TEST

/* ==== Lengths ==== */

START_TEST(lengths)
{
    ck_assert_int_eq(corpus_length("", 0), 0);
    ck_assert_int_eq(corpus_length(" a  b\u00a0c ", 9), 3);
    const char *ja = "駅は どこですか。";
    ck_assert_int_eq(corpus_length(ja, (int)strlen(ja)), 8);
    read_text("the station\t駅は どこ\n", &plain);
    ck_assert(corpus_spaceless(&c, 0) == 0);
    ck_assert(corpus_spaceless(&c, 1) == 1);
}
END_TEST

/* Of one text, as it is written and as a segmenter parts it. */
START_TEST(unsegmented)
{
    read_text("I can not tell.\t誰が一番に着くか私には分かりません。\n", &plain);
    ck_assert(!corpus_unsegmented(&c, 0));
    ck_assert(corpus_unsegmented(&c, 1));
    read_text("a\t誰 が 一番 に 着 く か 私 に は 分か り ま せ ん 。\n", &plain);
    ck_assert(!corpus_unsegmented(&c, 1));
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("corpus");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, reads_pairs);
    tcase_add_test(t, counts_what_it_drops);
    tcase_add_test(t, columns_and_sides);
    tcase_add_test(t, many_pairs);
    tcase_add_test(t, gzip);
    tcase_add_loop_test(t, whole_files, 0, sizeof(whole) / sizeof(whole[0]));
    tcase_add_test(t, forms_are_one);
    tcase_add_loop_test(t, hints_work, 0, 5);
    tcase_add_test(t, not_there);
    tcase_add_test(t, one_bad_line);
    tcase_add_test(t, two_files);
    tcase_add_test(t, two_files_that_differ);
    tcase_add_test(t, split_by_source);
    tcase_add_test(t, split_edges);
    tcase_add_test(t, removes_what_is_held);
    tcase_add_test(t, lengths);
    tcase_add_test(t, unsegmented);
    return test_run("corpus", t);
}
