/* cmd_gradients: a batch, its loss and all gradients as a file, for another
 * program that computes them anew (scripts/s2s_pytorch.py).
 *
 * A safetensors file with
 *     loss           F64 [1]   mean cross-entropy a target token, </s>
 *                              included, with the model's label smoothing
 *                              and guided alignment
 *     grad.TENSOR    F32, or F64 in a MODE=f64 build: its gradient, in the
 *                              shape that the model file has it
 *     batch          U8        JSON {"source": [[ids], ...], "target": ...},
 *                              pairs in the order of the corpus, without <s>
 *                              and </s>; where alpha is sampled also "alpha",
 *                              what was drawn, and "prob", what it was drawn
 *                              from, each [pair][y_i][head][x_j]; with
 *                              --guide "guide", links learnt from these
 *                              pairs alone, [pair][y_i][link][x_j, weight]
 * Dropout is off.  Of a tensor that is a moving average, grad.TENSOR is what
 * the pass would have it move towards. */
#ifndef CMD_CMD_GRADIENTS_H
#define CMD_CMD_GRADIENTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

/* Of the first 8 pairs of the corpus (TSV). */
bool gradients_dump(const char *model, const char *corpus, const char *path,
                    struct arena *arena, struct error *err);

#endif
