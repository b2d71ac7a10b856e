#include "nn/encoder.h"

#include <stddef.h>

#define X(name) &encoder_##name,
static const struct encoder_kind *const table[] = {ENCODER_KINDS(X)};
#undef X
KIND_TABLE_DEFINE(encoder, table, (int)(sizeof table / sizeof *table))
