/* ends: which units of a vocabulary end a sentence, for `--summary hier`. */
#ifndef MODEL_ENDS_H
#define MODEL_ENDS_H

#include "text/vocab.h"

/* enum unit_end (nn/options.h) of each unit: UNIT_MARK for one or more of
 * . ! ? and U+2026 U+3002 U+FF01 U+FF1F, a space before them or none;
 * UNIT_ENDS for what ends in one.  In `arena`. */
const unsigned char *ends_of(const struct vocab *v, struct arena *arena);

#endif
