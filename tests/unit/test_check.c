#include "text/check.h"

#include <string.h>

#include "base/rng.h"
#include "base/utf8.h"
#include "test.h"

static struct arena arena;
static struct corpus c;
static struct pair pairs[4096];

static void setup(void)
{
    arena_init(&arena, "test");
    c = (struct corpus){.name = "c", .pair = pairs, .arena = &arena};
}

static void teardown(void)
{
    arena_drop(&arena);
}

static void add(const char *src, const char *tgt)
{
    pairs[c.n] = (struct pair){{arena_strdup(&arena, src),
                                arena_strdup(&arena, tgt)},
                               {(int)strlen(src), (int)strlen(tgt)},
                               c.n + 1};
    c.n++;
    c.lines++;
}

/* ==== Facts ==== */

static struct text_facts facts(const char *s)
{
    struct text_facts f;
    struct facts_sum sum = {.seen = ARENA_ARRAY(&arena, uint32_t, 0x110000)};
    facts_of(&f, s, (int)strlen(s), &sum);
    return f;
}

static const struct {
    const char *text;
    unsigned flags;
} flagged[] = {
    {"Plain text, 5 < 6 && 7 > 6; it's so.", FACT_STRAIGHT},
    {"It\u2019s \u2018quoted\u2019 'text'.", FACT_CURLY},
    {"it`s, l\u00B4eau, d\u2018or", FACT_ACCENT},
    {"`quoted\u00B4 \u2018quoted\u2019", 0},
    {"lost \uFFFD here", FACT_LOST},
    {"caf\u00C3\u00A9", FACT_TWICE},
    {"d\u00C2\u00A0accord", FACT_TWICE | FACT_NO_BREAK},
    {"it\u00E2\u20AC\u2122s", FACT_TWICE},
    {"\u00D0\u00BF\u00D1\u20AC\u00D0\u00B8", FACT_TWICE},
    /* real text that looks a little like it */
    {"\u00AB\u00A0CAF\u00C9\u00A0\u00BB \u00E9\u00A0\u00BB", FACT_NO_BREAK},
    {"MEN\u00DC\u201C, \u00C4\u2026", 0},
    {"S\u00E3o \u00C3 \u00E2 b\u00E2ti", 0},
    {"a &amp; b", FACT_ENTITY},
    {"a &#39; b &#x2019;", FACT_ENTITY},
    {"AT&T; R&D; Q&A", 0},
    {"a <b>c</b> d", FACT_TAG},
    {"a<br/>", FACT_TAG},
    {"<a href=\"x\">", FACT_TAG},
    {"if a <b and c> d, i <3 you", 0},
    {"zero\u200Bwidth", FACT_INVISIBLE},
    {"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", 0},
    {"un espace !", FACT_PLAIN},
    {"un espace\u202F!", FACT_NO_BREAK},
    {"c\u0430pital", FACT_MIXED},
    {"\u03BCm \u043C and m", FACT_MIXED},
    {"T\u30B7\u30E3\u30C4 \u043D\u0435 latin", 0},
    {"e\u0301t\u00E9", FACT_NOT_NFC},
    {"q\u0301 \u0939\u093F\u0928\u094D\u0926\u0940", 0},
};

START_TEST(flags)
{
    ck_assert_uint_eq(facts(flagged[_i].text).flags, flagged[_i].flags);
}
END_TEST

/* Each character that NFC changes where it stands alone. */
START_TEST(not_nfc)
{
    struct facts_sum sum = {.seen = ARENA_ARRAY(&arena, uint32_t, 0x110000)};
    struct strbuf point = STRBUF_INIT, nfc = STRBUF_INIT;
    for (int i = 0x80; i < 0x110000; i++) {
        struct text_facts f;
        if (i >= 0xD800 && i < 0xE000) /* no characters */
            continue;
        strbuf_reset(&point);
        strbuf_reset(&nfc);
        utf8_put(&point, i);
        utf8_nfc(&nfc, point.s, point.n);
        facts_of(&f, point.s, (int)point.n, &sum);
        ck_assert_msg(!(f.flags & FACT_NOT_NFC) == !strcmp(point.s, nfc.s),
                      "U+%04X", (unsigned)i);
    }
    strbuf_release(&point);
    strbuf_release(&nfc);
}
END_TEST

START_TEST(ends)
{
    ck_assert(facts("So.").ended);
    ck_assert(facts("\u00AB So ! \u00BB").ended);
    ck_assert(facts("\u305D\u3046\u3067\u3059\u3002\u300D").ended);
    ck_assert(!facts("\"So\"").ended);
    ck_assert(!facts("\u00AB\u00BB").ended);
}
END_TEST

START_TEST(longest_word)
{
    ck_assert_int_eq(facts("It's 12345678 \u00E9t\u00E9s!").word, 4);
    ck_assert_int_eq(facts("\u305D\u3046\u3067\u3059 ja").word, 2);
    ck_assert_int_eq(facts("1 2.").word, 0);
}
END_TEST

START_TEST(finds_the_place)
{
    const char *s = "caf\u00E9 &amp; th\u00E9 &amp;";
    int n = (int)strlen(s);
    ck_assert_int_eq(facts_find(s, n, FACT_ENTITY, NULL), 6);
    ck_assert_int_eq(facts_find(s, n, FACT_TAG, NULL), -1);
}
END_TEST

