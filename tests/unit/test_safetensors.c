#include "model/safetensors.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "model/filekind.h"
#include "test.h"

/* Processor time that a hostile header may take. */
#define HOSTILE_SECONDS (0.05 * TEST_SLOWER)

static struct arena arena;
static struct error err;
static const char path[] = "x.safetensors";

static void setup(void)
{
    arena_init(&arena, "test");
    test_enter_dir();
}

static void teardown(void)
{
    test_leave_dir();
    arena_drop(&arena);
}

/* ==== A small file of every type ==== */

static const double f64[2] = {1.5, -0.0};
static const float f32[6] = {1, 2, 3, 4, 5, 6};
static const uint16_t bf16[3] = {0x3f80, 0x4000, 0xff80};
static const unsigned char u8[5] = "caf\xc3\xa9";
static const signed char i8[2] = {-128, 127};

static struct st_tensor small_tensor[] = {
    {"vocab", ST_U8, 1, {5}, u8, 5},
    {"encoder.W", ST_F32, 2, {2, 3}, f32, 24},
    {"scalar", ST_F64, 0, {0}, f64, 8},
    {"q", ST_I8, 4, {1, 2, 1, 1}, i8, 2},
    {"empty", ST_F32, 2, {0, 7}, NULL, 0},
    {"half", ST_BF16, 1, {3}, bf16, 6},
    {"b", ST_F32, 1, {1}, f32, 4},
};

static struct st_meta small_meta[] = {
    {"format", "s2s"},
    {"note", "a \"quote\", \xe4\xb8\xad, <b>"},
    {"", ""},
};

static const struct st_file small = {small_tensor, 7, small_meta, 3};

static void write_small(char **bytes, size_t *n)
{
    ck_assert_msg(st_write(path, &small, &err), "%s", err.text);
    ck_assert(file_read(path, 1 << 20, &arena, bytes, n, &err));
}

static bool parse(struct st_file *f, const char *bytes, size_t n)
{
    return st_parse(f, bytes, n, "x.safetensors", &arena, &err);
}

START_TEST(round_trip)
{
    static const char *const order[] = {"scalar", "encoder.W", "empty", "b",
                                        "half",   "vocab",     "q"};
    struct st_file f;
    ck_assert(st_write(path, &small, &err));
    ck_assert_msg(st_read(&f, path, &arena, &err), "%s", err.text);
    ck_assert_int_eq(f.n, 7);
    ck_assert_int_eq(f.metas, 3);
    for (int i = 0; i < 7; i++) {
        const struct st_tensor *got = &f.tensor[i];
        const struct st_tensor *want = st_find(&small, order[i]);
        ck_assert_str_eq(got->name, order[i]);
        ck_assert_int_eq(got->type, want->type);
        ck_assert_int_eq(got->rank, want->rank);
        ck_assert_mem_eq(got->shape, want->shape, sizeof(got->shape));
        ck_assert_uint_eq(got->bytes, want->bytes);
        ck_assert_uint_eq((uintptr_t)got->data % st_type_size(got->type), 0);
        if (want->bytes > 0)
            ck_assert_mem_eq(got->data, want->data, want->bytes);
    }
    for (int i = 0; i < 3; i++)
        ck_assert_str_eq(st_meta(&f, small_meta[i].key), small_meta[i].value);
    ck_assert_ptr_null(st_meta(&f, "absent"));
    ck_assert_ptr_null(st_find(&f, "checksum"));
}
END_TEST

START_TEST(equal_contents_give_equal_bytes)
{
    char *one, *two;
    size_t n, m;
    write_small(&one, &n);
    write_small(&two, &m);
    ck_assert_uint_eq(n, m);
    ck_assert_mem_eq(one, two, n);
    ck_assert_int_eq(one[8], '{');
    ck_assert_uint_eq((unsigned char)one[0] % 8, 0);
}
END_TEST

