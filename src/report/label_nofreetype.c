/* Where this was built without a library for fonts. */
#include "report/label.h"

#include <stddef.h>

const char label_drawn_by[] = "words in plain ASCII: no FreeType, HarfBuzz "
                              "and fontconfig";

struct labels *labels_open(struct arena *arena)
{
    (void)arena;
    return NULL;
}

void labels_close(struct labels *l)
{
    (void)l;
}

struct label label_draw(struct labels *l, const char *text, int size,
                        struct arena *arena)
{
    (void)l;
    return label_plain(text, size, arena);
}
