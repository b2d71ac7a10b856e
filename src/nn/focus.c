#include "nn/focus.h"

#include <stddef.h>

#define X(name) &focus_##name,
static const struct focus_kind *const table[] = {FOCUS_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(focus, table, (int)(sizeof table / sizeof *table))
