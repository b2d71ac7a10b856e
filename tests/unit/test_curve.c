#include "report/curve.h"

#include <limits.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "test.h"

static struct strbuf out;

static struct bylen_bin bin(int lo, int hi, int n, double mean, double bleu,
                            long train)
{
    return (struct bylen_bin){.lo = lo,
                              .hi = hi,
                              .n = n,
                              .mean_len = mean,
                              .score = {.bleu = bleu, .bp = 0.9},
                              .low = bleu - 2.0,
                              .high = bleu + 2.0,
                              .train = train};
}

static struct bylen_bin with[3], without[2], one[1];
static struct bylen by[3];
static struct curve curves[3];

static void setup(void)
{
    with[0] = bin(1, 10, 100, 7.5, 40.0, 5000);
    with[1] = bin(11, 20, 1200, 15.0, 38.0, 12345);
    with[2] = bin(51, INT_MAX, 9, 60.0, 35.0, 70);
    without[0] = bin(1, 10, 100, 7.5, 39.0, 5000);
    without[1] = bin(51, INT_MAX, 9, 60.0, 12.0, 70);
    one[0] = bin(1, 10, 1, 4.0, 0.0, 0);
    by[0] = (struct bylen){.bin = with, .bins = 3, .n = 1309};
    by[1] = (struct bylen){.bin = without, .bins = 2, .n = 109};
    by[2] = (struct bylen){.bin = one, .bins = 1, .n = 1};
    curves[0] = (struct curve){"concat", &by[0]};
    curves[1] = (struct curve){"</svg>,\"\033[31m", &by[1]};
    curves[2] = (struct curve){"one", &by[2]};
    strbuf_init(&out);
}

static void teardown(void)
{
    strbuf_release(&out);
}

static void check_xml(void)
{
    struct error err;

    if (system("command -v xmllint >/dev/null 2>&1") != 0) {
        printf("curve: no xmllint here, XML not checked by it\n");
        return;
    }
    test_enter_dir();
    ck_assert(save_all("x.svg", out.s, out.n, &err));
    ck_assert_int_eq(system("xmllint --noout --nonet x.svg"), 0);
    test_leave_dir();
}

static int count(const char *s, const char *what)
{
    int n = 0;

    for (; (s = strstr(s, what)); s++)
        n++;
    return n;
}

/* All subsets of systems that lie side by side, none among them. */
START_TEST(svg_is_xml)
{
    int from = _i / 4, n = _i % 4;

    if (from + n > 3)
        return;
    curve_svg(&out, curves + from, n, "a < b & \"c\"");
    check_xml();
    ck_assert_ptr_nonnull(strstr(out.s, "a &lt; b &amp; &quot;c&quot;"));
    ck_assert_ptr_null(strstr(out.s, "</svg>,"));
    ck_assert_ptr_null(strstr(out.s, "nan"));
    ck_assert_int_eq(count(out.s, "<polyline"), n);
}
END_TEST

START_TEST(svg_shows_all)
{
    curve_svg(&out, curves, 2, "t");
    ck_assert_int_eq(count(out.s, "sentences</title>"), 5);
    ck_assert_int_eq(count(out.s, "20 words</text>"), 1);
    ck_assert_int_eq(count(out.s, "fill=\"#b8c0cc\""), 3);
    ck_assert_ptr_nonnull(
        strstr(out.s, "concat, 51+ words: BLEU 35.0 [33.0, 37.0], BP 0.900, "
                      "9 sentences"));
}
END_TEST

/* A bin of one length beside one that reaches far is narrow, not negative. */
START_TEST(svg_narrow_bins)
{
    with[0] = bin(1, 1, 100, 1.0, 40.0, 5000);
    with[2] = bin(100, INT_MAX, 9, 700.0, 35.0, 70);
    curve_svg(&out, curves, 1, "t");
    ck_assert_int_eq(count(out.s, "fill=\"#b8c0cc\""), 3);
    ck_assert_ptr_null(strstr(out.s, "width=\"-"));
}
END_TEST

START_TEST(csv)
{
    curve_csv(&out, curves, 2);
    ck_assert_ptr_nonnull(strstr(
        out.s, "bin_lo,bin_hi,system,sentences,mean_length,bleu,low,high,bp,"
               "train\n1,10,concat,100,7.5,40.000000,38.000000,42.000000,"
               "0.900000,5000\n"));
    ck_assert_ptr_nonnull(
        strstr(out.s, "51,inf,\"</svg>,\"\"\033[31m\",9,60,12.000000,"));
    ck_assert_int_eq(count(out.s, "\n"), 6);
}
END_TEST

/* Every line of a table's body ends where the others end. */
START_TEST(table)
{
    curve_table(&out, curves, 2);
    ck_assert_ptr_nonnull(
        strstr(out.s, " 11-20  1,200   38.0   [36.0, 40.0] 0.900 "));
    ck_assert_ptr_nonnull(strstr(out.s, "12,345\n"));
    ck_assert_ptr_nonnull(strstr(out.s, "   all  1,309 "));
    ck_assert_ptr_nonnull(strstr(out.s, "</svg>,\"<U+001B>"));
    ck_assert_ptr_null(strchr(out.s, '\033'));
    for (const char *s = out.s; *s; s += strcspn(s, "\n") + 1)
        ck_assert_int_le(utf8_width(s, strcspn(s, "\n")), 80);
}
END_TEST

START_TEST(term_keeps_to_the_screen)
{
    for (int columns = 24; columns < 200; columns += 11)
        for (int n = 0; n <= 3; n++) {
            strbuf_reset(&out);
            curve_term(&out, curves, n, columns, 0);
            for (const char *s = out.s; *s; s += strcspn(s, "\n") + 1)
                ck_assert_int_le(utf8_width(s, strcspn(s, "\n")), columns);
            ck_assert_ptr_null(strchr(out.s, '\033'));
        }
}
END_TEST

START_TEST(term_shows_points_and_names)
{
    curve_term(&out, curves, 2, 80, 256);
    ck_assert_ptr_nonnull(strstr(out.s, "\033[38;5;"));
    ck_assert_ptr_nonnull(strstr(out.s, "concat  BLEU"));
    ck_assert_ptr_nonnull(strstr(out.s, "train"));
    ck_assert_ptr_nonnull(strstr(out.s, "source length in words"));
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("curve");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, svg_is_xml, 0, 12);
    tcase_add_test(t, svg_shows_all);
    tcase_add_test(t, svg_narrow_bins);
    tcase_add_test(t, csv);
    tcase_add_test(t, table);
    tcase_add_test(t, term_keeps_to_the_screen);
    tcase_add_test(t, term_shows_points_and_names);
    return test_run("curve", t);
}