/* An empty file has the layout that its description says, byte by byte. */
START_TEST(layout)
{
    static const char header[] = "{\"checksum\":{\"dtype\":\"U8\","
                                 "\"shape\":[4],\"data_offsets\":[0,4]}}     ";
    const struct st_file none = {NULL, 0, NULL, 0};
    struct st_file f;
    char *bytes;
    size_t n;
    ck_assert(st_write(path, &none, &err));
    ck_assert(file_read(path, 1 << 20, &arena, &bytes, &n, &err));
    ck_assert_uint_eq(n, 8 + 64 + 4);
    ck_assert_mem_eq(bytes, "\x40\0\0\0\0\0\0\0", 8);
    ck_assert_mem_eq(bytes + 8, header, 64);
    ck_assert(parse(&f, bytes, n));
    ck_assert_int_eq(f.n, 0);
}
END_TEST

START_TEST(bytes_need_not_be_aligned)
{
    struct st_file f;
    char *bytes;
    size_t n;
    write_small(&bytes, &n);
    char *shifted = arena_alloc(&arena, n + 1);
    memcpy(shifted + 1, bytes, n);
    ck_assert(parse(&f, shifted + 1, n));
    ck_assert_uint_eq((uintptr_t)f.tensor[0].data % 8, 0);
}
END_TEST

/* ==== Damage ==== */

START_TEST(every_truncation_is_refused)
{
    struct st_file f;
    char *bytes;
    size_t n;
    write_small(&bytes, &n);
    for (size_t k = 0; k < n; k++) {
        struct arena_mark mark = arena_mark(&arena);
        ck_assert_msg(!parse(&f, bytes, k), "cut at %zu", k);
        ck_assert_int_eq(err.status, EXIT_MODEL);
        if (k > 8)
            ck_assert_msg(strstr(err.text, "truncated") != NULL,
                          "cut at %zu: %s", k, err.text);
        arena_release(&arena, mark);
    }
}
END_TEST

START_TEST(every_flipped_byte_is_refused)
{
    static const int masks[] = {0x01, 0x80, 0xFF};
    struct st_file f;
    char *bytes;
    size_t n;
    write_small(&bytes, &n);
    for (size_t k = 0; k < 3 * n; k++) {
        struct arena_mark mark = arena_mark(&arena);
        char *byte = &bytes[k / 3];
        *byte = (char)(*byte ^ masks[k % 3]);
        ck_assert_msg(!parse(&f, bytes, n), "byte %zu", k / 3);
        ck_assert_int_eq(err.status, EXIT_MODEL);
        *byte = (char)(*byte ^ masks[k % 3]);
        arena_release(&arena, mark);
    }
    ck_assert(parse(&f, bytes, n));
}
END_TEST

/* ==== Hostile headers ==== */

/* Appends `header` (with ' for ") behind its length, padded, and `data`
 * bytes that end in their right checksum. */
static void build(struct strbuf *b, const char *header, size_t n, size_t data)
{
    strbuf_reset(b);
    strbuf_add(b, "\0\0\0\0\0\0\0\0", 8);
    for (size_t i = 0; i < n; i++)
        strbuf_putc(b, header[i] == '\'' ? '"' : header[i]);
    while (b->n % 8 != 0)
        strbuf_putc(b, ' ');
    for (int i = 0; i < 8; i++)
        b->s[i] = (char)((uint64_t)(b->n - 8) >> (8 * i) & 0xFF);
    for (size_t i = 0; i + 4 < data; i++)
        strbuf_putc(b, 0);
    uint32_t crc = file_crc32(0, b->s, b->n);
    for (int i = 0; i < 4 && (size_t)i < data; i++)
        strbuf_putc(b, (char)(crc >> (8 * i) & 0xFF));
}

#define TENSOR(name, dtype, shape, offsets)          \
    "'" name "':{'dtype':'" dtype "','shape':" shape \
    ",'data_offsets':" offsets "}"
