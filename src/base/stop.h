/* stop: SIGINT, SIGTERM and, unless it is ignored, SIGHUP as a flag that the
 * training loop looks at.  A second SIGINT or SIGTERM ends the process at
 * once. */
#ifndef BASE_STOP_H
#define BASE_STOP_H

void stop_install(void);
int stop_signal(void);     /* 0, SIGINT or SIGTERM, which SIGHUP becomes */

/* A constant that the second signal writes to stderr: what tidies the
 * terminal up.  NULL: nothing. */
void stop_last_words(const char *words);

/* From now on a signal ends the process at once (SIGINT even where it was
 * ignored before): nothing is left that would have to be saved. */
void stop_remove(void);

#endif
