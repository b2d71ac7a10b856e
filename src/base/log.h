/* log: words for the user on stderr, and the one live line.
 *
 * Data goes to stdout, everything here to stderr.  --quiet silences log_say
 * and log_live, never log_warn.  On a terminal log_live rewrites one line at
 * most ten times a second; elsewhere it prints a plain line every ten
 * seconds.  Control characters in what is printed are made visible. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

void log_quiet(bool quiet);
void log_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The live line (base/live.h); log_live_end erases it (it is erased before
 * any other output of this module, too). */
void log_live(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_live_end(void);

/* Colours: 0 none, 16, 256 or 1 << 24, for the stream behind fd; honours
 * NO_COLOR, FORCE_COLOR, TERM=dumb, COLORTERM and isatty. */
int log_colours(int fd);
int log_columns(int fd);   /* terminal width; COLUMNS; else 80 */

#endif
