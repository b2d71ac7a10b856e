#include "task/outcome.h"

#include <stdlib.h>

#include "base/fmath.h"
#include "base/table.h"
#include "base/utf8.h"
#include "task/trainer.h"
#include "text/pretoken.h"

enum { SAMPLE = 1000 };    /* training pairs whose loss is computed */

/* ==== Cross-entropy ==== */

/* Every k-th training pair. */
static struct data sample_of(const struct data *d, struct arena *arena)
{
    int step = (d->n + SAMPLE - 1) / SAMPLE;
    struct data s = {
        .src = ARENA_ARRAY(arena, struct sentence, d->n / step + 1),
        .tgt = ARENA_ARRAY(arena, struct sentence, d->n / step + 1)};
    for (int i = 0; i < d->n; i += step) {
        s.src[s.n] = d->src[i];
        s.tgt[s.n++] = d->tgt[i];
    }
    return s;
}

/* ==== Words and lengths ==== */

/* Counts the words of text that `seen` lacks, or adds them to it; numbers and
 * signs are no words. */
static long words_of(struct table *seen, bool add, const char *s, int n,
                     long *absent)
{
    long words = 0;
    for (size_t at = 0, len; at < (size_t)n; at += len) {
        len = pretoken_next(s, (size_t)n, at);
        const char *word = s + at + (s[at] == ' ');
        int bytes = (int)len - (s[at] == ' '), first;
        if (bytes == 0 || utf8_class(utf8_next(word, (size_t)bytes, &first)) !=
                              UTF8_LETTER)
            continue;
        words++;
        if (add)
            table_set(seen, word, bytes, 1);
        else
            *absent += table_get(seen, word, bytes) < 0;
    }
    return words;
}

static double unseen_share(const struct corpus *train, const struct corpus *dev)
{
    struct arena memory;
    struct table seen;
    long words = 0, absent = 0;
    arena_init(&memory, "words");
    table_init(&seen, &memory);
    for (int i = 0; i < train->n; i++)
        words_of(&seen, true, train->pair[i].text[0], train->pair[i].len[0],
                 NULL);
    for (int i = 0; i < dev->n; i++)
        words += words_of(&seen, false, dev->pair[i].text[0],
                          dev->pair[i].len[0], &absent);
    arena_drop(&memory);
    return words ? (double)absent / (double)words : 0;
}

static double beyond_share(const struct evaluation *dev, int most)
{
    int beyond = 0;
    for (int i = 0; i < dev->n; i++)
        beyond += dev->len[i] > most;
    return dev->n ? (double)beyond / dev->n : 0;
}

/* ==== The best and the worst ==== */

/* Better first; of equals the one that stands first. */
static int by_chrf(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return x->chrf > y->chrf   ? -1
           : x->chrf < y->chrf ? 1
                               : x->pair - y->pair;
}

static void rank(struct outcome *o, const struct corpus *c,
                 struct arena *arena)
{
    struct arena scratch;
    o->ranked = ARENA_ARRAY(arena, struct ranked, c->n);
    arena_init(&scratch, "chrF");
    for (int i = 0; i < c->n; i++) {
        struct chrf_stats s;
        const char *ref = c->pair[i].text[1];
        chrf_sentence(&s, o->dev.hyp[i], &ref, 1, 0, false, &scratch);
        o->ranked[i] = (struct ranked){i, chrf_compute(&s, 0)};
        arena_reset(&scratch);
    }
    arena_drop(&scratch);
    qsort(o->ranked, (size_t)c->n, sizeof *o->ranked, by_chrf);
}

/* ==== All ==== */

void outcome_measure(struct outcome *out, struct prepared *p,
                     const struct progress *end, struct arena *arena)
{
    struct arena memory;
    arena_init(&memory, "outcome");
    struct data sample = sample_of(&p->train, &memory);
    struct search_options search = translate_options(&p->model);
    evaluate(&out->dev, &p->model, &p->dev_text, &search, NULL, arena);
    rank(out, &p->dev_text, arena);
    const struct bleu_score *s = &out->dev.score;
    struct outcome_facts *f = &out->facts;
    *f = (struct outcome_facts){
        .config = &p->model.config, .pairs = p->train.n,
        .train_loss = train_loss_of(&p->model.net, &sample, CHECK_BATCH),
        .dev_loss = end->best_loss, .guess = fmath_log(p->model.net.o.Ky),
        .bleu = s->bleu,
        .length_ratio = bleu_length_ratio(s),
        .best_step = end->best_step, .step = end->step, .ended = end->done,
        .tuned = p->from != NULL,
        .unseen = unseen_share(&p->train_text, &p->dev_text),
        .long_words = model_length(&p->model, 99)};
    f->beyond = beyond_share(&out->dev, f->long_words);
    arena_drop(&memory);
}
