/* cmd_positions: what --position adds to the embeddings of a sentence. */
#ifndef CMD_CMD_POSITIONS_H
#define CMD_CMD_POSITIONS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "report/vectors.h"

struct model;

/* The first `rows` vectors in `arena`: of the model's own kind and as wide
 * as its embeddings; without a model (NULL) the sines, `width` wide.  Fails
 * for a model that adds none. */
bool positions_of(struct vectors *out, const struct model *m, int rows,
                  int width, struct arena *arena, struct error *err);

#endif
