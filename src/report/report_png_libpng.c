/* PNG: its first bytes say how large the picture is, so that sentences are
 * kept until the last is known, and then drawn and compressed band by band.
 *
 * A picture says nothing to a screen reader or a program: the file holds the
 * same alignments as JSON lines, too, in a compressed text named
 * "Description". */
#include <string.h>

#include <png.h>

#include "base/die.h"
#include "base/log.h"
#include "report/picture.h"
#include "report/report.h"
#include "report/report_png.h"

/* More rows or columns most readers refuse, for libpng does unless told. */
enum { PIXELS_MOST = 1000000 };

struct kept {
    struct alignment a;
    int sentence;
    struct kept *next;
};

/* One document at a time; begin starts it afresh. */
static struct {
    struct arena arena;
    struct kept *first, **last;
} page;

/* ==== Keeping ==== */

static void png_start(struct strbuf *out, const struct report_options *o)
{
    (void)out, (void)o;
    if (page.last)
        arena_drop(&page.arena);
    arena_init(&page.arena, "png");
    page.first = NULL;
    page.last = &page.first;
}

static const char **keep_words(const char *const *word, int n)
{
    const char **kept = ARENA_ARRAY(&page.arena, const char *, n);

    for (int k = 0; k < n; k++)
        kept[k] = arena_strdup(&page.arena, word[k]);
    return kept;
}

static void png_sentence(struct strbuf *out, int sentence,
                         const struct alignment *a,
                         const struct report_options *o)
{
    struct kept *k = ARENA_NEW(&page.arena, struct kept);
    size_t n = (size_t)a->Tx * (size_t)a->Ty;

    (void)out, (void)o;
    k->sentence = sentence;
    k->a = *a;
    k->a.src = keep_words(a->src, a->Tx);
    k->a.tgt = keep_words(a->tgt, a->Ty);
    k->a.weight = ARENA_ARRAY(&page.arena, double, n);
    if (n > 0)
        memcpy(k->a.weight, a->weight, n * sizeof *a->weight);
    *page.last = k;
    page.last = &k->next;
}

/* Sets the size of the page; what would make it too large is left out. */
static void fit(struct picture *p, double *height)
{
    int dropped = 0;

    p->width = PICTURE_SCALE_WIDTH;
    *height = PICTURE_SCALE_HEIGHT;
    for (struct kept **k = &page.first; *k;) {
        double w, h;

        picture_size(p, (*k)->sentence, &(*k)->a, &w, &h);
        if (w > PIXELS_MOST || *height + h > PIXELS_MOST) {
            dropped++;
            *k = (*k)->next;
            continue;
        }
        *height += h;
        if (p->width < w)
            p->width = (int)w;
        k = &(*k)->next;
    }
    if (dropped > 0)
        log_warn("PNG: %d sentences left out: a picture has at most %d "
                 "pixels either way",
                 dropped, PIXELS_MOST);
}

/* ==== libpng ==== */

static _Noreturn void png_failed(png_structp png, png_const_charp why)
{
    (void)png;
    die(EXIT_OTHER, "libpng: %s", why);
}

static void png_put(png_structp png, png_bytep bytes, size_t n)
{
    strbuf_add(png_get_io_ptr(png), bytes, n);
}

static void png_flushed(png_structp png)
{
    (void)png;
}

static void put_band(void *to, const struct canvas *c)
{
    for (int y = 0; y < c->height; y++)
        png_write_row(to, c->pixel + (size_t)y * (size_t)c->width * 3);
}

static void put_header(png_structp png, png_infop info, int width, int height,
                       const struct report_options *o)
{
    struct strbuf json = STRBUF_INIT;
    struct png_text_struct text = {.compression = PNG_ITXT_COMPRESSION_zTXt,
                                   .key = (char[]){"Description"},
                                   .lang = (char[]){""},
                                   .lang_key = (char[]){""}};

    for (const struct kept *k = page.first; k; k = k->next)
        report_json.sentence(&json, k->sentence, &k->a, o);
    text.text = json.s;
    text.itxt_length = json.n;
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_set_pHYs(png, info, 7559, 7559, PNG_RESOLUTION_METER); /* 192 dpi */
    png_set_text(png, info, &text, 1);
    png_write_info(png, info);
    strbuf_release(&json);
}

static void png_finish(struct strbuf *out, const struct report_options *o)
{
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, png_failed, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    struct picture p = {.labels = labels_open(&page.arena),
                        .arena = &page.arena,
                        .sink = {put_band, png}};
    double height;

    if (!info)
        die(EXIT_MEMORY, "libpng: out of memory");
    png_set_write_fn(png, out, png_put, png_flushed);
    fit(&p, &height);
    put_header(png, info, p.width, (int)height, o);
    for (const struct kept *k = page.first; k; k = k->next)
        picture_sentence(&p, k->sentence, &k->a);
    picture_scale(&p);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    labels_close(p.labels);
    arena_drop(&page.arena);
    page.last = NULL;
}

const struct report_kind report_png = {
    REPORT_PNG_WORDS,
    .begin = png_start,
    .sentence = png_sentence,
    .end = png_finish,
};
