/* Pairs whose text is in the wrong column, language or line. */
#include <math.h>

#include "base/fmath.h"
#include "text/check.h"

/* ==== Columns and languages ==== */

/* How sure a text must be of its side: nats in all, and for each gram. */
static const double SURE = 12, SURE_EACH = 0.4;

static int side_of(double x, int grams)
{
    if (x > SURE && x > SURE_EACH * grams)
        return 1;
    return x < -SURE && x < -SURE_EACH * grams ? -1 : 0;
}

int check_looks_like(const struct check *k, int side, int i)
{
    const struct text_facts *f = &k->facts[side][i];

    return side_of((double)f->toward, f->grams);
}

static bool swapped(const struct check *k, int i)
{
    int s = check_looks_like(k, 0, i), t = check_looks_like(k, 1, i);

    return s < 0 && t > 0;
}

const struct check_kind check_swapped = {
    .name = "swapped",
    .what = "pairs that look as if source and target were exchanged",
    .means = "the model learns to answer in the wrong language",
    .advice = "exchange the columns of these lines (all lines: --reverse)",
    .silent = 0, .warn = 0.002, .pair = swapped};

/* How many pairs of a held part are sure to be the other way round. */
static int exchanged_of(const struct check *k, const struct corpus *held)
{
    int n = 0;

    for (int i = 0; i < held->n; i++) {
        const struct pair *p = &held->pair[i];
        int looks[2];

        for (int side = 0; side < 2; side++) {
            int grams;
            double x = grams_score(&k->grams, p->text[side], p->len[side],
                                   &grams);

            looks[side] = side_of(x, grams);
        }
        n += looks[0] < 0 && looks[1] > 0;
    }
    return n;
}

static void exchanged(const struct check *k, struct finding *f)
{
    f->of = 0;
    for (int h = 0; h < k->helds; h++) {
        const struct corpus *held = &k->held[h];
        int n = exchanged_of(k, held);

        f->count += n;
        f->of += held->n;
        if (n > 0)
            finding_detail(k, f, "%s%s%s: %d of %d", f->detail,
                           f->detail[0] ? "; " : "", held->name, n, held->n);
    }
}

const struct check_kind check_exchanged = {
    .name = "exchanged",
    .what = "pairs of dev or test the other way round than the corpus",
    .means = "no score on them is worth anything",
    .advice = "exchange the columns of that file",
    .silent = 0, .warn = 0.002, .whole = exchanged};

static bool untranslated(const struct check *k, int i)
{
    int s = check_looks_like(k, 0, i), t = check_looks_like(k, 1, i);

    return s * t > 0 && !check_same(&k->c->pair[i]);
}

const struct check_kind check_untranslated = {
    .name = "untranslated",
    .what = "pairs that look as if both sides were in one language",
    .means = "text that was not translated; a few may be names",
    .advice = "look at them; drop what is no translation",
    .silent = 0.0005, .warn = 0.01, .pair = untranslated};

/* ==== Scripts ==== */

/* Is most of a text in a script that its side has less than 2 % of? */
static bool strange(const struct check *k, int side, int i)
{
    const struct facts_sum *sum = &k->sum[side];
    int script = k->facts[side][i].script;

    return script != SCRIPT_OTHER &&
           50 * sum->script[script] < script_letters(sum->script);
}

static bool script(const struct check *k, int i)
{
    return strange(k, 0, i) || strange(k, 1, i);
}

const struct check_kind check_script = {
    .name = "script",
    .what = "pairs with a side in a script that is rare on that side",
    .means = "text of another language, or in the wrong column",
    .advice = "look at them; drop what does not belong here",
    .silent = 0, .warn = 0.005, .pair = script};

/* ==== Lines ==== */

enum { BLOCK = 100, FAR = 3 };

/* Sums for a correlation. */
struct sums {
    double n, x, y, xx, yy, xy;
};

static void sums_add(struct sums *s, double x, double y)
{
    s->n++;
    s->x += x;
    s->y += y;
    s->xx += x * x;
    s->yy += y * y;
    s->xy += x * y;
}

static double correlation(const struct sums *s)
{
    double xx = s->xx - s->x * s->x / s->n, yy = s->yy - s->y * s->y / s->n;

    return xx > 0 && yy > 0
               ? (s->xy - s->x * s->y / s->n) / sqrt(xx * yy)
               : 0;
}

/* Of the lengths of source i and target i + by, for i in a block. */
static double lengths_agree(const struct check *k, int from, int by)
{
    struct sums s = {0, 0, 0, 0, 0, 0};

    for (int i = from; i < from + BLOCK; i++)
        if (i + by >= 0 && i + by < k->c->n)
            sums_add(&s, fmath_log(k->facts[0][i].chars + 1.0),
                     fmath_log(k->facts[1][i + by].chars + 1.0));
    return correlation(&s);
}

/* By how many lines the target of a block is late; 0: it is not. */
static int late(const struct check *k, int from)
{
    double here = lengths_agree(k, from, 0), best = here + 0.3;
    int by = 0;

    for (int d = -FAR; d <= FAR; d++) {
        double r = d ? lengths_agree(k, from, d) : 0;

        if (r > 0.5 && r > best) {
            best = r;
            by = d;
        }
    }
    return by;
}

static void shifted(const struct check *k, struct finding *f)
{
    for (int from = 0; from + BLOCK <= k->c->n; from += BLOCK) {
        int by = late(k, from);

        if (by && f->count == 0)
            finding_detail(k, f, "from about line %ld on the target is %d "
                           "line%s %s", k->c->pair[from].line,
                           by < 0 ? -by : by, by == 1 || by == -1 ? "" : "s",
                           by < 0 ? "early" : "late");
        for (int i = from; by && i < from + BLOCK; i++)
            finding_add(f, i);
    }
}

const struct check_kind check_shifted = {
    .name = "shifted",
    .what = "pairs where the lengths fit those of a neighbouring line",
    .means = "a line was lost or split on one side: no pair after it is one",
    .advice = "find the line and mend it; then check again",
    .silent = 0, .warn = 0, .whole = shifted};
