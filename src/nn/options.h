/* options: the sizes and kinds that a network is built from, in the paper's
 * letters (Bahdanau, Cho, Bengio 2015, appendix A.1 and A.2). */
#ifndef NN_OPTIONS_H
#define NN_OPTIONS_H

#include <stdbool.h>

#include "base/real.h"

struct cell_kind;
struct encoder_kind;
struct position_kind;
struct summary_kind;
struct score_kind;
struct focus_kind;

struct net_options {
    int Kx, Ky;            /* vocabularies */
    int M;                 /* embedding */
    int N;                 /* decoder width; annotations are N wide too */
    int A;                 /* alignment hidden units */
    int R;                 /* readout t_i */
    int layers;            /* of the encoder and of the decoder */
    const struct cell_kind *cell;
    const struct encoder_kind *encoder;
    const struct position_kind *position;
    const struct summary_kind *summary;
    const struct score_kind *score;
    const struct focus_kind *focus;
    bool tie_out;          /* W_o is E_y (R = M) */
    bool tie_all;          /* E_x is E_y too (one vocabulary) */
    real dropout;
    real smoothing;        /* label smoothing */
};

#endif
