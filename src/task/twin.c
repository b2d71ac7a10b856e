#include "task/twin.h"

#include <cjson/cJSON.h>

#include "base/file.h"
#include "base/json.h"
#include "task/work.h"

/* ==== The record ==== */

static bool decides(int i, bool extent)
{
    enum config_role role = config_role(i);
    return extent ? role == ROLE_EXTENT
                  : role != ROLE_EXTENT && role != ROLE_USE;
}

static uint32_t options_crc(const struct config *c, bool extent, double time)
{
    struct strbuf all = STRBUF_INIT;
    for (int i = 0; i < CONFIG_FIELDS; i++)
        if (decides(i, extent)) {
            strbuf_printf(&all, "%s ", config_name(i));
            config_value(&all, c, i);
            strbuf_putc(&all, '\n');
        }
    if (extent)
        strbuf_printf(&all, "time %.17g\n", time);
    uint32_t crc = file_crc32(0, all.s, all.n);
    strbuf_release(&all);
    return crc;
}

struct twin_record twin_record_of(const struct config *c, double time,
                                  const struct prepared *text)
{
    return (struct twin_record){
        .options = options_crc(c, false, time),
        .extent = options_crc(c, true, time),
        .corpus = data_fingerprint(&text->train_text),
        .dev = data_fingerprint(&text->dev_text)};
}

static void record_path(struct strbuf *out, const char *folder)
{
    strbuf_printf(out, "%s/twin.json", folder);
}

static bool get_crc(const cJSON *j, const char *key, uint32_t *out)
{
    struct error err;
    long long x;
    if (!json_get_int(j, key, 0, UINT32_MAX, &x, &err))
        return false;
    *out = (uint32_t)x;
    return true;
}

static bool parse(struct twin_record *out, const cJSON *j)
{
    struct error err;
    long long finished;
    if (!get_crc(j, "options", &out->options) ||
        !get_crc(j, "extent", &out->extent) ||
        !get_crc(j, "corpus", &out->corpus) || !get_crc(j, "dev", &out->dev) ||
        !json_get_number(j, "seconds", &out->seconds, &err) ||
        !json_get_int(j, "finished", 0, 1, &finished, &err))
        return false;
    out->finished = finished == 1;
    return true;
}

bool twin_record_read(struct twin_record *out, const char *folder)
{
    enum { MOST = 65536 };
    struct strbuf path = STRBUF_INIT;
    struct arena arena;
    struct error err;
    struct cJSON *j;
    char *bytes;
    size_t n;
    bool ok = false;
    arena_init(&arena, "twin");
    record_path(&path, folder);
    if (file_exists(path.s) &&
        file_read(path.s, MOST, &arena, &bytes, &n, &err) &&
        json_parse(&j, bytes, n, &err)) {
        ok = parse(out, j);
        json_free(j);
    }
    strbuf_release(&path);
    arena_drop(&arena);
    return ok;
}

bool twin_record_write(const struct twin_record *t, const char *folder,
                       struct error *err)
{
    struct strbuf out = STRBUF_INIT, path = STRBUF_INIT;
    strbuf_printf(&out, "{\"options\": %u, \"extent\": %u, \"corpus\": %u, "
                  "\"dev\": %u, \"seconds\": ", t->options, t->extent,
                  t->corpus, t->dev);
    json_put_number(&out, t->seconds);
    strbuf_printf(&out, ", \"finished\": %d}\n", t->finished);
    record_path(&path, folder);
    bool ok = save_all(path.s, out.s, out.n, err);
    strbuf_release(&out);
    strbuf_release(&path);
    return ok;
}

/* ==== What is measured ==== */

void twin_sample(struct corpus *out, const struct corpus *c, int most,
                 struct arena *arena)
{
    *out = *c;
    if (c->n <= most)
        return;
    out->pair = ARENA_ARRAY(arena, struct pair, most);
    for (out->n = 0; out->n < most; out->n++)
        out->pair[out->n] =
            c->pair[(long long)out->n * c->n / most];
}

static struct twin_score score_of(const struct evaluation *e)
{
    struct twin_score s = {.n = e->n, .bleu = e->score.bleu,
                           .chrf = e->chrf, .against = {.p = 1}};
    bootstrap_interval(e->stats, e->n, &e->bleu, TWIN_RESAMPLES, 1, &s.low,
                       &s.high);
    return s;
}

void twin_measure(struct twin_result *out, struct model *m,
                  const struct twin_texts *texts, struct arena *arena)
{
    struct twin_figures *f = &out->figures;
    struct search_options o = translate_options(m);
    for (int p = 0; p < TWIN_PARTS; p++) {
        evaluate(&out->part[p], m, &texts->part[p], &o, NULL, arena);
        f->part[p] = score_of(&out->part[p]);
    }
    evaluate_bylen(&f->by, &out->part[TWIN_TEST], m, &texts->spans,
                   TWIN_RESAMPLES, arena);
    f->aer = texts->gold ? gold_error_rate(texts->gold, m) : -1;
    f->parameters = m->net.ps.count;
    f->length = TWIN_LENGTH;
    f->products = work_pair(&m->net, TWIN_LENGTH, TWIN_LENGTH).products /
                  TWIN_LENGTH;
}

void twin_against(struct twin_result *t, int n)
{
    for (int i = 1; i < n; i++)
        for (int p = 0; p < TWIN_PARTS; p++)
            paired_bootstrap(&t[i].figures.part[p].against, t[0].part[p].stats,
                             t[i].part[p].stats, t[i].part[p].n,
                             &t[i].part[p].bleu, TWIN_RESAMPLES, 1);
}
