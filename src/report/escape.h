/* escape: text of unknown origin into XML and HTML. */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include <stddef.h>

#include "base/strbuf.h"

/* & < > " ' escaped; what XML 1.0 forbids (controls, U+FFFE, bad UTF-8)
 * becomes U+FFFD. */
void escape_xml(struct strbuf *out, const char *s, size_t n);

/* A word for an attribute or a tooltip, which have no styles: cut, and
 * isolated by characters (screen_fit). */
void escape_fit(struct strbuf *out, const char *word, int columns);

#endif
