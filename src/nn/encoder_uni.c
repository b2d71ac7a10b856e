/* Recurrent encoder in reading order (Sutskever, Vinyals, Le 2014):
 * (1) h_j = cell(E_x x_j, h_{j-1}) */
#include "nn/stack.h"

static void *uni_declare(struct params *ps, const struct net_options *o)
{
    return stack_declare(ps, o, 1);
}

const struct encoder_kind encoder_uni = {
    .kind = {
        .name = "uni",
        .alias = "rnn-encoder 单向",
        .formula = "h_j = cell(E_x x_j, h_{j-1})",
        .source = "Sutskever, Vinyals, Le 2014, section 2",
    },
    .declare = uni_declare, .forward = stack_forward,
    .backward = stack_backward, .reals = stack_reals,
};
