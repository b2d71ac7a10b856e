/* Pairs that are no translations, or are so more than once. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/check.h"

/* ==== The same text ==== */

static bool identical(const struct check *k, int i)
{
    return k->facts[0][i].script != SCRIPT_OTHER &&
           check_same(&k->c->pair[i]);
}

const struct check_kind check_identical = {
    .name = "identical",
    .what = "pairs with the same text on both sides",
    .means = "the model learns to copy; right for names, wrong for text that "
             "nobody translated",
    .advice = "drop those that should have been translated",
    .silent = 0.002, .warn = 0.05, .pair = identical};

/* The pairs from k->source[at] on that have the same source: their number. */
static int same_source(const struct check *k, int at)
{
    int n = 1;

    while (at + n < k->c->n && k->source[at + n].hash == k->source[at].hash)
        n++;
    return n;
}

static void many(const struct check *k, struct finding *f)
{
    struct arena_mark m = arena_mark(k->arena);
    bool *again = ARENA_ARRAY(k->arena, bool, k->c->n);
    int sentences = 0, most = 0;

    for (int at = 0, n; at < k->c->n; at += n) {
        n = same_source(k, at);
        sentences += n > 1;
        most = n > most ? n : most;
        for (int i = at; n > 1 && i < at + n; i++)
            again[k->source[i].pair] = true;
    }
    for (int i = 0; i < k->c->n; i++)
        if (again[i])
            finding_add(f, i);
    arena_release(k->arena, m);
    finding_detail(k, f, "%d source sentences, with up to %d translations",
                   sentences, most);
}

const struct check_kind check_many = {
    .name = "many",
    .what = "pairs whose source has other translations, too",
    .means = "fine to learn from; BLEU against one of them is low for good "
             "translations",
    .advice = "nothing, unless some of the translations are wrong",
    .silent = 0.01, .warn = CHECK_NEVER, .whole = many};

/* ==== Parts that should be apart ==== */

/* The first place of k->source with this source text; -1: there is none. */
static int find_source(const struct check *k, const struct pair *p)
{
    uint64_t hash = corpus_hash(p->text[0], p->len[0]);
    int at = corpus_first(k->source, k->c->n, hash);

    return at < k->c->n && k->source[at].hash == hash ? at : -1;
}

/* Marks the pairs of c with the source of p; true if one of them is p. */
static bool mark_source(const struct check *k, const struct pair *p, int at,
                        bool *leaked)
{
    bool whole = false;
    int end = at + same_source(k, at);

    for (int i = at; i < end; i++) {
        const struct pair *q = &k->c->pair[k->source[i].pair];

        leaked[k->source[i].pair] = true;
        whole |= corpus_same(q->text[1], q->len[1], p->text[1], p->len[1]);
    }
    return whole;
}

static int leak_of(const struct check *k, const struct corpus *held,
                   bool *leaked, struct finding *f)
{
    int n = 0, whole = 0;

    for (int i = 0; i < held->n; i++) {
        int at = find_source(k, &held->pair[i]);

        n += at >= 0;
        whole += at >= 0 && mark_source(k, &held->pair[i], at, leaked);
    }
    finding_detail(k, f, "%s%s%s: %d of %d, %d with the same translation",
                   f->detail, f->detail[0] ? "; " : "", held->name, n,
                   held->n, whole);
    return n;
}

static void leak(const struct check *k, struct finding *f)
{
    bool *leaked = ARENA_ARRAY(k->arena, bool, k->c->n);
    long n = 0;

    f->of = 0;
    for (int i = 0; i < k->helds; i++) {
        n += leak_of(k, &k->held[i], leaked, f);
        f->of += k->held[i].n;
    }
    for (int i = 0; i < k->c->n; i++)
        if (leaked[i])
            finding_add(f, i);
    f->count = n;
}

const struct check_kind check_leak = {
    .name = "leak",
    .what = "sentences of dev or test that are in the corpus, too",
    .means = "scores on them say what was remembered, not what was learnt",
    .advice = "take them out of the corpus (train --dev FILE does that for "
              "the dev part)",
    .silent = 0, .warn = 0.02, .whole = leak};

/* ==== Lengths ==== */

