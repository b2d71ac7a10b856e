/* config: everything a training is decided by, as one table of fields.
 *
 * A row gives a field its C name, its option, its type, default, range and
 * help.  Command line, help, the model file, `s2s info` and the comparison
 * at --resume all come from the table.  To add a field: one row; if it
 * changes what is learnt, nothing else is needed for it to be saved, shown
 * and compared.
 *
 * A default below the range, or the name "auto", means: chosen from the size
 * of the corpus (model/defaults.h); but of steps, no limit. */
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include <stdbool.h>

#include "base/error.h"
#include "base/opt.h"
#include "base/strbuf.h"
#include "nn/options.h"
#include "nn/param.h"

/* What a field is for: part of the model's shape; what its weights stand on,
 * which is units, positions and how they began; how it is learnt; how far to
 * go (may grow at --resume); or how to use the model. */
enum config_role { ROLE_SHAPE, ROLE_BASIS, ROLE_LEARN, ROLE_EXTENT, ROLE_USE };

/* --epochs where --time alone decides. */
enum { EPOCHS_ANY = 1000000 };

/* INT(field, option, role, default, min, max, arg, help) */
#define CONFIG_INTS(X)                                                      \
    X(embed, "embed", SHAPE, 0, 1, 65536, "N",                              \
      "embedding width M (auto)")                                           \
    X(hidden, "hidden", SHAPE, 0, 1, 65536, "N",                            \
      "width N of the decoder and of the annotations (auto)")               \
    X(attn_size, "attn-size", SHAPE, 0, 1, 65536, "N",                      \
      "alignment units A (auto)")                                           \
    X(readout_size, "readout-size", SHAPE, 0, 0, 65536, "N",                \
      "units R of the readout t_i (0: as the embedding)")                   \
    X(layers, "layers", SHAPE, 1, 1, 16, "N",                               \
      "layers of encoder and decoder (1)")                                  \
    X(heads, "heads", SHAPE, 1, 1, 64, "N",                                 \
      "attention heads of --score qk (1)")                                  \
    X(mlp_layers, "mlp-layers", SHAPE, 2, 1, 2, "N",                        \
      "hidden layers of --score mlp (2)")                                   \
    X(window, "window", SHAPE, 5, 0, 10000, "D",                            \
      "tokens to each side that a local focus sees (5)")                    \
    X(enc_window, "enc-window", SHAPE, 2, 0, 100, "K",                      \
      "tokens to each side that --encoder window reads (2)")                \
    X(enc_heads, "enc-heads", SHAPE, 4, 1, 64, "N",                         \
      "heads of --encoder self (4)")                                        \
    X(self_window, "self-window", SHAPE, 0, 0, 10000, "W",                  \
      "tokens to each side that --encoder self sees (0: all)")              \
    X(bpe, "bpe", BASIS, 0, 1, 1000000, "N",                                \
      "BPE merges, joint; separate for different scripts (auto)")           \
    X(min_count, "min-count", BASIS, 0, 1, 1000000, "N",                    \
      "rarer subwords are taken apart (auto)")                              \
    X(max_len, "max-len", BASIS, 150, 1, 10000, "N",                        \
      "longest sentence in tokens that is trained on (150)")                \
    X(batch, "batch", LEARN, 0, 1, 65536, "N",                              \
      "sentences a batch (auto)")                                           \
    X(pool, "pool", LEARN, 0, 0, 1000000, "N",                              \
      "batches sorted by length at a time (0: the whole corpus)")           \
    X(shards, "shards", LEARN, 1, 1, 4096, "N",                             \
      "parts of a batch whose gradients are summed in a tree (1)")          \
    X(patience, "patience", LEARN, 8, 1, 1000000, "N",                      \
      "dev checks without a better one before the end (8)")                 \
    X(average_best, "average-best", LEARN, 0, 0, 32, "K",                   \
      "take the mean of the K best dev checks' weights, unless it is worse " \
      "(0: the best)")                                                      \
    X(warmup, "warmup", LEARN, -1, 0, 1000000000, "N",                      \
      "updates in which the learning rate rises (auto)")                    \
    X(epochs, "epochs", EXTENT, 0, 1, 1000000, "N",                         \
      "at most N passes over the corpus (auto; any with --steps or --time)") \
    X(steps, "steps", EXTENT, 0, 1, 1000000000, "N",                        \
      "at most N updates (no limit)")                                       \
    X(seed, "seed", LEARN, 1, 0, 1000000000, "N",                           \
      "of all random numbers (1)")                                          \
    X(beam, "beam", USE, 5, 1, 1000, "N",                                   \
      "hypotheses kept while translating (5; 1 is greedy)")

