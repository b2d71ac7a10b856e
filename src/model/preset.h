/* preset: known models by name, `--preset NAME`: a configuration each.
 *
 * What is given as an option wins, before or after --preset.  To add one: a
 * row of the table in preset.c. */
#ifndef MODEL_PRESET_H
#define MODEL_PRESET_H

#include "model/config.h"
#include "nn/kind.h"

/* The i-th preset: name, what it sets, source, departures; NULL after the
 * last. */
const struct kind *preset_kind(int i);
const char *preset_kind_name(int i);

/* Sets every field that the preset decides; unknown names are an error. */
bool preset_apply(struct config *c, const char *name, struct error *err);

/* The same for those fields alone whose option in `rows` was not given; the
 * others of these take their default.  How a model is used (ROLE_USE) no
 * preset decides. */
bool preset_fill(struct config *c, struct opt *rows, const char *name,
                 struct error *err);

#endif
