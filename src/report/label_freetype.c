/* Labels in the system's fonts: fontconfig finds them, HarfBuzz shapes,
 * FreeType draws.
 *
 * A label is cut into runs of one font, script and direction; runs are put
 * in the order in which they are seen (the levels 0 to 2 of Unicode's
 * bidirectional algorithm, UAX 9, rule L2, which is all that a word has). */
#include "report/label.h"

#include <stdbool.h>
#include <string.h>

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>
#include <hb-ft.h>

#include "base/utf8.h"

const char label_drawn_by[] = "words by FreeType and HarfBuzz";

enum { NO_FONT = -1, PAD = 1 /* pixels left and right of a label */ };

static const char wanted[] =
    "DejaVu Sans,Noto Sans,sans-serif:scalable=true:color=false";

struct labels {
    FcConfig *config;
    FcFontSet *fonts; /* the best first; NULL: none */
    FT_Library library;
    FT_Face *face; /* [fonts->nfont], NULL until needed */
    bool *broken;  /* [fonts->nfont] */
};

/* ==== Fonts ==== */

struct labels *labels_open(struct arena *arena)
{
    struct labels *l = ARENA_NEW(arena, struct labels);
    FcResult result;

    if (FT_Init_FreeType(&l->library) != 0)
        return l;
    l->config = FcInitLoadConfigAndFonts();
    FcPattern *p = FcNameParse((const FcChar8 *)wanted);
    if (!l->config || !p)
        return l;
    FcConfigSubstitute(l->config, p, FcMatchPattern);
    FcDefaultSubstitute(p);
    l->fonts = FcFontSort(l->config, p, FcTrue, NULL, &result);
    FcPatternDestroy(p);
    if (!l->fonts)
        return l;
    l->face = ARENA_ARRAY(arena, FT_Face, l->fonts->nfont);
    l->broken = ARENA_ARRAY(arena, bool, l->fonts->nfont);
    return l;
}

void labels_close(struct labels *l)
{
    for (int k = 0; l->fonts && k < l->fonts->nfont; k++)
        if (l->face[k])
            FT_Done_Face(l->face[k]);
    if (l->fonts)
        FcFontSetDestroy(l->fonts);
    if (l->config)
        FcConfigDestroy(l->config);
    if (l->library)
        FT_Done_FreeType(l->library);
}

static bool open_face(struct labels *l, int k)
{
    FcPattern *p = l->fonts->fonts[k];
    FcChar8 *file;
    int index = 0;

    if (l->face[k] || l->broken[k])
        return l->face[k] != NULL;
    FcPatternGetInteger(p, FC_INDEX, 0, &index);
    if (FcPatternGetString(p, FC_FILE, 0, &file) != FcResultMatch ||
        FT_New_Face(l->library, (const char *)file, index, &l->face[k]) != 0)
        l->face[k] = NULL;
    if (l->face[k] && !FT_IS_SCALABLE(l->face[k])) {
        FT_Done_Face(l->face[k]);
        l->face[k] = NULL;
    }
    l->broken[k] = !l->face[k];
    return !l->broken[k];
}

static bool has_sign(struct labels *l, int k, int c)
{
    FcCharSet *set;

    return k != NO_FONT &&
           FcPatternGetCharSet(l->fonts->fonts[k], FC_CHARSET, 0, &set) ==
               FcResultMatch &&
           FcCharSetHasChar(set, (FcChar32)c) && open_face(l, k);
}

static int font_of(struct labels *l, int c)
{
    for (int k = 0; l->fonts && k < l->fonts->nfont; k++)
        if (has_sign(l, k, c))
            return k;
    return NO_FONT;
}

/* ==== Runs ==== */

struct run {
    size_t from, n; /* bytes */
    int font;
    hb_script_t script;
    bool rtl;
};

static hb_script_t script_of(int c)
{
    return hb_unicode_script(hb_unicode_funcs_get_default(), (hb_codepoint_t)c);
}

static bool is_rtl(hb_script_t script)
{
    return hb_script_get_horizontal_direction(script) == HB_DIRECTION_RTL;
}

static bool is_strong(hb_script_t script)
{
    return script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED &&
           script != HB_SCRIPT_UNKNOWN;
}

/* Is a label read from right to left?  Its first letter says so. */
static bool starts_rtl(const char *s)
{
    size_t n = strlen(s);
    int len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        hb_script_t script = script_of(utf8_next(s + i, n - i, &len));

        if (is_strong(script))
            return is_rtl(script);
    }
    return false;
}

/* The run in which c would stand alone, or after `before`: what has no
 * script or direction of its own takes those before it. */
static struct run run_of(struct labels *l, int c, const struct run *before)
{
    struct run r = {.script = script_of(c)};

    if (is_strong(r.script)) {
        r.rtl = is_rtl(r.script);
    } else {
        r.script = before->script;
        r.rtl = before->rtl && utf8_class(c) != UTF8_DIGIT;
    }
    if ((before->n > 0 && utf8_is_mark(c)) || has_sign(l, before->font, c))
        r.font = before->font;
    else
        r.font = font_of(l, c);
    return r;
}

static bool same_run(const struct run *a, const struct run *b)
{
    return a->font == b->font && a->rtl == b->rtl &&
           (a->script == b->script || !is_strong(a->script));
}

