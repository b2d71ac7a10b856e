/* Numbers, addresses and names in a text, and whether another has them. */
#include "text/span.h"

#include <string.h>

#include "base/rng.h"
#include "base/utf8.h"
#include "test.h"
#include "text/familiar.h"

static struct arena arena;
static struct vocab seen;

static void setup(void)
{
    static const char *const word[] = {"the", "cat", "Paul", "monday", "zoo"};
    arena_init(&arena, "test");
    vocab_init(&seen, &arena);
    for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
        vocab_add(&seen, word[i], (int)strlen(word[i]), 1);
}

static void teardown(void)
{
    arena_drop(&arena);
}

/* ==== Finding ==== */

/* Spans in brackets, with the letter of their kind. */
static const char *const marked[][2] = {
    {"the cat", "the cat"},
    {"The Cat MONDAY", "The Cat MONDAY"},
    {"Zebulon's cat", "[a:Zebulon]'s cat"},
    {"Jan O'Brien's D'Artagnan, NO'Neill", "[a:Jan O'Brien]'s D'[a:Artagnan], "
                                           "[a:NO]'[a:Neill]"},
    {"the (Jan Kowalski), Paul", "the ([a:Jan Kowalski]), Paul"},
    {"Anne-Paul Paul-Anne Paul-Paul", "[a:Anne-Paul Paul-Anne] Paul-Paul"},
    {"Jan  Kowal\tNguyen", "[a:Jan]  [a:Kowal]\t[a:Nguyen]"},
    {"\u0141ukasz, \u00c9lise", "[a:\u0141ukasz], [a:\u00c9lise]"},
    {"X sees a Y.", "X sees a Y."},
    {"37 cats, 1,204.50 (3.5), 10:30.", "[n:37] cats, [n:1,204.50] ([n:3.5]), "
                                        "[n:10:30]."},
    {"12/05/2020 -5 5-6 1, 2", "[n:12/05/2020] [n:-5] [n:5-6] [n:1], [n:2]"},
    {"$20.50, 50 %, 50%.", "[n:$20.50], [n:50] %, [n:50%]."},
    {"20\u20ac-\u00a330 5$6", "[n:20\u20ac]-[n:\u00a330] [n:5$][n:6]"},
    {"12 345 cats, 1 204 567,50.", "[n:12 345] cats, [n:1 204 567,50]."},
    {"1\u00a0204 $2\u202f500", "[n:1\u00a0204] [n:$2\u202f500]"},
    {"2020 300 cats, 12 34 012 345", "[n:2020] [n:300] cats, "
                                     "[n:12 34 012 345]"},
    {"(-5) -$5, a -5 b-5 \u22125 --5", "([n:-5]) [n:-$5], a [n:-5] [c:b-5] "
                                     "[n:\u22125] --[n:5]"},
    {"012 345, 12  345 cats", "[n:012] [n:345], [n:12]  [n:345] cats"},
    {"at 06 12 34 56 78.", "at [n:06 12 34 56 78]."},
    {"+33 612345678 (+5) 6+7", "[n:+33 612345678] (+[n:5]) [n:6]+[n:7]"},
    {"(555) 123-4567, (1990) 20", "[n:(555) 123-4567], ([n:1990]) [n:20]"},
    {"A4 COVID-19 1990s 3rd", "[c:A4] [c:COVID-19] [c:1990s] [c:3rd]"},
    {"<http://x.org/A?b=1>, www.x.org!", "<[w:http://x.org/A?b=1]>, "
                                         "[w:www.x.org]!"},
    {"(a.b@c.org) @home a@b", "([w:a.b@c.org]) @home a@b"},
    {"\u99c5\u306f3\u3064\u3002Tom\u306f", "\u99c5\u306f[n:3]\u3064\u3002"
                                           "[a:Tom]\u306f"},
    {"", ""},
};

