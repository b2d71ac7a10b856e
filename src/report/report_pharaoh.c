/* Pharaoh: a line of links "i-j" a sentence, as fast_align, eflomal, Moses
 * and the measures of alignment error read them.  A sentence without links
 * is an empty line, so lines stay beside those of the corpus. */
#include "report/report.h"

static void pharaoh_frame(struct strbuf *out, const struct report_options *o)
{
    (void)out, (void)o;
}

static void pharaoh_sentence(struct strbuf *out, int sentence,
                             const struct alignment *a,
                             const struct report_options *o)
{
    (void)sentence, (void)o;
    alignment_pharaoh(out, a);
    strbuf_putc(out, '\n');
}

const struct report_kind report_pharaoh = {
    .name = "pharaoh",
    .what = "links i-j, source i, target j, from 0: for other tools",
    .variants = NULL,
    .begin = pharaoh_frame,
    .sentence = pharaoh_sentence,
    .end = pharaoh_frame,
};
