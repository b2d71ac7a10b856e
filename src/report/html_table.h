/* html_table: an alignment as a table for a browser: what `align --html` and
 * the page of a model share.
 *
 * Each cell shows its weight in percent; its words and weight come up when
 * the mouse rests on it.  The strongest cell of each row is in the tab order,
 * so that a keyboard gets there too. */
#ifndef REPORT_HTML_TABLE_H
#define REPORT_HTML_TABLE_H

#include "base/strbuf.h"
#include "eval/alignment.h"

/* Appends the rules of the classes w0 .. w100: one colour a percent. */
void html_table_classes(struct strbuf *out);
/* Everything else the table looks like; it uses --ink and --page. */
extern const char html_table_style[];

/* <thead> and <tbody>; the caller writes <table>, caption and </table>. */
void html_table(struct strbuf *out, const struct alignment *a);

/* Text isolated from what is written in another direction, cut where it is
 * very long; nothing for a word of spaces (tidy warns of empty elements). */
void html_word(struct strbuf *out, const char *word);
/* The same, whole. */
void html_text(struct strbuf *out, const char *text);

#endif
