/* Letters of the program's own, for machines without fonts: ASCII on a grid
 * of 5 by 9, seven rows above the line and two below. */
#include "report/label.h"

#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

enum {
    WIDE = 5,
    HIGH = 9,
    STEP = WIDE + 1, /* from one letter to the next */
    ABOVE = 7,
    A_ROW = 12, /* letters side by side in the sheet */
    FIRST = '!',
    LAST = '~'
};

/* '!' to '~' in the order of ASCII, twelve side by side. */
static const char *const sheet[] = {
    "  #    # #   # #    #   ##  #  ##     #      #   #                     ",
    "  #    # #   # #   #### ##  # #  #    #     #     #     #     #        ",
    "  #    # #  ##### # #      #  # #     #    #       #  # # #   #        ",
    "  #          # #   ###    #    #           #       #   ###  #####      ",
    "  #         #####   # #  #    # # #        #       #  # # #   #        ",
    "             # #  ####  #  ## #  #          #     #     #     #    ##  ",
    "  #          # #    #   #  ##  ## #          #   #                 ##  ",
    "                                                                    #  ",
    "                                                                   #   ",
    "                #  ###    #    ###  #####    #  #####   ##  #####  ### ",
    "                # #   #  ##   #   #    #    ##  #      #        # #   #",
    "               #  #  ## # #       #   #    # #  ####  #        #  #   #",
    "#####         #   # # #   #      #     #  #  #      # ####    #    ### ",
    "             #    ##  #   #     #       # #####     # #   #   #   #   #",
    "       ##   #     #   #   #    #    #   #    #  #   # #   #  #    #   #",
    "       ##   #      ###  ##### #####  ###     #   ###   ###   #     ### ",
    "                                                                       ",
    "                                                                       ",
    " ###                 #        #      ###   ###    #   ####   ###  ###  ",
    "#   #  ##    ##     #          #    #   # #   #  # #  #   # #   # #  # ",
    "#   #  ##    ##    #    #####   #       # # ### #   # #   # #     #   #",
    " ####             #              #     #  # # # #   # ####  #     #   #",
    "    #  ##    ##    #    #####   #     #   # ### ##### #   # #     #   #",
    "   #   ##    ##     #          #          #     #   # #   # #   # #  # ",
    " ##           #      #        #       #    ###  #   # ####   ###  ###  ",
    "             #                                                         ",
    "                                                                       ",
    "##### #####  ###  #   #  ###    ### #   # #     #   # #   #  ###  #### ",
    "#     #     #   # #   #   #      #  #  #  #     ## ## ##  # #   # #   #",
    "#     #     #     #   #   #      #  # #   #     # # # ##  # #   # #   #",
    "####  ####  # ### #####   #      #  ##    #     # # # # # # #   # #### ",
    "#     #     #   # #   #   #      #  # #   #     #   # #  ## #   # #    ",
    "#     #     #   # #   #   #   #  #  #  #  #     #   # #  ## #   # #    ",
    "##### #      #### #   #  ###   ##   #   # ##### #   # #   #  ###  #    ",
    "                                                                       ",
    "                                                                       ",
    " ###  ####   #### ##### #   # #   # #   # #   # #   # #####   ##  #    ",
    "#   # #   # #       #   #   # #   # #   # #   # #   #     #   #   #    ",
    "#   # #   # #       #   #   # #   # #   #  # #   # #     #    #    #   ",
    "#   # ####   ###    #   #   # #   # # # #   #     #     #     #     #  ",
    "# # # # #       #   #   #   #  # #  # # #  # #    #    #      #      # ",
    "#  #  #  #      #   #   #   #  # #  ## ## #   #   #   #       #       #",
    " ## # #   # ####    #    ###    #   #   # #   #   #   #####   ##      #",
    "                                                                       ",
    "                                                                       ",
    " ##     #          #          #               #         ##        #    ",
    "  #    # #          #         #               #        #          #    ",
    "  #   #   #              ###  ####   ####  ####  ###  ####   #### #### ",
    "  #                         # #   # #     #   # #   #  #    #   # #   #",
    "  #                      #### #   # #     #   # #####  #    #   # #   #",
    "  #                     #   # #   # #     #   # #      #    #   # #   #",
    " ##                      #### ####   ####  ####  ####  #     #### #   #",
    "            #####                                               #      ",
    "                                                             ###       ",
    "  #      #  #      ##                                              #   ",
    "            #       #                                              #   ",
    " ##     ##  #  #    #   ####  ####   ###  ####   #### # ##   #### #### ",
    "  #      #  # #     #   # # # #   # #   # #   # #   # ##  # #      #   ",
    "  #      #  ##      #   # # # #   # #   # #   # #   # #      ###   #   ",
    "  #      #  # #     #   # # # #   # #   # #   # #   # #         #  #   ",
    " ###     #  #  #   ###  # # # #   #  ###  ####   #### #     ####    ## ",
    "         #                                #         #                  ",
    "       ##                                 #         #                  ",
    "                                       ##   #   ##                     ",
    "                                      #     #     #                    ",
    "#   # #   # #   # #   # #   # #####   #     #     #                    ",
    "#   # #   # # # #  # #  #   #    #   #      #      #   #               ",
    "#   #  # #  # # #   #   #   #   #     #     #     #   # # #            ",
    "#   #  # #  # # #  # #  #   #  #      #     #     #      #             ",
    " ####   #    # #  #   #  #### #####    ##   #   ##                     ",
    "                            #                                          ",
    "                         ###                                           ",
};

static bool is_ink(int c, int row, int column)
{
    int k = c - FIRST;

    if (c < FIRST || c > LAST)
        return false;
    return sheet[k / A_ROW * HIGH + row][k % A_ROW * STEP + column] == '#';
}

/* Appends what can be shown of `text`: ASCII alone. */
static void put_ascii(struct strbuf *out, const char *text)
{
    size_t n = strlen(text);
    int len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        int c = utf8_next(text + i, n - i, &len), base = utf8_base(c);

        if (utf8_is_mark(c))
            continue;
        if (base <= LAST)
            strbuf_putc(out, base);
        else
            strbuf_printf(out, "<U+%04X>", (unsigned)c);
    }
}

/* Letter number k of a label, each dot `scale` pixels square. */
static void draw_letter(struct label *l, int c, int k, int scale)
{
    for (int y = 0; y < HIGH * scale; y++)
        for (int x = 0; x < WIDE * scale; x++)
            if (is_ink(c, y / scale, x / scale))
                l->ink[y * l->width + k * STEP * scale + x] = 255;
}

struct label label_plain(const char *text, int size, struct arena *arena)
{
    struct strbuf ascii = STRBUF_INIT;
    int scale = size < 2 * HIGH ? 1 : size / HIGH;

    put_ascii(&ascii, text);
    struct label l = {.width = (int)ascii.n * STEP * scale,
                      .height = HIGH * scale,
                      .base = ABOVE * scale};
    l.ink = arena_alloc(arena, (size_t)l.width * (size_t)l.height);
    for (size_t k = 0; k < ascii.n; k++)
        draw_letter(&l, (unsigned char)ascii.s[k], (int)k, scale);
    strbuf_release(&ascii);
    return l;
}
