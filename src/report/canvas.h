/* canvas: a rectangle of pixels, red, green and blue, to draw on. */
#ifndef REPORT_CANVAS_H
#define REPORT_CANVAS_H

#include "base/arena.h"
#include "report/colormap.h"
#include "report/label.h"

struct canvas {
    int width, height;
    unsigned char *pixel; /* [height][width][3] */
};

/* White all over; in `arena`. */
struct canvas canvas_new(int width, int height, struct arena *arena);

/* What lies outside of the canvas is not drawn. */
void canvas_fill(struct canvas *c, int x, int y, int width, int height,
                 struct rgb colour);

/* A label whose line begins at (x, y) and rises at the angle of this cosine
 * and sine: 1 and 0 is level. */
void canvas_label(struct canvas *c, const struct label *l, double x, double y,
                  double cosine, double sine, struct rgb colour);

#endif
