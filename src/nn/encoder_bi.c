/* Bidirectional recurrent encoder (Bahdanau, Cho, Bengio 2015, section 3.2):
 * (1) h_j = [ fwd(E_x x_j, fwd_{j-1}) ; bwd(E_x x_j, bwd_{j+1}) ]
 * With more layers, layer l + 1 reads the annotations of layer l. */
#include "nn/stack.h"

static void *bi_declare(struct params *ps, const struct net_options *o)
{
    return stack_declare(ps, o, 2);
}

const struct encoder_kind encoder_bi = {
    .kind = {
        .name = "bi",
        .alias = "birnn brnn 双向",
        .formula = "h_j = [fwd cell(E_x x_j) ; bwd cell(E_x x_j)]",
        .source = "Bahdanau, Cho, Bengio 2015, section 3.2; "
                  "Schuster and Paliwal 1997",
    },
    .declare = bi_declare, .forward = stack_forward,
    .backward = stack_backward, .reals = stack_reals,
};