#define F32(shape, offsets) TENSOR("a", "F32", shape, offsets)
#define SUM(offsets)        TENSOR("checksum", "U8", "[4]", offsets)
#define ONE(entry)          "{" entry "," SUM("[8,12]") "}"
#define GOOD                F32("[2]", "[0,8]")

struct hostile {
    const char *header;
    size_t data;
    const char *text; /* part of the message; NULL when it is accepted */
};

static const struct hostile hostile[] = {
    /* what is right, so that the rest is refused for its one fault */
    {ONE(GOOD), 12, NULL},
    {"{" SUM("[0,4]") "}", 4, NULL},
    {"{'__metadata__':{}," SUM("[0,4]") "}", 4, NULL},
    {ONE("'a':{'shape':[2],'data_offsets':[0,8],'dtype':'F32'}"), 12, NULL},
    {ONE(TENSOR("a", "F64", "[]", "[0,8]")), 12, NULL},
    {"{" F32("[0]", "[0,0]") "," SUM("[0,4]") "}", 4, NULL},
    {"{" F32("[0,999999999999]", "[0,0]") "," SUM("[0,4]") "}", 4, NULL},
    {ONE(TENSOR("a'", "F32", "[2]", "[0,8]")), 12, "header"},
    {ONE(TENSOR("a\\u0022\\\\", "F32", "[2]", "[0,8]")), 12, NULL},

    /* offsets */
    {"{" F32("[2]", "[0,8]") "," SUM("[4,8]") "}", 8, "begin at 4; exp"},
    {"{" F32("[2]", "[0,8]") "," SUM("[16,20]") "}", 20, "expected 8"},
    {"{" F32("[2]", "[4,12]") "," SUM("[0,4]") "}", 12, "expected 0"},
    {"{" F32("[2]", "[8,16]") "," SUM("[16,20]") "}", 20, "expected 0"},
    {ONE(F32("[2]", "[0,7]")), 12, "take 8 bytes"},
    {ONE(F32("[2]", "[0,9]")), 12, "take 8 bytes"},
    {ONE(F32("[2]", "[8,0]")), 12, "expected 0"},
    {"{" F32("[2]", "[0,8]") "," SUM("[8,4]") "}", 12, "8..4"},
    {ONE(F32("[2]", "[0]")), 12, "data_offsets"},
    {ONE(F32("[2]", "[]")), 12, "data_offsets"},
    {ONE(F32("[2]", "[0,8,8]")), 12, "data_offsets"},
    {ONE(F32("[2]", "8")), 12, "data_offsets"},
    {ONE(F32("[2]", "{'a':0,'b':8}")), 12, "data_offsets"},
    {ONE(F32("[2]", "['0','8']")), 12, "data_offsets"},
    {ONE(F32("[2]", "[[0],[8]]")), 12, "data_offsets"},
    {ONE(F32("[250000000000000]", "[0,1000000000000000]")), 12, "digits"},
    {"{" F32("[249999999999999]", "[0,999999999999996]") "," SUM(
         "[999999999999996,999999999999999]") "}",
     12, "take 4 bytes"},
    {"{" F32("[24999999999999]", "[0,99999999999996]") "," SUM(
         "[99999999999996,100000000000000]") "}",
     12, "truncated"},

    /* numbers */
    {ONE(F32("[-2]", "[0,8]")), 12, "'-'"},
    {ONE(F32("[2]", "[-0,8]")), 12, "'-'"},
    {ONE(F32("[2.0]", "[0,8]")), 12, "'.'"},
    {ONE(F32("[2]", "[0,8.5]")), 12, "'.'"},
    {ONE(F32("[2e0]", "[0,8]")), 12, "'e'"},
    {ONE(F32("[2]", "[0,8E0]")), 12, "'E'"},
    {ONE(F32("[2]", "[0,1e999]")), 12, "header"},
    {ONE(F32("[2]", "[0,NaN]")), 12, "header"},
    {ONE(F32("[2]", "[0,Infinity]")), 12, "header"},
    {ONE(F32("[02]", "[0,8]")), 12, "header"},
    {ONE(F32("[0x2]", "[0,8]")), 12, "header"},
    {ONE(F32("[+2]", "[0,8]")), 12, "header"},
    {ONE(F32("[9007199254740993]", "[0,8]")), 12, "digits"},
    {ONE(F32("[18446744073709551618]", "[0,8]")), 12, "digits"},

    /* shapes */
    {ONE(F32("[1073741826]", "[0,8]")), 12, "take 4294967304 bytes"},
    {ONE(F32("[2147483649,4294967296]", "[0,8]")), 12, "overflows"},
    {ONE(F32("[4294967296,1073741824]", "[0,0]")), 12, "overflows"},
    {ONE(F32("[65536,65536,65536,65536]", "[0,8]")), 12, "overflows"},
    {ONE(F32("[999999999999,999999999999,0]", "[0,0]")), 12, "overflows"},
    {ONE(F32("[1,1,1,1,2]", "[0,8]")), 12, "at most 4"},
    {ONE(F32("2", "[0,8]")), 12, "shape is not a list"},
    {ONE(F32("'2'", "[0,8]")), 12, "shape is not a list"},
    {ONE(F32("{'0':2}", "[0,8]")), 12, "shape is not a list"},
    {ONE(F32("[[2]]", "[0,8]")), 12, "not a number"},
    {ONE(F32("['2']", "[0,8]")), 12, "not a number"},
    {ONE(F32("[null]", "[0,8]")), 12, "'n'"},
    {ONE(F32("[true]", "[0,8]")), 12, "'t'"},

    /* types and keys */
    {ONE(TENSOR("a", "F16", "[4]", "[0,8]")), 12, "'F16'"},
    {ONE(TENSOR("a", "f32", "[2]", "[0,8]")), 12, "'f32'"},
    {ONE(TENSOR("a", "I64", "[1]", "[0,8]")), 12, "'I64'"},
    {ONE(TENSOR("a", "", "[1]", "[0,8]")), 12, "''"},
    {ONE("'a':{'dtype':1,'shape':[2],'data_offsets':[0,8]}"), 12, "dtype"},
    {ONE("'a':{'shape':[2],'data_offsets':[0,8]}"), 12, "exactly"},
    {ONE("'a':{'dtype':'F32','data_offsets':[0,8]}"), 12, "exactly"},
    {ONE("'a':{'dtype':'F32','shape':[2]}"), 12, "exactly"},
    {ONE("'a':{'Dtype':'F32','shape':[2],'data_offsets':[0,8]}"), 12,
     "exactly"},
    {ONE("'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}"), 12,
     "exactly"},
    {ONE("'a':{}"), 12, "exactly"},
    {ONE("'a':[]"), 12, "not an object"},
    {ONE("'a':8"), 12, "not an object"},
    {ONE(GOOD "," F32("[2]", "[8,16]")), 20, "header"},
    {ONE("'a':{'dtype':'F32','dtype':'F32','shape':[2],"
         "'data_offsets':[0,8]}"),
     12, "header"},
    {"{" TENSOR("a", "U8", "[8]", "[0,8]") "," TENSOR(
         "b", "F32", "[1]", "[8,12]") "," SUM("[12,16]") "}",
     16, "narrower"},

    /* metadata */
    {"{'__metadata__':[]," SUM("[0,4]") "}", 4, "__metadata__"},
    {"{'__metadata__':'s2s'," SUM("[0,4]") "}", 4, "__metadata__"},
    {"{'__metadata__':{'v':1}," SUM("[0,4]") "}", 4, "'v' is not a string"},
    {"{'__metadata__':{'v':{}}," SUM("[0,4]") "}", 4, "'v' is not a string"},
    {"{'__metadata__':{'v':'1','v':'1'}," SUM("[0,4]") "}", 4, "header"},
    {"{'__metadata__':{},'__metadata__':{}," SUM("[0,4]") "}", 4, "header"},

    /* the checksum */
    {"{" GOOD "}", 8, "no checksum"},
    {"{}", 0, "no checksum"},
    {"{" SUM("[0,4]") "," TENSOR("z", "U8", "[1]", "[4,5]") "}", 5,
     "not the last"},
    {"{" TENSOR("checksum", "F32", "[1]", "[0,4]") "}", 4, "not U8"},
    {"{" TENSOR("checksum", "I8", "[4]", "[0,4]") "}", 4, "not U8"},
    {"{" TENSOR("checksum", "U8", "[2,2]", "[0,4]") "}", 4, "not U8"},
    {"{" TENSOR("checksum", "U8", "[8]", "[0,8]") "}", 8, "not U8"},
    {"{" TENSOR("Checksum", "U8", "[4]", "[0,4]") "}", 4, "no checksum"},

    /* the ends of the file */
    {ONE(GOOD), 13, "1 bytes too many"},
    {ONE(GOOD), 4096, "4084 bytes too many"},
    {ONE(GOOD), 11, "truncated"},
    {ONE(GOOD), 0, "truncated"},

    /* not JSON */
    {"{", 0, "header"},
    {"{}}", 0, "header"},
    {"{} {}", 0, "header"},
    {"{'a'}", 0, "header"},
    {"{,}", 0, "header"},
    {"{" SUM("[0,4]") ",}", 4, "header"},
    {"{" SUM("[0,4]") "} // comment", 4, "header"},
    {"{'a\xff':{}," SUM("[0,4]") "}", 4, "header"},
    {"{'a\xc0\x80':{}," SUM("[0,4]") "}", 4, "header"},
    {"{'a\xed\xa0\x80':{}," SUM("[0,4]") "}", 4, "header"},
    {"{'a\\u0000':{}," SUM("[0,4]") "}", 4, "header"},
    {"{'a\\ud800':{}," SUM("[0,4]") "}", 4, "header"},
    {"{'a\n':{}," SUM("[0,4]") "}", 4, "header"},
    {"{'a':[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]}", 0, "header"},
    {"{'a\\", 0, "header"},
};

