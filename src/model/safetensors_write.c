#include "model/safetensors.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/size.h"
#include "base/strbuf.h"

/* What the reader would refuse is never written: the names and shapes come
 * from the program itself, so a bad one is the programmer's. */
static void assert_tensor(const struct st_file *f, int i)
{
    const struct st_tensor *t = &f->tensor[i];
    size_t bytes = st_type_size(t->type);
    assert(t->rank >= 0 && t->rank <= ST_RANK);
    for (int k = 0; k < t->rank; k++) {
        bool fits = size_mul(bytes, (size_t)t->shape[k], &bytes);
        assert(t->shape[k] >= 0 && fits);
    }
    assert(bytes == t->bytes);
    assert(strcmp(t->name, "checksum") != 0);
    assert(strcmp(t->name, "__metadata__") != 0);
    assert(st_find(f, t->name) == t);
}

/* The tensors' numbers by falling type size, else in the given order:
 * with the data's start on a multiple of 8, each tensor is then aligned to
 * its own type. */
static void sort(const struct st_file *f, int *order)
{
    int n = 0;
    for (size_t size = 8; size > 0; size /= 2)
        for (int i = 0; i < f->n; i++)
            if (st_type_size(f->tensor[i].type) == size)
                order[n++] = i;
    assert(n == f->n);
}

/* ==== Header ==== */

static void put_metadata(struct strbuf *out, const struct st_file *f)
{
    strbuf_puts(out, "\"__metadata__\":{");
    for (int i = 0; i < f->metas; i++) {
        assert(st_meta(f, f->meta[i].key) == f->meta[i].value);
        if (i > 0)
            strbuf_putc(out, ',');
        json_put_text(out, f->meta[i].key);
        strbuf_putc(out, ':');
        json_put_text(out, f->meta[i].value);
    }
    strbuf_puts(out, "},");
}

/* Appends t's entry; its data begin at *offset, which moves to their end. */
static void put_tensor(struct strbuf *out, const struct st_tensor *t,
                       size_t *offset)
{
    json_put_text(out, t->name);
    strbuf_printf(out, ":{\"dtype\":\"%s\",\"shape\":[", st_type_name(t->type));
    for (int k = 0; k < t->rank; k++)
        strbuf_printf(out, k > 0 ? ",%lld" : "%lld", (long long)t->shape[k]);
    strbuf_printf(out, "],\"data_offsets\":[%zu,%zu]}", *offset,
                  *offset + t->bytes);
    *offset += t->bytes;
}

/* The length and the JSON, padded with spaces so that the data begin on a
 * multiple of 8. */
static void put_header(struct strbuf *out, const struct st_file *f,
                       const int *order)
{
    const struct st_tensor checksum = {.name = "checksum",
                                       .type = ST_U8,
                                       .rank = 1,
                                       .shape = {ST_CHECKSUM},
                                       .bytes = ST_CHECKSUM};
    size_t offset = 0;
    strbuf_add(out, "\0\0\0\0\0\0\0\0{", 9);
    if (f->metas > 0)
        put_metadata(out, f);
    for (int i = 0; i < f->n; i++) {
        put_tensor(out, &f->tensor[order[i]], &offset);
        strbuf_putc(out, ',');
    }
    put_tensor(out, &checksum, &offset);
    strbuf_putc(out, '}');
    while (out->n % 8 != 0)
        strbuf_putc(out, ' ');
    for (int i = 0; i < 8; i++)
        out->s[i] = (char)((uint64_t)(out->n - 8) >> (8 * i) & 0xFF);
}

/* ==== File ==== */

static bool put(struct save *s, uint32_t *crc, const void *bytes, size_t n,
                struct error *err)
{
    *crc = file_crc32(*crc, bytes, n);
    return save_write(s, bytes, n, err);
}

static bool put_all(struct save *s, const struct st_file *f, const int *order,
                    const struct strbuf *header, struct error *err)
{
    uint32_t crc = 0;
    bool ok = put(s, &crc, header->s, header->n, err);
    for (int i = 0; i < f->n && ok; i++) {
        const struct st_tensor *t = &f->tensor[order[i]];
        ok = t->bytes == 0 || put(s, &crc, t->data, t->bytes, err);
    }
    unsigned char last[ST_CHECKSUM];
    for (int i = 0; i < ST_CHECKSUM; i++)
        last[i] = (unsigned char)(crc >> (8 * i) & 0xFF);
    return ok && save_write(s, last, sizeof(last), err);
}

static bool write_file(const char *path, const struct st_file *f,
                       const int *order, const struct strbuf *header,
                       struct error *err)
{
    struct save *s;
    if (header->n - 8 > ST_HEADER)
        return error_set(err, EXIT_MODEL,
                         "%s: the header would take %zu "
                         "bytes; a model's has at most %d",
                         path, header->n - 8, ST_HEADER);
    if (!save_begin(&s, path, err))
        return false;
    if (put_all(s, f, order, header, err))
        return save_commit(s, err);
    save_abort(s);
    return false;
}

bool st_write(const char *path, const struct st_file *f, struct error *err)
{
    int order[ST_TENSORS];
    struct strbuf header = STRBUF_INIT;
    assert(f->n < ST_TENSORS);
    for (int i = 0; i < f->n; i++)
        assert_tensor(f, i);
    sort(f, order);
    put_header(&header, f, order);
    bool ok = write_file(path, f, order, &header, err);
    strbuf_release(&header);
    return ok;
}
