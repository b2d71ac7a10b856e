/* The curve of one system as members of a JSON object. */
#include <limits.h>
#include <math.h>

#include "base/json.h"
#include "report/curve.h"

static void put_number(struct strbuf *out, const char *key, double x)
{
    strbuf_printf(out, ",\"%s\":", key);
    json_put_number(out, x);
}

static void put_bin(struct strbuf *out, const struct bylen_bin *b)
{
    strbuf_printf(out, "{\"from\":%d,\"to\":", b->lo);
    if (b->hi == INT_MAX)
        strbuf_puts(out, "null");
    else
        strbuf_printf(out, "%d", b->hi);
    strbuf_printf(out, ",\"sentences\":%d", b->n);
    put_number(out, "mean_length", b->mean_len);
    put_number(out, "bleu", b->score.bleu);
    put_number(out, "low", b->low);
    put_number(out, "high", b->high);
    strbuf_printf(out, ",\"train\":%ld}", b->train);
}

/* There is none of fewer bins than two. */
static double ratio(const struct bylen *by, double x)
{
    return by->bins < 2 ? (double)NAN : x;
}

void curve_json(struct strbuf *out, const struct bylen *by)
{
    strbuf_puts(out, "\"by_length\":[");
    for (int i = 0; i < by->bins; i++) {
        strbuf_puts(out, i ? ",\n " : "\n ");
        put_bin(out, &by->bin[i]);
    }
    strbuf_puts(out, "]");
    put_number(out, "ratio", ratio(by, by->ratio));
    put_number(out, "ratio_low", ratio(by, by->ratio_low));
    put_number(out, "ratio_high", ratio(by, by->ratio_high));
}
