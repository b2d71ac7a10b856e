/* The matrix with tabs between the cells; in tokens TAB, LF, CR and \ are
 * written \t \n \r \\, so that cut and awk see whole cells. */
#include <string.h>

#include "report/report_grid.h"

static void put_token(struct strbuf *out, const char *s)
{
    static const char special[] = "\t\n\r\\", letter[] = "tnr\\";

    for (; *s; s++) {
        const char *hit = strchr(special, *s);

        if (hit)
            strbuf_printf(out, "\\%c", letter[hit - special]);
        else
            strbuf_putc(out, *s);
    }
}

static const struct grid_style style = {'\t', "\n", put_token};

static bool is_long(const struct report_options *o)
{
    return o->variant && strcmp(o->variant, "long") == 0;
}

static void tsv_begin(struct strbuf *out, const struct report_options *o)
{
    if (is_long(o))
        grid_long_header(out, &style, o->heads);
}

static void tsv_sentence(struct strbuf *out, int sentence,
                         const struct alignment *a,
                         const struct report_options *o)
{
    if (is_long(o))
        grid_long(out, sentence, a, &style, o->heads);
    else
        grid_matrix(out, sentence, a, &style);
}

static void tsv_end(struct strbuf *out, const struct report_options *o)
{
    (void)out, (void)o;
}

const struct report_kind report_tsv = {
    .name = "tsv",
    .what = "the matrix with tabs, for cut and awk (=long: a line a weight)",
    .variants = "long",
    .begin = tsv_begin,
    .sentence = tsv_sentence,
    .end = tsv_end,
};
