/* cmd_watch: what is shown while a training runs: a dev sentence, its
 * translation by now beside its reference, and their alignment.  On stderr.
 *
 * Each dev check prints them.  With --watch, on a terminal, they are a
 * picture above the live line that is drawn anew every second or so, and its
 * alignment is that of the reference: the same words in the same places,
 * whose weights sharpen. */
#ifndef CMD_CMD_WATCH_H
#define CMD_CMD_WATCH_H

#include "eval/alignment.h"
#include "task/train.h"

struct watch {
    struct arena memory;         /* of what follows */
    const char *src, *hyp, *ref; /* ref NULL: the dev part has none */
    struct alignment a;          /* Ty 0: the model makes none */
    int colours;
};

/* Has `job` call back; `picture` asks for --watch.  A word says why there is
 * no picture.  *w is the caller's until watch_end. */
void watch_begin(struct watch *w, struct train_job *job, bool picture);
void watch_end(struct watch *w);

#endif
