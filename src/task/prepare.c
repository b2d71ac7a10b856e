#include "task/prepare.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/par.h"
#include "kern/bf16.h"
#include "task/guide.h"
#include "task/lexcount.h"
#include "task/translate.h"
#include "task/work.h"

enum { DEV_SHARE = 20, DEV_MOST = 1000 };

/* ==== Text ==== */

/* `option` would name a file instead. */
static bool split_off(struct prepared *p, struct corpus *part, uint64_t seed,
                      const char *option, struct error *err)
{
    int want = p->train_text.n / DEV_SHARE;
    corpus_split(&p->train_text, part, want > DEV_MOST ? DEV_MOST : want,
                 seed);
    if (part->n > 0)
        return true;
    error_set(err, EXIT_DATA, want > 0
                  ? "%s: %d pairs, but no sentence of so few translations "
                    "that they can be held back"
                  : "%s: too few pairs to hold some back: %d",
              p->train_text.name, p->train_text.n);
    return error_hint(err, "give a %s part: --%s FILE", option, option);
}

static bool dev_part(struct prepared *p, const struct source *s,
                     uint64_t seed, struct arena *arena, struct error *err)
{
    if (!s->dev)
        return split_off(p, &p->dev_text, seed, "dev", err);
    struct corpus_options o = s->columns;
    struct arena scratch;
    o.keep_copies = true;
    if (!corpus_read(&p->dev_text, s->dev, &o, arena, err))
        return false;
    arena_init(&scratch, "dev");
    p->leaked = corpus_remove(&p->train_text, &p->dev_text, &scratch);
    arena_drop(&scratch);
    return p->train_text.n > 0 ||
           error_set(err, EXIT_DATA, "%s: every source sentence is in the "
                     "dev part too", p->train_text.name);
}

bool prepare_text(struct prepared *p, const struct source *s, uint64_t seed,
                  struct arena *arena, struct error *err)
{
    bool ok = s->corpus
                  ? corpus_read(&p->train_text, s->corpus, &s->columns, arena,
                                err)
                  : corpus_read_two(&p->train_text, s->src, s->tgt,
                                    &s->columns, arena, err);
    if (s->split >= 0)
        seed = (uint64_t)s->split;
    return ok && dev_part(p, s, seed, arena, err) &&
           (!s->hold ||
            split_off(p, &p->test_text, seed, "test", err));
}

/* ==== Model ==== */

static void lengths(struct prepared *p)
{
    for (int i = 0; i < p->train_text.n; i++) {
        const struct pair *pair = &p->train_text.pair[i];
        int n = corpus_length(pair->text[0], pair->len[0]);
        p->model.lengths[n < MODEL_LENGTHS ? n : MODEL_LENGTHS - 1]++;
    }
}

/* A dev sentence that is neither trivial nor too wide for a screen. */
static const char *sample(const struct corpus *c)
{
    for (int i = 0; i < c->n; i++) {
        int n = corpus_length(c->pair[i].text[0], c->pair[i].len[0]);
        if (n >= 7 && n <= 12)
            return c->pair[i].text[0];
    }
    return c->pair[0].text[0];
}

/* Seconds of one epoch: forward and backward are three passes of two
 * operations a multiply-add; kernels reach about six tenths of the peak on
 * short rows. */
static double epoch_seconds(struct prepared *p)
{
    double tokens = 0, n = p->train.n;
    for (int i = 0; i < p->train.n; i++)
        tokens += p->train.src[i].n + 1;
    struct work mean = work_pair(
        &p->model.net, (int)(tokens / n + 0.5),
        (int)((double)p->train.tokens / n + 0.5));
    double peak = kern_peak(0.1) * 1e9 * par_threads();
    double update = (double)p->model.net.ps.count * 1.5e-9;
    int updates = p->train.n / p->model.config.batch + 1;
    int passes = p->model.net.o.r_drop > 0 ? 2 : 1;
    return 6 * passes * mean.products * n / (0.6 * peak) + updates * update;
}

/* --epochs, or what --steps amounts to. */
static double epochs_at_most(const struct prepared *p)
{
    const struct config *c = &p->model.config;
    double steps = (double)c->steps * c->batch / p->train.n;
    return c->steps > 0 && steps < c->epochs ? steps : c->epochs;
}

/* Halves the batch until training fits into what is free, with an eighth to
 * spare.  What a rehearsal made this process hold, training will. */
static void fit_memory(struct prepared *p)
{
    struct config *c = &p->model.config;
    struct train_job job = {
        .model = &p->model, .train_text = &p->train_text,
        .dev_text = &p->dev_text, .train = &p->train, .dev = &p->dev};
    uint64_t room = file_memory_free();
    int halvings;
    train_memory(&job, room < SIZE_MAX ? room - room / 8 : SIZE_MAX, &halvings);
    p->memory = file_memory_peak();
    p->batch_asked = c->batch;
    c->batch >>= halvings;
}