/* Marks that NFC leaves alone (Thai) are not shown for one that it changes. */
START_TEST(shows_what_nfc_changes)
{
    const char *s = "\u0E01\u0E48\u0E01 e\u0301 \u1112\u1161\u11AB";
    int n = (int)strlen(s);
    struct strbuf out = STRBUF_INIT;
    ck_assert_int_eq(facts_find(s, n, FACT_NOT_NFC, NULL), 11);
    facts_show(&out, s, n, FACT_NOT_NFC);
    ck_assert_str_eq(out.s, "\u0E01\u0E48\u0E01 e<U+0301> "
                            "<U+1112><U+1161><U+11AB>");
    strbuf_release(&out);
}
END_TEST

/* ==== The whole table ==== */

/* Every level, share and list of a finding fits the others. */
static void ask_all(int show)
{
    struct check k;
    struct finding f;
    check_init(&k, &c, &c, 1, &arena);
    for (int i = 0; check_kinds[i]; i++) {
        check_ask(&k, check_kinds[i], show, &f);
        ck_assert(f.kind == check_kinds[i]);
        ck_assert(f.count == 0 ? f.level == CHECK_CLEAN : f.of >= 1);
        ck_assert_int_le(f.shown, show);
        for (int j = 0; j < f.shown; j++)
            ck_assert(f.pair[j] >= 0 && f.pair[j] < c.n &&
                      (j == 0 || f.pair[j] > f.pair[j - 1]));
    }
}

static const char *random_text(struct rng r, uint64_t *at)
{
    static const int top[] = {0x80, 0x100, 0x530, 0x3100, 0x11000, 0x110000};
    struct strbuf b = STRBUF_INIT;
    int n = 1 + (int)(rng_u64(r, (*at)++) % 30);
    for (int i = 0; i < n; i++) {
        int t = top[rng_u64(r, (*at)++) % 6];
        int point = (int)(rng_u64(r, (*at)++) % (uint64_t)t);
        utf8_put(&b, point ? point : 'x');
    }
    const char *s = arena_strndup(&arena, b.s, b.n);
    strbuf_release(&b);
    return s;
}

START_TEST(takes_any_text)
{
    struct rng r = rng_key((uint64_t)_i, RNG_TEST, 0, 0);
    uint64_t at = 0;
    for (int i = 0; i < 300; i++) {
        const char *src = random_text(r, &at);
        add(src, random_text(r, &at));
    }
    ask_all(7);
}
END_TEST

START_TEST(takes_one_pair)
{
    add("a", "b");
    ask_all(0);
    ask_all(3);
}
END_TEST

/* ==== Right way round ==== */

static const char *const words[2][8] = {
    {"the", "house", "with", "which", "should", "their", "thing", "when"},
    {"dans", "maison", "avec", "lequel", "devrait", "chose", "quand", "une"}};

static const char *sentence(int side, int i)
{
    struct strbuf b = STRBUF_INIT;
    for (int w = 0; w < 6; w++)
        strbuf_printf(&b, "%s ", words[side][(i >> w * 2 ^ w * i) & 7]);
    strbuf_printf(&b, "%d.", i);
    const char *s = arena_strndup(&arena, b.s, b.n);
    strbuf_release(&b);
    return s;
}

static long count_of(const struct check_kind *kind)
{
    struct check k;
    struct finding f;
    check_init(&k, &c, NULL, 0, &arena);
    check_ask(&k, kind, 0, &f);
    return f.count;
}

START_TEST(knows_the_sides)
{
    for (int i = 0; i < 1000; i++)
        add(sentence(i % 50 == 0, i),
            sentence(i % 50 != 0 && i % 40 != 1, i + 3));
    ck_assert_int_eq(count_of(&check_swapped), 20);
    ck_assert_int_eq(count_of(&check_untranslated), 25);
}
END_TEST

/* Of a corpus of which so many in a hundred are the wrong way round, those:
 * of half, one of the halves. */
START_TEST(knows_the_sides_of_mixtures)
{
    static const int share[] = {10, 30, 45, 50};
    for (int i = 0; i < 1000; i++) {
        bool turned = i * 37 % 100 < share[_i];
        add(sentence(turned, i), sentence(!turned, i + 3));
    }
    ck_assert_int_eq(count_of(&check_swapped), 10 * share[_i]);
}
END_TEST

START_TEST(one_language_has_no_sides)
{
    for (int i = 0; i < 1000; i++)
        add(sentence(0, i), sentence(0, i * 7 + 3));
    ck_assert_int_eq(count_of(&check_swapped), 0);
    ck_assert_int_eq(count_of(&check_untranslated), 0);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("check");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, flags, 0,
                        (int)(sizeof flagged / sizeof *flagged));
    tcase_add_test(t, not_nfc);
    tcase_add_test(t, ends);
    tcase_add_test(t, longest_word);
    tcase_add_test(t, finds_the_place);
    tcase_add_test(t, shows_what_nfc_changes);
    tcase_add_loop_test(t, takes_any_text, 0, 5);
    tcase_add_test(t, takes_one_pair);
    tcase_add_test(t, knows_the_sides);
    tcase_add_loop_test(t, knows_the_sides_of_mixtures, 0, 4);
    tcase_add_test(t, one_language_has_no_sides);
    return test_run("check", t);
}