static void check_marked(const char *s, const struct span *span, int n,
                         const char *want)
{
    struct strbuf out = STRBUF_INIT;
    int from = 0;
    for (int i = 0; i < n; i++) {
        strbuf_add(&out, s + from, (size_t)(span[i].start - from));
        strbuf_printf(&out, "[%c:%.*s]", "ncwau"[span[i].kind], span[i].len,
                      s + span[i].start);
        from = span[i].start + span[i].len;
    }
    strbuf_puts(&out, s + from);
    ck_assert_str_eq(out.s, want);
    strbuf_release(&out);
}

START_TEST(finds)
{
    const char *s = marked[_i][0];
    struct span *span;
    int n = span_find(s, (int)strlen(s), &seen, &span, &arena);
    check_marked(s, span, n, marked[_i][1]);
}
END_TEST

/* ==== Characters never seen ==== */

static const char *const unseen[][2] = {
    {"\u20ac20, 50% off", "[u:\u20ac20], [u:50%] off"},
    {"C++ and \u201cJan\u201d", "[u:C++] and \u201c[a:Jan]\u201d"},
    {"\u201c\u4eac\u4eac\u201d.", "\u201c[u:\u4eac\u4eac]\u201d."},
    {"\u0416a \u0416 cat \u0416", "[u:\u0416a \u0416] cat [u:\u0416]"},
    {"Jan \u0416an, -3.5\u00b0 A4", "[u:Jan \u0416an], [u:-3.5\u00b0] [c:A4]"},
    {"%http://x.org/a", "[u:%http://x.org/a]"},
    {"a foo_bar.txt. \u20ac5-6: a", "a [u:foo_bar.txt]. [u:\u20ac5-6]: a"},
    {"open /etc/x_y, C:\\T.", "open [u:/etc/x_y], [u:C:\\T]."},
    {"{a} <1>, f[i] ([sic])", "[u:{a} <1>], [u:f[i]] ([u:[sic]])"},
    {"[a b] [ ] {} [1", "[a b] [ ] {} [[n:1]"},
    {"[x\u20ac] {Jan A4}", "[u:[x\u20ac]] {[a:Jan] [c:A4]}"},
};

static const char never_seen[] = "\u20ac%+\u201c\u201d\u0416\u4eac\u00b0/\\_[]{}<>";

static bool is_unseen(const char *s)
{
    int n, len;
    utf8_next(s, strlen(s), &n);
    for (const char *at = never_seen; *at; at += len) {
        utf8_next(at, strlen(at), &len);
        if (len == n && memcmp(at, s, (size_t)n) == 0)
            return true;
    }
    return false;
}

/* The spans of s with those of is_unseen; `span` has room for all. */
static int find_all(const char *s, struct span *span)
{
    struct span *some;
    int whole = (int)strlen(s), len;
    int n = span_find(s, whole, &seen, &some, &arena);
    if (n > 0)
        memcpy(span, some, (size_t)n * sizeof *span);
    for (int at = 0; at < whole;) {
        int start = at;
        for (; at < whole && is_unseen(s + at); at += len)
            utf8_next(s + at, (size_t)(whole - at), &len);
        n = span_add_unseen(span, n, s, whole, start, at);
        if (at == start) {
            utf8_next(s + at, (size_t)(whole - at), &len);
            at += len;
        }
    }
    return n;
}

START_TEST(finds_unseen)
{
    struct span span[40];
    int n = find_all(unseen[_i][0], span);
    check_marked(unseen[_i][0], span, n, unseen[_i][1]);
}
END_TEST

START_TEST(no_names_without_words)
{
    struct span *span;
    ck_assert_int_eq(span_find("Jan 3", 5, NULL, &span, &arena), 1);
    ck_assert_int_eq(span[0].kind, SPAN_NUMBER);
}
END_TEST

