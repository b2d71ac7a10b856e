/* Pixels: letters, the canvas, the matrix in bands, the PNG around them. */
#include <string.h>

#include <zlib.h>

#include "report/picture.h"
#include "report/report.h"
#include "test.h"

static struct arena arena;
static struct labels *labels;

static void setup(void)
{
    arena_init(&arena, "test");
    labels = labels_open(&arena);
}

static void teardown(void)
{
    labels_close(labels);
    arena_drop(&arena);
}

static long ink_of(const struct label *l)
{
    long sum = 0;

    for (int k = 0; k < l->width * l->height; k++)
        sum += l->ink[k];
    return sum;
}

static bool same(const struct label *a, const struct label *b)
{
    return a->width == b->width && a->height == b->height &&
           memcmp(a->ink, b->ink, (size_t)(a->width * a->height)) == 0;
}

/* ==== Letters ==== */

START_TEST(plain_letters)
{
    static const char art[] = "#     #   #"
                              "#     #   #"
                              "#      # # "
                              "#       #  "
                              "#       #  "
                              "#       #  "
                              "#####   #  ";
    struct label l = label_plain("LY", 9, &arena);

    ck_assert_int_eq(l.width, 12);
    ck_assert_int_eq(l.height, 9);
    ck_assert_int_eq(l.base, 7);
    for (int y = 0; y < 9; y++)
        for (int x = 0; x < 12; x++)
            ck_assert_int_eq(l.ink[y * 12 + x] == 255,
                             y < 7 && x < 11 && art[y * 11 + x] == '#');
    /* Twice the size, four times the dots. */
    struct label large = label_plain("LY", 18, &arena);
    ck_assert_int_eq(ink_of(&large), 4 * ink_of(&l));
}
END_TEST

/* Every letter of ASCII is drawn, and as none other is. */
START_TEST(plain_letters_differ)
{
    struct label l[127];

    for (int c = '!'; c <= '~'; c++) {
        l[c] = label_plain((char[]){(char)c, '\0'}, 9, &arena);
        ck_assert_int_gt(ink_of(&l[c]), 0);
        for (int d = '!'; d < c; d++)
            ck_assert_msg(!same(&l[c], &l[d]), "%c is %c", c, d);
    }
}
END_TEST

START_TEST(plain_letters_for_the_rest)
{
    static const char *const pair[][2] = {
        {"\xc3\xa9t\xc3\xa9", "ete"},
        {"e\xcc\x81", "e"},
        {"猫", "<U+732B>"},
        {"\xff", "<U+FFFD>"}};

    for (int k = 0; k < 4; k++) {
        struct label a = label_plain(pair[k][0], 9, &arena),
                     b = label_plain(pair[k][1], 9, &arena);
        ck_assert(same(&a, &b));
    }
    ck_assert_int_eq(label_plain("", 9, &arena).width, 0);
}
END_TEST

START_TEST(labels_have_ink)
{
    static const char *const word[] = {"The", "黒い", "القط", "हिन्दी", "\xff"};

    for (int k = 0; k < 5; k++) {
        struct label l = label_draw(labels, word[k], 28, &arena);
        ck_assert_int_gt(ink_of(&l), 0);
        ck_assert(l.base > 0 && l.base < l.height);
    }
    label_draw(labels, "", 28, &arena);
}
END_TEST

/* A word from right to left in brackets: the left one is what a reader of
 * English calls the opening one, and numbers keep their order. */
START_TEST(labels_run_both_ways)
{
    static const char *const word[][2] = {{"(א)", "("}, {"א12", "12"}};

    for (int k = 0; k < 2; k++) {
        struct label whole = label_draw(labels, word[k][0], 28, &arena),
                     left = label_draw(labels, word[k][1], 28, &arena);
        int width = left.width - 4;

        ck_assert_int_eq(whole.height, left.height);
        if (strstr(label_drawn_by, "ASCII") && k == 1)
            continue; /* the program's own letters know one way */
        for (int y = 0; y < left.height; y++)
            ck_assert_int_eq(memcmp(whole.ink + y * whole.width,
                                    left.ink + y * left.width, (size_t)width),
                             0);
    }
}
END_TEST

/* ==== Canvas ==== */

START_TEST(canvas_stays_inside)
{
    struct canvas c = canvas_new(5, 4, &arena);
    struct label l = label_plain("X", 9, &arena);

    canvas_fill(&c, -3, -3, 5, 5, (struct rgb){1, 2, 3});
    canvas_fill(&c, 4, 3, 100, 100, (struct rgb){1, 2, 3});
    for (int y = 0; y < 4; y++)
        for (int x = 0; x < 5; x++)
            ck_assert_int_eq(c.pixel[(y * 5 + x) * 3] == 1,
                             (x < 2 && y < 2) || (x == 4 && y == 3));
    canvas_label(&c, &l, -20.0, 100.0, 0.5, 0.8660254, (struct rgb){0, 0, 0});
    canvas_label(&c, &l, 1.0, 2.0, 0.5, 0.8660254, (struct rgb){0, 0, 0});
}
END_TEST

/* A level label is its own pixels; one that stands upright is turned. */
START_TEST(canvas_turns_labels)
{
    struct label l = label_plain("F", 9, &arena);
    struct canvas level = canvas_new(30, 30, &arena),
                  upright = canvas_new(30, 30, &arena);

    canvas_label(&level, &l, 10, 10 + l.base, 1.0, 0.0, (struct rgb){0, 0, 0});
    canvas_label(&upright, &l, 10 + l.base, 20, 0.0, 1.0,
                 (struct rgb){0, 0, 0});
    for (int y = 0; y < l.height; y++)
        for (int x = 0; x < l.width; x++) {
            int ink = l.ink[y * l.width + x];
            ck_assert_int_eq(level.pixel[((10 + y) * 30 + 10 + x) * 3],
                             255 - ink);
            ck_assert_int_eq(upright.pixel[((20 - x) * 30 + 10 + y) * 3],
                             255 - ink);
        }
}
END_TEST

