/* s2s bench --train: how fast updates are, and what they consist of. */
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/par.h"
#include "cmd/cmd_bench.h"
#include "cmd/cmd_out.h"
#include "kern/kern.h"

/* One measurement, and what is said of it. */
struct speed {
    const struct bench_args *a;
    const struct bench_training *t;
    double rate;               /* target tokens a second */
    double gflops;
};

/* Bytes that the arenas held at their highest, together. */
static size_t held(const struct bench_training *t)
{
    return t->model + t->vectors + t->batch + t->scratch;
}

static double percent(double x, double of)
{
    return 100 * x / of;
}

/* ==== For reading ==== */

static void put_speed(struct strbuf *out, const struct speed *w)
{
    const struct bench_training *t = w->t;
    const struct bench_args *a = w->a;
    int pairs = a->updates * a->config.batch;
    strbuf_printf(out, "%.2f M parameters, vocabularies %d, batch %d, %s "
                  "sentences:\n%.1f source and %.1f target tokens on average, "
                  "</s> included\n\n", (double)t->parameters / 1e6,
                  a->size.vocabulary, a->config.batch, a->lens,
                  (double)t->source / pairs, (double)t->target / pairs);
    strbuf_printf(out, "%d updates in %.2f s on %d thread%s: %.0f target "
                  "tokens a second\n", a->updates, t->seconds, par_threads(),
                  par_threads() > 1 ? "s" : "", w->rate);
    strbuf_printf(out, "%.1f MFLOP a target token: %.1f GFLOP/s, %.0f %% of "
                  "%s's peak (%.1f)\n", 2e-6 * t->products /
                  (double)t->target, w->gflops, percent(w->gflops, t->peak),
                  K->name, t->peak);
}

static void put_parts(struct strbuf *out, const struct speed *w)
{
    strbuf_puts(out, "\npart        ms an update      %\n");
    for (int p = 0; p < PARTS; p++)
        strbuf_printf(out, "  %-10s%12.2f%7.1f  %s\n", part_name(p),
                      1e3 * w->t->part[p] / w->a->updates,
                      percent(w->t->part[p], w->t->seconds), part_what(p));
}

static void put_memory(struct strbuf *out, const struct speed *w)
{
    const struct bench_training *t = w->t;
    const struct {
        const char *name;
        size_t bytes;
        const char *what;
    } rows[] = {
        {"model", t->model, "weights, gradients, packed weights; the text"},
        {"vectors", t->vectors, "optimizer, best weights, average"},
        {"batch", t->batch, "activations and caches at their highest"},
        {"scratch", t->scratch, "inside a function, at its highest"},
        {"together", held(t), "what the arenas held"},
        {"resident", (size_t)file_memory_peak(), "of the process"},
    };
    strbuf_puts(out, "\nmemory      MB\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        strbuf_printf(out, "  %-10s%7.1f  %s\n", rows[i].name,
                      (double)rows[i].bytes / 1e6, rows[i].what);
}

/* ==== As JSON ==== */

static void put_json(struct strbuf *out, const struct speed *w)
{
    const struct bench_training *t = w->t;
    const struct bench_args *a = w->a;
    strbuf_printf(out, "{\"schema_version\":1,\"kernels\":\"%s\","
                  "\"threads\":%d,\"lens\":\"%s\",\"batch\":%d,"
                  "\"vocabulary\":%d,\"parameters\":%zu,\"updates\":%d,"
                  "\"source_tokens\":%ld,\"target_tokens\":%ld", K->name,
                  par_threads(), a->lens, a->config.batch,
                  a->size.vocabulary, t->parameters, a->updates, t->source,
                  t->target);
    json_put_member(out, "seconds", t->seconds);
    json_put_member(out, "tokens_per_second", w->rate);
    json_put_member(out, "multiply_adds", t->products);
    json_put_member(out, "gflops", w->gflops);
    json_put_member(out, "peak_gflops", t->peak);
    json_put_member(out, "percent_of_peak", percent(w->gflops, t->peak));
    strbuf_puts(out, ",\"part_percent\":{");
    for (int p = 0; p < PARTS; p++)
        strbuf_printf(out, "%s\"%s\":%.3f", p ? "," : "", part_name(p),
                      percent(t->part[p], t->seconds));
    strbuf_printf(out, "},\"bytes\":{\"model\":%zu,\"vectors\":%zu,"
                  "\"batch\":%zu,\"scratch\":%zu,\"together\":%zu,"
                  "\"resident\":%zu}}\n", t->model, t->vectors, t->batch,
                  t->scratch, held(t),
                  (size_t)file_memory_peak());
}

/* ==== Both ==== */

static struct bench_lens lens_named(const char *name)
{
    int i = 0;
    while (strcmp(bench_lens_name(i), name) != 0)
        i++;
    return *bench_lens(i);
}

bool bench_put_training(const struct bench_args *a, struct error *err)
{
    struct bench_job job = {a->config, a->size.vocabulary,
                            lens_named(a->lens), a->updates,
                            a->size.seconds};
    struct bench_training t;
    struct strbuf out = STRBUF_INIT;
    if (!bench_training(&t, &job, err))
        return false;
    struct speed w = {a, &t, (double)t.target / t.seconds,
                      2e-9 * t.products / t.seconds};
    if (a->json) {
        put_json(&out, &w);
    } else {
        put_speed(&out, &w);
        put_parts(&out, &w);
        put_memory(&out, &w);
    }
    bool ok = out_write(NULL, &out, err);
    strbuf_release(&out);
    return ok;
}
