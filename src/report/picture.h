/* picture: the matrix of an alignment as pixels, source across, target down,
 * in bands from top to bottom, so that only one band is ever in memory. */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include "eval/alignment.h"
#include "report/canvas.h"

/* Where bands go. */
struct picture_sink {
    void (*band)(void *to, const struct canvas *c);
    void *to;
};

/* The page.  Pixels are small, two for one on screens of old. */
struct picture {
    struct labels *labels;
    struct arena *arena; /* for what is drawn; released band by band */
    int width;           /* of all bands */
    struct picture_sink sink;
};

enum { PICTURE_SCALE_HEIGHT = 92, PICTURE_SCALE_WIDTH = 560 };

/* The pixels a sentence takes. */
void picture_size(const struct picture *p, int sentence,
                  const struct alignment *a, double *width, double *height);
void picture_sentence(const struct picture *p, int sentence,
                      const struct alignment *a);
/* The scale of colours: PICTURE_SCALE_HEIGHT rows, at least
 * PICTURE_SCALE_WIDTH wide. */
void picture_scale(const struct picture *p);

#endif
