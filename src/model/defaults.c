#include "model/defaults.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "nn/focus.h"
#include "nn/optimizer.h"

static const struct defaults table[] = {
    /* pairs   bpe  min  M    N    A  norm  drop, words, r_drop, guide,
       lexicon, batch, lr, schedule, warmup, epochs */
    {2000,     500, 2,  64, 128,  64, "no", 0.3, 0, 0, 0, 0, 16, 0.002,
     "plateau", 0, 60},
    {12000,   1500, 5, 128, 256, 128, "yes", 0.3, 0, 1, 0.1, 0.001, 32, 0.003,
     "linear", 100, 30},
    {60000, 10000, 5, 256, 512, 256, "yes", 0.4, 0.1, 0, 0, 0.001, 64, 0.003,
     "linear", 300, 16},
    {INT_MAX, 10000, 5, 256, 512, 256, "yes", 0.3, 0.1, 0, 0, 0.001, 64, 0.003,
     "linear", 300, 8},
};

const struct defaults *defaults_row(int i)
{
    int n = (int)(sizeof table / sizeof *table);
    return i >= 0 && i < n ? &table[i] : NULL;
}

static void fill(int *field, int value)
{
    if (*field == 0)
        *field = value;
}

static void fill_real(double *field, double value)
{
    if (*field < 0)
        *field = value;
}

static void fill_name(const char **field, const char *value)
{
    if (strcmp(*field, "auto") == 0)
        *field = value;
}

/* A short run has no time for the whole of it. */
static int warmup_of(const struct config *c, const struct defaults *d)
{
    int most = c->steps / 10;
    return c->steps > 0 && most < d->warmup ? most : d->warmup;
}

/* Not every focus can be guided (network_check), nor a text that is cut anew
 * (config_network). */
static double guide_of(const struct config *c, const struct defaults *d)
{
    const struct focus_kind *f = focus_kind_find(c->focus);
    return f->scores && !f->samples && c->bpe_dropout <= 0 ? d->guide : 0;
}

static double lexicon_of(const struct config *c, const struct defaults *d)
{
    return focus_kind_find(c->focus)->aligns ? d->lexicon : 0;
}

static const struct defaults *row_for(int pairs)
{
    int i = 0;
    while (pairs > table[i].pairs)
        i++;
    return &table[i];
}

static void rank_by_characters(struct config *c)
{
    if (strcmp(c->tune, "yes") == 0 && c->alpha == 1 && c->reward == 0 &&
        c->char_reward == 0)
        c->char_reward = 0.05;
}

void defaults_unsegmented(struct config *c, int pairs, const bool side[2])
{
    if (side[0] || side[1])
        fill(&c->bpe, row_for(pairs)->bpe * 2 / 5);
    if (side[1])
        rank_by_characters(c);
}

void defaults_apply(struct config *c, int pairs)
{
    const struct defaults *d = row_for(pairs);
    fill(&c->bpe, d->bpe);
    fill(&c->min_count, d->min_count);
    fill(&c->embed, d->embed);
    fill(&c->hidden, d->hidden);
    fill(&c->attn_size, d->attn_size);
    fill(&c->batch, d->batch);
    fill(&c->epochs, d->epochs);
    fill_name(&c->cell_norm, d->cell_norm);
    fill_name(&c->schedule, d->schedule);
    fill_real(&c->dropout, d->dropout);
    fill_real(&c->word_dropout, d->word_dropout);
    fill_real(&c->r_drop, d->r_drop);
    fill_real(&c->guide, guide_of(c, d));
    fill_real(&c->lexicon, lexicon_of(c, d));
    if (c->warmup < 0)
        c->warmup = warmup_of(c, d);
    config_resolve(c);
    if (!(c->lr > 0))
        c->lr = optimizer_kind_find(c->optimizer)->lr;
    if (!(c->lr > 0))
        c->lr = d->lr;
}
