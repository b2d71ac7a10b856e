#include "base/nearest.h"
#include "base/opt.h"

#include <string.h>

#include "test.h"

static const char *kinds(int i)
{
    static const char *const name[] = {"lstm", "gru", "rnn"};
    return i < 3 ? name[i] : NULL;
}

static int beam;
static long long steps;
static double rate, budget;
static const char *out, *json, *cell, *only;
static bool quiet, ema;
static struct opt_list listed;

static const struct opt table[] = {
    {.name = "beam", .letter = 'b', .type = OPT_INT, .value = &beam, .min = 1,
     .max = 1000, .arg = "N", .help = "beam width (5)"},
    {.name = "steps", .type = OPT_LONG, .value = &steps, .max = 1e15,
     .arg = "N", .help = "steps"},
    {.name = "rate", .letter = 'r', .type = OPT_REAL, .value = &rate,
     .max = 1, .arg = "X", .help = "learning rate"},
    {.name = "budget", .type = OPT_SECONDS, .value = &budget, .max = 1e9,
     .arg = "TIME", .help = "time"},
    {.name = "output", .letter = 'o', .type = OPT_STRING, .value = &out,
     .arg = "FILE", .help = "where to"},
    {.name = "json", .letter = 'j', .type = OPT_OPTIONAL, .value = &json,
     .arg = "KIND", .help = "as JSON"},
    {.name = "cell", .type = OPT_CHOICE, .value = &cell, .arg = "NAME",
     .help = "cell (lstm)", .choices = kinds},
    {.name = "quiet", .letter = 'q', .type = OPT_FLAG, .value = &quiet,
     .help = "say less"},
    {.name = "ema", .type = OPT_FLAG, .value = &ema, .help = "averages"},
    {.name = "set", .letter = 's', .type = OPT_LIST, .value = &listed,
     .arg = "K=V", .help = "a setting"},
    {.name = "only", .type = OPT_FILE, .value = &only, .arg = "FILE",
     .help = "one of them"},
    OPT_END
};

static struct opt rows[sizeof(table) / sizeof(table[0])];
static struct error err;
static char *argv[32];
static int npos;
static bool help;

/* Parses words separated by single spaces; "''" is the empty word. */
static bool parse(const char *command)
{
    static char copy[1000];
    int argc = 0;
    memcpy(rows, table, sizeof(rows));
    memset(&listed, 0, sizeof(listed));
    err.hint[0] = '\0';
    quiet = false;
    ema = true;
    snprintf(copy, sizeof(copy), "%s", command);
    for (char *w = strtok(copy, " "); w != NULL; w = strtok(NULL, " "))
        argv[argc++] = strcmp(w, "''") == 0 ? w + 2 : w;
    return opt_parse(rows, argc, argv, &npos, &help, &err);
}

START_TEST(every_type)
{
    ck_assert(parse("in --beam 3 --steps=5000000000 -r 0.5 mid --budget 1.5h "
                    "-o x --json --cell gru --quiet --no-ema last"));
    ck_assert_int_eq(beam, 3);
    ck_assert_int_eq(steps, 5000000000);
    ck_assert_double_eq(rate, 0.5);
    ck_assert_double_eq(budget, 5400);
    ck_assert_str_eq(out, "x");
    ck_assert_str_eq(json, "");
    ck_assert_str_eq(cell, "gru");
    ck_assert(quiet && !ema && !help);
    ck_assert_int_eq(npos, 3);
    ck_assert_str_eq(argv[0], "in");
    ck_assert_str_eq(argv[1], "mid");
    ck_assert_str_eq(argv[2], "last");
    ck_assert(opt_find(rows, "beam")->given);
    ck_assert(!opt_find(rows, "set")->given);
    ck_assert_ptr_null(opt_find(rows, "bea"));
}
END_TEST