/* run[] has room for a run a byte.  Returns how many there are. */
static int cut_runs(struct run *run, struct labels *l, const char *s, bool rtl)
{
    const struct run none = {
        .font = NO_FONT, .script = HB_SCRIPT_COMMON, .rtl = rtl};
    size_t n = strlen(s);
    int runs = 0, len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        struct run *last = runs ? &run[runs - 1] : NULL;
        struct run r =
            run_of(l, utf8_next(s + i, n - i, &len), last ? last : &none);

        if (last && same_run(last, &r)) {
            last->script = r.script;
            last->n += (size_t)len;
            continue;
        }
        r.from = i;
        r.n = (size_t)len;
        run[runs++] = r;
    }
    return runs;
}

static void reverse(struct run *run, int from, int to)
{
    for (to--; from < to; from++, to--) {
        struct run r = run[from];
        run[from] = run[to];
        run[to] = r;
    }
}

/* From the order of reading to that of the eye. */
static void order_runs(struct run *run, int runs, bool rtl)
{
    int end;

    if (rtl)
        reverse(run, 0, runs);
    for (int k = 0; k < runs; k = end) {
        for (end = k + 1; end < runs && run[end].rtl == run[k].rtl; end++)
            continue;
        if (run[k].rtl != rtl)
            reverse(run, k, end);
    }
}

/* ==== Drawing ==== */

/* A patch of ink; x and y from the pen's start on the line, y down. */
struct patch {
    struct label ink;
    int x, y;
    struct patch *next;
};

struct pen {
    struct arena *arena;
    int size;
    double x;
    struct patch *first;
};

static struct patch *new_patch(struct pen *p, int x, int y)
{
    struct patch *n = ARENA_NEW(p->arena, struct patch);

    *n = (struct patch){.x = x, .y = y, .next = p->first};
    p->first = n;
    return n;
}

static void draw_glyph(struct pen *p, FT_Face face, hb_codepoint_t glyph,
                       double x, double y)
{
    if (FT_Load_Glyph(face, glyph, FT_LOAD_RENDER) != 0 ||
        face->glyph->bitmap.pixel_mode != FT_PIXEL_MODE_GRAY)
        return;
    const FT_Bitmap *b = &face->glyph->bitmap;
    struct patch *n = new_patch(p, (int)(x + 0.5) + face->glyph->bitmap_left,
                                (int)y - face->glyph->bitmap_top);
    n->ink.width = (int)b->width;
    n->ink.height = (int)b->rows;
    n->ink.ink = arena_alloc(p->arena, (size_t)b->width * b->rows);
    for (unsigned row = 0; row < b->rows; row++)
        memcpy(n->ink.ink + (size_t)row * b->width,
               b->buffer + (long)row * b->pitch, b->width);
}

/* HarfBuzz's units, and FreeType's, are 64 a pixel. */
static void draw_run(struct pen *p, FT_Face face, const char *text,
                     const struct run *r)
{
    hb_buffer_t *b = hb_buffer_create();
    unsigned n;

    FT_Set_Pixel_Sizes(face, 0, (FT_UInt)p->size);
    hb_font_t *font = hb_ft_font_create_referenced(face);
    hb_buffer_add_utf8(b, text, -1, (unsigned)r->from, (int)r->n);
    hb_buffer_set_script(b, r->script);
    hb_buffer_set_direction(b, r->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_guess_segment_properties(b);
    hb_shape(font, b, NULL, 0);
    const hb_glyph_info_t *glyph = hb_buffer_get_glyph_infos(b, &n);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(b, &n);
    for (unsigned k = 0; k < n; k++) {
        draw_glyph(p, face, glyph[k].codepoint, p->x + at[k].x_offset / 64.0,
                   -at[k].y_offset / 64.0);
        p->x += at[k].x_advance / 64.0;
    }
    hb_font_destroy(font);
    hb_buffer_destroy(b);
}

/* Of signs that no font has. */
static void draw_plain(struct pen *p, const char *text, const struct run *r)
{
    char *part = arena_strndup(p->arena, text + r->from, r->n);
    struct label l = label_plain(part, p->size, p->arena);
    struct patch *n = new_patch(p, (int)(p->x + 0.5), -l.base);

    n->ink = l;
    p->x += l.width;
}

/* Puts the patches on one label; what sticks out of the line is cut. */
static struct label join(const struct pen *p)
{
    struct label l = {.width = (int)(p->x + 0.999) + 2 * PAD,
                      .height = p->size * 8 / 5,
                      .base = p->size * 23 / 20};

    l.ink = arena_alloc(p->arena, (size_t)l.width * (size_t)l.height);
    for (const struct patch *n = p->first; n; n = n->next)
        for (int y = 0; y < n->ink.height; y++)
            for (int x = 0; x < n->ink.width; x++) {
                int to_x = n->x + x + PAD, to_y = n->y + y + l.base;
                unsigned char ink = n->ink.ink[y * n->ink.width + x];

                if (to_x < 0 || to_x >= l.width || to_y < 0 || to_y >= l.height)
                    continue;
                if (l.ink[to_y * l.width + to_x] < ink)
                    l.ink[to_y * l.width + to_x] = ink;
            }
    return l;
}

struct label label_draw(struct labels *l, const char *text, int size,
                        struct arena *arena)
{
    struct run *run = ARENA_ARRAY(arena, struct run, strlen(text) + 1);
    struct pen pen = {.arena = arena, .size = size};
    bool rtl = starts_rtl(text);
    int runs = cut_runs(run, l, text, rtl);

    order_runs(run, runs, rtl);
    for (int k = 0; k < runs; k++)
        if (run[k].font == NO_FONT)
            draw_plain(&pen, text, &run[k]);
        else
            draw_run(&pen, l->face[run[k].font], text, &run[k]);
    return join(&pen);
}
