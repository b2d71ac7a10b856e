/* What is written in more than one way, and what is written once. */
#include "base/utf8.h"
#include "text/check.h"

/* ==== Ways of writing the same ==== */

enum { WAYS = 3 };

struct ways {
    unsigned flag[WAYS];       /* 0: there are no more */
    const char *name[WAYS];
};

/* Texts of a side with each of the ways; returns which is the commonest, and
 * in *used how many there are. */
static int count_ways(const struct check *k, int side, const struct ways *w,
                      long n[WAYS], int *used)
{
    int most = 0;
    *used = 0;
    for (int way = 0; way < WAYS; way++) {
        n[way] = 0;
        for (int i = 0; i < k->c->n; i++)
            n[way] += (k->facts[side][i].flags & w->flag[way]) != 0;
        *used += n[way] > 0;
        most = n[way] > n[most] ? way : most;
    }
    return most;
}

/* "source: ' on 3 lines, U+2019 on 1" */
static void tell_ways(const struct check *k, int side, const struct ways *w,
                      const long n[WAYS], struct finding *f)
{
    static const char *const name[] = {"source", "target"};
    const char *between = ": ", *lines = NULL;
    finding_detail(k, f, "%s%s%s", f->detail, f->detail[0] ? "; " : "",
                   name[side]);
    for (int way = 0; way < WAYS; way++) {
        if (!n[way])
            continue;
        lines = lines ? "" : n[way] == 1 ? " line" : " lines";
        finding_detail(k, f, "%s%s%s on %ld%s", f->detail, between,
                       w->name[way], n[way], lines);
        between = ", ";
    }
}

/* Lists the pairs that have, on a side with several ways, a rarer one. */
static void find_ways(const struct check *k, const struct ways *w,
                      struct finding *f)
{
    unsigned *rarer = f->flags;
    rarer[0] = rarer[1] = 0;
    for (int side = 0; side < 2; side++) {
        long n[WAYS];
        int used, most = count_ways(k, side, w, n, &used);
        if (used < 2)
            continue;
        for (int way = 0; way < WAYS; way++)
            rarer[side] |= way == most ? 0 : w->flag[way];
        tell_ways(k, side, w, n, f);
    }
    for (int i = 0; i < k->c->n; i++)
        if ((k->facts[0][i].flags & rarer[0]) ||
            (k->facts[1][i].flags & rarer[1]))
            finding_add(f, i);
}

static void apostrophe(const struct check *k, struct finding *f)
{
    static const struct ways w = {{FACT_STRAIGHT, FACT_CURLY, FACT_ACCENT},
                                  {"'", "U+2019", "an accent for it"}};

    find_ways(k, &w, f);
}

const struct check_kind check_apostrophe = {
    .name = "apostrophe",
    .what = "pairs with a rarer kind of apostrophe inside words",
    .means = "a word has several spellings, each seen less often",
    .advice = "choose one for all text, also for what is to be translated",
    .silent = 0.001, .warn = CHECK_NEVER,
    .flags = FACT_STRAIGHT | FACT_CURLY | FACT_ACCENT, .whole = apostrophe};

static void space(const struct check *k, struct finding *f)
{
    static const struct ways w = {{FACT_PLAIN, FACT_NO_BREAK},
                                  {"a plain space before ! ? : ;",
                                   "a no-break space"}};

    find_ways(k, &w, f);
}

const struct check_kind check_space = {
    .name = "space",
    .what = "pairs with the rarer of plain and no-break spaces",
    .means = "both are learnt, and translations have now one, now the other",
    .advice = "choose one for all text",
    .silent = 0.001, .warn = CHECK_NEVER,
    .flags = FACT_PLAIN | FACT_NO_BREAK, .whole = space};

static bool normal(const struct check *k, int i)
{
    return ((k->facts[0][i].flags | k->facts[1][i].flags) & FACT_NOT_NFC) != 0;
}

const struct check_kind check_normal = {
    .name = "normal",
    .what = "pairs that are not in NFC (letters and their accents apart)",
    .means = "s2s puts them together when it reads, here and in translation",
    .advice = "nothing to do for s2s; other tools may want uconv -x nfc",
    .silent = 0.001, .warn = CHECK_NEVER, .flags = FACT_NOT_NFC,
    .pair = normal};

/* ==== Seen once ==== */

enum { RARE_SHOWN = 20 };

static bool has_once(const struct check *k, int i)
{
    return ((k->facts[0][i].flags | k->facts[1][i].flags) & FACT_ONCE) != 0;
}

/* White space and marks alone would not be seen. */
static void put_char(struct strbuf *list, int c)
{
    strbuf_putc(list, ' ');
    if (utf8_class(c) == UTF8_SPACE || utf8_is_mark(c))
        strbuf_printf(list, "U+%04X", (unsigned)c);
    else
        utf8_put(list, c);
}

/* Characters of the side seen once, the first appended to list; *all: of how
 * many. */
static long count_once(const struct check *k, int side, struct strbuf *list,
                       long *all)
{
    long n = 0;

    for (int c = 0; c < 0x110000; c++) {
        *all += k->sum[side].seen[c] > 0;
        if (k->sum[side].seen[c] == 1 && n++ < RARE_SHOWN) {
            put_char(list, c);
        }
    }
    if (n > RARE_SHOWN)
        strbuf_puts(list, " ...");
    return n;
}

static void rare(const struct check *k, struct finding *f)
{
    struct strbuf list[2] = {STRBUF_INIT, STRBUF_INIT};
    long all = 0, n[2];

    for (int i = 0; i < k->c->n; i++)
        if (has_once(k, i))
            finding_add(f, i);
    for (int side = 0; side < 2; side++)
        n[side] = count_once(k, side, &list[side], &all);
    f->count = n[0] + n[1];
    f->of = all;
    finding_detail(k, f, "%s%s%s%s%s", n[0] ? "source:" : "", list[0].s,
                   n[0] && n[1] ? "; " : "", n[1] ? "target:" : "",
                   list[1].s);
    for (int side = 0; side < 2; side++)
        strbuf_release(&list[side]);
}

const struct check_kind check_rare = {
    .name = "rare",
    .what = "characters that their side has only once",
    .means = "nothing can be learnt of them; they are unknown to the model",
    .advice = "look for typing errors among them; else nothing",
    .silent = 0, .warn = CHECK_NEVER, .flags = FACT_ONCE, .whole = rare};
