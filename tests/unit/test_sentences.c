#include "text/sentences.h"

#include <string.h>

#include "base/rng.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "task/parts.h"
#include "test.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, "sentences");
}

static void teardown(void)
{
    arena_drop(&arena);
}

/* A line, and its sentences with bars between them. */
static const struct {
    const char *line, *cut;
} row[] = {
    {"I came. I saw! Did I? Yes.", "I came.|I saw!|Did I?|Yes."},
    {"  One.  Two.  ", "One.|Two."},
    {"No end", "No end"},
    {"", ""},
    {" \t ", ""},
    {"He said: \"Go!\" Then he left.", "He said: \"Go!\"|Then he left."},
    {"\"Go!\" he said. (Yes.) So.", "\"Go!\" he said.|(Yes.)|So."},
    {"\302\253 Va ! \302\273 dit-il. \302\253 Non. \302\273",
     "\302\253 Va ! \302\273 dit-il.|\302\253 Non. \302\273"},
    {"Dr. Smith and J. R. Hill met at 5 p.m. He left.",
     "Dr. Smith and J. R. Hill met at 5 p.m. He left."},
    {"In the U.S. They did. See Fig. 3. Am 13. Mai. In 1990. So.",
     "In the U.S. They did.|See Fig. 3. Am 13. Mai.|In 1990.|So."},
    {"Well... I go. Wait... what? 3.5 is. 7 too! 8.",
     "Well... I go.|Wait... what?|3.5 is. 7 too!|8."},
    {"www.a.org is. e-mail a@b.org. Bye", "www.a.org is. e-mail a@b.org. Bye"},
    {"What?! No!! \302\277Qu\303\251? iPhone.",
     "What?!|No!!|\302\277Qu\303\251? iPhone."},
    {"\347\214\253\343\200\202\347\212\254\357\274\201\343\200\215\343\201\257",
     "\347\214\253\343\200\202|\347\212\254\357\274\201\343\200\215|"
     "\343\201\257"},
    {"\330\243.\330\250 \330\252\330\237 \330\253",
     "\330\243.\330\250 \330\252\330\237|\330\253"},
};

static void cut(struct strbuf *out, const char *line)
{
    struct sentence_text *x;
    int n = sentences_find(&x, line, (int)strlen(line), &arena);
    for (int i = 0; i < n; i++) {
        strbuf_puts(out, i ? "|" : "");
        strbuf_add(out, line + x[i].start, (size_t)x[i].len);
    }
    strbuf_puts(out, "");
}

START_TEST(finds)
{
    struct strbuf out = STRBUF_INIT;
    cut(&out, row[_i].line);
    ck_assert_str_eq(out.n ? out.s : "", row[_i].cut);
    strbuf_release(&out);
}
END_TEST

/* Whatever the text: in order, inside, not empty, and but for white space
 * nothing is lost. */
START_TEST(any_text)
{
    static const char *const some[] = {"a", "B", "3", " ", " ", ".", "!", "\"",
                                       ")", "\u3002", "\u00a0", "\u00e9",
                                       "\u306f", "\xff"};
    struct rng r = rng_key(5, RNG_TEST, 0, 0);
    for (uint64_t k = 0; k < 3000; k++) {
        struct strbuf s = STRBUF_INIT;
        struct sentence_text *x;
        int from = 0;
        for (uint64_t i = rng_below(r, k * 64, 40) + 1; i > 0; i--)
            strbuf_puts(&s, some[rng_below(r, k * 64 + i, 14)]);
        int n = sentences_find(&x, s.s, (int)s.n, &arena);
        for (int i = 0; i <= n; i++) {
            int start = i < n ? x[i].start : (int)s.n;
            ck_assert_int_ge(start, from);
            ck_assert_int_eq(utf8_words(s.s + from, (size_t)(start - from)),
                             0);
            ck_assert(i == n || x[i].len > 0);
            from = i < n ? start + x[i].len : from;
        }
        strbuf_release(&s);
    }
}
END_TEST

static int parts(const struct model *m, const char *text, const char *last)
{
    const char *const *part;
    int n = parts_of(&part, m, text, &arena);
    ck_assert_str_eq(part[n - 1], last);
    return n;
}

/* Half of the training's sources have 4 words or fewer, none less than 2. */
START_TEST(parts_are_as_long_as_sentences_of_the_training)
{
    static struct model m;
    m.lengths[2] = 5;
    m.lengths[4] = 50;
    m.lengths[9] = 45;
    ck_assert_int_eq(parts(&m, "I came. I saw.", "I came. I saw."), 1);
    ck_assert_int_eq(parts(&m, "I came. I saw it.", "I saw it."), 2);
    ck_assert_int_eq(parts(&m, "Hi. I came. Yes. I saw. No.", "I saw. No."),
                     2);
    ck_assert_int_eq(parts(&m, "one two three four five", "one two three four "
                           "five"), 1);
    ck_assert_int_eq(parts(&m, "", ""), 1);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("sentences");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, finds, 0, sizeof row / sizeof row[0]);
    tcase_add_test(t, any_text);
    tcase_add_test(t, parts_are_as_long_as_sentences_of_the_training);
    return test_run("sentences", t);
}
