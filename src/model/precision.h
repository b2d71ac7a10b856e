/* precision: how a model file holds its matrices.
 *
 *     fp32    F32
 *     bf16    BF16, rounded to the nearest, ties to even
 *     int8    I8 whole numbers, and beside each a tensor NAME.scale, F32
 *             [rows]: row i is scale[i] times what stands there (kern/i8.h)
 *
 * What has one dimension is F32 in all of them, and so is a matrix whose rows
 * are too long for eight bits.  The file's metadata name the precision; a
 * file without is fp32.  (In a build with S2S_F64, F64 for F32.) */
#ifndef MODEL_PRECISION_H
#define MODEL_PRECISION_H

#include "model/safetensors.h"

enum precision { PRECISION_FP32, PRECISION_BF16, PRECISION_INT8 };

/* The i-th name, NULL after the last. */
const char *precision_name(int i);

/* Of this name, or of the file; false with an error when there is none. */
bool precision_find(enum precision *out, const char *name, struct error *err);
bool precision_of(enum precision *out, const struct st_file *f,
                  struct error *err);

/* Is a tensor of this shape an I8 one in int8? */
bool precision_quantises(int rank, const int64_t *shape);

/* x as BF16 holds it. */
uint16_t precision_bf16(float x);

#endif
