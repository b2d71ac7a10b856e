/* The curve of one system as members of a JSON object. */
#include <limits.h>
#include <math.h>

#include "base/json.h"
#include "report/curve.h"

static void put_bin(struct strbuf *out, const struct bylen_bin *b)
{
    strbuf_printf(out, "{\"from\":%d,\"to\":", b->lo);
    if (b->hi == INT_MAX)
        strbuf_puts(out, "null");
    else
        strbuf_printf(out, "%d", b->hi);
    strbuf_printf(out, ",\"sentences\":%d", b->n);
    json_put_member(out, "mean_length", b->mean_len);
    json_put_member(out, "bleu", b->score.bleu);
    json_put_member(out, "low", b->low);
    json_put_member(out, "high", b->high);
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
    json_put_member(out, "ratio", ratio(by, by->ratio));
    json_put_member(out, "ratio_low", ratio(by, by->ratio_low));
    json_put_member(out, "ratio_high", ratio(by, by->ratio_high));
}
