#include "nn/score.h"

#include <stddef.h>

#define X(name) &score_##name,
static const struct score_kind *const table[] = {SCORE_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(score, table, (int)(sizeof table / sizeof *table))
