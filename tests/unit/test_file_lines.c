#include <fcntl.h>
#include <string.h>
#include <zlib.h>

#include "base/file.h"
#include "test.h"

static struct error err;
static struct strbuf line, all;

static void setup(void)
{
    test_enter_dir();
    strbuf_init(&line);
    strbuf_init(&all);
    memset(&err, 0, sizeof(err));
}

static void teardown(void)
{
    strbuf_release(&line);
    strbuf_release(&all);
    test_leave_dir();
}

/* All lines of a file, each followed by '|', with '!' where one was cut. */
static const char *joined(const char *path, size_t limit)
{
    struct lines *l;
    bool cut;
    strbuf_reset(&all);
    ck_assert_msg(lines_open(&l, path, &err), "%s", err.text);
    while (lines_next(l, &line, limit, &cut, &err)) {
        strbuf_add(&all, line.s, line.n);
        strbuf_puts(&all, cut ? "!|" : "|");
    }
    lines_close(l);
    return all.s;
}

static void check_lines(const char *text, size_t n, size_t limit,
                        const char *want)
{
    ck_assert(save_all("f", text, n, &err));
    ck_assert_str_eq(joined("f", limit), want);
    ck_assert_int_eq(err.status, EXIT_OK);
}

#define LINES(text, limit, want) \
    check_lines(text, sizeof(text) - 1, limit, want)

START_TEST(plain_lines)
{
    LINES("", 100, "");
    LINES("a", 100, "a|");
    LINES("a\n", 100, "a|");
    LINES("\n", 100, "|");
    LINES("a\n\nb", 100, "a||b|");
    LINES("a\r\nb\r\r\nc\r", 100, "a|b\r|c\r|");
    LINES("x\vy\fz\xe2\x80\xa8w\n", 100, "x\vy\fz\xe2\x80\xa8w|");
}
END_TEST

START_TEST(byte_order_mark)
{
    LINES("\xef\xbb\xbf" "a\n\xef\xbb\xbf" "b\n", 9, "a|\xef\xbb\xbf" "b|");
    LINES("\xef\xbb\xbf", 9, "");
    LINES("\xef\xbb", 9, "\xef\xbb|");
    LINES("\xef", 9, "\xef|");
    LINES("\xff\xfe" "a\n", 9, "\xff\xfe" "a|");
}
END_TEST

/* What is looked at before the first line is of lines all the same. */
START_TEST(peeked_bytes_stay)
{
    static const struct {
        const char *text, *seen, *lines;
    } c[] = {{"", "", ""}, {"a\nb", "a\nb", "a|b|"},
             {"\xef\xbb\xbf" "a\n", "a\n", "a|"}};
    for (size_t k = 0; k < sizeof c / sizeof *c; k++) {
        struct lines *l;
        const char *s;
        size_t n;
        bool cut;
        ck_assert(save_all("f", c[k].text, strlen(c[k].text), &err));
        ck_assert(lines_open(&l, "f", &err));
        for (int twice = 0; twice < 2; twice++) {
            ck_assert(lines_peek(l, &s, &n, &err));
            ck_assert_uint_eq(n, strlen(c[k].seen));
            ck_assert_mem_eq(s, c[k].seen, n);
        }
        strbuf_reset(&all);
        while (lines_next(l, &line, 100, &cut, &err)) {
            strbuf_add(&all, line.s, line.n);
            strbuf_puts(&all, "|");
        }
        lines_close(l);
        ck_assert_str_eq(all.s, c[k].lines);
    }
}
END_TEST

START_TEST(long_lines_are_cut)
{
    LINES("abcd\nabc\nabcde\n", 4, "abcd|abc|abcd!|");
    LINES("abcd\r\nabcde\r\n", 4, "abcd|abcd!|");
    LINES("abcd\r", 4, "abcd!|");
    LINES("ab", 0, "!|");
    static char big[300001];
    memset(big, 'x', 300000);
    big[150000] = '\n';
    check_lines(big, 300000, 3, "xxx!|xxx!|");
}
END_TEST

START_TEST(nul_bytes_stay)
{
    struct lines *l;
    bool cut;
    ck_assert(save_all("f", "a\0b\n", 4, &err));
    ck_assert(lines_open(&l, "f", &err));
    ck_assert_int_eq(lines_number(l), 0);
    ck_assert(lines_next(l, &line, SIZE_MAX, &cut, &err));
    ck_assert_uint_eq(line.n, 3);
    ck_assert_mem_eq(line.s, "a\0b", 4);
    ck_assert_int_eq(lines_number(l), 1);
    ck_assert(!lines_next(l, &line, 9, &cut, &err));
    ck_assert(!lines_next(l, &line, 9, &cut, &err));
    ck_assert_int_eq(lines_number(l), 1);
    lines_close(l);
}
END_TEST

START_TEST(open_errors)
{
    struct lines *l;
    ck_assert(!lines_open(&l, "none", &err));
    ck_assert_str_eq(err.text, "none: No such file or directory");
    ck_assert(!lines_open(&l, ".", &err));
    ck_assert_int_eq(err.status, EXIT_IO);
}
END_TEST

