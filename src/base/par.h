/* par: threads, as a partition of a range.
 *
 * Work is split over output elements, so that which thread computes an
 * element never changes its bits.  par.c is the only file that knows threads:
 * a pool that starts at the first call and is only ever used by one caller at
 * a time, the main thread. */
#ifndef BASE_PAR_H
#define BASE_PAR_H

#include <stddef.h>

enum { PAR_MAX = 256 };

/* Sets the number of threads for all later calls; 0 means one a core that
 * this process may use.  At most PAR_MAX.  Returns what was set. */
int par_set_threads(int n);
int par_threads(void);

/* Calls f(ctx, lo, hi) for disjoint ranges that cover [0, n), at most as many
 * as threads, each a multiple of `grain` (except at the end); a thread that
 * does not come leaves its range to another.  Runs in the calling thread when
 * n <= grain or when already inside par_range. */
typedef void par_body(void *ctx, int lo, int hi);
void par_range(int n, int grain, par_body *f, void *ctx);

/* The same in up to four ranges a thread: who is done takes those that are
 * left of another's share, whose core may be slower or serve another program
 * as well.  For long work of which a range costs little to begin. */
void par_pieces(int n, int grain, par_body *f, void *ctx);

/* memset to 0 and memcpy: one core does not fill the way to the memory. */
void par_zero(void *to, size_t bytes);
void par_copy(void *to, const void *from, size_t bytes);

#endif