/* ==== Picture ==== */

static const char *src[] = {"the", "猫", "</s>"}, *tgt[] = {"le", "chat"};
static double weight[] = {1.0, 0.0, 0.0, 0.25, 0.75, 0.0};

static struct alignment small(void)
{
    return (struct alignment){
        .Tx = 3, .Ty = 2, .src = src, .tgt = tgt, .weight = weight};
}

struct seen {
    int rows, colours; /* rows; pixels of the colour wanted */
    struct rgb want;
};

static void see(void *to, const struct canvas *c)
{
    struct seen *s = to;

    s->rows += c->height;
    for (int k = 0; k < c->width * c->height; k++)
        s->colours += memcmp(c->pixel + 3 * (size_t)k, &s->want, 3) == 0;
}

START_TEST(picture_in_bands)
{
    struct alignment a = small();
    struct seen s = {.want = colormap_viridis(0.25)};
    struct picture p = {labels, &arena, 0, {see, &s}};
    double width, height;

    picture_size(&p, 1, &a, &width, &height);
    p.width = (int)width;
    picture_sentence(&p, 1, &a);
    ck_assert_int_eq(s.rows, (int)height);
    /* One cell of 62 x 62, but for its number. */
    ck_assert_int_gt(s.colours, 62 * 62 / 2);
    ck_assert_int_lt(s.colours, 62 * 62);
    s = (struct seen){.want = colormap_viridis(0.0)};
    picture_sentence(&p, 1, &a);
    ck_assert_int_eq(s.colours, 3 * 62 * 62);
    s = (struct seen){.want = colormap_viridis(0.5)};
    picture_scale(&p);
    ck_assert_int_eq(s.rows, PICTURE_SCALE_HEIGHT);
    ck_assert_int_ge(s.colours, 20);
}
END_TEST

/* ==== PNG ==== */

static unsigned long number(const char *s)
{
    const unsigned char *b = (const unsigned char *)s;

    return (unsigned long)b[0] << 24 | (unsigned long)b[1] << 16 |
           (unsigned long)b[2] << 8 | b[3];
}

/* Goes through the chunks of s (PNG, section 5.3); the data of those named
 * is put together in `data`. */
static int chunks(const struct strbuf *s, const char *name,
                  struct strbuf *data)
{
    int n = 0;

    ck_assert(s->n > 8 && memcmp(s->s, "\x89PNG\r\n\x1a\n", 8) == 0);
    strbuf_reset(data);
    for (size_t at = 8; at < s->n; n++) {
        unsigned long length = number(s->s + at);

        ck_assert(at + 12 + length <= s->n);
        ck_assert_uint_eq(
            number(s->s + at + 8 + length),
            crc32(0, (const Bytef *)s->s + at + 4, (uInt)length + 4));
        if (memcmp(s->s + at + 4, name, 4) == 0)
            strbuf_add(data, s->s + at + 8, length);
        at += 12 + length;
    }
    ck_assert(memcmp(s->s + s->n - 8, "IEND", 4) == 0);
    return n;
}

/* What `from` is when unpacked, into a buffer that lives until the next. */
static const char *unpacked(const char *from, size_t n, uLongf *length)
{
    static char to[4 << 20];

    *length = sizeof to - 1;
    ck_assert_int_eq(uncompress((Bytef *)to, length, (const Bytef *)from, n),
                     Z_OK);
    to[*length] = '\0';
    return to;
}

START_TEST(png_holds_picture_and_data)
{
    struct strbuf out = STRBUF_INIT, data = STRBUF_INIT;
    struct report_options o = {.variant = ""};
    struct alignment a = small();
    uLongf length;

    if (report_png.missing) {
        printf("png: not built in\n");
        return;
    }
    report_png.begin(&out, &o);
    report_png.sentence(&out, 1, &a, &o);
    report_png.sentence(&out, 2, &a, &o);
    report_png.end(&out, &o);
    chunks(&out, "IHDR", &data);
    unsigned long width = number(data.s), height = number(data.s + 4);
    chunks(&out, "IDAT", &data);
    unpacked(data.s, data.n, &length);
    ck_assert_uint_eq(length, height * (1 + 3 * width));
    chunks(&out, "iTXt", &data);
    ck_assert(memcmp(data.s, "Description\0\1\0\0\0", 16) == 0);
    const char *json = unpacked(data.s + 16, data.n - 16, &length);
    ck_assert_ptr_nonnull(strstr(json, "\"source\":[\"the\",\"猫\",\"\\u003c/s"));
    ck_assert_ptr_nonnull(strstr(json, "\"sentence\":2"));
    strbuf_release(&out);
    strbuf_release(&data);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("picture");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, plain_letters);
    tcase_add_test(t, plain_letters_differ);
    tcase_add_test(t, plain_letters_for_the_rest);
    tcase_add_test(t, labels_have_ink);
    tcase_add_test(t, labels_run_both_ways);
    tcase_add_test(t, canvas_stays_inside);
    tcase_add_test(t, canvas_turns_labels);
    tcase_add_test(t, picture_in_bands);
    tcase_add_test(t, png_holds_picture_and_data);
    return test_run("picture", t);
}
