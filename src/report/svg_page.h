/* svg_page: what the pictures of alignments in SVG share: a page on which
 * sentences stand one below the other, its colours by day and by night, and
 * the words on it.  Text stays text, so any script shows in the fonts of
 * whoever looks; each word is isolated, so that one from right to left moves
 * nothing beside it.
 *
 * A writer must know how far down the page it is, and the size of the page
 * is known only at the end.  Both are kept here: one document at a time,
 * svg_page_begin starts it afresh.  The size goes into blanks left in the
 * first tag, so `out` keeps the page from its beginning to its end. */
#ifndef REPORT_SVG_PAGE_H
#define REPORT_SVG_PAGE_H

#include "base/strbuf.h"
#include "eval/alignment.h"

enum { SVG_MARGIN = 24 }; /* pixels */

/* `style` is CSS beyond what all pages have: text, .b (what is behind), .c
 * (small print).  `width` is the least width of the page. */
void svg_page_begin(struct strbuf *out, const char *style, double width);
void svg_page_end(struct strbuf *out);

/* Lengthens the page by a strip and paints what is behind it.  Returns the
 * y of its upper edge. */
double svg_page_strip(struct strbuf *out, double width, double height);

/* "1, head 2: " and `what`: the small print above a sentence. */
void svg_caption(struct strbuf *out, int sentence, const struct alignment *a,
                 const char *what, double y);

/* A word, escaped and cut where it is very long; the pixels it takes. */
void svg_put_word(struct strbuf *out, const char *word);
double svg_word_width(const char *word);
/* "<title>target <- source: weight</title>". */
void svg_put_title(struct strbuf *out, const struct alignment *a, int i,
                   int j);

/* Definition of the gradient "viridis", from 0 on the left to 1. */
void svg_put_gradient(struct strbuf *out);

#endif
