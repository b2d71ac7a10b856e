#include "model/safetensors.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/size.h"
#include "model/filekind.h"

/* A number of at most this many digits is exact in cJSON's double, and no
 * sum of two overflows.  A tensor's entry has at most eight commas. */
enum { DIGITS = 15, ITEMS = 8 * ST_TENSORS };

struct reader {
    struct st_file *f;
    const char *where;
    struct arena *arena;
    struct error *err;
    size_t end;   /* of the data described so far */
    size_t width; /* type size of the tensor before */
};

static bool bad(struct reader *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool bad(struct reader *r, const char *format, ...)
{
    char text[sizeof(r->err->text)];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof(text), format, ap);
    va_end(ap);
    error_set(r->err, EXIT_MODEL, "%s: %s", r->where, text);
    return error_hint(r->err, "the file is damaged or was not written by "
                              "s2s: copy it again, or train the model again");
}

static bool not_a_model(struct reader *r, const char *bytes, size_t n)
{
    const char *what = n == 0 ? "an empty file" : filekind(bytes, n);
    if (what == NULL)
        return bad(r, "not a model: no safetensors header at its start");
    error_set(r->err, EXIT_MODEL,
              "%s: this is %s; expected a model "
              "(.safetensors)",
              r->where, what);
    return error_hint(r->err, "a model is what `s2s train` writes");
}

/* ==== Header ==== */

/* Reads the header's length.  A file that does not begin as safetensors
 * does is named; one that does was cut, or lies. */
static bool header_length(struct reader *r, const char *bytes, size_t n,
                          size_t *length)
{
    uint64_t u = 0;
    if (n < 9 || bytes[8] != '{')
        return not_a_model(r, bytes, n);
    for (int i = 0; i < 8; i++)
        u |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    if (u > UINT64_C(1) << 40)
        return not_a_model(r, bytes, n);
    if (u > ST_HEADER)
        return bad(r, "a header of %llu bytes; a model's has at most %d",
                   (unsigned long long)u, ST_HEADER);
    if (u > n - 8)
        return bad(r,
                   "truncated at byte %zu; its header alone ends at "
                   "byte %llu",
                   n, (unsigned long long)u + 8);
    if (u % 8 != 0)
        return bad(r,
                   "a header of %llu bytes; expected a multiple of 8, "
                   "padded with spaces",
                   (unsigned long long)u);
    *length = (size_t)u;
    return true;
}

static bool unexpected(struct reader *r, unsigned char byte, size_t at)
{
    if (byte > ' ' && byte < 0x7F)
        return bad(r,
                   "'%c' at byte %zu of the header; expected names and "
                   "whole numbers",
                   byte, at);
    return bad(r, "byte 0x%02x at byte %zu of the header", byte, at);
}

/* Outside of strings a header has brackets, whole numbers, spaces and
 * nothing else.  cJSON's double cannot tell 24 from 24.0 or 2.4e1, so they
 * are told apart here; and its tree takes 64 bytes an item, so items are
 * counted before it grows.  Whether it is JSON is not looked at. */
static bool check_plain(struct reader *r, const char *s, size_t n)
{
    bool string = false;
    int digits = 0, items = 0;
    for (size_t i = 0; i < n; i++) {
        digits = !string && s[i] >= '0' && s[i] <= '9' ? digits + 1 : 0;
        if (s[i] == '"')
            string = !string;
        else if (string)
            i += s[i] == '\\';
        else if (s[i] == '\0' || !strchr("{}[]:, 0123456789", s[i]))
            return unexpected(r, (unsigned char)s[i], i);
        else if (digits > DIGITS)
            return bad(r,
                       "a number of more than %d digits at byte %zu of "
                       "the header",
                       DIGITS, i);
        else if (s[i] == ',' && ++items > ITEMS)
            return bad(r, "more than %d items in the header", ITEMS);
    }
    return true;
}

