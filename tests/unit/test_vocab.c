#include "text/vocab.h"

#include <string.h>

#include "test.h"
#include "text/batch.h"

static struct arena arena;
static struct vocab v;

static void setup(void)
{
    arena_init(&arena, "test");
    vocab_init(&v, &arena);
}

static void teardown(void)
{
    arena_drop(&arena);
}

static const char *unit(int id)
{
    int len;
    const char *s = vocab_unit(&v, id, &len);
    ck_assert_int_eq((int)strlen(s), len);
    return s;
}

START_TEST(begins_with_four)
{
    ck_assert_int_eq(vocab_size(&v), ID_FIRST);
    ck_assert_str_eq(unit(ID_PAD), "<pad>");
    ck_assert_str_eq(unit(ID_BOS), "<s>");
    ck_assert_str_eq(unit(ID_EOS), "</s>");
    ck_assert_str_eq(unit(ID_UNK), "<unk>");
    ck_assert_str_eq(unit(-1), "<unk>");
    ck_assert_str_eq(unit(ID_FIRST), "<unk>");
}
END_TEST

/* "<s>" in a text is a unit like any other. */
START_TEST(text_never_meets_the_four)
{
    ck_assert_int_eq(vocab_id(&v, "<s>", 3), -1);
    ck_assert_int_eq(vocab_add(&v, "<s>", 3, 1), ID_FIRST);
    ck_assert_int_eq(vocab_id(&v, "<s>", 3), ID_FIRST);
}
END_TEST

START_TEST(holds_many)
{
    char s[20];
    for (int i = 0; i < 10000; i++) {
        int n = snprintf(s, sizeof(s), "unit%d", i);
        ck_assert_int_eq(vocab_add(&v, s, n, i), ID_FIRST + i);
    }
    for (int i = 0; i < 10000; i++) {
        int n = snprintf(s, sizeof(s), "unit%d", i);
        ck_assert_int_eq(vocab_id(&v, s, n), ID_FIRST + i);
        ck_assert_str_eq(unit(ID_FIRST + i), s);
        ck_assert_int_eq(v.count[ID_FIRST + i], i);
    }
}
END_TEST

START_TEST(written_and_read)
{
    static const char *const units[] = {" the",   "a",   "▁",      "\t", "\n",
                                        "\\",     "\\n", " \\▁\t", "学", "<s>",
                                        "\u2028", "\r",  "=2+2"};
    struct strbuf text = STRBUF_INIT, again = STRBUF_INIT;
    struct error err;
    for (int i = 0; i < 13; i++)
        vocab_add(&v, units[i], (int)strlen(units[i]), 100 - i);
    vocab_write(&text, &v);
    vocab_init(&v, &arena);
    ck_assert_msg(vocab_read(&v, text.s, text.n, "v", &err), "%s", err.text);
    for (int i = 0; i < 13; i++) {
        ck_assert_str_eq(unit(ID_FIRST + i), units[i]);
        ck_assert_int_eq(v.count[ID_FIRST + i], 100 - i);
    }
    vocab_write(&again, &v);
    ck_assert_str_eq(text.s, again.s);
    ck_assert_ptr_nonnull(strstr(text.s, "▁the\t100\n"));
    ck_assert_ptr_nonnull(strstr(text.s, "▁\\\\\\u2581\\t\t93\n"));
    strbuf_release(&text);
    strbuf_release(&again);
}
END_TEST

static const struct {
    const char *text, *error;
} bad[] = {
    {"a\t1\nb\n", "v:2: no count (expected unit TAB count)"},
    {"a\t1\n\nb\t1\n", "v:2: no count (expected unit TAB count)"},
    {"\t1\n", "v:1: bad unit"},
    {"\xff\t1\n", "v:1: bad unit"},
    {"a b\t1\n", "v:1: bad unit"},
    {"\\x\t1\n", "v:1: bad unit"},
    {"a\\\t1\n", "v:1: bad unit"},
    {"a\t\n", "v:1: bad count"},
    {"a\t-1\n", "v:1: bad count"},
    {"a\t1 \n", "v:1: bad count"},
    {"a\t99999999999999999999\n", "v:1: bad count"},
    {"a\t1\tb\n", "v:1: bad count"},
    {"a\t1\nb\t1\na\t2\n", "v:3: the same unit again"},
};

START_TEST(refuses)
{
    struct error err;
    const char *s = bad[_i].text;
    ck_assert(!vocab_read(&v, s, strlen(s), "v", &err));
    ck_assert_int_eq(err.status, EXIT_DATA);
    ck_assert_msg(strncmp(err.text, bad[_i].error, strlen(bad[_i].error)) == 0,
                  "%s", err.text);
}
END_TEST

START_TEST(too_many)
{
    struct strbuf b = STRBUF_INIT;
    struct error err;
    for (int i = 0; i < 2200001; i++)
        strbuf_printf(&b, "%d\t1\n", i);
    ck_assert(!vocab_read(&v, b.s, b.n, "v", &err));
    ck_assert_str_eq(err.text, "v:2200001: more than 2,200,000 units");
    strbuf_release(&b);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("vocab");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, begins_with_four);
    tcase_add_test(t, text_never_meets_the_four);
    tcase_add_test(t, holds_many);
    tcase_add_test(t, written_and_read);
    tcase_add_loop_test(t, refuses, 0, sizeof(bad) / sizeof(bad[0]));
    tcase_add_test(t, too_many);
    return test_run("vocab", t);
}
