#include "report/page.h"

#include <math.h>
#include <string.h>

#include "report/plot.h"
#include "test.h"

/* What a corpus may hold that would be markup. */
static const char *const nasty[] = {
    "</script><script>alert(1)</script>", "<img onerror=alert(1) src=x>",
    "\" onmouseover=\"x", "' onfocus='x", "]]>", "-->", "<!--", "&amp;",
    "\033[31m", "\x01\x7f", "\xff\xfe", "\xef\xbf\xbe",
    ("\xe2\x80\xae" "evil"), "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", ""};

enum { NASTY = sizeof nasty / sizeof *nasty };

static double weight[NASTY * NASTY];
static struct strbuf out;
static struct page_sentence sentence[NASTY];
static struct page_candidate candidate[NASTY];
static struct page_fact fact[NASTY];
static struct bylen_bin bin[] = {{.lo = 1, .hi = 10, .n = 5, .mean_len = 7,
                                  .score = {.bleu = 30}, .low = 20,
                                  .high = 40, .train = 100},
                                 {.lo = 11, .hi = 20, .n = 4, .mean_len = 15,
                                  .score = {.bleu = 20}, .low = 10,
                                  .high = 30, .train = 50}};
static const struct bylen by = {.bin = bin, .bins = 2, .low = 1, .high = 2};
static const struct curve curve[] = {{"</title><b>", &by}, {"none", &by}};
static const struct page_update update[] = {{20, 5, 1, 1e-3},
                                            {40, 4, 2, 1e-3}};
static const struct page_check check[] = {{40, 4.5, 1.25}};

static struct twin_figures twin[8];
static struct page_history history[8];

static int count(const char *s, const char *word)
{
    int n = 0;
    for (s = strstr(s, word); s; s = strstr(s + 1, word))
        n++;
    return n;
}

static struct page nasty_page(void)
{
    for (int i = 0; i < NASTY; i++) {
        const char *s = nasty[i];
        for (int j = 0; j < NASTY; j++)
            weight[i * NASTY + j] = 1.0 / NASTY;
        candidate[i] = (struct page_candidate){s, -1, -2};
        fact[i] = (struct page_fact){s, s, s};
        sentence[i] = (struct page_sentence){
            .what = "Chosen", .src = s, .hyp = s, .ref = i % 2 ? s : NULL,
            .a = {.Tx = NASTY, .Ty = NASTY, .weight = weight,
                  .src = (const char **)(void *)nasty,
                  .tgt = (const char **)(void *)nasty},
            .best = candidate, .candidates = NASTY};
    }
    return (struct page){.title = nasty[0], .summary = nasty[1],
                         .history = {update, check, 2, 1}, .curve = curve,
                         .curves = 2, .test = nasty[2], .sentence = sentence,
                         .sentences = NASTY, .fact = fact, .option = fact,
                         .facts = NASTY, .options = NASTY, .command = nasty,
                         .commands = NASTY};
}

/* Twins whose names are markup, as many as there may be. */
static struct page nasty_twins(void)
{
    struct page p = nasty_page();
    for (int k = 0; k < 8; k++) {
        twin[k] = (struct twin_figures){.name = nasty[k], .by = by,
                                        .aer = k - 4, .seconds = k};
        twin[k].part[TWIN_TEST].bleu = 10 + k;
        twin[k].part[TWIN_TEST].against = (struct paired){k, -1, 1, 0.25};
        history[k] = (struct page_history){NULL, check, 0, 1};
    }
    for (int i = 0; i < NASTY; i++)
        sentence[i].what = nasty[i];
    p.differ = "attention";
    p.twin = twin;
    p.twin_history = history;
    p.twins = 8;
    return p;
}

static void checked_by(const char *tool, const char *command)
{
    struct error err;
    char line[256];
    snprintf(line, sizeof line, "command -v %s >/dev/null", tool);
    if (system(line) != 0)
        return;
    ck_assert(save_all("x.html", out.s, out.n, &err));
    ck_assert_msg(system(command) == 0, "%s", command);
}

/* Data stays text: no tag and no attribute comes from it. */
START_TEST(data_stays_text)
{
    struct page p = _i ? nasty_twins() : nasty_page();
    (_i ? page_put_twins : page_put)(&out, &p);
    checked_by("xmllint", "xmllint --noout --nonet x.html");
    ck_assert_ptr_null(strstr(out.s, "<script"));
    ck_assert_ptr_null(strstr(out.s, "</script"));
    ck_assert_ptr_null(strstr(out.s, "<img"));
    ck_assert_ptr_null(strstr(out.s, "\" onmouse"));
    ck_assert_int_eq(count(out.s, "<title>") , count(out.s, "</title>"));
    ck_assert_int_eq(test_controls(out.s, out.n), 0);
}
END_TEST

/* Nothing is fetched. */
START_TEST(needs_nothing)
{
    struct page p = nasty_page();
    page_put(&out, &p);
    ck_assert_int_eq(count(out.s, "http:"),
                     count(out.s, "xmlns=\"http://www.w3.org/2000/svg\""));
    ck_assert_ptr_null(strstr(out.s, "https:"));
    ck_assert_ptr_null(strstr(out.s, "url("));
    ck_assert_ptr_null(strstr(out.s, "@import"));
    ck_assert_int_eq(count(out.s, "href="), count(out.s, "href=\"#"));
}
END_TEST