static bool read_metadata(struct reader *r, const struct cJSON *meta)
{
    if (!cJSON_IsObject(meta))
        return bad(r, "__metadata__ is not an object of strings");
    r->f->meta =
        ARENA_ARRAY(r->arena, struct st_meta, cJSON_GetArraySize(meta));
    for (const struct cJSON *j = meta->child; j != NULL; j = j->next) {
        struct st_meta *m = &r->f->meta[r->f->metas++];
        if (!cJSON_IsString(j))
            return bad(r, "__metadata__: '%.80s' is not a string", j->string);
        m->key = arena_strdup(r->arena, j->string);
        m->value = arena_strdup(r->arena, j->valuestring);
    }
    return true;
}

/* ==== Tensors ==== */

static bool read_type(struct reader *r, struct st_tensor *t,
                      const struct cJSON *dtype)
{
    if (!cJSON_IsString(dtype))
        return bad(r, "tensor '%.80s': dtype is not a string", t->name);
    int i = 0;
    while (i < ST_TYPE_COUNT &&
           strcmp(st_type_name((enum st_type)i), dtype->valuestring) != 0)
        i++;
    if (i == ST_TYPE_COUNT)
        return bad(r,
                   "tensor '%.80s': type '%.20s' is not one of F64, F32, "
                   "BF16, I8, U8",
                   t->name, dtype->valuestring);
    t->type = (enum st_type)i;
    t->bytes = st_type_size(t->type);
    if (t->bytes > r->width)
        return bad(r,
                   "tensor '%.80s' (%s) stands after one of a narrower "
                   "type",
                   t->name, dtype->valuestring);
    r->width = t->bytes;
    return true;
}

/* A whole number (check_plain saw to that), small enough for size_t. */
static bool number(const struct cJSON *j, size_t *out)
{
    if (!cJSON_IsNumber(j) || j->valuedouble > (double)(SIZE_MAX / 4))
        return false;
    *out = (size_t)j->valuedouble;
    return true;
}

static bool read_shape(struct reader *r, struct st_tensor *t,
                       const struct cJSON *shape)
{
    if (!cJSON_IsArray(shape) || cJSON_GetArraySize(shape) > ST_RANK)
        return bad(r,
                   "tensor '%.80s': shape is not a list of at most %d "
                   "numbers",
                   t->name, ST_RANK);
    for (const struct cJSON *j = shape->child; j != NULL; j = j->next) {
        size_t d;
        if (!number(j, &d))
            return bad(r, "tensor '%.80s': shape has what is not a number",
                       t->name);
        if (!size_mul(t->bytes, d, &t->bytes))
            return bad(r, "tensor '%.80s': its size overflows", t->name);
        t->shape[t->rank++] = (int64_t)d;
    }
    return true;
}

/* Data begin where those of the tensor before end: so nothing overlaps,
 * nothing is left out, and the order is the file's. */
static bool read_offsets(struct reader *r, struct st_tensor *t,
                         const struct cJSON *offsets)
{
    size_t begin, end;
    if (!cJSON_IsArray(offsets) || cJSON_GetArraySize(offsets) != 2 ||
        !number(offsets->child, &begin) || !number(offsets->child->next, &end))
        return bad(r,
                   "tensor '%.80s': data_offsets is not a list of two "
                   "numbers",
                   t->name);
    if (begin != r->end)
        return bad(r,
                   "tensor '%.80s': its data begin at %zu; expected %zu, "
                   "where those before end",
                   t->name, begin, r->end);
    if (end < begin || end - begin != t->bytes)
        return bad(r,
                   "tensor '%.80s': data_offsets %zu..%zu; its type and "
                   "shape take %zu bytes",
                   t->name, begin, end, t->bytes);
    r->end = end;
    return true;
}

static bool read_tensor(struct reader *r, struct st_tensor *t,
                        const struct cJSON *j)
{
    const struct cJSON *dtype, *shape, *offsets;
    t->name = arena_strdup(r->arena, j->string);
    if (!cJSON_IsObject(j))
        return bad(r, "tensor '%.80s' is not an object", t->name);
    dtype = cJSON_GetObjectItemCaseSensitive(j, "dtype");
    shape = cJSON_GetObjectItemCaseSensitive(j, "shape");
    offsets = cJSON_GetObjectItemCaseSensitive(j, "data_offsets");
    if (!dtype || !shape || !offsets || cJSON_GetArraySize(j) != 3)
        return bad(r,
                   "tensor '%.80s': expected exactly dtype, shape and "
                   "data_offsets",
                   t->name);
    return read_type(r, t, dtype) && read_shape(r, t, shape) &&
           read_offsets(r, t, offsets);
}

