#include "cmd/cmd_compare.h"

#include <string.h>

#include "base/log.h"

static bool read_gold(struct compare *c, struct error *err)
{
    struct corpus_options o = {{1, 2}, c->training.corpus.reverse, true};
    if (!c->gold)
        return !c->gold_text || error_set(err, EXIT_USAGE, "--gold-text "
                                          "without --gold");
    const char *path = c->gold_text ? c->gold_text : c->test;
    if (!path) {
        error_set(err, EXIT_USAGE, "--gold: alignments of which text?");
        return error_hint(err, "--gold-text FILE, or --test FILE");
    }
    c->texts.gold = &c->golden;
    return corpus_read(&c->golden_text, path, &o, &c->arena, err) &&
           gold_read(&c->golden, c->gold, &c->golden_text, o.reverse,
                     &c->arena, err);
}

/* With --test nothing is held out: what it shares with the training flatters
 * all twins. */
static void warn_of_leaks(const struct corpus *train,
                          const struct corpus *test)
{
    struct arena scratch;
    struct corpus copy = *train;
    arena_init(&scratch, "leaks");
    copy.pair = ARENA_ARRAY(&scratch, struct pair, train->n);
    memcpy(copy.pair, train->pair, (size_t)train->n * sizeof *copy.pair);
    int n = corpus_remove(&copy, test, &scratch);
    if (n > 0)
        log_warn("%s: %d training pairs have a source sentence of the test "
                 "part, whose BLEU is too good (s2s check --test shows them)",
                 test->name, n);
    arena_drop(&scratch);
}

bool compare_read_texts(struct compare *c, struct source *source,
                        struct error *err)
{
    struct corpus *part = c->texts.part;
    struct corpus_options o = source->columns;
    o.keep_copies = true;
    source->hold = !c->test;
    if (!prepare_text(&c->text, source, 0, &c->arena, err))
        return false;
    part[TWIN_DEV] = c->text.dev_text;
    part[TWIN_TEST] = c->text.test_text;
    if (c->test && !corpus_read(&part[TWIN_TEST], c->test, &o, &c->arena, err))
        return false;
    twin_sample(&part[TWIN_TRAIN], &c->text.train_text, TWIN_SAMPLE,
                &c->arena);
    if (c->test)
        log_say("test part: %s, %d pairs", c->test, part[TWIN_TEST].n);
    if (c->test)
        warn_of_leaks(&c->text.train_text, &part[TWIN_TEST]);
    else
        log_say("test part: %d pairs of %s, held out from training and dev "
                "part", part[TWIN_TEST].n, c->text.train_text.name);
    return read_gold(c, err);
}

bool compare_read_spans(struct compare *c, struct error *err)
{
    if (c->bins)
        return bylen_parse(&c->texts.spans, c->bins, &c->arena, err) ||
               error_prefix(err, "--bins");
    c->texts.spans = bylen_every(BYLEN_WIDTH, BYLEN_LAST, &c->arena);
    return true;
}
