/* safetensors: named arrays in one file that other tools open.
 *
 * A strict subset of the format (u64 little-endian header length, JSON
 * header, data): header <= 1 MiB, at most 4096 tensors of rank <= 4, types
 * of ST_TYPES; tensors stand widest type first, without holes; metadata are
 * short strings.  The last tensor, "checksum" (U8 [4]), is the crc32 of
 * every byte of the file before it, little-endian, so that a file that was
 * cut or changed anywhere is refused.  Equal contents give equal bytes.
 *
 * The reader trusts nothing: every size is checked against the file before
 * it is used, the header passes json_check before cJSON sees it. */
#ifndef MODEL_SAFETENSORS_H
#define MODEL_SAFETENSORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

#define ST_TYPES(X) X(F64, 8) X(F32, 4) X(BF16, 2) X(I8, 1) X(U8, 1)

enum st_type {
#define X(name, bytes) ST_##name,
    ST_TYPES(X)
#undef X
        ST_TYPE_COUNT
};

/* Bytes of the header; tensors, the checksum among them; dimensions; bytes
 * of the checksum. */
enum { ST_HEADER = 1 << 20, ST_TENSORS = 4096, ST_RANK = 4, ST_CHECKSUM = 4 };

struct st_tensor {
    const char *name;
    enum st_type type;
    int rank;
    int64_t shape[ST_RANK];
    const void *data; /* little-endian, row-major */
    size_t bytes;     /* product of the shape times the type's size */
};

struct st_meta {
    const char *key, *value;
};

struct st_file {
    struct st_tensor *tensor; /* in the order of the file */
    int n;                    /* without the checksum */
    struct st_meta *meta;
    int metas;
};

/* Bytes of one element; the name as in the header. */
size_t st_type_size(enum st_type t);
const char *st_type_name(enum st_type t);

/* Writes the tensors (sorted by falling type size, else in the given order)
 * durably: base/file.h's save protocol. */
bool st_write(const char *path, const struct st_file *f, struct error *err);

/* Reads and verifies a file; everything lives in `arena`, the data too, which
 * may be written to (base/file.h's file_map).  What is not a
 * model is named: text, gzip, zip (PyTorch, npz), pickle, GGUF, HTML, an LFS
 * pointer.  All errors have status EXIT_MODEL, except that the file cannot
 * be opened (EXIT_IO). */
bool st_read(struct st_file *f, const char *path, struct arena *arena,
             struct error *err);

/* The same for bytes in memory, which must stay. `where` names them. */
bool st_parse(struct st_file *f, const char *bytes, size_t n, const char *where,
              struct arena *arena, struct error *err);

/* By name; NULL when absent. */
const struct st_tensor *st_find(const struct st_file *f, const char *name);
const char *st_meta(const struct st_file *f, const char *key);

#endif
