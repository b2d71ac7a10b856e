#include <string.h>

#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/cmd_corpus.h"
#include "cmd/cmd_gold.h"
#include "cmd/cmd_out.h"
#include "task/words.h"

static const struct opt_usage usage = {
    "link", "[options] CORPUS.tsv",
    "Aligns words by statistics alone, no network: IBM model 1, then a hidden\n"
    "Markov model, both directions trained to agree, on words as white space\n"
    "parts them.  Prints the links i-j of each line (source word, target\n"
    "word, from 0), or a dictionary, or how far all kinds of links are from\n"
    "alignments made by hand.\n"
    "\n"
    "  s2s link corpus.tsv > corpus.align\n"
    "  s2s link --dictionary corpus.tsv\n"
    "  s2s link --also test.tsv --gold test.align --gold-text test.tsv \\\n"
    "      corpus.tsv\n"};

enum { PARTS = 17 };       /* the corpus and what --also may name */

struct link_args {
    struct common c;
    struct corpus_args corpus;
    struct opt_list also;
    struct gold_args by_hand;
    const char *links, *of;
    bool dictionary;
    struct corpus part[PARTS];
    struct corpus text;            /* of --of-text, --gold-text */
    struct gold gold;
    struct words words;
};

/* ==== Reading ==== */

static bool check(const struct link_args *a, struct error *err)
{
    if (!gold_args_check(&a->by_hand, err))
        return false;
    if ((a->by_hand.gold != NULL) + (a->of != NULL) + a->dictionary > 1)
        return error_set(err, EXIT_USAGE, "--gold, --of-text, --dictionary: "
                         "one of them");
    return !a->links || !(a->by_hand.gold || a->dictionary) ||
           error_set(err, EXIT_USAGE, "--links is for links: %s has its own "
                     "table", a->dictionary ? "--dictionary" : "--gold");
}

static void say_part(const struct corpus *c)
{
    struct strbuf text = STRBUF_INIT;
    corpus_summary(&text, c);
    log_say("%s: %s", c->name, text.s);
    strbuf_release(&text);
}

static bool read_texts(struct link_args *a, const char *path,
                       struct corpus_options *o, struct arena *arena,
                       struct error *err)
{
    o->keep_copies = true;
    if (!corpus_args_read(&a->corpus, path, o, &a->part[0], arena, err))
        return false;
    if (path)
        say_part(&a->part[0]);
    for (int k = 0; k < a->also.n; k++) {
        struct corpus *c = &a->part[k + 1];
        if (!corpus_read(c, a->also.item[k], o, arena, err))
            return false;
        say_part(c);
    }
    if (a->by_hand.gold)
        return gold_args_read(&a->by_hand, &a->gold, &a->text, *o, arena,
                              err);
    return !a->of || corpus_read(&a->text, a->of, o, arena, err);
}

/* ==== Output ==== */

static enum link_kind kind_of(const char *name)
{
    int k = 0;
    while (name && links_kind(k) && strcmp(links_kind(k), name) != 0)
        k++;
    return name ? (enum link_kind)k : LINKS_GROW;
}

static void put_all(struct link_args *a, struct strbuf *out)
{
    struct aer sum[LINKS_KINDS];
    if (a->dictionary) {
        words_dictionary(out, &a->words);
    } else if (a->by_hand.gold) {
        words_errors(sum, &a->words, &a->gold);
        gold_table(out, sum, LINKS_KINDS);
    } else {
        words_links(out, &a->words, a->of ? &a->text : &a->part[0],
                    kind_of(a->links));
    }
}

static bool run(void *ctx, char **word, int n, struct arena *arena,
                struct error *err)
{
    struct link_args *a = ctx;
    const char *path = n > 0 ? word[0] : NULL;
    struct corpus_options o;
    struct strbuf out = STRBUF_INIT;
    if (!check(a, err) || !corpus_args_check(&a->corpus, path, &o, err) ||
        !read_texts(a, path, &o, arena, err) ||
        !out_possible(&a->c.output, 1, err))
        return false;
    words_learn(&a->words, a->part, 1 + a->also.n, arena);
    put_all(a, &out);
    bool ok = out_write(a->c.output, &out, err);
    strbuf_release(&out);
    return ok;
}

int cmd_link(int argc, char **argv)
{
    static struct link_args a;
    struct opt rows[] = {
        {.name = "links", .type = OPT_CHOICE, .value = &a.links,
         .arg = "KIND", .choices = links_kind,
         .help = "one way or symmetrised (grow-diag)"},
        {.name = "also", .type = OPT_LIST, .value = &a.also, .arg = "FILE",
         .help = "more text to learn from, a TSV; may be given again"},
        {.name = "of-text", .type = OPT_FILE, .value = &a.of,
         .arg = "FILE", .help = "links of this TSV instead of the corpus"},
        {.name = "dictionary", .type = OPT_FLAG, .value = &a.dictionary,
         .help = "words that are each other's best: e TAB f TAB t(f|e) TAB "
                 "t(e|f)"},
        OPT_ROWS_GOLD(a.by_hand),
        OPT_ROWS_CORPUS(a.corpus), OPT_ROW_OUTPUT(a.c), OPT_ROW_THREADS(a.c),
        OPT_ROW_QUIET(a.c), OPT_END};
    return cmd_do(&(struct cmd_task){&usage, rows, &a.c, 0, 1, run, &a}, argc,
                  argv);
}
