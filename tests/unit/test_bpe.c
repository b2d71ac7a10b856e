#include "text/bpe.h"

#include <string.h>

#include "base/fmath.h"
#include "base/rng.h"
#include "test.h"
#include "text/counter.h"

static struct arena arena, scratch;
static struct counter words;

static void setup(void)
{
    arena_init(&arena, "test");
    arena_init(&scratch, "scratch");
    counter_init(&words, &arena);
}

static void teardown(void)
{
    arena_drop(&arena);
    arena_drop(&scratch);
}

static void add(const char *word, long long count)
{
    counter_add(&words, word, (int)strlen(word), count);
}

static struct bpe *learn_associated(int merges, int least, double association)
{
    struct bpe_options o = {merges, least, association};
    return bpe_learn(&words.unit, words.count, &o, &arena, &scratch);
}

static struct bpe *learn(int merges)
{
    return learn_associated(merges, 2, 0);
}

static struct bpe *parse(const char *text)
{
    struct bpe *b;
    struct error err;
    bool bare;
    ck_assert_msg(bpe_read(&b, &bare, text, strlen(text), "codes", &arena,
                           &err),
                  "%s", err.text);
    return b;
}

static const char *written(const struct bpe *b)
{
    struct strbuf out = STRBUF_INIT;
    bpe_write(&out, b, false);
    const char *s = arena_strndup(&arena, out.s, out.n);
    strbuf_release(&out);
    return s;
}

/* The units of a word with | between. */
static const char *cut(const struct bpe *b, const char *word,
                       bool (*known)(void *, const char *, int))
{
    int n = (int)strlen(word);
    int *len = ARENA_ARRAY(&arena, int, n);
    int units = bpe_apply(b, word, n, len, NULL, known, NULL);
    struct strbuf out = STRBUF_INIT;
    for (int i = 0; i < units; i++) {
        if (i > 0)
            strbuf_putc(&out, '|');
        strbuf_add(&out, word, (size_t)len[i]);
        word += len[i];
    }
    ck_assert_int_eq(*word, '\0');
    const char *s = arena_strndup(&arena, out.s, out.n);
    strbuf_release(&out);
    return s;
}

/* ==== Learning ==== */

/* The example of Sennrich, Haddow and Birch 2016, section 3.2, without its
 * mark of the word's end; of "st" and "es", of "ow" and "lo", which occur as
 * often, the greater goes first. */
START_TEST(example_of_the_paper)
{
    add("low", 5);
    add("lower", 2);
    add("newest", 6);
    add("widest", 3);
    ck_assert_str_eq(written(learn(4)),
                     "#version: 0.2\ns t\ne st\no w\nl ow\n");
    struct bpe *b = learn(100);
    ck_assert_str_eq(cut(b, "newest", NULL), "newest");
    ck_assert_str_eq(cut(b, "lowest", NULL), "low|est");
    ck_assert_str_eq(cut(b, "xyz", NULL), "x|y|z");
}
END_TEST

START_TEST(stops_when_no_pair_occurs_twice)
{
    add("abc", 1);
    ck_assert_int_eq(bpe_merges(learn(10)), 0);
    add("xabx", 1);
    ck_assert_str_eq(written(learn(10)), "#version: 0.2\na b\n");
    ck_assert_int_eq(bpe_merges(learn(0)), 0);
}
END_TEST

/* The textbook's way: count all pairs afresh for every merge. */
struct plain {
    int n, len[64];
    char unit[64][32];
};

static int find(const struct plain *pairs, int n, const char *l, const char *r)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(pairs[i].unit[0], l) && !strcmp(pairs[i].unit[1], r))
            return i;
    return -1;
}

static void merge_plain(struct plain *w, const char *l, const char *r)
{
    int to = 0;
    for (int i = 0; i < w->n; i++) {
        char unit[64];
        snprintf(unit, sizeof(unit), "%s", w->unit[i]);
        if (i + 1 < w->n && !strcmp(w->unit[i], l) &&
            !strcmp(w->unit[i + 1], r)) {
            strcat(unit, r);
            i++;
        }
        strcpy(w->unit[to++], unit);
    }
    w->n = to;
}

/* How often a unit is left in the words, to the power of -association. */
static double weight_plain(const struct plain *w, int n, const char *unit,
                           double association)
{
    int count = 0;
    for (int k = 0; k < n; k++)
        for (int i = 0; i < w[k].n; i++)
            count += !strcmp(w[k].unit[i], unit);
    return fmath_pow(count, -association);
}

static double score_plain(const struct plain *w, int n,
                          const struct plain *pair, double association)
{
    return pair->n * (weight_plain(w, n, pair->unit[0], association) *
                      weight_plain(w, n, pair->unit[1], association));
}