static void refused(const char *what, const struct strbuf *b, const char *text)
{
    struct st_file f;
    double start = test_seconds();
    bool ok = parse(&f, b->s, b->n);
    double took = test_seconds() - start;
    if (text == NULL) {
        ck_assert_msg(ok, "%s: %s", what, err.text);
        return;
    }
    ck_assert_msg(!ok, "accepted: %s", what);
    ck_assert_msg(err.status == EXIT_MODEL, "%s", err.text);
    ck_assert_msg(strncmp(err.text, "x.safetensors: ", 15) == 0 &&
                      strstr(err.text, text) != NULL,
                  "%s: %s; expected %s", what, err.text, text);
    ck_assert_msg(err.hint[0] != '\0', "no hint: %s", err.text);
    ck_assert_msg(took < HOSTILE_SECONDS, "%.60s: %.3f s", what, took);
}

START_TEST(hostile_header)
{
    const struct hostile *h = &hostile[_i];
    struct strbuf b = STRBUF_INIT;
    build(&b, h->header, strlen(h->header), h->data);
    refused(h->header, &b, h->text);
    strbuf_release(&b);
}
END_TEST

START_TEST(hostile_length)
{
    static const struct {
        uint64_t length;
        const char *text;
    } row[] = {
        {UINT64_MAX, "not a model"},
        {UINT64_C(1) << 63, "not a model"},
        {UINT64_C(1) << 32, "header of 4294967296 bytes"},
        {(1 << 20) + 8, "header of 1048584 bytes"},
        {1 << 20, "truncated"},
        {1000, "truncated"},
        {97, "multiple of 8"},
        {8, "header"},
    };
    struct strbuf b = STRBUF_INIT;
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        build(&b, ONE(GOOD), strlen(ONE(GOOD)), 12);
        for (int k = 0; k < 8; k++)
            b.s[k] = (char)(row[i].length >> (8 * k) & 0xFF);
        refused("length", &b, row[i].text);
    }
    strbuf_release(&b);
}
END_TEST

