/* options: the sizes and kinds that a network is built from, in the paper's
 * letters (Bahdanau, Cho, Bengio 2015, appendix A.1 and A.2). */
#ifndef NN_OPTIONS_H
#define NN_OPTIONS_H

#include <stdbool.h>

#include "base/real.h"
#include "kern/kern.h"

/* Initial values: this program's, or those of Bahdanau, Cho, Bengio 2015,
 * B.1. */
enum init_scheme { INIT_SCHEME_DEFAULT, INIT_SCHEME_RNNSEARCH };

/* Does a unit end a sentence?  A mark ends the one before it, however many
 * marks follow; a word that ends in a mark is part of the one it ends. */
enum unit_end { UNIT_OPEN, UNIT_ENDS, UNIT_MARK };

/* Dropout: its probability, and whether a sentence has one mask for all its
 * steps (nn/dropout.h). */
struct dropping {
    real p;
    bool by_sentence;
};

struct cell_kind;
struct encoder_kind;
struct position_kind;
struct summary_kind;
struct score_kind;
struct focus_kind;
struct lextable;

struct net_options {
    int Kx, Ky;            /* vocabularies */
    int M;                 /* embedding */
    int N;                 /* decoder width; annotations are N wide too */
    int A;                 /* alignment hidden units */
    int R;                 /* readout t_i */
    int layers;            /* of the encoder and of the decoder */
    const struct cell_kind *cell;
    bool cell_norm;        /* layer normalisation in it */
    const struct encoder_kind *encoder;
    const struct position_kind *position;
    const struct summary_kind *summary;
    const struct score_kind *score;
    const struct focus_kind *focus;
    int heads;             /* of the score (qk) */
    bool scale;            /* qk divides by sqrt(width of a head) */
    int mlp_layers;        /* hidden layers of the mlp score, 1 or 2 */
    int window;            /* D: half the window of the local focuses */
    bool gumbel;           /* how hard focus learns; else REINFORCE */
    bool bridge_copy;      /* s_0, c_0 are the encoder's last states */
    int enc_window;        /* k: the window encoder sees 2k + 1 tokens */
    int enc_heads;         /* of the self encoder */
    int self_window;       /* tokens to each side that it sees; 0: all */
    bool residual, layer_norm;  /* of the self encoder */
    int positions;         /* learned position vectors */
    bool maxout;           /* readout: maxout of pairs instead of tanh */
    bool readout_previous; /* it reads s_{i-1} instead of s_i */
    enum init_scheme init;
    const unsigned char *ends;     /* [Kx] enum unit_end, for hier; NULL:
                                      none ends a sentence */
    bool tie_out;          /* W_o is E_y (R = M) */
    bool tie_all;          /* E_x is E_y too (one vocabulary) */
    struct dropping dropout;
    real word_dropout;
    real smoothing;        /* label smoothing */
    real r_drop;           /* alpha of R-Drop, for batches with pairs twice */
    real guide;            /* weight of guided alignment */
    real lexicon;          /* eps of the lexicon prior; 0: none */
    const struct lextable *lextable;   /* what it says; NULL: nothing */
    enum pack_type hold;   /* PACK_I8: matrices are held in eight bits alone
                              (param_quantised), to be read only */
};

#endif
