#include "base/json.h"

#include <cjson/cJSON.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "test.h"

static struct error err;

static const char *const good[] = {
    "{}", "[]", " [ ] ", "0", "-0", "-1.5e+10", "1E-3", "\"\"", "true",
    "null", "[1,2,[3]]", "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}",
    "\"\\u00e9\\ud83d\\ude00\\n\\/\"", "\"\xc3\xa9\"", "\t\r\n1\n",
    "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "1e308", "1e-999"
};

static const char *const bad[] = {
    "", " ", "{", "}", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
    "{a:1}", "{'a':1}", "01", "+1", "1.", ".5", "1e", "1e+", "-", "--1",
    "0x10", "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "tru",
    "nulll", "True", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
    "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"",
    "\"a\nb\"", "\"a\tb\"", "\"\x01\"", "\"\xff\"", "\"\xc3\"",
    "\"\xed\xa0\x80\"", "\"\xc0\x80\"", "1 2", "[] []", "{} x",
    "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "/* */ 1",
    "\xef\xbb\xbf\x31", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "[1 2]",
    "{\"a\":1 \"b\":2}", "\"\xc3\xa9", "[1", "{\"a\":1",
    "1111111111111111111111111111111111111111111111111111111111111111"
};

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

START_TEST(accepts)
{
    ck_assert_msg(json_check(good[_i], strlen(good[_i]), &err), "%s: %s",
                  good[_i], err.text);
    cJSON *j;
    ck_assert(json_parse(&j, good[_i], strlen(good[_i]), &err));
    json_free(j);
}
END_TEST

START_TEST(refuses)
{
    cJSON *j;
    ck_assert_msg(!json_check(bad[_i], strlen(bad[_i]), &err), "%s", bad[_i]);
    ck_assert_int_eq(err.status, EXIT_DATA);
    ck_assert(!json_parse(&j, bad[_i], strlen(bad[_i]), &err));
    ck_assert_ptr_null(j);
}
END_TEST

/* The text need not end with a NUL: sanitizers see a read behind it. */
START_TEST(every_prefix)
{
    static const char text[] =
        "{\"k\":[1.5e3,true,null,\"\\ud83d\\ude00\xe2\x82\xac\"],\"l\":-0}";
    size_t n = sizeof(text) - 1;
    for (size_t k = 0; k < n; k++) {
        char *copy = malloc(k + 1);
        memcpy(copy, text, k);
        char *exact = realloc(copy, k > 0 ? k : 1);
        ck_assert(!json_check(exact, k, &err));
        free(exact);
    }
    ck_assert(json_check(text, n, &err));
    ck_assert(!json_check("1\0", 2, &err));
}
END_TEST

/* Not quadratic, neither in keys nor in depth. */
START_TEST(many_keys)
{
    struct strbuf b = STRBUF_INIT;
    strbuf_puts(&b, "{\"k\":0");
    for (int i = 0; i < 100000; i++)
        strbuf_printf(&b, ",\"k%d\":%d", i, i);
    strbuf_puts(&b, "}");
    ck_assert(json_check(b.s, b.n, &err));
    strbuf_reset(&b);
    for (int i = 0; i < 1000000; i++)
        strbuf_putc(&b, '[');
    ck_assert(!json_check(b.s, b.n, &err));
    strbuf_release(&b);
}
END_TEST

START_TEST(getters)
{
    static const char text[] = "{\"n\":42,\"x\":1.5,\"s\":\"t\",\"N\":7,"
                               "\"big\":9007199254740993,\"huge\":1e300}";
    cJSON *j;
    long long n = 0;
    double x = 0;
    const char *s = NULL;
    ck_assert(json_parse(&j, text, sizeof(text) - 1, &err));
    ck_assert(json_get_int(j, "n", 0, 42, &n, &err) && n == 42);
    ck_assert(json_get_int(j, "N", 0, 42, &n, &err) && n == 7);
    ck_assert(json_get_number(j, "x", &x, &err));
    ck_assert_double_eq(x, 1.5);
    ck_assert(json_get_string(j, "s", &s, &err));
    ck_assert_str_eq(s, "t");
    ck_assert(!json_get_int(j, "n", 0, 41, &n, &err));
    ck_assert_str_eq(err.text,
                     "\"n\" is 42; expected a whole number from 0 to 41");
    ck_assert(!json_get_int(j, "x", 0, 9, &n, &err));
    ck_assert(!json_get_int(j, "huge", 0, 9, &n, &err));
    ck_assert(!json_get_int(j, "s", 0, 9, &n, &err));
    ck_assert(!json_get_int(j, "X", 0, 9, &n, &err));
    ck_assert_str_eq(err.text, "\"X\" is missing");
    ck_assert(!json_get_number(j, "s", &x, &err));
    ck_assert(!json_get_string(j, "n", &s, &err));
    json_free(j);
}
END_TEST

