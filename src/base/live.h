/* live: the end of what stands on the terminal, rewritten in place: a line,
 * and above it a picture, where somebody draws one.  On stderr.
 *
 *     update 200: BLEU 3.1       printed: it stays, and scrolls away
 *     le   @@  .                 the picture
 *     chat   . @@
 *     epoch 2, update 260 ...    the line; the cursor waits at its beginning
 *
 * A frame is one write, marked as one for terminals that can show it at once
 * (private mode 2026).  The size is asked for at each frame: a window that
 * was made smaller has broken longer lines, as tmux and most terminals do,
 * and they are erased as what they have become.  The cursor is never hidden:
 * nothing has to be put back, however the process ends. */
#ifndef BASE_LIVE_H
#define BASE_LIVE_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Is stderr a terminal that can go back to an earlier line? */
bool live_possible(void);

/* Shows a line without its end, safe for a terminal, cut to its width. */
void live_line(const char *line);

/* Lines that stay: above the picture, in place of a line without one. */
void live_print(const char *text);

/* Erases line and picture. */
void live_end(void);

/* Appends the lines of a picture, each with its end, narrower than `columns`
 * and not more than `rows`; colours are the only escapes in it. */
typedef void live_draw(struct strbuf *out, int columns, int rows,
                       const void *ctx);

/* From now on each frame is drawn by it; NULL: lines alone. */
void live_picture(live_draw *draw, const void *ctx);

#endif