START_TEST(nul_in_header)
{
    struct strbuf b = STRBUF_INIT;
    static const char inside[] = "{'a\0b':{}," SUM("[0,4]") "}";
    build(&b, inside, sizeof(inside) - 1, 4);
    refused("NUL in a name", &b, "header");
    static const char after[] = "{" SUM("[0,4]") "}\0\0";
    build(&b, after, sizeof(after) - 1, 4);
    refused("NUL as padding", &b, "header");
    strbuf_release(&b);
}
END_TEST

/* `unit`, again and again, up to the largest header. */
static void hostile_flood(const char *begin, const char *unit, const char *end,
                          bool numbered)
{
    struct strbuf h = STRBUF_INIT, b = STRBUF_INIT;
    strbuf_puts(&h, begin);
    for (int i = 0; h.n < (1 << 20) - 100; i++) {
        if (numbered)
            strbuf_printf(&h, "'%x':", i);
        strbuf_puts(&h, unit);
    }
    strbuf_puts(&h, end);
    build(&b, h.s, h.n, 4);
    refused(unit, &b, "");
    strbuf_release(&h);
    strbuf_release(&b);
}

START_TEST(hostile_floods)
{
    hostile_flood("{'a':[", "0,", "0]}", false);
    hostile_flood("{'a':", "[", "0", false);
    hostile_flood("{'a':[", "[],", "[]]}", false);
    hostile_flood("{'a':", "9", "}", false);
    hostile_flood("{'", "aaaaaaaaaaaaaaaa", "':0}", false);
    hostile_flood("{'", "\\u0041", "':0}", false);
    hostile_flood("{", "0,", "'z':0}", true);
    hostile_flood("{'__metadata__':{", "0,", "'z':0}}", true);
    hostile_flood("{", "'a':0,", "'z':0}", false);
    hostile_flood("{", "{'x':0},", "'z':0}", true);
}
END_TEST