/* Whatever the text: in order, inside, not empty, and it has its own. */
START_TEST(any_text)
{
    static const char *const some[] = {"a", "Z", "9", " ", ".", "-", "@",
                                       ":", "/", "\u00c9", "\u306f",
                                       "\u3002", "%", "\u20ac", "[", "]"};
    struct rng r = rng_key(4, RNG_TEST, 0, 0);
    struct strbuf s = STRBUF_INIT;
    for (uint64_t k = 0; k < 2000; k++) {
        struct span span[80];
        strbuf_reset(&s);
        for (uint64_t i = rng_below(r, k * 64, 40) + 1; i > 0; i--)
            strbuf_puts(&s, some[rng_below(r, k * 64 + i, 16)]);
        int spans = find_all(s.s, span), from = 0;
        for (int i = 0; i < spans; i++) {
            ck_assert_int_ge(span[i].start, from);
            ck_assert_int_gt(span[i].len, 0);
            ck_assert_msg(span_within(span[i].kind, s.s + span[i].start,
                                      span[i].len, s.s), "%s", s.s);
            from = span[i].start + span[i].len;
        }
        ck_assert_int_le(from, (int)s.n);
    }
    strbuf_release(&s);
}
END_TEST

/* ==== Finding again ==== */

static const struct {
    enum span_kind kind;
    const char *span, *text;
    bool there;
} within[] = {
    {SPAN_NUMBER, "37", "J'ai 37 chats.", true},
    {SPAN_NUMBER, "37", "J'ai 137 chats, 370.", false},
    {SPAN_NUMBER, "1,204", "1.204 Katzen", true},
    {SPAN_NUMBER, "1,204", "1\u00a0204 chats", true},
    {SPAN_NUMBER, "1,204", "1 204 chats", false},
    {SPAN_NUMBER, "1,204.50", "1\u202f204,50 euros", true},
    {SPAN_NUMBER, "50.2", "50,2 canards", true},
    {SPAN_NUMBER, "50.2", "502 canards", false},
    {SPAN_NUMBER, "12/05", "am 12.05.", true},
    {SPAN_NUMBER, "$20.50", "20,50 dollars", true},
    {SPAN_NUMBER, "-5", "de 5", false},
    {SPAN_NUMBER, "-5", "de -5", true},
    {SPAN_NUMBER, "-$5", "\u2212$5", true},
    {SPAN_NUMBER, "-5", "il y a-t-il 5", false},
    {SPAN_NUMBER, "1 204", "1,204 chats", true},
    {SPAN_NUMBER, "1 204", "1 204 chats", true},
    {SPAN_NUMBER, "1 204", "204 chats, 1", false},
    {SPAN_NUMBER, "+33 6 12", "+33 6 12.", true},
    {SPAN_NUMBER, "+33 6 12", "+33 12 et 6", false},
    {SPAN_NUMBER, "(555) 123-4567", "555-123-4567", true},
    {SPAN_CODE, "1990s", "1990er", true},
    {SPAN_CODE, "B4-C5", "C5 und B4", true},
    {SPAN_CODE, "B4-C5", "B4", false},
    {SPAN_CODE, "iPhone14", "un iP14", false},
    {SPAN_CODE, "iPhone14", "un iPhone14.", true},
    {SPAN_NAME, "Kowalski", "Kowalskis Hund", true},
    {SPAN_NAME, "Kowalski", "kowalski", false},
    {SPAN_NAME, "Ana", "DeAna", false},
    {SPAN_ADDRESS, "a@b.c", "(a@b.c)", true},
};

START_TEST(there_or_not)
{
    ck_assert_int_eq(span_within(within[_i].kind, within[_i].span,
                                 (int)strlen(within[_i].span),
                                 within[_i].text),
                     within[_i].there);
}
END_TEST

