/* typewriter: typographic characters as a typewriter has them, for models that
 * have seen no others. */
#ifndef TEXT_TYPEWRITER_H
#define TEXT_TYPEWRITER_H

#include <stddef.h>

#include "base/strbuf.h"

/* Appends s[0..n) with ' " - ... and plain spaces for curly quotes, accents and
 * primes, dashes, the ellipsis, no-break and thin spaces. */
void typewriter_put(struct strbuf *out, const char *s, size_t n);

#endif