START_TEST(too_many_tensors)
{
    struct strbuf h = STRBUF_INIT, b = STRBUF_INIT;
    strbuf_putc(&h, '{');
    for (int i = 0; i < 4096; i++)
        strbuf_printf(&h,
                      "'%d':{'dtype':'F32','shape':[0],"
                      "'data_offsets':[0,0]},",
                      i);
    strbuf_puts(&h, SUM("[0,4]") "}");
    build(&b, h.s, h.n, 4);
    refused("4097 tensors", &b, "4097 tensors");
    strbuf_release(&h);
    strbuf_release(&b);
}
END_TEST

/* ==== Other kinds of file ==== */

#define KIND(bytes, text)              \
    {                                  \
        bytes, sizeof(bytes) - 1, text \
    }

static const struct {
    const char *bytes;
    size_t n;
    const char *text;
} other[] = {
    KIND("", "an empty file"),
    KIND("PK\3\4\x14\0\0\0\0\0\0\0", "zip archive"),
    KIND("\x1f\x8b\x08\0\0\0\0\0\0\3", "gzip"),
    KIND("GGUF\3\0\0\0\x10\0\0\0", "GGUF"),
    KIND("\x80\2}q\1(X\5\0\0\0", "pickle"),
    KIND("\x80\4\x95\x1a\0\0\0\0\0\0\0", "pickle"),
    KIND("\x93NUMPY\1\0v\0", "NumPy"),
    KIND("<!DOCTYPE html>\n<html>", "HTML"),
    KIND("\r\n  <HTML><body>404", "HTML"),
    KIND("version https://git-lfs.github.com/spec/v1\noid sha256:", "LFS"),
    KIND("Go.\tVa !\nHi.\tSalut !\n", "text file"),
    KIND("a", "text file"),
    KIND("{\"model\": 1}", "text file"),
    KIND("\xe4\xbd\xa0\xe5\xa5\xbd\xe3\x80\x82\tHello", "text file"),
    KIND("\1\2\3\4\5\6\7\10\11\12\13\14", "no safetensors header"),
    KIND("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "no safetensors header"),
};

START_TEST(wrong_kind)
{
    struct st_file f;
    ck_assert(save_all(path, other[_i].bytes, other[_i].n, &err));
    ck_assert(!st_read(&f, path, &arena, &err));
    ck_assert_int_eq(err.status, EXIT_MODEL);
    ck_assert_msg(strstr(err.text, other[_i].text) != NULL, "%s", err.text);
    ck_assert_msg(strstr(err.text, path) != NULL, "%s", err.text);
}
END_TEST

/* The first 512 bytes may end in the middle of a character. */
START_TEST(long_text_is_text)
{
    char text[600];
    for (int shift = 0; shift < 4; shift++) {
        memset(text, 'x', (size_t)shift);
        for (int i = shift; i + 4 <= 600; i += 4)
            memcpy(text + i, "\xf0\x9f\x98\x80", 4);
        const char *kind = filekind(text, 596);
        ck_assert_ptr_nonnull(kind);
    }
}
END_TEST

START_TEST(cannot_be_opened)
{
    struct st_file f;
    ck_assert(!st_read(&f, "/tmp", &arena, &err));
    ck_assert_int_eq(err.status, EXIT_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "directory"));
    ck_assert(!st_read(&f, "/tmp/s2s/no/such/model", &arena, &err));
    ck_assert_int_eq(err.status, EXIT_IO);
}
END_TEST

