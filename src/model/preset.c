#include "model/preset.h"

#include <stddef.h>
#include <string.h>

/* Without what helps small corpora, which papers and peers do not have. */
static void keep_plain(struct config *c)
{
    c->dropout = c->word_dropout = c->smoothing = c->average = 0;
    c->r_drop = c->guide = c->lexicon = 0;
    c->cell_norm = "no";
    c->schedule = "plateau";
    c->warmup = 0;
}

/* The model that speed and quality are measured on. */
static void apply_reference(struct config *c)
{
    c->embed = c->attn_size = 256;
    c->hidden = 512;
    c->layers = 1;
    c->batch = 64;
    keep_plain(c);
    c->dropout = 0.2;
    c->tie = "none";
}

/* Bahdanau, Cho, Bengio 2015, appendices A.2 and B.  It departs from them in
 * the annotations, N wide here, two directions of N / 2, where the paper has
 * two of 1000; in sub-words instead of the 30000 commonest words; in the
 * early stop on the dev part; and in a shuffle each epoch, not one for all.
 * The initial values learn slowly (nn/param.h): on a few thousand pairs
 * expect nothing of the first epochs. */
static void apply_rnnsearch(struct config *c)
{
    c->cell = "gru";
    c->encoder = "bi";
    c->summary = "first";
    c->bridge = "map";
    c->score = "concat";
    c->focus = "soft";
    c->readout = "maxout";
    c->readout_state = "previous";
    c->initial = "rnnsearch";
    c->optimizer = "adadelta";
    c->embed = 620;
    c->hidden = c->attn_size = 1000;
    c->readout_size = 500;
    c->layers = 1;
    c->batch = 80;
    c->pool = 20;
    c->clip = 1;
    keep_plain(c);
    c->tie = "none";
}

/* Its twin without attention, the RNN Encoder-Decoder of Cho et al. 2014: one
 * reader, left to right, whose last state is the context of every step and
 * the source of s_0. */
static void apply_rnnencdec(struct config *c)
{
    apply_rnnsearch(c);
    c->encoder = "uni";
    c->summary = "last";
    c->focus = "none";
}

static const struct preset {
    struct kind kind;
    void (*apply)(struct config *c);
} presets[] = {
    {{.name = "reference",
      .formula = "embed 256, hidden 512, attn-size 256, batch 64, untied",
      .source = "the model of the measurements"},
     apply_reference},
    {{.name = "rnnsearch",
      .formula = "gru, bi, first, concat, soft; maxout of s_{i-1}; adadelta; "
                 "embed 620, hidden 1000, attn-size 1000, readout-size 500",
      .source = "Bahdanau, Cho, Bengio 2015, A.2 and B",
      .note = "annotations are N wide, two directions of N/2 (the paper: "
              "2 x 1000); its tiny initial weights learn slowly at first"},
     apply_rnnsearch},
    {{.name = "rnnencdec",
      .formula = "rnnsearch with uni, last, none: no attention",
      .source = "Cho et al. 2014; Bahdanau, Cho, Bengio 2015, section 4.2",
      .note = "c is the last state of one reader, as in Cho et al.; its tiny "
              "initial weights learn slowly at first"},
     apply_rnnencdec},
};

const struct kind *preset_kind(int i)
{
    int n = (int)(sizeof presets / sizeof *presets);
    return i >= 0 && i < n ? &presets[i].kind : NULL;
}

const char *preset_kind_name(int i)
{
    const struct kind *k = preset_kind(i);
    return k ? k->name : NULL;
}

bool preset_apply(struct config *c, const char *name, struct error *err)
{
    for (int i = 0; preset_kind(i); i++)
        if (strcmp(preset_kind(i)->name, name) == 0) {
            presets[i].apply(c);
            return true;
        }
    error_set(err, EXIT_USAGE, "--preset %s: there is no such preset", name);
    return error_hint(err, "s2s info --kinds lists them");
}

bool preset_fill(struct config *c, struct opt *rows, const char *name,
                 struct error *err)
{
    struct config p;
    config_init(&p);
    if (!preset_apply(&p, name, err))
        return false;
    for (int i = 0; i < CONFIG_FIELDS; i++)
        if (config_role(i) != ROLE_USE &&
            !opt_find(rows, config_name(i))->given)
            config_copy(c, &p, i);
    return true;
}