void prepare_encode(struct prepared *p, struct arena *arena)
{
    const struct config *c = &p->model.config;
    data_encode(&p->train, &p->train_text, &p->model.tokens, c->max_len,
                arena);
    data_encode(&p->dev, &p->dev_text, &p->model.tokens, 0, arena);
    p->dev_cut = data_cut(&p->dev, TRANSLATE_LONGEST, &p->dev_cut_first);
    if (c->guide > 0 && p->train.n > 0)
        guide_learn(&p->train, &p->train_text, &p->model.tokens, arena);
}

static bool encode(struct prepared *p, struct arena *arena, struct error *err)
{
    prepare_encode(p, arena);
    return p->train.n > 0 ||
           error_set(err, EXIT_DATA, "%s: every pair is longer than "
                     "--max-len %d tokens", p->train_text.name,
                     p->model.config.max_len);
}

/* From the guide's links, or from links made for it. */
static void learn_lexicon(struct prepared *p, struct arena *arena)
{
    struct model *m = &p->model;
    struct data linked = p->train;
    struct arena scratch;
    arena_init(&scratch, "links");
    if (!linked.guide)
        guide_learn(&linked, &p->train_text, &m->tokens, &scratch);
    m->lextable = lexcount(&linked, vocab_size(&m->tokens.vocab[SIDE_SRC]),
                           vocab_size(&m->tokens.vocab[SIDE_TGT]), arena);
    arena_drop(&scratch);
}

/* A side of which every unit is rarer than --min-count has nothing to learn. */
static bool units_are_kept(const struct prepared *p, struct error *err)
{
    static const char *const name[2] = {"source", "target"};
    const struct model *m = &p->model;
    for (int s = 0; s < 2; s++)
        if (vocab_size(&m->tokens.vocab[s]) == ID_FIRST) {
            error_set(err, EXIT_DATA, "%s: no unit of the %s side comes %d "
                      "times (--min-count)", p->train_text.name, name[s],
                      m->config.min_count);
            return error_hint(err, "--tokens bpe cuts words into pieces that "
                              "come again; --min-count 1 keeps all");
        }
    return true;
}

/* Everything of p->model but what other texts than the corpus decide. */
static bool begin(struct prepared *p, const struct config *c,
                  const bool bare[2], struct arena *arena, struct error *err)
{
    struct model *m = &p->model;
    struct arena scratch;
    if (!config_possible(c, err))
        return false;              /* before the words are aligned */
    m->config = *c;
    m->arena = arena;
    arena_init(&scratch, "tokens");
    data_tokens(&m->tokens, c, &p->train_text, bare, arena, &scratch);
    arena_drop(&scratch);
    if (!units_are_kept(p, err))
        return false;
    familiar_init(&m->familiar, arena);
    data_familiar(&m->familiar, &p->train_text, arena);
    if (!encode(p, arena, err))
        return false;
    if (c->lexicon > 0)
        learn_lexicon(p, arena);
    if (!model_build(m, true, err))
        return false;
    params_randomise(&m->net.ps, (uint64_t)c->seed);
    return true;
}

/* The same of the model in p->from, which learns further. */
static bool go_on(struct prepared *p, const struct config *c,
                  struct arena *arena, struct error *err)
{
    struct model *m = &p->model;
    if (!model_load_as(m, p->from, c, arena, err))
        return false;
    if (vocab_size(&m->familiar.seen) > ID_FIRST) /* else it is an older file */
        data_familiar(&m->familiar, &p->train_text, arena);
    return encode(p, arena, err);
}

bool prepare_model(struct prepared *p, const struct config *config,
                   struct arena *arena, struct error *err)
{
    enum { GENTLER = 4 };
    struct model *m = &p->model;
    struct config c = *config;
    bool bare[2];
    for (int side = 0; side < 2; side++)
        bare[side] = corpus_unsegmented(&p->train_text, side);
    defaults_unsegmented(&c, p->train_text.n, bare);
    defaults_apply(&c, p->train_text.n);
    if (p->from && !(config->lr > 0))
        c.lr /= GENTLER;
    bool ok = p->from ? go_on(p, &c, arena, err)
                      : begin(p, &c, bare, arena, err);
    if (!ok || !config_precision(&m->config, &m->net.ps, err))
        return false;
    m->sample = sample(&p->dev_text);
    lengths(p);
    params_pack(&m->net.ps);
    fit_memory(p);
    p->minutes = epochs_at_most(p) * epoch_seconds(p) / 60;
    return true;
}

bool prepare_resume(struct prepared *p, const char *checkpoint,
                    struct extras *x, struct arena *arena, struct error *err)
{
    struct model *m = &p->model;
    if (!model_load(m, checkpoint, true, x, arena, err) ||
        !model_trains(m->precision, checkpoint, err))
        return false;
    if (!x->state)
        return error_set(err, EXIT_MODEL, "%s: not a checkpoint", checkpoint);
    if (!config_precision(&m->config, &m->net.ps, err))
        return false;
    params_pack(&m->net.ps);
    return true;
}

