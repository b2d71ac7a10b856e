/* filekind: what a file is, by its first bytes, for the message to whoever
 * gave the wrong one. */
#ifndef MODEL_FILEKIND_H
#define MODEL_FILEKIND_H

#include <stddef.h>

/* "a gzip file", "an HTML page (...)", "a text file (...)": what
 * bytes[0..n) begin like; NULL if they are none of the known kinds. */
const char *filekind(const char *bytes, size_t n);

#endif
