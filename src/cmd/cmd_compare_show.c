#include "cmd/cmd_compare.h"

#include "base/log.h"
#include "cmd/cmd_out.h"
#include "report/curve.h"

static bool drawings(const struct compare *c, const struct curve *curve,
                     struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    bool ok = true;
    if (c->svg) {
        curve_svg(&out, curve, c->n, "BLEU against source length");
        ok = out_write(c->svg, &out, err);
        if (ok)
            log_say("curve: %s", c->svg);
    }
    if (ok && c->csv) {
        strbuf_reset(&out);
        curve_csv(&out, curve, c->n);
        ok = out_write(c->csv, &out, err);
    }
    strbuf_release(&out);
    return ok;
}

static bool page(struct compare *c, struct error *err)
{
    struct strbuf out = STRBUF_INIT, test = STRBUF_INIT;
    strbuf_printf(&test, "%s, %d sentences",
                  c->test ? c->test : "a part held out from the corpus",
                  c->texts.part[TWIN_TEST].n);
    struct twin_page p = {.title = c->title, .test = test.s,
                          .differ = c->option, .result = c->result,
                          .shown = c->shown, .path = c->path, .n = c->n,
                          .config = &c->config, .command = c->command};
    twin_page_put(&out, &p, &c->arena);
    bool ok = out_write(c->report, &out, err);
    if (ok && !out_is_stdout(c->report))
        log_say("report: %s", c->report);
    strbuf_release(&out);
    strbuf_release(&test);
    return ok;
}

/* What a p does not say. */
static void put_doubts(struct strbuf *out, const struct compare *c,
                       const struct twin_figures *t)
{
    bool learnt = false;
    for (int i = 0; i < c->n; i++)
        learnt = learnt || t[i].part[TWIN_TEST].bleu >= 1;
    if (!learnt)
        strbuf_puts(out, "\nNo twin reaches a BLEU of 1: they have learnt too "
                         "little to be compared,\nwhatever p is.\n");
    if (c->training.time > 0)
        strbuf_puts(out, "\nThe twins had the same time, not the same number "
                         "of updates (--steps N).\n");
}

bool compare_show(struct compare *c, struct error *err)
{
    struct strbuf out = STRBUF_INIT;
    struct twin_figures figures[TWINS];
    struct curve curve[TWINS];
    for (int i = 0; i < c->n; i++) {
        figures[i] = c->result[i].figures;
        curve[i] = (struct curve){c->name[i], &c->result[i].figures.by};
    }
    if (c->json) {
        twins_json(&out, c->option, figures, c->n);
    } else {
        curve_table(&out, curve, c->n);
        if (c->bins)
            curve_ratio(&out, curve, c->n);
        strbuf_putc(&out, '\n');
        twins_table(&out, c->option, figures, c->n);
        put_doubts(&out, c, figures);
        strbuf_putc(&out, '\n');
        curve_term(&out, curve, c->n, log_columns(1),
                   common_colours(&c->training.common));
    }
    bool ok = out_write_drawn(NULL, &out, err) && drawings(c, curve, err) &&
              page(c, err);
    strbuf_release(&out);
    return ok;
}
