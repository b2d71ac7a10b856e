/* unit: how a unit is written in a text file, one to a line.
 *
 * A space is written U+2581 (as SentencePiece does); U+2581 itself, TAB, LF
 * and \ are \u2581, \t, \n and \\.  Everything else stands as it is. */
#ifndef TEXT_UNIT_H
#define TEXT_UNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

void unit_escape(struct strbuf *out, const char *s, int n);
/* The inverse, appended; false when s holds another escape or a bare space,
 * TAB or LF, is not UTF-8, or is empty. */
bool unit_unescape(struct strbuf *out, const char *s, size_t n);

#endif
