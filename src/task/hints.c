#include "task/hints.h"

#include <math.h>

/* ==== What a BLEU means ==== */

const char *hints_bleu(double bleu)
{
    static const struct {
        double below;
        const char *words;
    } step[] = {
        {5, "next to nothing is right yet"},
        {15, "single words and phrases are right, hardly a sentence"},
        {25, "what a sentence is about can be guessed"},
        {35, "the meaning often comes over, with clear mistakes"},
        {45, "most sentences can be understood; some are right"},
        {60, "good: many sentences as a person would translate them"},
        {HUGE_VAL, "nearly the references themselves: very regular text, or "
                   "the dev part is known from training"}};
    int i = 0;
    while (!(bleu < step[i].below) && step[i].below < HUGE_VAL)
        i++;
    return step[i].words;
}

/* ==== Has it learnt enough? ==== */

static double worse_weight(const struct outcome_facts *f)
{
    return f->dev_loss > 1.2 * f->guess ? 1 : 0;
}

static void worse_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "worse than nothing: cross-entropy %.2f on dev, where "
                  "guessing blindly has %.2f; try --lr below %g",
                  f->dev_loss, f->guess, f->config->lr);
}

/* Of --init: its weights are kept until something is better. */
static double unmoved_weight(const struct outcome_facts *f)
{
    return f->tuned && f->best_step == 0 ? 0.99 : 0;
}

static void unmoved_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "nothing was gained: on dev no check of %ld updates was "
                  "better than the model it began with, which this is; try "
                  "more updates, or --lr below %g", f->step, f->config->lr);
}

/* What was better long ago has not hardly begun. */
static double nothing_weight(const struct outcome_facts *f)
{
    bool other = worse_weight(f) + unmoved_weight(f) > 0;
    bool past = 2 * f->best_step < f->step;
    return f->bleu < 3 && !other && !past ? 1 : 0;
}

static void nothing_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "dev BLEU %.1f after %ld update%s: it has hardly begun; "
                  "give it longer (--time, --epochs), or look at the corpus: "
                  "s2s check", f->bleu, f->step, f->step == 1 ? "" : "s");
}

static bool still_better(const struct outcome_facts *f)
{
    return !f->ended && f->best_step * 10 >= f->step * 9 &&
           !(worse_weight(f) > 0);
}

static double unfinished_weight(const struct outcome_facts *f)
{
    return still_better(f) ? 0.85 : 0;
}

static void unfinished_say(struct strbuf *out, const struct outcome_facts *f)
{
    bool timed = f->config->epochs == EPOCHS_ANY || f->config->steps > 0;
    strbuf_printf(out, "the best check came late (update %ld of %ld): longer "
                  "training may bring more (--resume --%s N)", f->best_step,
                  f->step, timed ? "steps" : "epochs");
}

/* ==== Does it fit too closely, or too loosely? ==== */

/* What dev costs more than what it was trained on, as a share. */
static double gap(const struct outcome_facts *f)
{
    return f->dev_loss > 0 ? 1 - f->train_loss / f->dev_loss : 0;
}

/* As long as dev gets better too, a gap is no trouble yet. */
static double overfit_weight(const struct outcome_facts *f)
{
    double most = still_better(f) ? 0.5 : 0.3;
    return gap(f) > most ? fmin(0.95, 0.3 + gap(f)) : 0;
}

static void overfit_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "over-fitted: cross-entropy %.2f on its own corpus but "
                  "%.2f on dev, it learns sentences by heart; more pairs help "
                  "most, then --dropout above %g or a smaller --hidden than "
                  "%d", f->train_loss, f->dev_loss, f->config->dropout,
                  f->config->hidden);
}

static double underfit_weight(const struct outcome_facts *f)
{
    return gap(f) < 0.1 && f->train_loss > 1 ? 0.7 : 0;
}

static void underfit_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "under-fitted: cross-entropy %.2f even on its own "
                  "corpus (dev: %.2f); more epochs, --dropout below %g or a "
                  "larger --hidden than %d would pay", f->train_loss,
                  f->dev_loss, f->config->dropout, f->config->hidden);
}

static double fits_weight(const struct outcome_facts *f)
{
    return overfit_weight(f) + underfit_weight(f) > 0 ? 0 : 0.15;
}