/* ==== Writing ==== */

START_TEST(numbers_read_back)
{
    struct strbuf b = STRBUF_INIT;
    static const struct {
        double x;
        const char *s;
    } row[] = {
        {0, "0"}, {1, "1"}, {-2.5, "-2.5"}, {0.1, "0.1"}, {1e21, "1e+21"},
        {0.1 + 0.2, "0.30000000000000004"}, {(double)INFINITY, "null"},
        {(double)NAN, "null"}, {1.0 / 3, "0.3333333333333333"}
    };
    for (int i = 0; i < COUNT(row); i++) {
        strbuf_reset(&b);
        json_put_number(&b, row[i].x);
        ck_assert_str_eq(b.s, row[i].s);
    }
    struct rng r = rng_key(1, RNG_TEST, 0, 0);
    for (uint64_t i = 0; i < 100000; i++) {
        uint64_t bits = rng_u64(r, i);
        double x;
        memcpy(&x, &bits, sizeof(x));
        if (!isfinite(x))
            continue;
        strbuf_reset(&b);
        json_put_number(&b, x);
        ck_assert(strtod(b.s, NULL) == x);
        ck_assert(json_check(b.s, b.n, &err));
    }
    strbuf_reset(&b);
    json_put_number(&b, 0.1);
    ck_assert_str_eq(b.s, "0.1");
    strbuf_release(&b);
}
END_TEST

START_TEST(strings_are_safe)
{
    struct strbuf b = STRBUF_INIT;
    static const char text[] = "a\"\\\n\t\x01</script>&\xe2\x80\xa8\xff\0é";
    json_put_string(&b, text, sizeof(text) - 1);
    ck_assert_str_eq(b.s, "\"a\\\"\\\\\\n\\t\\u0001\\u003c/script\\u003e"
                          "\\u0026\\u2028\xef\xbf\xbd\\u0000é\"");
    strbuf_reset(&b);
    json_put_string(&b, "", 0);
    ck_assert_str_eq(b.s, "\"\"");
    strbuf_release(&b);
}
END_TEST

/* What is written is what is read. */
START_TEST(strings_read_back)
{
    struct strbuf b = STRBUF_INIT, text = STRBUF_INIT;
    struct rng r = rng_key(2, RNG_TEST, 0, 0);
    for (uint64_t i = 0; i < 2000; i++) {
        cJSON *j;
        strbuf_reset(&b);
        strbuf_reset(&text);
        for (uint64_t k = 0; k < 20; k++)
            strbuf_putc(&text, 1 + (int)rng_below(r, 20 * i + k, 127));
        json_put_string(&b, text.s, text.n);
        ck_assert_msg(json_parse(&j, b.s, b.n, &err), "%s", err.text);
        ck_assert_str_eq(j->valuestring, text.s);
        json_free(j);
    }
    strbuf_release(&b);
    strbuf_release(&text);
}
END_TEST

START_TEST(members_have_commas)
{
    struct strbuf b = STRBUF_INIT;
    static const char *const list[] = {"\"", "{"};
    strbuf_puts(&b, "[{");
    json_put_member_text(&b, "a", "{");
    json_put_member(&b, "b", 0.5);
    strbuf_puts(&b, "},{");
    json_put_member_texts(&b, "c", list, 2);
    json_put_member_texts(&b, "d", list, 0);
    strbuf_puts(&b, "}]");
    ck_assert_str_eq(b.s, "[{\"a\":\"{\",\"b\":0.5},"
                          "{\"c\":[\"\\\"\",\"{\"],\"d\":[]}]");
    strbuf_release(&b);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("json");
    tcase_add_loop_test(t, accepts, 0, COUNT(good));
    tcase_add_loop_test(t, refuses, 0, COUNT(bad));
    tcase_add_test(t, every_prefix);
    tcase_add_test(t, many_keys);
    tcase_add_test(t, getters);
    tcase_add_test(t, numbers_read_back);
    tcase_add_test(t, strings_are_safe);
    tcase_add_test(t, strings_read_back);
    tcase_add_test(t, members_have_commas);
    return test_run("json", t);
}
