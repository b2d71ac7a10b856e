#include "base/utf8.h"

#include <string.h>

#include "base/rng.h"
#include "test.h"

static struct strbuf out;

static void setup(void)
{
    strbuf_init(&out);
}

static void teardown(void)
{
    strbuf_release(&out);
}

/* ==== Bytes and code points ==== */

START_TEST(round_trip_of_all)
{
    for (int c = 0; c <= 0x10FFFF; c++) {
        int len;
        strbuf_reset(&out);
        utf8_put(&out, c);
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        int want = surrogate ? 0xFFFD : c;
        if (utf8_next(out.s, out.n, &len) != want || (size_t)len != out.n ||
            utf8_valid_prefix(out.s, out.n) != out.n)
            ck_abort_msg("U+%04X", (unsigned)c);
    }
}
END_TEST

START_TEST(malformed)
{
    static const char *const bad[] = {
        "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc3", "\xe0\x80\x80",
        "\xe0\x9f\xbf", "\xe2\x82", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xff", "\xfe", "\xc3(", "\xe2(\xa1", "\xf0\x9f"
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        int len;
        ck_assert_int_eq(utf8_next(bad[i], strlen(bad[i]), &len), 0xFFFD);
        ck_assert_int_eq(len, 1);
        ck_assert_uint_eq(utf8_valid_prefix(bad[i], strlen(bad[i])), 0);
    }
    ck_assert_uint_eq(utf8_valid_prefix("ab\xc3\xa9\xff", 5), 4);
    ck_assert_int_eq(utf8_length("ab\xc3\xa9\xff", 5), 4);
}
END_TEST

/* Whatever the bytes, everything ends and gives valid UTF-8. */
START_TEST(any_bytes)
{
    struct rng r = rng_key(4, RNG_TEST, 0, 0);
    for (uint64_t i = 0; i < 3000; i++) {
        char s[40];
        size_t n = (size_t)rng_below(r, i, sizeof(s));
        for (size_t k = 0; k < n; k++)
            s[k] = (char)(rng_u64(r, i * 64 + k) >> (i % 2 ? 0 : 56));
        strbuf_reset(&out);
        utf8_nfc(&out, s, n);
        utf8_lower(&out, s, n);
        utf8_printable(&out, s, n);
        ck_assert_uint_eq(utf8_valid_prefix(out.s, out.n), out.n);
        utf8_width(s, n);
    }
}
END_TEST

/* ==== Classes ==== */

START_TEST(classes)
{
    static const struct {
        int c;
        enum utf8_class want;
    } row[] = {
        {'a', UTF8_LETTER}, {0x4E00, UTF8_LETTER}, {0x0301, UTF8_LETTER},
        {0x0E31, UTF8_LETTER}, {0x02B0, UTF8_LETTER}, {'7', UTF8_DIGIT},
        {0x0665, UTF8_DIGIT}, {0x2167, UTF8_DIGIT}, {0xBD, UTF8_DIGIT},
        {' ', UTF8_SPACE}, {'\t', UTF8_SPACE}, {'\v', UTF8_SPACE},
        {0x1C, UTF8_SPACE}, {0x1F, UTF8_SPACE}, {0x85, UTF8_SPACE},
        {0xA0, UTF8_SPACE}, {0x2028, UTF8_SPACE}, {0x3000, UTF8_SPACE},
        {0x200B, UTF8_OTHER}, {0, UTF8_OTHER}, {0x1B, UTF8_OTHER},
        {'.', UTF8_OTHER}, {'$', UTF8_OTHER}, {0x1F600, UTF8_OTHER},
        {0xE000, UTF8_OTHER}, {0x10FFFF, UTF8_OTHER}, {0xFFFD, UTF8_OTHER}
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
        ck_assert_msg(utf8_class(row[i].c) == row[i].want, "U+%04X",
                      (unsigned)row[i].c);
}
END_TEST

START_TEST(predicates)
{
    ck_assert(utf8_is_mark(0x0301) && utf8_is_mark(0x20DD));
    ck_assert(!utf8_is_mark('a'));
    ck_assert(utf8_is_punct('_') && utf8_is_punct(0x3002));
    ck_assert(!utf8_is_punct('$') && !utf8_is_punct('a'));
    ck_assert(utf8_is_symbol('$') && utf8_is_symbol('^'));
    ck_assert(!utf8_is_symbol('.'));
    ck_assert(utf8_is_upper('A') && utf8_is_upper(0xC9));
    ck_assert(!utf8_is_upper('a') && !utf8_is_upper(0x4E00));
    ck_assert(utf8_is_spaceless(0x4E2D) && utf8_is_spaceless(0x3042));
    ck_assert(utf8_is_spaceless(0x30AB) && utf8_is_spaceless(0x0E01));
    ck_assert(utf8_is_spaceless(0x1780) && utf8_is_spaceless(0x1000));
    ck_assert(utf8_is_spaceless(0x20000) && utf8_is_spaceless(0x0E81));
    ck_assert(!utf8_is_spaceless('a') && !utf8_is_spaceless(0xAC00));
    ck_assert(!utf8_is_spaceless(0x3001) && !utf8_is_spaceless(0x3040));
}
END_TEST

/* ==== NFC ==== */

static void check_nfc(const char *s, const char *want)
{
    strbuf_reset(&out);
    utf8_nfc(&out, s, strlen(s));
    ck_assert_str_eq(out.s, want);
}

START_TEST(nfc)
{
    check_nfc("", "");
    check_nfc("caf\xc3\xa9", "caf\xc3\xa9");
    check_nfc("cafe\xcc\x81", "caf\xc3\xa9");
    check_nfc("\xe2\x84\xab", "\xc3\x85");               /* Angstrom sign */
    check_nfc("q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87"); /* order of marks */
    check_nfc("\xe1\x84\x80\xe1\x85\xa1", "\xea\xb0\x80"); /* Hangul */
    check_nfc("\xef\xac\x81", "\xef\xac\x81");           /* fi stays */
    check_nfc("a\xff" "b", "a\xef\xbf\xbd" "b");
    check_nfc("\xcc\x81", "\xcc\x81");
    strbuf_reset(&out);
    utf8_nfc(&out, "a\0e\xcc\x81", 5);
    ck_assert_uint_eq(out.n, 4);
    ck_assert_mem_eq(out.s, "a\0\xc3\xa9", 4);
}
END_TEST

static void add_marks(struct strbuf *text, int c, int n)
{
    for (int i = 0; i < n; i++)
        utf8_put(text, c + (i % 2 ? 0x16 : 0));
}

/* A quadratic sort would take minutes. */
START_TEST(a_megabyte_of_marks)
{
    static const int first[] = {0x0301, 0x0F73, 0x0344, 0x0F74};
    for (int i = 0; i < 4; i++) {
        struct strbuf text = STRBUF_INIT;
        strbuf_puts(&text, "a");
        add_marks(&text, first[i], 500000);
        double t = test_seconds();
        strbuf_reset(&out);
        utf8_nfc(&out, text.s, text.n);
        ck_assert_double_lt(test_seconds() - t, 1 * TEST_SLOWER);
        ck_assert_uint_ge(out.n, text.n);
        strbuf_release(&text);
    }
}
END_TEST

START_TEST(thirty_marks_stay)
{
    struct strbuf text = STRBUF_INIT;
    strbuf_puts(&text, "x");
    for (int i = 0; i < 30; i++)
        utf8_put(&text, 0x0308);
    check_nfc(text.s, "\xe1\xba\x8d" /* x with diaeresis, then 29 */
              "\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88"
              "\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88"
              "\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88"
              "\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88\xcc\x88"
              "\xcc\x88");
    utf8_put(&text, 0x0308);
    strbuf_reset(&out);
    utf8_nfc(&out, text.s, text.n);
    ck_assert_ptr_nonnull(strstr(out.s, "\xcd\x8f\xcc\x88"));
    strbuf_release(&text);
}
END_TEST

/* NFC(NFC(x)) = NFC(x), also where runs of marks are cut. */
START_TEST(nfc_is_idempotent)
{
    static const int part[] = {'a', 0x1EC7, 0x0301, 0x0327, 0x0344, 0x0F73,
                               0x0323, 0x0302, 0x0345, 0x1161, 0x1100,
                               0x034F, 0x0DDD, 0x1D15F, 0x0F81};
    struct rng r = rng_key(6, RNG_TEST, 0, 0);
    struct strbuf text = STRBUF_INIT, twice = STRBUF_INIT;
    for (uint64_t i = 0; i < 3000; i++) {
        strbuf_reset(&text);
        strbuf_reset(&out);
        strbuf_reset(&twice);
        uint64_t kinds = i % 3 ? 15 : 7;
        for (uint64_t k = 0; k < 100; k++) {
            uint64_t p = rng_below(r, i * 100 + k, kinds);
            utf8_put(&text, part[k > 0 && i % 2 ? 2 + p % 7 : p]);
        }
        utf8_nfc(&out, text.s, text.n);
        utf8_nfc(&twice, out.s, out.n);
        ck_assert_str_eq(twice.s, out.s);
    }
    strbuf_release(&text);
    strbuf_release(&twice);
}
END_TEST

/* ==== Case, width, display ==== */

START_TEST(lower)
{
    static const char *const pair[][2] = {
        {"\u00C9A\u03A3\u0130z", "\u00E9a\u03C3i\u0307z"},
        {"\u03A3\u0391\u03A3", "\u03C3\u03B1\u03C2"},
        {"\u0391\u03A3. \u03A3", "\u03B1\u03C2. \u03C3"},
        {"\u0391\u03A3'\u0391 \u0391'\u03A3", "\u03B1\u03C3'\u03B1 \u03B1'\u03C2"},
        {"\u0391\u0301\u03A3\u0301", "\u03B1\u0301\u03C2\u0301"},
        {"\u0391\u03A3\uFF1A\u0391", "\u03B1\u03C3\uFF1A\u03B1"},
        {"\u00BA\u03A3 \U0001D400\u03A3", "\u00BA\u03C2 \U0001D400\u03C2"},
        {"\U0001F130\u03A3 \U0001F14A\u03A3",
         "\U0001F130\u03C2 \U0001F14A\u03C3"}};
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        strbuf_reset(&out);
        utf8_lower(&out, pair[i][0], strlen(pair[i][0]));
        ck_assert_str_eq(out.s, pair[i][1]);
    }
}
END_TEST

START_TEST(width)
{
    ck_assert_int_eq(utf8_width("abc", 3), 3);
    ck_assert_int_eq(utf8_width("\xe4\xb8\xad\xe6\x96\x87", 6), 4);
    ck_assert_int_eq(utf8_width("e\xcc\x81", 3), 1);
    ck_assert_int_eq(utf8_width("\xef\xbd\xb1", 3), 1);
    ck_assert_int_eq(utf8_width("", 0), 0);
}
END_TEST

START_TEST(trim)
{
    static const struct {
        const char *s, *want;
    } row[] = {{"a b", "a b"}, {" \t\r\na b\v\f ", "a b"}, {"", ""},
               {" ", ""}, {"\xc2\xa0" "a", "\xc2\xa0" "a"}};
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        size_t n = strlen(row[i].s);
        const char *at = utf8_trim(row[i].s, &n);
        ck_assert_uint_eq(n, strlen(row[i].want));
        ck_assert(memcmp(at, row[i].want, n) == 0);
    }
}
END_TEST

START_TEST(words)
{
    static const char *const row[][4] = {
        {"a b", "a", "b"},
        {" \t a\nbc ", "a", "bc"},
        {"a\xc2\xa0!\xe3\x80\x80" "b\xe2\x80\xaf", "a", "!", "b"},
        {"\xc3\xa9\xff", "\xc3\xa9\xff"},
        {" \xe2\x80\x83", NULL},
        {"", NULL}};
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        const char *s = row[i][0];
        size_t n = strlen(s), at = 0, len;
        int k = 0;
        for (; (len = utf8_word(s, n, &at)) > 0; at += len, k++)
            ck_assert_msg(row[i][k + 1] && len == strlen(row[i][k + 1]) &&
                          memcmp(s + at, row[i][k + 1], len) == 0,
                          "word %d of row %zu", k, i);
        ck_assert(at == n && (k == 3 || !row[i][k + 1]));
        ck_assert_int_eq(utf8_words(s, n), k);
    }
}
END_TEST

START_TEST(printable)
{
    static const char text[] =
        "a\033[0m\n\x7f\xc2\x9b\xe2\x80\xae\xff\xc3\xa9";
    utf8_printable(&out, text, sizeof(text) - 1);
    ck_assert_str_eq(out.s, "a<U+001B>[0m<U+000A><U+007F><U+009B><U+202E>"
                            "<0xFF>\xc3\xa9");
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("utf8");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, round_trip_of_all);
    tcase_add_test(t, malformed);
    tcase_add_test(t, any_bytes);
    tcase_add_test(t, classes);
    tcase_add_test(t, predicates);
    tcase_add_test(t, nfc);
    tcase_add_test(t, a_megabyte_of_marks);
    tcase_add_test(t, thirty_marks_stay);
    tcase_add_test(t, nfc_is_idempotent);
    tcase_add_test(t, lower);
    tcase_add_test(t, width);
    tcase_add_test(t, trim);
    tcase_add_test(t, words);
    tcase_add_test(t, printable);
    return test_run("utf8", t);
}
