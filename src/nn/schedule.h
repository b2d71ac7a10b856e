/* schedule: the family of courses that the learning rate takes.
 *
 * The rate of update s, counted from 1, is lr * factor(s, W, S): W updates of
 * warming up, S in all.  To add a member: its factor and its row in
 * nn/schedule.c; X(NAME) in SCHEDULE_KINDS. */
#ifndef NN_SCHEDULE_H
#define NN_SCHEDULE_H

#include "base/real.h"
#include "nn/kind.h"

#define SCHEDULE_KINDS(X) X(plateau) X(linear) X(cosine) X(sqrt)

struct schedule_kind {
    struct kind kind;
    bool halves;           /* on a plateau of the dev part, lr is halved */
    bool ends;             /* depends on S */
    /* 0 < s <= S, or S = 0 while the end is not known yet; W >= 1 */
    wide (*factor)(wide s, wide W, wide S);
};

#define X(name) extern const struct schedule_kind schedule_##name;
SCHEDULE_KINDS(X)
#undef X
KIND_TABLE_DECLARE(schedule)

/* The rate of update `step`, from 1, of `total` (0: not known yet): during
 * the first `warmup` it rises in a straight line. */
wide schedule_rate(const struct schedule_kind *k, wide lr, long step,
                   long warmup, long total);

#endif