/* A sparse file far larger than memory. */
START_TEST(larger_than_memory)
{
    struct st_file f;
    ck_assert(save_all(path, "", 0, &err));
    if (truncate(path, (off_t)1 << 42) != 0) {
        puts("skipped: no sparse file of 4 TB here");
        return;
    }
    ck_assert(!st_read(&f, path, &arena, &err));
    ck_assert_int_eq(err.status, EXIT_MODEL);
}
END_TEST

START_TEST(write_failure_keeps_the_old_file)
{
    struct st_file f;
    ck_assert(st_write(path, &small, &err));
    ck_assert(!st_write("/tmp/s2s/no/such/folder/m", &small, &err));
    ck_assert_int_eq(err.status, EXIT_IO);
    size_t huge = 1 << 20;
    char *value = arena_alloc(&arena, huge + 1);
    memset(value, 'x', huge);
    struct st_meta meta = {"note", value};
    const struct st_file large = {NULL, 0, &meta, 1};
    ck_assert(!st_write(path, &large, &err));
    ck_assert_int_eq(err.status, EXIT_MODEL);
    ck_assert(st_read(&f, path, &arena, &err));
    ck_assert_int_eq(f.n, 7);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("safetensors");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, round_trip);
    tcase_add_test(t, equal_contents_give_equal_bytes);
    tcase_add_test(t, layout);
    tcase_add_test(t, bytes_need_not_be_aligned);
    tcase_add_test(t, every_truncation_is_refused);
    tcase_add_test(t, every_flipped_byte_is_refused);
    tcase_add_loop_test(t, hostile_header, 0,
                        (int)(sizeof(hostile) / sizeof(hostile[0])));
    tcase_add_test(t, hostile_length);
    tcase_add_test(t, nul_in_header);
    tcase_add_test(t, hostile_floods);
    tcase_add_test(t, too_many_tensors);
    tcase_add_loop_test(t, wrong_kind, 0,
                        (int)(sizeof(other) / sizeof(other[0])));
    tcase_add_test(t, long_text_is_text);
    tcase_add_test(t, cannot_be_opened);
    tcase_add_test(t, larger_than_memory);
    tcase_add_test(t, write_failure_keeps_the_old_file);
    return test_run("safetensors", t);
}