/* REAL(field, option, role, default, min, max, arg, help) */
#define CONFIG_REALS(X)                                                     \
    X(dropout, "dropout", LEARN, -1, 0, 0.9, "P",                           \
      "at embeddings, annotations, readout (auto)")                         \
    X(word_dropout, "word-dropout", LEARN, -1, 0, 0.9, "P",                 \
      "of whole embedded tokens, on both sides (auto)")                     \
    X(association, "bpe-association", BASIS, 0.4, 0, 1, "G",                \
      "in text without spaces, merge by count(ab) / (count(a) count(b))^G " \
      "(0.4; 0: as elsewhere)")                                             \
    X(bpe_dropout, "bpe-dropout", LEARN, 0, 0, 0.9, "P",                    \
      "of single merges of --tokens bpe, anew in each epoch (0)")           \
    X(smoothing, "smoothing", LEARN, 0.1, 0, 0.9, "P",                      \
      "label smoothing (0.1)")                                              \
    X(r_drop, "r-drop", LEARN, -1, 0, 100, "A",                             \
      "alpha of R-Drop: each pair twice, whose words should agree (auto; 0: " \
      "once)")                                                              \
    X(lr, "lr", LEARN, 0, 1e-9, 10, "X", "learning rate (auto)")            \
    X(guide, "guide", LEARN, -1, 0, 1000, "W",                              \
      "weight of guided alignment, by links as of s2s link (auto; 0: none)") \
    X(lexicon, "lexicon", SHAPE, -1, 0, 1, "X",                             \
      "lexicon prior: eps of log(L alpha + eps) (auto; 0: none)")           \
    X(clip, "clip", LEARN, 1, 0, 1e9, "X",                                  \
      "largest norm of the gradient (1; 0: none)")                          \
    X(average, "average", LEARN, 0.998, 0, 0.999999, "P",                   \
      "decay of the running average of the weights that is kept (0.998; "   \
      "0: none)")                                                           \
    X(alpha, "alpha", USE, 1, 0, 10, "P",                                   \
      "length normalisation log p / |y|^P of the beam (1)")                 \
    X(reward, "word-reward", USE, 0, -5, 5, "X",                        \
      "added to that for each token (0)")                                   \
    X(char_reward, "char-reward", USE, 0, -5, 5, "X",                       \
      "added to that for each character but spaces (0)")                    \
    X(coverage, "coverage-penalty", USE, 0, 0, 100, "B",                    \
      "times sum_j log min(1, sum_i alpha_ij), added to that (0)")