START_TEST(spellings)
{
    ck_assert(parse("-b7 -qr.25 --json=lines --output= -- --beam -q"));
    ck_assert_int_eq(beam, 7);
    ck_assert(quiet);
    ck_assert_double_eq(rate, 0.25);
    ck_assert_str_eq(json, "lines");
    ck_assert_str_eq(out, "");
    ck_assert_int_eq(npos, 2);
    ck_assert_str_eq(argv[0], "--beam");
    ck_assert(parse("- '' -o -"));
    ck_assert_int_eq(npos, 2);
    ck_assert_str_eq(argv[0], "-");
    ck_assert_str_eq(argv[1], "");
    ck_assert_str_eq(out, "-");
    ck_assert(parse("--json x"));
    ck_assert_str_eq(json, "");
    ck_assert_int_eq(npos, 1);
    ck_assert(parse("-s a=1 --set b=2 --set=c=3"));
    ck_assert_int_eq(listed.n, 3);
    ck_assert_str_eq(listed.item[2], "c=3");
    ck_assert(parse("-o a -o b --only a"));
    ck_assert_str_eq(out, "b");
    ck_assert(!parse("--only a --only b"));
    ck_assert_str_eq(err.text, "--only b: there is one already");
    ck_assert(parse("--help --nonsense") && help);
    ck_assert(parse("-qh") && help);
}
END_TEST

START_TEST(times)
{
    static const struct {
        const char *s;
        double want;
    } row[] = {{"90", 90}, {"90s", 90}, {"30m", 1800}, {"2h", 7200},
               {"0", 0}, {"0.5m", 30}};
    for (int i = 0; i < 6; i++) {
        char line[40];
        snprintf(line, sizeof(line), "--budget %s", row[i].s);
        ck_assert(parse(line));
        ck_assert_double_eq(budget, row[i].want);
    }
}
END_TEST

static const struct {
    const char *line, *text, *hint;
} wrong[] = {
    {"--atention", "unknown option --atention", "--help lists the options"},
    {"--baem 3", "unknown option --baem", "did you mean --beam?"},
    {"--quite", "unknown option --quite", "did you mean --quiet?"},
    {"--out x", "unknown option --out", "did you mean --output?"},
    {"--hlep", "unknown option --hlep", "did you mean --help?"},
    {"-x", "unknown option -x", "--help lists the options"},
    {"--beam 0", "--beam 0: expected a whole number from 1 to 1000", ""},
    {"--beam 1001", "--beam 1001: expected a whole number from 1 to 1000", ""},
    {"--beam 5x", "--beam 5x: expected a whole number from 1 to 1000", ""},
    {"--beam=", "--beam : expected a whole number from 1 to 1000", ""},
    {"--beam 1.5", "--beam 1.5: expected a whole number from 1 to 1000", ""},
    {"--beam 99999999999999999999",
     "--beam 99999999999999999999: expected a whole number from 1 to 1000",
     ""},
    {"--steps -1", "--steps -1: expected a whole number of at least 0", ""},
    {"--rate 2", "--rate 2: expected a number from 0 to 1", ""},
    {"--rate nan", "--rate nan: expected a number from 0 to 1", ""},
    {"--rate 0x1", "--rate 0x1: expected a number from 0 to 1", ""},
    {"--budget 5d", "--budget 5d: expected a time such as 90s or 2h from 0 "
     "to 1000000000", ""},
    {"--cell gur", "--cell gur: expected one of lstm, gru, rnn",
     "did you mean gru?"},
    {"--cell", "--cell needs a value: NAME", ""},
    {"--output --beam 3", "--output needs a value: FILE", ""},
    {"--output --beam=3", "--output needs a value: FILE", ""},
    {"--output --no-quiet", "--output needs a value: FILE", ""},
    {"--output --help", "--output needs a value: FILE", ""},
    {"-o", "--output needs a value: FILE", ""},
    {"--quiet=1", "--quiet takes no value", ""},
    {"--no-beam", "unknown option --no-beam", "--help lists the options"}
};

