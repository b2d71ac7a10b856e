/* screen: words and colours on a terminal: what the terminal reports and
 * curves share.  Text from data passes screen_fit, which lets nothing
 * through that would drive the terminal. */
#ifndef REPORT_SCREEN_H
#define REPORT_SCREEN_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "report/colormap.h"

/* Appends the first `columns` columns of s, control characters made visible,
 * with "..." as one sign at the end when something was cut.  Returns the
 * columns used. */
int screen_cut(struct strbuf *out, const char *s, int columns);

/* As screen_cut; right-to-left text is put between FSI and PDI so that it
 * keeps its place between its neighbours. */
int screen_fit(struct strbuf *out, const char *s, int columns);

/* Has s letters that run from right to left? */
bool screen_is_rtl(const char *s);

/* The columns s would take uncut. */
int screen_width(const char *s);

void screen_pad(struct strbuf *out, int columns);

/* Sets the colour behind or of the text as near to c as `colours` (0, 16,
 * 256, 1 << 24) allow: nothing for 0. */
void screen_back(struct strbuf *out, struct rgb c, int colours);
void screen_ink(struct strbuf *out, struct rgb c, int colours);
void screen_reset(struct strbuf *out, int colours);

/* One sign on the screen: a code point and the marks on it.  Returns how
 * many bytes of s[0..n) it takes and its columns. */
int screen_sign(const char *s, size_t n, int *columns);

#endif