START_TEST(shows_everything)
{
    struct page p = nasty_page();
    page_put(&out, &p);
    ck_assert_int_eq(count(out.s, "<td class=\"w"), NASTY * NASTY * NASTY);
    ck_assert_int_eq(count(out.s, "<section id="), 6);
    ck_assert_int_eq(count(out.s, "<article>"), NASTY);
    ck_assert_int_eq(count(out.s, "class=\"plot\""), 4);
    ck_assert_ptr_nonnull(strstr(out.s, "30.0 [20.0, 40.0]"));
    ck_assert_ptr_nonnull(strstr(out.s, "<td class=\"n\">1.25</td>"));
}
END_TEST

/* All twins, and the difference of all but the first. */
START_TEST(shows_twins)
{
    struct page p = nasty_twins();
    page_put_twins(&out, &p);
    ck_assert_int_eq(count(out.s, "<section id="), 6);
    ck_assert_int_eq(count(out.s, "class=\"plot\""), 2);
    for (int k = 0; k < 8; k++) {
        char line[40];
        snprintf(line, sizeof line, "<polyline class=\"l%d\"", k);
        ck_assert_int_eq(count(out.s, line), 4);
        snprintf(line, sizeof line, "<td>%+.1f [-1.0, +1.0]</td>", (double)k);
        ck_assert_int_eq(count(out.s, line), k > 0);
    }
    ck_assert_int_eq(count(out.s, "<article>"), NASTY);
}
END_TEST

/* A matrix that does not fit is left out and told. */
START_TEST(stays_small)
{
    enum { LONG = 400 };
    static const char *word[LONG];
    static double w[LONG * LONG];
    struct page p = nasty_page();
    for (int i = 0; i < LONG; i++)
        word[i] = "<word>";
    sentence[1].a = (struct alignment){.Tx = LONG, .Ty = LONG, .src = word,
                                       .tgt = word, .weight = w};
    page_put(&out, &p);
    ck_assert_int_lt((int)out.n, 2000000);
    ck_assert_int_eq(count(out.s, "too large"), 1);
    ck_assert_int_eq(count(out.s, "<td class=\"w"),
                     (NASTY - 1) * NASTY * NASTY);
    checked_by("xmllint", "xmllint --noout --nonet x.html");
}
END_TEST

START_TEST(empty_page)
{
    struct page p = {.title = "m", .summary = "", .test = ""};
    page_put(&out, &p);
    checked_by("xmllint", "xmllint --noout --nonet x.html");
    ck_assert_int_eq(count(out.s, "<section id="), 6);
}
END_TEST

/* Of many updates a point is the mean of several: losses of 1 and 3 in turn
 * are a level line. */
START_TEST(draws_means)
{
    enum { UPDATES = 600 };
    static struct page_update many[UPDATES];
    struct page p = nasty_page();
    int points = 0, used;
    float x, y, first = 0;
    for (int i = 0; i < UPDATES; i++)
        many[i] = (struct page_update){i + 1, i % 2 ? 3 : 1, 1, 1};
    p.history.update = many;
    p.history.updates = UPDATES;
    page_put(&out, &p);
    const char *s = strstr(out.s, "<polyline class=\"l0\" points=\"");
    ck_assert_ptr_nonnull(s);
    s = strchr(strstr(s, "points"), '"') + 1;
    for (; sscanf(s, "%f,%f%n", &x, &y, &used) == 2; s += used) {
        first = points++ == 0 ? y : first;
        ck_assert(y == first);
    }
    ck_assert_int_eq(points, 60);
}
END_TEST

/* Numbers of every size make an axis; what is not finite is left out. */
START_TEST(plots_any_number)
{
    static const double x[] = {0, 1, 2, 3};
    const double nan = (double)NAN, far = (double)INFINITY;
    const double y[][4] = {{0, 0, 0, 0}, {1e-9, 2e-9, 3e-9, 1e-9},
                           {1e10, 5, nan, far}, {5, 5, 5, 5}, {-3, 2, -1, 0},
                           {nan, nan, nan, nan}, {-1e17, -1e17, -1e17, nan},
                           {1e308, -1e308, 0, 1}, {1e308, 1e308, 1e308, 1e308},
                           {4e-320, 3e-320, 0, 0}};
    for (size_t k = 0; k < sizeof y / sizeof *y; k++) {
        struct plot_line line = {"y", x, y[k], 4};
        strbuf_reset(&out);
        plot_svg(&out, "t", &line, 1);
        ck_assert_ptr_null(strstr(out.s, "nan"));
        ck_assert_ptr_null(strstr(out.s, "inf"));
        ck_assert_int_lt(count(out.s, "<line"), 12);
        checked_by("xmllint", "xmllint --noout --nonet x.html");
    }
}
END_TEST

/* The means of stretches of one number are not all that number. */
START_TEST(plots_a_constant)
{
    enum { N = 400 };
    static double x[N], y[N];
    for (int k = 0; k < N; k++) {
        x[k] = 20 * k;
        y[k] = _i % 2 ? -0.003 : 0.003;
    }
    for (int n = 1; n <= N; n++) {
        struct plot_line line = {"y", x, y, n};
        strbuf_reset(&out);
        plot_svg(&out, "t", &line, 1);
        ck_assert_int_lt(count(out.s, "<line"), 12);
    }
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("page");
    tcase_add_checked_fixture(t, test_enter_dir, test_leave_dir);
    tcase_add_loop_test(t, data_stays_text, 0, 2);
    tcase_add_test(t, needs_nothing);
    tcase_add_test(t, shows_everything);
    tcase_add_test(t, shows_twins);
    tcase_add_test(t, stays_small);
    tcase_add_test(t, empty_page);
    tcase_add_test(t, draws_means);
    tcase_add_test(t, plots_any_number);
    tcase_add_loop_test(t, plots_a_constant, 0, 2);
    return test_run("page", t);
}