static bool read_header(struct reader *r, const struct cJSON *root)
{
    const struct cJSON *meta =
        cJSON_GetObjectItemCaseSensitive(root, "__metadata__");
    int n = cJSON_GetArraySize(root) - (meta != NULL);
    if (n > ST_TENSORS)
        return bad(r, "%d tensors; a model has at most %d", n, ST_TENSORS);
    if (meta != NULL && !read_metadata(r, meta))
        return false;
    r->f->tensor = ARENA_ARRAY(r->arena, struct st_tensor, n);
    for (const struct cJSON *j = root->child; j != NULL; j = j->next)
        if (j != meta && !read_tensor(r, &r->f->tensor[r->f->n++], j))
            return false;
    return true;
}

/* ==== Data ==== */

/* The last tensor must be the checksum, and leaves the list. */
static bool take_checksum(struct reader *r)
{
    struct st_file *f = r->f;
    const struct st_tensor *t = st_find(f, "checksum");
    if (t == NULL)
        return bad(r, "it has no checksum: not a model of s2s");
    if (t != &f->tensor[f->n - 1])
        return bad(r, "the checksum is not the last tensor");
    if (t->type != ST_U8 || t->rank != 1 || t->bytes != ST_CHECKSUM)
        return bad(r, "the checksum is not U8 [%d]", ST_CHECKSUM);
    f->n--;
    return true;
}

/* Fuzzers cannot guess a crc; they are let past it. */
static bool check_sum(struct reader *r, const char *bytes, size_t n)
{
    uint32_t want = 0;
#ifndef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    uint32_t got = file_crc32(0, bytes, n - ST_CHECKSUM);
    for (int i = 0; i < ST_CHECKSUM; i++)
        want |= (uint32_t)(unsigned char)bytes[n - ST_CHECKSUM + (size_t)i]
             << (8 * i);
    if (got != want)
        return bad(r,
                   "the checksum is %08x; expected %08x: some byte "
                   "changed since it was written",
                   got, want);
#endif
    return true;
}

/* The file must end where the header says: shorter was cut, longer hides
 * something.  Then every tensor gets its data. */
static bool place(struct reader *r, const char *bytes, size_t n, size_t start)
{
    if (n - start < r->end)
        return bad(r, "truncated at byte %zu; expected %zu", n, start + r->end);
    if (n - start > r->end)
        return bad(r, "%zu bytes too many at its end", n - start - r->end);
    for (int i = 0; i < r->f->n; i++) {
        r->f->tensor[i].data = bytes + start;
        start += r->f->tensor[i].bytes;
    }
    return take_checksum(r) && check_sum(r, bytes, n);
}

static bool parse_header(struct reader *r, const char *s, size_t n)
{
    struct cJSON *root;
    if (!check_plain(r, s, n))
        return false;
    if (!json_parse(&root, s, n, r->err))
        return bad(r, "header: %s", r->err->text);
    bool ok = read_header(r, root);
    json_free(root);
    return ok;
}

bool st_parse(struct st_file *f, const char *bytes, size_t n, const char *where,
              struct arena *arena, struct error *err)
{
    struct reader r = {f, where, arena, err, 0, SIZE_MAX};
    size_t length = 0;
    memset(f, 0, sizeof(*f));
    if (!header_length(&r, bytes, n, &length))
        return false;
    if ((uintptr_t)bytes % 8 != 0) /* tensors must be aligned in memory */
        bytes = memcpy(arena_alloc(arena, n), bytes, n);
    return parse_header(&r, bytes + 8, length) &&
           place(&r, bytes, n, 8 + length);
}

/* A file that does not fit into memory is refused before it is read. */
bool st_read(struct st_file *f, const char *path, struct arena *arena,
             struct error *err)
{
    char *bytes;
    uint64_t room = file_memory_free();
    size_t n, limit = room < SIZE_MAX / 2 ? (size_t)room : SIZE_MAX / 2;
    if (file_map(path, limit, arena, &bytes, &n, err))
        return st_parse(f, bytes, n, path, arena, err);
    if (err->status != EXIT_IO)
        err->status = EXIT_MODEL;
    return false;
}
