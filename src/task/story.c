#include "task/story.h"

#include <string.h>

enum { RESAMPLES = 1000, FACTS = 16 };

/* ==== Facts ==== */

struct fact_rows {
    struct page_fact fact[FACTS];
    int n;
    struct arena *arena;
};

static void add_fact(struct fact_rows *f, const char *name, const char *note,
                     const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* What is not known has no row. */
static void add_fact(struct fact_rows *f, const char *name, const char *note,
                     const char *format, ...)
{
    struct strbuf value = STRBUF_INIT;
    va_list args;
    va_start(args, format);
    strbuf_vprintf(&value, format, args);
    va_end(args);
    if (value.n > 0)
        f->fact[f->n++] = (struct page_fact){
            name, arena_strdup(f->arena, value.s), note};
    strbuf_release(&value);
}

static void add_texts(struct fact_rows *f, const struct model *m,
                      const struct story_record *r)
{
    add_fact(f, "corpus", NULL, "%s", r->corpus);
    add_fact(f, "dev part", NULL, "%s", r->dev);
    add_fact(f, "trained on", "their source side", "%ld pairs, half of them "
             "of at most %d words", model_pairs(m), model_length(m, 50));
}

static void add_units(struct fact_rows *f, const struct model *m)
{
    static const char *const side[] = {"source units", "target units"};
    const struct tokens *t = &m->tokens;
    for (int s = 0; s < 2; s++)
        add_fact(f, side[s], t->shared ? "one vocabulary for both" : NULL,
                 "%d of %s", vocab_size(&t->vocab[s]), t->kind->name);
}

static void add_best(struct fact_rows *f, const struct page_history *h)
{
    const struct page_check *best = NULL;
    for (int i = 0; i < h->checks; i++)
        if (!best ||
            h->check[i].bleu - h->check[i].loss > best->bleu - best->loss)
            best = &h->check[i];
    if (best)
        add_fact(f, "best check", "greedy, on the dev part", "BLEU %.2f, "
                 "cross-entropy %.3f, at update %ld of %ld", best->bleu,
                 best->loss, best->step, h->check[h->checks - 1].step);
}

static void add_weights(struct fact_rows *f, const struct model *m)
{
    const char *note = notes_find(&m->notes, "description");
    add_fact(f, "weights", NULL, "%zu in %s", params_total(&m->net.ps),
             precision_name((int)m->precision));
    add_fact(f, "seed", "every random number comes from it", "%d",
             m->config.seed);
    add_fact(f, "about it", NULL, "%s", note ? note : "");
}

/* ==== Options ==== */

void story_options(struct page *p, const struct config *c, const char *but,
                   struct arena *arena)
{
    struct opt row[CONFIG_FIELDS] = {0};
    struct config any;
    struct strbuf value = STRBUF_INIT;
    struct page_fact *f = ARENA_ARRAY(arena, struct page_fact, CONFIG_FIELDS);
    config_init(&any);
    config_options(&any, row);
    for (int i = 0; i < CONFIG_FIELDS; i++) {
        if (but && strcmp(config_name(i), but) == 0)
            continue;
        strbuf_reset(&value);
        config_value(&value, c, i);
        f[p->options++] = (struct page_fact){
            config_name(i), arena_strdup(arena, value.s), row[i].help};
    }
    strbuf_release(&value);
    p->option = f;
}

/* ==== The page ==== */

const char *story_name(const struct model *m)
{
    return m->net.o.focus->scores ? m->config.score : m->config.focus;
}

void story_measure(struct evaluation *e, struct bylen *by,
                   const struct model *m, const struct corpus *test,
                   struct arena *arena)
{
    struct bylen_spans spans = bylen_every(BYLEN_WIDTH, BYLEN_LAST, arena);
    struct search_options o = translate_options(m);
    evaluate(e, m, test, &o, NULL, arena);
    evaluate_bylen(by, e, m, &spans, RESAMPLES, arena);
}

/* A line under the title. */
static const char *summary(const struct model *m, struct arena *arena)
{
    struct strbuf out = STRBUF_INIT;
    const struct config *c = &m->config;
    strbuf_printf(&out, "%s encoder, %s decoder, attention %s", c->encoder,
                  c->cell, c->focus);
    if (m->net.o.focus->scores)
        strbuf_printf(&out, " (score %s)", c->score);
    strbuf_printf(&out, ", M %d, N %d, A %d", c->embed, c->hidden,
                  c->attn_size);
    const char *s = arena_strdup(arena, out.s);
    strbuf_release(&out);
    return s;
}

static const char *stem(const char *path, struct arena *arena)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strstr(name, ".safetensors");
    return dot ? arena_strndup(arena, name, (size_t)(dot - name)) : name;
}

void story_put(struct strbuf *out, const struct story *s, struct arena *arena)
{
    struct strbuf folder = STRBUF_INIT;
    struct story_record record;
    struct fact_rows f = {.arena = arena};
    struct page p = {.title = stem(s->path, arena),
                     .summary = summary(s->model, arena),
                     .curve = s->curve, .curves = s->curves,
                     .test = s->test_name};
    const char *command[2];
    model_run_folder(&folder, s->path);
    story_record_read(&record, folder.s, arena);
    story_history(&p.history, folder.s, arena);
    add_texts(&f, s->model, &record);
    add_units(&f, s->model);
    add_weights(&f, s->model);
    add_best(&f, &p.history);
    p.fact = f.fact;
    p.facts = f.n;
    story_options(&p, &s->model->config, NULL, arena);
    if (record.command[0])
        command[p.commands++] = record.command;
    if (s->command)
        command[p.commands++] = s->command;
    p.command = command;
    p.aligns = translate_aligns(s->model);
    p.sentences = story_sentences(&p.sentence, s, arena);
    page_put(out, &p);
    strbuf_release(&folder);
}
