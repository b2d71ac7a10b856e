/* No attention: ctx_i is the encoder's summary, the same at every step, so
 * that the decoder's shapes equal those of concat but for W_a, U_a, v_a (Cho
 * et al. 2014; Sutskever, Vinyals, Le 2014).  attention.c copies it. */
#include <stddef.h>

#include "nn/focus.h"

const struct focus_kind focus_none = {
    .kind = {
        .name = "none",
        .alias = "fixed 无",
        .formula = "ctx_i = summary, for every i",
        .source = "Cho et al. 2014, section 2.2; the lecture's model without "
                  "attention",
        .qkv = "no Q and no K; V = the summary, at every step",
        .note = "the control of attention: shapes equal concat's but "
                "for W_a, U_a, v_a",
        .unproved = PROOF_ALIGN,
        .why = "it makes no alignment",
    },
    .scores = false, .aligns = false,
    .declare = NULL, .forward = NULL, .backward = NULL,
};