static const struct plain *best_plain(const struct plain *w, int n,
                                      struct plain *pairs, double association)
{
    double most = 0;
    int m = 0;
    const struct plain *best = NULL;
    for (int k = 0; k < n; k++)
        for (int i = 0; i + 1 < w[k].n; i++) {
            int p = find(pairs, m, w[k].unit[i], w[k].unit[i + 1]);
            if (p < 0) {
                p = m++;
                strcpy(pairs[p].unit[0], w[k].unit[i]);
                strcpy(pairs[p].unit[1], w[k].unit[i + 1]);
                pairs[p].n = 0;
            }
            pairs[p].n++;
        }
    for (int p = 0; p < m; p++) {
        int c = best ? strcmp(pairs[p].unit[0], best->unit[0]) : 1;
        if (best && c == 0)
            c = strcmp(pairs[p].unit[1], best->unit[1]);
        double score = score_plain(w, n, &pairs[p], association);
        if (pairs[p].n < 2 || score < most || (score == most && c <= 0))
            continue;
        most = score;
        best = &pairs[p];
    }
    return best;
}

/* Random words of two or three letters: many overlaps ("aaaa"). */
START_TEST(equals_the_textbook)
{
    static struct plain w[30], pairs[900];
    struct rng r = rng_key(7, RNG_TEST, (uint64_t)_i, 0);
    struct strbuf expect = STRBUF_INIT;
    const struct plain *best;
    double association = 0.4 * (_i / 30);
    for (int k = 0; k < 30; k++) {
        int n = 1 + (int)rng_below(r, 100 * (uint64_t)k, 20);
        char word[32] = "";
        w[k].n = n;
        for (int i = 0; i < n; i++) {
            char c = (char)('a' + rng_below(r, 100 * (uint64_t)k + i + 1,
                                            2 + (uint64_t)_i % 3));
            word[i] = w[k].unit[i][0] = c;
            w[k].unit[i][1] = '\0';
        }
        add(word, 1);
    }
    strbuf_puts(&expect, "#version: 0.2\n");
    while ((best = best_plain(w, 30, pairs, association)) != NULL) {
        struct plain b = *best;
        strbuf_printf(&expect, "%s %s\n", b.unit[0], b.unit[1]);
        for (int k = 0; k < 30; k++)
            merge_plain(&w[k], b.unit[0], b.unit[1]);
    }
    struct bpe *b = learn_associated(1000000, 2, association);
    ck_assert_str_eq(written(b), expect.s);
    /* And applying the merges to the words gives what learning left. */
    for (int k = 0; k < 30; k++) {
        char word[32] = "", units[64] = "";
        for (int i = 0; i < w[k].n; i++) {
            strcat(word, w[k].unit[i]);
            strcat(units, i ? "|" : "");
            strcat(units, w[k].unit[i]);
        }
        ck_assert_str_eq(cut(b, word, NULL), units);
    }
    strbuf_release(&expect);
}
END_TEST

/* "ac" and "db" are the commonest, but of a and b much is elsewhere; x and y
 * are never without each other; a pair that is too rare is none. */
START_TEST(association_before_frequency)
{
    add("ab", 10);
    add("ac", 20);
    add("db", 20);
    add("xy", 9);
    add("pq", 2);
    ck_assert_str_eq(written(learn_associated(1, 2, 0)),
                     "#version: 0.2\nd b\n");
    ck_assert_str_eq(written(learn_associated(1, 2, 1)),
                     "#version: 0.2\np q\n");
    ck_assert_str_eq(written(learn_associated(2, 3, 1)),
                     "#version: 0.2\nx y\nd b\n");
}
END_TEST

/* What token_bpe relies on: the merges make one unit of a unit's text. */
START_TEST(a_unit_is_one_unit)
{
    struct rng r = rng_key(8, RNG_TEST, (uint64_t)_i, 0);
    for (int k = 0; k < 60; k++) {
        char word[32] = "";
        int n = 1 + (int)rng_below(r, 100 * (uint64_t)k, 20);
        for (int i = 0; i < n; i++)
            word[i] = (char)('a' + rng_below(r, 100 * (uint64_t)k + i + 1,
                                             2 + (uint64_t)_i % 3));
        add(word, 1 + _i % 2);
    }
    struct bpe *b = learn_associated(300, 2, 0.4 * (_i / 30));
    const char *line = strchr(written(b), '\n') + 1;
    while (*line) {
        char l[40], right[40], unit[80];
        ck_assert_int_eq(sscanf(line, "%39s %39s", l, right), 2);
        snprintf(unit, sizeof(unit), "%s%s", l, right);
        ck_assert_str_eq(cut(b, unit, NULL), unit);
        line = strchr(line, '\n') + 1;
    }
    /* No merge and no unit is made twice. */
    parse(written(b));
}
END_TEST

/* ==== Applying ==== */

