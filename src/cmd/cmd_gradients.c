#include "cmd/cmd_gradients.h"

#include <string.h>

#include "base/json.h"
#include "cmd/cmd_out.h"
#include "model/model.h"
#include "task/guide.h"

enum { PAIRS = 8 };

/* ==== The batch ==== */

static void put_ids(struct strbuf *out, const struct sentence *s, int n)
{
    strbuf_putc(out, '[');
    for (int b = 0; b < n; b++) {
        strbuf_puts(out, b ? "],[" : "[");
        for (int k = 0; k < s[b].n; k++)
            strbuf_printf(out, "%s%d", k ? "," : "", s[b].id[k]);
    }
    strbuf_puts(out, "]]");
}

static bool read_pairs(struct data *d, const struct model *m,
                       const char *path, struct arena *arena,
                       struct error *err)
{
    struct corpus c;
    struct corpus_options o = {{1, 2}, false, true};
    if (!corpus_read(&c, path, &o, arena, err))
        return false;
    if (c.n > PAIRS)
        c.n = PAIRS;
    data_encode(d, &c, &m->tokens, 0, arena);
    if (m->config.guide > 0)
        guide_learn(d, &c, &m->tokens, arena);
    return true;
}

/* The model as it is, but without dropout: it is rebuilt from a configuration
 * without. */
static bool load(struct model *m, const char *path, struct arena *arena,
                 struct error *err)
{
    struct model whole;
    if (!model_load(&whole, path, false, NULL, arena, err))
        return false;
    *m = whole;
    m->config.dropout = m->config.word_dropout = 0;
    if (!model_build(m, true, err))
        return false;
    params_take(&m->net.ps, &whole.net.ps);
    return true;
}

static struct pass pass(struct model *m, const struct data *d,
                        struct batch *batch, struct arena *arena)
{
    struct arena scratch;
    int pick[PAIRS];
    for (int b = 0; b < d->n; b++)
        pick[b] = b;
    batch_make(batch, d->src, d->tgt, pick, d->n, arena);
    batch->guide = d->guide;
    arena_init(&scratch, "gradients");
    struct run r = {arena, &scratch, true, 1, 1, NULL};
    struct pass p = network_pass(&r, &m->net, batch,
                                 1 / (real)batch->tgt.rows, true);
    arena_drop(&scratch);
    return p;
}

/* ==== What was drawn ==== */

/* x [tgt rows x heads x Tx] as a list over pairs, y_i, heads, x_j. */
static void put_weights(struct strbuf *out, const struct batch *batch,
                        const struct pass *p, int place, const real *x)
{
    const struct side *tgt = &batch->tgt;
    int Tx = batch->src.T, len = batch->src.len[batch->src_of[place]];
    for (int i = 0; i < tgt->len[place]; i++)
        for (int h = 0; h < p->heads; h++) {
            size_t row = (size_t)(tgt->off[i] + place) * (size_t)p->heads +
                         (size_t)h;
            strbuf_puts(out, h ? "],[" : i ? "]],[[" : "[[");
            for (int j = 0; j < len; j++) {
                strbuf_puts(out, j ? "," : "");
                json_put_number(out,
                                (double)x[row * (size_t)Tx + (size_t)j]);
            }
        }
    strbuf_puts(out, "]]");
}

static void put_draws(struct strbuf *out, const struct batch *batch,
                      const struct pass *p, const char *name, const real *x)
{
    int B = batch->tgt.B;
    strbuf_printf(out, ",\"%s\":[", name);
    for (int k = 0; k < B; k++)
        for (int place = 0; place < B; place++)
            if (batch->pair[place] == k) {
                strbuf_puts(out, k ? ",[" : "[");
                put_weights(out, batch, p, place, x);
                strbuf_puts(out, "]");
            }
    strbuf_puts(out, "]");
}

/* ==== What guides it ==== */

static void put_guide(struct strbuf *out, const struct data *d)
{
    strbuf_puts(out, ",\"guide\":[");
    for (int b = 0; b < d->n; b++) {
        const struct guide *g = &d->guide[b];
        strbuf_puts(out, b ? ",[" : "[");
        for (int i = 0; i < d->tgt[b].n; i++) {
            strbuf_puts(out, i ? ",[" : "[");
            for (int k = g->first[i]; k < g->first[i + 1]; k++) {
                strbuf_printf(out, "%s[%d,", k > g->first[i] ? "," : "",
                              g->link[k].j);
                json_put_number(out, (double)g->link[k].weight);
                strbuf_putc(out, ']');
            }
            strbuf_putc(out, ']');
        }
        strbuf_putc(out, ']');
    }
    strbuf_putc(out, ']');
}

/* ==== The file ==== */

static struct st_tensor gradient_of(const struct param *p,
                                    struct arena *arena)
{
    struct strbuf name = STRBUF_INIT;
    strbuf_printf(&name, "grad.%s", p->name);
    struct st_tensor t = {
        .name = arena_strndup(arena, name.s, name.n),
        .type = REAL_IS_DOUBLE ? ST_F64 : ST_F32, .rank = p->cols ? 2 : 1,
        .shape = {p->rows, p->cols}, .data = p->g,
        .bytes = param_count(p) * sizeof(real)};
    strbuf_release(&name);
    return t;
}

static bool write_all(const struct params *ps, double loss,
                      const struct strbuf *batch, const char *path,
                      struct arena *arena, struct error *err)
{
    struct st_meta meta = {"format", "s2s-gradients"};
    struct st_file f = {ARENA_ARRAY(arena, struct st_tensor, ps->n + 2), 0,
                        &meta, 1};
    f.tensor[f.n++] = (struct st_tensor){
        .name = "loss", .type = ST_F64, .rank = 1, .shape = {1},
        .data = &loss, .bytes = sizeof loss};
    for (int i = 0; i < ps->n; i++)
        f.tensor[f.n++] = gradient_of(ps->list[i], arena);
    f.tensor[f.n++] = (struct st_tensor){
        .name = "batch", .type = ST_U8, .rank = 1,
        .shape = {(int64_t)batch->n}, .data = batch->s, .bytes = batch->n};
    return st_write(path, &f, err);
}

bool gradients_dump(const char *model, const char *corpus, const char *path,
                    struct arena *arena, struct error *err)
{
    struct model m;
    struct data d;
    struct batch batch;
    struct strbuf text = STRBUF_INIT;
    if (!load(&m, model, arena, err) ||
        !read_pairs(&d, &m, corpus, arena, err) || !out_possible(&path, 1, err))
        return false;
    struct pass p = pass(&m, &d, &batch, arena);
    strbuf_puts(&text, "{\"source\":");
    put_ids(&text, d.src, d.n);
    strbuf_puts(&text, ",\"target\":");
    put_ids(&text, d.tgt, d.n);
    if (p.attention->prob) {
        put_draws(&text, &batch, &p, "alpha", p.alpha);
        put_draws(&text, &batch, &p, "prob", p.attention->prob);
    }
    if (d.guide)
        put_guide(&text, &d);
    strbuf_puts(&text, "}\n");
    bool ok = write_all(&m.net.ps, p.loss / (double)p.tokens, &text, path,
                        arena, err);
    strbuf_release(&text);
    return ok;
}