/* ==== gzip ==== */

static void gzip_add(const char *path, const char *text)
{
    gzFile g = gzopen(path, "ab");
    ck_assert_ptr_nonnull(g);
    if (*text != '\0')
        ck_assert_int_gt(gzputs(g, text), 0);
    ck_assert_int_eq(gzclose(g), Z_OK);
}

START_TEST(gzip_members)
{
    gzip_add("g", "\xef\xbb\xbf" "one\ntw");
    ck_assert_str_eq(joined("g", 99), "one|tw|");
    gzip_add("g", "o\n");
    gzip_add("g", "");
    gzip_add("g", "three\n");
    ck_assert_str_eq(joined("g", 99), "one|two|three|");
    ck_assert_int_eq(err.status, EXIT_OK);
}
END_TEST

/* Tapes fill blocks up with zeros; a member may come after them. */
START_TEST(gzip_padded)
{
    static const char zeros[70000];
    gzip_add("g", "one\n");
    FILE *f = fopen("g", "ab");
    ck_assert_uint_eq(fwrite(zeros, 1, sizeof zeros, f), sizeof zeros);
    ck_assert_int_eq(fclose(f), 0);
    ck_assert_str_eq(joined("g", 99), "one|");
    ck_assert_int_eq(err.status, EXIT_OK);
    gzip_add("g", "two\n");
    ck_assert_str_eq(joined("g", 99), "one|two|");
}
END_TEST

/* Cut at each byte: an error, except where nothing or a whole member is
 * left. */
START_TEST(gzip_cut_short)
{
    struct arena arena;
    char *s;
    size_t n;
    arena_init(&arena, "test");
    gzip_add("g", "one\ntwo\n");
    ck_assert(file_read("g", 9999, &arena, &s, &n, &err));
    for (size_t k = 2; k < n; k++) {
        ck_assert(save_all("cut", s, k, &err));
        joined("cut", 99);
        ck_assert_int_eq(err.status, EXIT_DATA);
        ck_assert_str_eq(err.text, "cut: the gzip data is cut short");
    }
    for (size_t k = 10; k < n; k++) {
        s[k] ^= 0x55;
        ck_assert(save_all("bad", s, n, &err));
        joined("bad", 99);
        ck_assert_int_eq(err.status, EXIT_DATA);
        s[k] ^= 0x55;
    }
    arena_drop(&arena);
}
END_TEST

START_TEST(gzip_large)
{
    gzFile g = gzopen("g", "wb");
    for (int i = 0; i < 200000; i++)
        gzprintf(g, "line %d\n", i);
    gzclose(g);
    struct lines *l;
    bool cut;
    char want[40];
    ck_assert(lines_open(&l, "g", &err));
    for (int i = 0; i < 200000; i++) {
        ck_assert(lines_next(l, &line, 99, &cut, &err));
        snprintf(want, sizeof(want), "line %d", i);
        ck_assert_str_eq(line.s, want);
    }
    ck_assert(!lines_next(l, &line, 99, &cut, &err));
    ck_assert_int_eq(lines_number(l), 200000);
    lines_close(l);
}
END_TEST

/* ==== Pipes ==== */

START_TEST(ready_only_for_whole_lines)
{
    int ends[2];
    struct lines *l;
    bool cut;
    ck_assert_int_eq(pipe(ends), 0);
    dup2(ends[0], STDIN_FILENO);
    ck_assert(lines_open(&l, "-", &err));
    ck_assert(!lines_ready(l));
    ck_assert_int_eq(write(ends[1], "a\nb\nc", 5), 5);
    ck_assert(lines_ready(l));
    ck_assert(lines_next(l, &line, 99, &cut, &err));
    ck_assert_str_eq(line.s, "a");
    ck_assert(lines_ready(l));
    ck_assert(lines_next(l, &line, 99, &cut, &err));
    ck_assert_str_eq(line.s, "b");
    ck_assert(!lines_ready(l));
    close(ends[1]);
    ck_assert(lines_ready(l));
    ck_assert(lines_next(l, &line, 99, &cut, &err));
    ck_assert_str_eq(line.s, "c");
    ck_assert(lines_ready(l));
    ck_assert(!lines_next(l, &line, 99, &cut, &err));
    lines_close(l);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("file_lines");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, plain_lines);
    tcase_add_test(t, byte_order_mark);
    tcase_add_test(t, peeked_bytes_stay);
    tcase_add_test(t, long_lines_are_cut);
    tcase_add_test(t, nul_bytes_stay);
    tcase_add_test(t, open_errors);
    tcase_add_test(t, gzip_members);
    tcase_add_test(t, gzip_padded);
    tcase_add_test(t, gzip_cut_short);
    tcase_add_test(t, gzip_large);
    tcase_add_test(t, ready_only_for_whole_lines);
    return test_run("file_lines", t);
}
