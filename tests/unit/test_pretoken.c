#include "text/pretoken.h"

#include <string.h>

#include "base/rng.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "test.h"

/* The pre-tokens of s with | between. */
static const char *cut(const char *s,
                       size_t next(const char *s, size_t n, size_t at))
{
    static char out[1000];
    size_t n = strlen(s), at = 0, to = 0;
    while (at < n) {
        size_t len = next(s, n, at);
        memcpy(out + to, s + at, len);
        to += len;
        at += len;
        if (at < n)
            out[to++] = '|';
    }
    out[to] = '\0';
    return out;
}

static const struct {
    const char *text, *cut;
} rows[] = {
    {"", ""},
    {" a", " a"},
    {"Hello, world!", "Hello|,| world|!"},
    {"  two  spaces ", " | two| | spaces| "},
    {"abc123 45x", "abc|123| 45|x"},
    {"don't", "don|'|t"},
    {"...", ".|.|."},
    {"a\tb\nc", "a|\t|b|\n|c"},
    {"Où\u202f?", "Où|\u202f|?"},
    {" \u00a0x", " \u00a0|x"},
    {"e\u0301te\u0301", "e\u0301te\u0301"},
    {"1\u0301", "1|\u0301"},
    {"▁▁a", "▁|▁|a"},
    {"我是学生。", "我是学生|。"},
    {"私は 学生", "私は| 学生"},
    {"שלום עולם", "שלום| עולם"},
    {"नमस्ते", "नमस्ते"},
    {"👩\u200d🔬", "👩|\u200d|🔬"},
    {"x²", "x|²"},
};

START_TEST(cuts)
{
    ck_assert_str_eq(cut(rows[_i].text, pretoken_next), rows[_i].cut);
}
END_TEST

/* Where the script changes, too. */
static const struct {
    const char *text, *cut;
} script_rows[] = {
    {"私は学生です。", "私は|学生です|。"},
    {"テレビを見る", "テレビ|を|見る"},
    {"コーヒーとらーめん", "コーヒー|とら|ー|めん"},
    {"東京タワー", "東京|タワー"},
    {"人々が", "人々が"},
    {"ﾃﾚﾋﾞを", "ﾃﾚﾋﾞ|を"},
    {"いろはIII", "いろは|III"},
    {"か\u309aカ\u309aを", "か\u309aカ\u309aを"},
    {"我是学生。", "我是学生|。"},
    {"Hello, world!", "Hello|,| world|!"},
    {"は 私", "は| 私"},
};

START_TEST(cuts_between_scripts)
{
    ck_assert_str_eq(cut(script_rows[_i].text, pretoken_next_script),
                     script_rows[_i].cut);
}
END_TEST

START_TEST(long_runs_are_cut)
{
    char s[2000];
    memset(s, 'a', sizeof(s));
    ck_assert_uint_eq(pretoken_next(s, sizeof(s), 0), PRETOKEN_MAX);
    s[0] = ' ';
    ck_assert_uint_eq(pretoken_next(s, sizeof(s), 0), PRETOKEN_MAX + 1);
}
END_TEST

/* Whatever the bytes, it advances and stays inside. */
START_TEST(any_bytes)
{
    struct rng r = rng_key(3, RNG_TEST, 0, 0);
    for (int k = 0; k < 2000; k++) {
        char s[40];
        size_t n = rng_below(r, (uint64_t)k * 64, sizeof(s)) + 1;
        for (size_t i = 0; i < n; i++)
            s[i] = (char)rng_u64(r, (uint64_t)k * 64 + i + 1);
        for (size_t at = 0; at < n;) {
            size_t len = k % 2 ? pretoken_next(s, n, at)
                               : pretoken_next_script(s, n, at);
            ck_assert_uint_ge(len, 1);
            ck_assert_uint_le(len, n - at);
            at += len;
        }
    }
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("pretoken");
    tcase_add_loop_test(t, cuts, 0, sizeof(rows) / sizeof(rows[0]));
    tcase_add_loop_test(t, cuts_between_scripts, 0,
                        sizeof(script_rows) / sizeof(script_rows[0]));
    tcase_add_test(t, long_runs_are_cut);
    tcase_add_test(t, any_bytes);
    return test_run("pretoken", t);
}
