/* What a text has that nobody wrote. */
#include "text/check.h"

static bool has(const struct check *k, int i, unsigned flags)
{
    return ((k->facts[0][i].flags | k->facts[1][i].flags) & flags) != 0;
}

static bool encoding(const struct check *k, int i)
{
    return has(k, i, FACT_LOST | FACT_TWICE);
}

const struct check_kind check_encoding = {
    .name = "encoding",
    .what = "pairs with damaged characters (U+FFFD, or \u00C3\u00A9 for "
            "\u00E9)",
    .means = "the file was once read in another encoding than its own; the "
             "damage is learnt as spelling",
    .advice = "convert anew from the original; else drop these lines",
    .warn = 0.001, .flags = FACT_LOST | FACT_TWICE, .pair = encoding};

static bool markup(const struct check *k, int i)
{
    return has(k, i, FACT_ENTITY | FACT_TAG);
}

const struct check_kind check_markup = {
    .name = "markup",
    .what = "pairs with HTML (&amp; <b>)",
    .means = "it is learnt as text, and translations will have it",
    .advice = "unescape: python3 -c \"import html,sys; "
              "[sys.stdout.write(html.unescape(l)) for l in sys.stdin]\"",
    .warn = 0.001, .flags = FACT_ENTITY | FACT_TAG, .pair = markup};

static bool invisible(const struct check *k, int i)
{
    return has(k, i, FACT_INVISIBLE);
}

const struct check_kind check_invisible = {
    .name = "invisible",
    .what = "pairs with invisible characters (controls, zero width, soft "
            "hyphens)",
    .means = "words with them are other words than those without",
    .advice = "delete them unless the script needs them",
    .warn = 0.02, .flags = FACT_INVISIBLE, .pair = invisible};

static bool mixed(const struct check *k, int i)
{
    return has(k, i, FACT_MIXED);
}

const struct check_kind check_mixed = {
    .name = "mixed",
    .what = "pairs with a word of two alphabets (Latin, Greek, Cyrillic)",
    .means = "letters that look the same were typed for one another; such a "
             "word is another word",
    .advice = "replace them by the letters of the word's own alphabet",
    .warn = 0.002, .flags = FACT_MIXED, .pair = mixed};
