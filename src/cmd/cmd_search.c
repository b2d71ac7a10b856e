#include "cmd/cmd_search.h"

#include <math.h>

#include "base/log.h"

struct search_options search_args_options(const struct search_args *a,
                                          const struct model *m)
{
    struct search_options o = translate_options(m);
    if (a->beam)
        o.beam = a->beam;
    if (!isnan(a->alpha))
        o.rank.alpha = a->alpha;
    if (!isnan(a->reward))
        o.rank.reward = a->reward;
    if (!isnan(a->char_reward))
        o.rank.char_reward = a->char_reward;
    if (!isnan(a->coverage))
        o.rank.coverage = a->coverage;
    if (a->coverage > 0 && !translate_aligns(m)) /* not NAN: given */
        log_warn("--coverage-penalty: a model without attention covers "
                 "nothing");
    return o;
}
