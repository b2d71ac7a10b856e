/* label: words as grey pixels, for pictures that hold no text.
 *
 * Where FreeType, HarfBuzz and fontconfig are there (label_freetype.c), each
 * stretch of a word is drawn with the first of the system's fonts that has
 * its characters, shaped (Arabic joins, Devanagari stacks), and in its
 * direction.  Without them, or without any font (label_plain.c), the letters
 * are the program's own: ASCII, accents left off, and of any other character
 * its number, <U+732B>. */
#ifndef REPORT_LABEL_H
#define REPORT_LABEL_H

#include "base/arena.h"

struct label {
    int width, height;  /* pixels */
    int base;           /* rows above the line that letters stand on */
    unsigned char *ink; /* [height][width], 255 is all ink */
};

/* The fonts of one document; in `arena`, and until labels_close. */
struct labels *labels_open(struct arena *arena);
void labels_close(struct labels *l);

/* One line of UTF-8; `size` is the em in pixels.  The label is in `arena`. */
struct label label_draw(struct labels *l, const char *text, int size,
                        struct arena *arena);

/* The same in the program's own letters. */
struct label label_plain(const char *text, int size, struct arena *arena);

/* For `s2s doctor`: what draws words. */
extern const char label_drawn_by[];

#endif