/* ==== Words ==== */

static const char *memory_text(char *buf, size_t size, size_t bytes)
{
    snprintf(buf, size, "%.0f MB", (double)bytes / 1e6);
    return buf;
}

/* What few trainings have. */
static void report_choices(struct strbuf *out, const struct prepared *p)
{
    const struct config *c = &p->model.config;
    if (p->train.guide)
        strbuf_printf(out, "guided alignment: %.0f %% of the target units "
                      "have links, weight %g\n",
                      100 * guide_share(&p->train), c->guide);
    if (p->model.lextable)
        strbuf_printf(out, "lexicon: %d translations of %d source units, eps "
                      "%g\n", p->model.lextable->first[p->model.lextable->Kx],
                      lexcount_units(p->model.lextable), c->lexicon);
    if (strcmp(c->precision, "bf16") == 0)
        strbuf_printf(out, "precision: products of weights in bf16 (%s), "
                      "all else in fp32\n", BF16->name);
}

static void report_training(struct strbuf *out, const struct config *c)
{
    strbuf_printf(out, "training: batch %d, %s dropout %g, ", c->batch,
                  c->dropout_kind, c->dropout);
    if (c->word_dropout > 0)
        strbuf_printf(out, "%g of words, ", c->word_dropout);
    if (c->smoothing > 0)
        strbuf_printf(out, "smoothing %g, ", c->smoothing);
    if (c->r_drop > 0)
        strbuf_printf(out, "R-Drop %g, ", c->r_drop);
    strbuf_printf(out, "%s %g (%s", c->optimizer, c->lr, c->schedule);
    if (c->warmup > 0)
        strbuf_printf(out, ", %d updates of warming up", c->warmup);
    strbuf_puts(out, "), ");
    if (c->epochs < EPOCHS_ANY)
        strbuf_printf(out, "at most %d epochs, ", c->epochs);
    strbuf_printf(out, "patience %d, seed %d\n", c->patience, c->seed);
}

void prepare_report_text(struct strbuf *out, const struct prepared *p)
{
    strbuf_printf(out, "%s: ", p->train_text.name);
    corpus_summary(out, &p->train_text);
    strbuf_putc(out, '\n');
    if (p->leaked)
        strbuf_printf(out, "%d training pairs left out: their source "
                      "sentence is in the dev part\n", p->leaked);
    strbuf_printf(out, "dev part: %d pairs\n", p->dev_text.n);
}

static void report_too_long(struct strbuf *out, const struct prepared *p)
{
    const struct corpus *train = &p->train_text;
    if (train->dropped[DROP_TOKENS] > 0)
        strbuf_printf(out, "%ld of the pairs left out: longer than --max-len "
                      "%d tokens (first: line %ld)\n",
                      train->dropped[DROP_TOKENS], p->model.config.max_len,
                      train->first[DROP_TOKENS]);
    if (p->dev_cut > 0)
        strbuf_printf(out, "%d of the dev part read up to their %dth token, "
                      "as all that is translated (first: line %ld)\n",
                      p->dev_cut, TRANSLATE_LONGEST,
                      p->dev_text.pair[p->dev_cut_first].line);
}

static void report_units(struct strbuf *out, const struct model *m)
{
    const struct tokens *t = &m->tokens;
    strbuf_printf(out, "units: %s", t->kind->name);
    if (t->kind == &token_bpe)
        strbuf_printf(out, " of at most %d merges", m->config.bpe);
    if (m->config.min_count > 1)
        strbuf_printf(out, ", each %d times or more", m->config.min_count);
    strbuf_printf(out, ": %d source and %d target\n",
                  vocab_size(&t->vocab[SIDE_SRC]),
                  vocab_size(&t->vocab[SIDE_TGT]));
}

void prepare_report_model(struct strbuf *out, const struct prepared *p)
{
    const struct model *m = &p->model;
    const struct config *c = &m->config;
    char memory[32];
    report_too_long(out, p);
    if (p->from)
        strbuf_printf(out, "begins with the units and weights of %s\n",
                      p->from);
    report_units(out, m);
    strbuf_printf(out, "model: %s %s encoder%s, %s focus, %s score; embed "
                  "%d, hidden %d, attention %d; %.2f M parameters\n",
                  c->encoder, c->cell, m->net.o.cell_norm ? ", norm" : "",
                  c->focus, c->score, c->embed, c->hidden, c->attn_size,
                  (double)m->net.ps.count / 1e6);
    report_training(out, c);
    report_choices(out, p);
    if (p->batch_asked > c->batch)
        strbuf_printf(out, "batch %d would not fit into memory: %d\n",
                      p->batch_asked, c->batch);
    strbuf_printf(out, "at most %.*f minutes on %d thread%s, about %s of "
                  "memory\n", p->minutes < 10,
                  p->minutes > 0.1 ? p->minutes : 0.1, par_threads(),
                  par_threads() > 1 ? "s" : "",
                  memory_text(memory, sizeof memory, p->memory));
}