START_TEST(earliest_merge_first)
{
    struct bpe *b = parse("#version: 0.2\nb c\na b\nab c\n");
    ck_assert_str_eq(cut(b, "abc", NULL), "a|bc");
    ck_assert_str_eq(cut(b, "abab", NULL), "ab|ab");
    b = parse("#version: 0.2\na a\naa a\n");
    ck_assert_str_eq(cut(b, "aaaaa", NULL), "aa|aaa");
    ck_assert_str_eq(cut(b, "", NULL), "");
}
END_TEST

static bool short_one(void *ctx, const char *unit, int n)
{
    (void)ctx, (void)unit;
    return n <= 2;
}

static bool none(void *ctx, const char *unit, int n)
{
    (void)ctx, (void)unit, (void)n;
    return false;
}

START_TEST(unknown_units_are_taken_apart)
{
    struct bpe *b = parse("#version: 0.1\nb c\na bc\nd e\nabc de\n");
    ck_assert_str_eq(cut(b, "abcde", NULL), "abcde");
    ck_assert_str_eq(cut(b, "abcde", short_one), "a|bc|de");
    ck_assert_str_eq(cut(b, "abcde", none), "a|b|c|d|e");
    ck_assert_str_eq(cut(b, "é学x", none), "é|学|x");
}
END_TEST

START_TEST(long_words)
{
    enum { N = 100000 };
    char *word = ARENA_ARRAY(&arena, char, N + 1);
    int *len = ARENA_ARRAY(&arena, int, N);
    memset(word, 'a', N);
    add("aaaaaaaaaaaaaaaa", 5);
    int units = bpe_apply(learn(10), word, N, len, NULL, NULL, NULL);
    int sum = 0;
    for (int i = 0; i < units; i++)
        sum += len[i];
    ck_assert_int_eq(sum, N);
    ck_assert_int_lt(units, N / 10);
}
END_TEST

/* ==== The file ==== */

START_TEST(written_and_read)
{
    add(" the", 9);
    add(" ▁\\", 5);
    add(" 学生", 4);
    add("\t\n", 3);
    struct bpe *b = learn(100);
    const char *text = written(b);
    ck_assert_str_eq(written(parse(text)), text);
    ck_assert_str_eq(cut(parse(text), " the", NULL), " the");
    ck_assert_str_eq(cut(parse(text), " ▁\\", NULL), " ▁\\");
    ck_assert_ptr_nonnull(strstr(text, "\n▁ "));
    ck_assert_ptr_nonnull(strstr(text, "\\t \\n\n"));
}
END_TEST

static const struct {
    const char *text, *error;
} bad[] = {
    {"", "codes:1: no BPE merges"},
    {"a b\n", "codes:1: no BPE merges"},
    {"#version: 0.3\n", "codes:1: no BPE merges"},
    {"#version: 0.2\nab\n", "codes:2: not a merge"},
    {"#version: 0.2\na b\n\n", "codes:3: not a merge"},
    {"#version: 0.2\na  b\n", "codes:2: bad unit"},
    {"#version: 0.2\na b \n", "codes:2: bad unit"},
    {"#version: 0.2\n b\n", "codes:2: bad unit"},
    {"#version: 0.2\na b c\n", "codes:2: bad unit"},
    {"#version: 0.2\na \\q\n", "codes:2: bad unit"},
    {"#version: 0.2\na \xff\n", "codes:2: bad unit"},
    {"#version: 0.2\na b\n#bare\n", "codes:3: not a merge"},
    {"#version: 0.2\na b\nc d\na b\n", "codes:4: the same merge again"},
};

START_TEST(refuses)
{
    struct bpe *b;
    struct error err;
    bool bare;
    const char *s = bad[_i].text;
    ck_assert(!bpe_read(&b, &bare, s, strlen(s), "codes", &arena, &err));
    ck_assert_int_eq(err.status, EXIT_DATA);
    ck_assert_msg(strncmp(err.text, bad[_i].error, strlen(bad[_i].error)) == 0,
                  "%s", err.text);
}
END_TEST

/* U+2028 and CR are characters, not ends of lines. */
START_TEST(splits_at_lf_only)
{
    struct bpe *b = parse("#version: 0.2\n\u2028 a\n\r \xc2\x85");
    ck_assert_int_eq(bpe_merges(b), 2);
    ck_assert_str_eq(cut(b, "\r\xc2\x85", NULL), "\r\xc2\x85");
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("bpe");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, example_of_the_paper);
    tcase_add_test(t, stops_when_no_pair_occurs_twice);
    tcase_add_loop_test(t, equals_the_textbook, 0, 90);
    tcase_add_test(t, association_before_frequency);
    tcase_add_loop_test(t, a_unit_is_one_unit, 0, 90);
    tcase_add_test(t, earliest_merge_first);
    tcase_add_test(t, unknown_units_are_taken_apart);
    tcase_add_test(t, long_words);
    tcase_add_test(t, written_and_read);
    tcase_add_loop_test(t, refuses, 0, sizeof(bad) / sizeof(bad[0]));
    tcase_add_test(t, splits_at_lf_only);
    return test_run("bpe", t);
}
