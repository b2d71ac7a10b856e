#include "nn/position.h"

#include <stddef.h>

#define X(name) &position_##name,
static const struct position_kind *const table[] = {POSITION_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(position, table, (int)(sizeof table / sizeof *table))
