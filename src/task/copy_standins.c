/* The words of a training that may stand in for others. */
#include <limits.h>
#include <string.h>

#include "base/utf8.h"
#include "task/copy.h"
#include "text/span.h"

/* Seen so often, and unchanged in so many of twenty. */
enum { STANDIN_SEEN = 10, STANDIN_COPIED = 19 };

/* Of the capitalised words among the rare ones, 5 % come over unchanged from
 * German (where they are nouns), 30 to 70 % from English, French and Spanish
 * (Tatoeba, Multi30k): one in NAMES_OF tells, where there are more different
 * ones than days, months and countries that a small corpus has. */
enum { EVIDENCE = 50, NAMES_OF = 5, SOME_NUMBERS = 20 };

/* Is it one piece, at the beginning of a text and inside? */
static bool one_piece(const struct model *m, int side, const char *word,
                      struct arena *arena)
{
    struct pieces p;
    tokens_encode(&m->tokens, side, word, (int)strlen(word), &p, arena);
    return p.n == 1 && p.piece[0].id != ID_UNK;
}

static void offer_standin(struct copier *c, int id, struct arena *arena)
{
    const struct familiar *f = &c->m->familiar;
    int n;
    const char *word = vocab_unit(&f->seen, id, &n);
    struct standins *list = span_digits(word, n)  ? &c->numbers
                          : span_capital(word, n) ? &c->names
                                                  : NULL;
    if (!list || list->n == COPY_STANDINS ||
        utf8_length(word, (size_t)n) + (list == &c->numbers) < 2 ||
        20 * familiar_copied(f, id) < STANDIN_COPIED * f->seen.count[id] ||
        !one_piece(c->m, SIDE_SRC, word, arena) ||
        !one_piece(c->m, SIDE_TGT, word, arena))
        return;
    list->word[list->n++] = word;
}

/* Do new capitalised words come over unchanged?  Where nothing tells, yes. */
static bool capitals_are_names(const struct familiar *f)
{
    int words = 0, copied = 0;
    for (int id = ID_FIRST; id < vocab_size(&f->seen); id++) {
        int n;
        const char *word = vocab_unit(&f->seen, id, &n);
        if (f->seen.count[id] > COPY_RARE || !span_capital(word, n) ||
            span_lower_seen(&f->seen, word, n))
            continue;
        words++;
        copied += 2 * familiar_copied(f, id) >= f->seen.count[id];
    }
    return words < EVIDENCE || NAMES_OF * copied >= words;
}

/* Of the numbers seen at most so often: how often, and how often copied. */
static void count_numbers(const struct familiar *f, long long most,
                          long long *seen, long long *copied)
{
    *seen = *copied = 0;
    for (int id = ID_FIRST; id < vocab_size(&f->seen); id++) {
        int n;
        const char *word = vocab_unit(&f->seen, id, &n);
        if (!span_digits(word, n) || f->seen.count[id] > most)
            continue;
        *seen += f->seen.count[id];
        *copied += familiar_copied(f, id);
    }
}

/* Do new numbers come over unchanged?  Half of the rare ones tell, where there
 * are some: frequent ones are often spelt out (30 is trente).  Where nothing
 * tells, yes.  Not where a target answers with one of several, or with their
 * sum. */
static bool numbers_stay(const struct familiar *f)
{
    long long seen, copied;
    count_numbers(f, COPY_RARE, &seen, &copied);
    if (seen < SOME_NUMBERS)
        count_numbers(f, LLONG_MAX, &seen, &copied);
    return 2 * copied >= seen;
}

void copier_init(struct copier *c, const struct model *m, struct arena *arena)
{
    const struct vocab *seen = &m->familiar.seen;
    *c = (struct copier){.m = m, .no_numbers = !numbers_stay(&m->familiar)};
    for (int id = ID_FIRST; id < vocab_size(seen); id++)
        if (seen->count[id] >= STANDIN_SEEN)
            offer_standin(c, id, arena);
    if (vocab_size(seen) > ID_FIRST && capitals_are_names(&m->familiar))
        c->seen = seen;
}