START_TEST(whole_words)
{
    const char *text = "Ana Anas, \u00e9Ana Ana";
    const char *at = span_word(text, text, "Ana", 3);
    ck_assert_ptr_eq(at, text);
    ck_assert_str_eq(span_word(text, at + 3, "Ana", 3), "Ana");
    ck_assert_ptr_null(span_word(text, text, "An", 2));
    ck_assert(span_ends_in_run("arriv\u00e9", 7));
    ck_assert(span_ends_in_run("a 3", 3));
    ck_assert(!span_ends_in_run("a,", 2) && !span_ends_in_run("", 0));
    ck_assert(!span_ends_in_run("\u6771", 3));
}
END_TEST

/* ==== Words that were seen ==== */

START_TEST(familiar_counts)
{
    static const struct token_text src[] = {{"Tom sees Tom", 12},
                                            {"the cat sees Anne", 17},
                                            {"Tom has a cat", 13}},
                                   tgt[] = {{"Tom voit Tom", 12},
                                            {"le chat voit Anne", 17},
                                            {"Thomas a un chat", 16}};
    const struct token_text *const text[2] = {src, tgt};
    struct arena scratch;
    struct familiar f;
    int n;
    arena_init(&scratch, "scratch");
    familiar_init(&f, &arena);
    familiar_learn(&f, text, 3, &arena, &scratch);
    ck_assert_int_eq(vocab_size(&f.seen), ID_FIRST + 3);
    ck_assert_str_eq(vocab_unit(&f.seen, ID_FIRST, &n), "Tom");
    ck_assert_int_eq(f.seen.count[ID_FIRST], 3);
    ck_assert_int_eq(familiar_copied(&f, ID_FIRST), 2);
    ck_assert_int_eq(familiar_copied(&f, vocab_id(&f.seen, "cat", 3)), 0);
    ck_assert_int_lt(vocab_id(&f.seen, "Anne", 4), 0);
    arena_reset(&scratch);
    familiar_learn(&f, text, 2, &arena, &scratch); /* more text */
    ck_assert_int_eq(f.seen.count[ID_FIRST], 5);
    ck_assert_int_eq(familiar_copied(&f, ID_FIRST), 4);
    ck_assert_int_eq(f.seen.count[vocab_id(&f.seen, "cat", 3)], 3);
    arena_drop(&scratch);
}
END_TEST

START_TEST(capitals)
{
    static const struct token_text texts[] = {{"the cat sees Anne", 17},
                                              {"the cat sees IBM", 16},
                                              {"Anne has the IBM", 16}};
    static const struct {
        const char *s;
        bool raised;
    } row[] = {
        {"THE CAT SEES ANNE", true}, {"THE CAT sleeps", true},
        {"the cat sees Anne", false}, {"The cat sees Anne", false},
        {"IBM has the CAT", false}, {"CAT", true}, {"", false},
        {"Cat", false}, {"IBM", false}, {"DOG!", false}, {"CAT!", true},
        {"THE CAT FLIES HIGH", true}, {"THE CAT, 1 DOG", true},
        {"ANNE SEES", true}, {"DOGS FLY", false}, {"CAT 1 the", false},
    };
    const struct token_text *const text[2] = {texts, texts};
    struct arena scratch;
    struct familiar f;
    arena_init(&scratch, "scratch");
    familiar_init(&f, &arena);
    familiar_learn(&f, text, 3, &arena, &scratch);
    ck_assert_int_eq(span_all_capitals(&f.seen, row[_i].s,
                                       (int)strlen(row[_i].s)),
                     row[_i].raised);
    arena_drop(&scratch);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("span");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, finds, 0, sizeof marked / sizeof marked[0]);
    tcase_add_loop_test(t, finds_unseen, 0,
                        sizeof unseen / sizeof unseen[0]);
    tcase_add_loop_test(t, there_or_not, 0, sizeof within / sizeof within[0]);
    tcase_add_test(t, no_names_without_words);
    tcase_add_test(t, any_text);
    tcase_add_test(t, whole_words);
    tcase_add_test(t, familiar_counts);
    tcase_add_loop_test(t, capitals, 0, 16);
    return test_run("span", t);
}