static void fits_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "cross-entropy %.2f on its own corpus, %.2f on dev: "
                  "neither over- nor under-fitted", f->train_loss,
                  f->dev_loss);
}

/* ==== Is there enough to learn from? ==== */

/* 0.9 at nothing, 0 at 50,000 pairs. */
static double few_weight(const struct outcome_facts *f)
{
    static const double enough = 50000;
    double share = f->pairs / enough;
    return share < 1 ? 0.9 * (1 - share) : 0;
}

static void few_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "%d pairs are few: ten times as many bring more than "
                  "any option%s", f->pairs,
                  f->tuned ? "" : "; a model of other text is a better start "
                                  "than none (--init MODEL)");
}

static double unseen_weight(const struct outcome_facts *f)
{
    return f->unseen > 0.02 ? fmin(0.9, 0.2 + 5 * f->unseen) : 0;
}

static void unseen_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "%.1f %% of the words of dev never stood in the corpus: "
                  "only pairs that have them can teach them",
                  100 * f->unseen);
}

/* ==== Lengths ==== */

static double beyond_weight(const struct outcome_facts *f)
{
    return f->beyond > 0.03 ? fmin(0.9, 0.3 + 3 * f->beyond) : 0;
}

static void beyond_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "%.0f %% of dev are longer than 99 of 100 sentences of "
                  "the corpus (%d words): a length hardly ever seen; train on "
                  "longer ones too", 100 * f->beyond, f->long_words);
}

static double lengths_weight(const struct outcome_facts *f)
{
    return beyond_weight(f) > 0 ? 0 : 0.1;
}

static void lengths_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "99 of 100 of its sentences had at most %d words: "
                  "expect less of longer ones (s2s eval shows BLEU by "
                  "length)", f->long_words);
}

static double short_weight(const struct outcome_facts *f)
{
    return f->length_ratio < 0.93 ? fmin(0.9, 5 * (1 - f->length_ratio)) : 0;
}

static void short_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "its translations have %.0f %% of the length of the "
                  "references: try --alpha above %g", 100 * f->length_ratio,
                  f->config->alpha);
}

static double wordy_weight(const struct outcome_facts *f)
{
    return f->length_ratio > 1.07 ? fmin(0.9, 5 * (f->length_ratio - 1)) : 0;
}

static void wordy_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "its translations have %.0f %% of the length of the "
                  "references: ", 100 * f->length_ratio);
    if (f->config->alpha > 0)
        strbuf_printf(out, "try --alpha below %g, or ", f->config->alpha);
    strbuf_puts(out, "train longer");
}

/* ==== And always ==== */

static double test_weight(const struct outcome_facts *f)
{
    return f->pairs > 0 ? 0.05 : 0;
}

static void test_say(struct strbuf *out, const struct outcome_facts *f)
{
    strbuf_printf(out, "dev BLEU %.1f chose this model and flatters it a "
                  "little: s2s eval TEST.tsv, with pairs it never saw, does "
                  "not", f->bleu);
}

/* ==== The table ==== */

static const struct hint table[] = {
    {"worse", worse_weight, worse_say},
    {"nothing learnt", nothing_weight, nothing_say},
    {"nothing gained", unmoved_weight, unmoved_say},
    {"unfinished", unfinished_weight, unfinished_say},
    {"over-fitted", overfit_weight, overfit_say},
    {"under-fitted", underfit_weight, underfit_say},
    {"few pairs", few_weight, few_say},
    {"words unseen", unseen_weight, unseen_say},
    {"lengths unseen", beyond_weight, beyond_say},
    {"too short", short_weight, short_say},
    {"too long", wordy_weight, wordy_say},
    {"fits", fits_weight, fits_say},
    {"lengths", lengths_weight, lengths_say},
    {"test", test_weight, test_say}};

enum { HINTS = sizeof table / sizeof *table };

const struct hint *hint_row(int i)
{
    return i >= 0 && i < HINTS ? &table[i] : NULL;
}

int hints_choose(const struct hint **out, int n, const struct outcome_facts *f)
{
    bool taken[HINTS] = {false};
    int chosen = 0;
    for (; chosen < n; chosen++) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < HINTS; i++) {
            double weight = taken[i] ? 0 : table[i].weight(f);
            if (weight > most) {
                most = weight;
                best = i;
            }
        }
        if (best < 0)
            break;
        taken[best] = true;
        out[chosen] = &table[best];
    }
    return chosen;
}