START_TEST(mistakes)
{
    ck_assert(!parse(wrong[_i].line));
    ck_assert_int_eq(err.status, EXIT_USAGE);
    ck_assert_str_eq(err.text, wrong[_i].text);
    ck_assert_str_eq(err.hint, wrong[_i].hint);
}
END_TEST

START_TEST(list_is_bounded)
{
    ck_assert(!parse("-s1 -s2 -s3 -s4 -s5 -s6 -s7 -s8 -s9 -s10 -s11 -s12 "
                     "-s13 -s14 -s15 -s16 -s17"));
}
END_TEST

START_TEST(nearest)
{
    ck_assert_str_eq(nearest_name("ltsm", kinds), "lstm");
    ck_assert_str_eq(nearest_name("grru", kinds), "gru");
    ck_assert_ptr_null(nearest_name("x", kinds));
    ck_assert_ptr_null(nearest_name("", kinds));
    ck_assert_ptr_null(nearest_name("transformer", kinds));
    char big[500];
    memset(big, 'l', sizeof(big));
    big[499] = '\0';
    ck_assert_ptr_null(nearest_name(big, kinds));
}
END_TEST

START_TEST(help_fits)
{
    struct strbuf b = STRBUF_INIT;
    struct opt_usage u = {"train", "CORPUS.tsv [options]",
                          "Trains.\n  s2s train a.tsv"};
    memcpy(rows, table, sizeof(rows));
    rows[0].help = "a text so long that it must be broken into more than one "
                   "line of eighty columns, twice even, one would hope so";
    rows[4].arg = "A-VERY-LONG-ARGUMENT-NAME";
    opt_help(&b, &u, rows);
    ck_assert_ptr_nonnull(strstr(b.s, "usage: s2s train CORPUS.tsv [opt"));
    ck_assert_ptr_nonnull(strstr(b.s, "\nTrains.\n  s2s train a.tsv\n"));
    ck_assert_ptr_nonnull(strstr(b.s, "  -b, --beam N  "));
    ck_assert_ptr_nonnull(strstr(b.s, "  -j, --json[=KIND]  as JSON\n"));
    ck_assert_ptr_nonnull(strstr(b.s, "cell (lstm): lstm, gru, rnn\n"));
    ck_assert_ptr_nonnull(strstr(b.s, "  -h, --help  "));
    for (struct opt *o = rows; o->name != NULL; o++)
        if (o->type == OPT_CHOICE)
            o->help = "a lstm, a gru or (not a ugru) the rnn";
    strbuf_reset(&b);
    opt_help(&b, &u, rows);
    ck_assert_ptr_nonnull(strstr(b.s, "(not a ugru) the rnn\n"));
    ck_assert_ptr_null(strstr(b.s, "lstm, gru, rnn\n"));
    for (char *p = b.s; *p != '\0'; p += strcspn(p, "\n") + 1)
        ck_assert_uint_le(strcspn(p, "\n"), 80);
    strbuf_release(&b);
}
END_TEST

START_TEST(listed_words)
{
    ck_assert(opt_is_listed("one two", "one"));
    ck_assert(opt_is_listed("one two", "two"));
    ck_assert(!opt_is_listed("one two", "tw"));
    ck_assert(!opt_is_listed("one two", ""));
    ck_assert(!opt_is_listed("", "one"));
    ck_assert(!opt_is_listed(NULL, "one"));
}
END_TEST

int main(void)
{
    int n = (int)(sizeof(wrong) / sizeof(wrong[0]));
    TCase *t = tcase_create("opt");
    tcase_add_test(t, every_type);
    tcase_add_test(t, spellings);
    tcase_add_test(t, times);
    tcase_add_loop_test(t, mistakes, 0, n);
    tcase_add_test(t, list_is_bounded);
    tcase_add_test(t, nearest);
    tcase_add_test(t, help_fits);
    tcase_add_test(t, listed_words);
    return test_run("opt", t);
}
