/* clock: seconds that only go forward, for progress and --time.  No time
 * ever reaches a model file. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

double clock_seconds(void);

#endif
