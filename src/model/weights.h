/* weights: the tensors of a model file as parameters. */
#ifndef MODEL_WEIGHTS_H
#define MODEL_WEIGHTS_H

#include "model/safetensors.h"
#include "nn/param.h"

/* Fills and packs all of ps.  What the file has as ps holds it (eight bits; all
 * of w, where nothing is trained) is used where it lies.  Shapes must be
 * right, values finite. */
bool weights_read(struct params *ps, const struct st_file *f,
                  struct error *err);

/* The values of t, `n` of them, in whatever type they stand: F64, F32, BF16,
 * or I8 with its scales.  They must be finite. */
bool weights_values(real *to, const struct st_tensor *t, size_t n,
                    const struct st_file *f, struct arena *scratch,
                    struct error *err);

/* That of a real in a file. */
enum st_type weights_type(void);

/* The number of x [n]'s first element that is not finite; n when all are. */
size_t weights_finite(const real *x, size_t n, struct arena *scratch);

#endif