enum { LONG_WORDS = 100, LONG_CHARS = 200, LONG_WORD = 60 };

static bool is_long(const struct text_facts *f)
{
    return f->length > (f->length == f->chars ? LONG_CHARS : LONG_WORDS) ||
           f->word > LONG_WORD;
}

static bool length(const struct check *k, int i)
{
    return is_long(&k->facts[0][i]) || is_long(&k->facts[1][i]);
}

const struct check_kind check_length = {
    .name = "length",
    .what = "pairs of more than 100 words (200 characters without spaces), or "
            "with a word of more than 60 letters",
    .means = "more than a sentence, or words run together: slow, much memory, "
             "and train leaves out what has more than --max-len tokens",
    .advice = "split them into sentences, and words where they are not",
    .silent = 0, .warn = 0.05, .pair = length};

/* Gale and Church 1993, section 3.1: the difference of the lengths, in
 * characters, is normal with a variance that grows with the length; its
 * scale is here taken from the corpus, by the median, which outliers do not
 * move. */
static double off_length(const struct check *k, int i, double ratio)
{
    double s = ratio * k->facts[0][i].chars, t = k->facts[1][i].chars;

    return (t - s) / sqrt((s + t) / 2 + 1);
}

static int rising(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;

    return (a > b) - (a < b);
}

static double median(double *x, int n)
{
    qsort(x, (size_t)n, sizeof *x, rising);
    return x[n / 2];
}

/* Target characters to a source character, of the middle pair. */
static double usual_ratio(const struct check *k, double *x)
{
    for (int i = 0; i < k->c->n; i++)
        x[i] = (k->facts[1][i].chars + 1.0) / (k->facts[0][i].chars + 1.0);
    return median(x, k->c->n);
}

static double usual_off(const struct check *k, double *x, double ratio)
{
    for (int i = 0; i < k->c->n; i++) {
        x[i] = off_length(k, i, ratio);
        x[i] = x[i] < 0 ? -x[i] : x[i];
    }
    return median(x, k->c->n) / 0.6745;
}

enum { OFF = 6, OFF_TIMES = 2 };

static bool is_off(const struct check *k, int i, double ratio, double scale)
{
    double s = ratio * k->facts[0][i].chars, t = k->facts[1][i].chars;
    double off = off_length(k, i, ratio);

    return (off > OFF * scale && t > OFF_TIMES * s) ||
           (off < -OFF * scale && s > OFF_TIMES * t);
}

static void ratio(const struct check *k, struct finding *f)
{
    struct arena_mark m = arena_mark(k->arena);
    double *x = ARENA_ARRAY(k->arena, double, k->c->n);
    double usual = usual_ratio(k, x), scale = usual_off(k, x, usual);

    scale = scale < 1 ? 1 : scale;
    arena_release(k->arena, m);
    for (int i = 0; i < k->c->n; i++)
        if (is_off(k, i, usual, scale))
            finding_add(f, i);
    finding_detail(k, f, "usually %.2f target characters to one of the source",
                   usual);
}

const struct check_kind check_ratio = {
    .name = "ratio",
    .what = "pairs with one side far too long for the other",
    .means = "something is missing or added, or the line belongs to another",
    .advice = "look at them; drop what is no translation",
    .silent = 0, .warn = 0.01, .whole = ratio};

/* ==== Ends ==== */

/* A side that has no stops by habit, such as a row of tags, misses none. */
static bool has_stops(const struct check *k, int side)
{
    long n = 0;

    for (int i = 0; i < k->c->n; i++)
        n += k->facts[side][i].ended;
    return 10 * n > k->c->n;
}

static void ending(const struct check *k, struct finding *f)
{
    if (!has_stops(k, 0) || !has_stops(k, 1))
        return;
    for (int i = 0; i < k->c->n; i++)
        if (k->facts[0][i].ended != k->facts[1][i].ended)
            finding_add(f, i);
}

const struct check_kind check_ending = {
    .name = "ending",
    .what = "pairs of which one side ends in a full stop or the like, the "
            "other not",
    .means = "translations will have it or not by chance",
    .advice = "add or take away what is missing, or let it be",
    .silent = 0.02, .warn = 0.3, .whole = ending};
