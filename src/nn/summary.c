#include "nn/summary.h"

#include <stddef.h>

#define X(name) &summary_##name,
static const struct summary_kind *const table[] = {SUMMARY_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(summary, table, (int)(sizeof table / sizeof *table))