/* NAME(field, option, role, default, family, help) */
#define CONFIG_NAMES(X)                                                     \
    X(tune, "tune", USE, "yes", yes,                                        \
      "at the end, choose alpha and a reward by the dev part (yes, "        \
      "unless they are given)")                                             \
    X(tokens, "tokens", BASIS, "bpe", token, "bpe, word or char (bpe)")     \
    X(dropout_kind, "dropout-kind", LEARN, "plain", dropout,                \
      "a mask for each token (plain), or one for all tokens of a sentence " \
      "(variational) (plain)")                                              \
    X(precision, "precision", LEARN, "fp32", precision,                     \
      "of the products in training: fp32, or bf16 where the processor has " \
      "it (fp32)")                                                          \
    X(cell, "cell", SHAPE, "lstm", cell, "the recurrence (lstm)")           \
    X(cell_norm, "cell-norm", SHAPE, "auto", yes,                           \
      "layer normalisation in the cells (auto)")                            \
    X(encoder, "encoder", SHAPE, "bi", encoder,                             \
      "tokens -> annotations (bi)")                                         \
    X(position, "position", SHAPE, "auto", position,                        \
      "added to the source's embeddings (sin with --encoder self, else "    \
      "none)")                                                              \
    X(residual, "residual", SHAPE, "yes", yes,                              \
      "residual connections in --encoder self (yes)")                       \
    X(layer_norm, "layer-norm", SHAPE, "yes", yes,                          \
      "layer normalisation in --encoder self (yes)")                        \
    X(summary, "summary", SHAPE, "last", summary,                           \
      "the encoder's summary, s_0 (last)")                                  \
    X(bridge, "bridge", SHAPE, "map", bridge,                               \
      "s_0 is mapped from the summary, or copied from --encoder uni (map)") \
    X(score, "score", SHAPE, "concat", score, "e_ij (concat)")              \
    X(attn_scale, "attn-scale", SHAPE, "sqrt", attn_scale,                  \
      "divide the scores of qk: none, sqrt (sqrt)")                         \
    X(focus, "focus", SHAPE, "soft", focus, "e_ij -> alpha_ij (soft)")      \
    X(estimator, "hard-estimator", SHAPE, "reinforce", estimator,           \
      "how --focus hard learns: reinforce, gumbel (reinforce)")             \
    X(readout, "readout", SHAPE, "tanh", readout,                           \
      "t_i: tanh, or maxout of pairs (tanh)")                               \
    X(readout_state, "readout-state", SHAPE, "now", readout_state,          \
      "t_i reads s_i (now) or s_{i-1} (previous) (now)")                    \
    X(initial, "initial", BASIS, "default", initial,                        \
      "initial weights: default, rnnsearch (default)")                      \
    X(tie, "tie", SHAPE, "out", tie,                                        \
      "share E_y and W_o: none, out; and E_x: all (out)")                   \
    X(optimizer, "optimizer", LEARN, "adam", optimizer,                     \
      "adam, adamw, sgd or adadelta (adam)")                                \
    X(schedule, "schedule", LEARN, "auto", schedule,                        \
      "course of the learning rate (auto)")

struct config {
#define X(field, ...) int field;
    CONFIG_INTS(X)
#undef X
#define X(field, ...) double field;
    CONFIG_REALS(X)
#undef X
#define X(field, ...) const char *field;
    CONFIG_NAMES(X)
#undef X
};

/* Every field at its default. */
void config_init(struct config *c);

/* Fills rows[] with one option a field (and no end mark) and returns their
 * number, CONFIG_FIELDS.  Values go to c. */
int config_options(struct config *c, struct opt *rows);

#define X(...) +1
enum {
    CONFIG_FIELDS = CONFIG_INTS(X) CONFIG_REALS(X) CONFIG_NAMES(X)
};
#undef X

/* The name, role and value (as text) of the i-th field. */
const char *config_name(int i);
enum config_role config_role(int i);
void config_value(struct strbuf *out, const struct config *c, int i);

/* The i-th field of `from` into `to`; whether it is the same in both. */
void config_copy(struct config *to, const struct config *from, int i);
bool config_same(const struct config *a, const struct config *b, int i);

/* One JSON object, fields in the table's order; numbers as they read back
 * exactly.  Reading checks every range and name; unknown fields are an
 * error, and so is what is still "auto".  A field that is not there has its
 * default: that of a new field must be what was done before there was one
 * (config_read says what that was where the default is "auto"), and a default
 * that changes makes a new format_version. */
void config_write(struct strbuf *out, const struct config *c);
bool config_read(struct config *c, const char *json, size_t n,
                 struct error *err);

/* Applies `--attention NAME`: a score's name means that score with soft focus,
 * a focus's name that focus with the score as it is.  What it sets must not
 * be given in `rows`, too. */
bool config_attention(struct config *c, struct opt *rows, const char *name,
                      struct error *err);

/* Has every option in `rows` that was given a reader among the members that c
 * chooses (--window only with a local focus)?  Where `compare` goes through the
 * members, one of them will be it. */
bool config_all_read(const struct config *c, struct opt *rows,
                     struct error *err);
/* Would that let `option` be given for a model like c? */
bool config_takes(const struct config *c, const char *option);

/* What "auto" means where other fields decide, or no corpus does. */
void config_resolve(struct config *c);

/* The network these fields describe, for vocabularies of Kx and Ky. */
bool config_network(const struct config *c, int Kx, int Ky,
                    struct net_options *o, struct error *err);

/* Whether there is such a network, before the vocabularies are learnt. */
bool config_possible(const struct config *c, struct error *err);

/* Makes the products of a network, sealed for training, those of --precision;
 * call params_pack after.  False where the processor cannot. */
bool config_precision(const struct config *c, struct params *ps,
                      struct error *err);

#endif
