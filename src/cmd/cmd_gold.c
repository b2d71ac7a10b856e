#include "cmd/cmd_gold.h"

bool gold_args_check(const struct gold_args *a, struct error *err)
{
    return !a->gold == !a->text ||
           error_set(err, EXIT_USAGE,
                     "--gold and --gold-text: both or none");
}

bool gold_args_read(const struct gold_args *a, struct gold *g,
                    struct corpus *c, struct corpus_options o,
                    struct arena *arena, struct error *err)
{
    o.keep_copies = true;
    return corpus_read(c, a->text, &o, arena, err) &&
           gold_read(g, a->gold, c, o.reverse, arena, err);
}

void gold_table(struct strbuf *out, const struct aer *sum, int n)
{
    strbuf_puts(out, "links                   AER  precision  recall\n");
    for (int k = 0; k < n; k++)
        strbuf_printf(out, "%-20s %6.4f     %6.4f  %6.4f\n", links_kind(k),
                      aer_value(&sum[k]), aer_precision(&sum[k]),
                      aer_recall(&sum[k]));
}
