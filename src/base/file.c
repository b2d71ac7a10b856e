#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/par.h"

/* Files below this are copied: a mapping would cost as much, and it must not
 * lie over memory that malloc gets back.  Room of this size has an arena's own
 * mapping (arena.c, CHUNK_MAPPED). */
enum { MAPPED = 1 << 22 };

/* ==== Reading ==== */

/* read() that a signal does not end early. */
static ssize_t read_some(int fd, void *bytes, size_t n)
{
    ssize_t got;
    do {
        got = read(fd, bytes, n);
    } while (got < 0 && errno == EINTR);
    return got;
}

static bool too_large(const char *path, size_t limit, struct error *err)
{
    return error_set(err, EXIT_DATA, "%s: larger than %zu bytes, the most "
                     "that is read here", path, limit);
}

/* A regular file's size is known: straight into the arena.  One that shrinks
 * meanwhile is as long as what was read. */
static bool read_sized(int fd, const char *path, size_t size,
                       struct arena *arena, char **bytes, size_t *n,
                       struct error *err)
{
    char *s = arena_alloc(arena, size + 1);
    size_t have = 0;
    while (have < size) {
        ssize_t got = read_some(fd, s + have, size - have);
        if (got < 0)
            return error_set(err, EXIT_IO, "%s: cannot be read: %s", path,
                             strerror(errno));
        if (got == 0)
            break;
        have += (size_t)got;
    }
    s[have] = '\0';
    *bytes = s;
    *n = have;
    return true;
}

/* The file's pages in the place of some of the arena's, which then takes them
 * away with its own. */
static bool map_sized(int fd, const char *path, size_t size,
                      struct arena *arena, char **bytes, size_t *n,
                      struct error *err)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (size < MAPPED)
        return read_sized(fd, path, size, arena, bytes, n, err);
    char *room = arena_alloc(arena, size + 2 * page);
    char *s = room + (-(uintptr_t)room & (page - 1));
    if (mmap(s, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd,
             0) == MAP_FAILED)
        return error_set(err, EXIT_IO, "%s: cannot be mapped: %s", path,
                         strerror(errno));
    *bytes = s;
    *n = size;
    return true;
}

/* Pipes, terminals, and files such as those of /proc that say they are
 * empty.  One byte more than the limit is asked for, to see it exceeded. */
static bool read_stream(int fd, const char *path, size_t limit,
                        struct strbuf *b, struct error *err)
{
    for (;;) {
        strbuf_grow(b, 65536);
        ssize_t got = read_some(fd, b->s + b->n, 65536);
        if (got < 0)
            return error_set(err, EXIT_IO, "%s: cannot be read: %s", path,
                             strerror(errno));
        if (got == 0)
            return true;
        b->n += (size_t)got;
        b->s[b->n] = '\0';
        if (b->n > limit)
            return too_large(path, limit, err);
    }
}

typedef bool sized(int fd, const char *path, size_t size,
                   struct arena *arena, char **bytes, size_t *n,
                   struct error *err);

static bool read_open(int fd, const char *path, size_t limit, sized *regular,
                      struct arena *arena, char **bytes, size_t *n,
                      struct error *err)
{
    struct stat st;
    file_note_read(fd);
    if (fstat(fd, &st) != 0)
        return error_set(err, EXIT_IO, "%s: %s", path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return error_set(err, EXIT_IO, "%s: is a directory, not a file", path);
    if (S_ISREG(st.st_mode) && st.st_size > 0) {
        if ((uint64_t)st.st_size > limit)
            return too_large(path, limit, err);
        return regular(fd, path, (size_t)st.st_size, arena, bytes, n, err);
    }
    struct strbuf b = STRBUF_INIT;
    bool ok = read_stream(fd, path, limit, &b, err);
    if (ok) {
        *bytes = arena_strndup(arena, b.s, b.n);
        *n = b.n;
    }
    strbuf_release(&b);
    return ok;
}

static bool read_path(const char *path, size_t limit, sized *regular,
                      struct arena *arena, char **bytes, size_t *n,
                      struct error *err)
{
    if (strcmp(path, "-") == 0)
        return read_open(STDIN_FILENO, "stdin", limit, read_sized, arena,
                         bytes, n, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set(err, EXIT_IO, "%s: %s", path, strerror(errno));
    bool ok = read_open(fd, path, limit, regular, arena, bytes, n, err);
    close(fd);
    return ok;
}

bool file_read(const char *path, size_t limit, struct arena *arena,
               char **bytes, size_t *n, struct error *err)
{
    return read_path(path, limit, read_sized, arena, bytes, n, err);
}

bool file_map(const char *path, size_t limit, struct arena *arena,
              char **bytes, size_t *n, struct error *err)
{
    return read_path(path, limit, map_sized, arena, bytes, n, err);
}

/* ==== Names ==== */

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

bool file_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_mkdir(const char *path, struct error *err)
{
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && file_is_dir(path)))
        return true;
    return error_set(err, EXIT_IO, "%s: the folder cannot be made: %s", path,
                     strerror(errno));
}

bool file_claim(int *held, const char *folder, struct error *err)
{
    *held = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*held < 0 || flock(*held, LOCK_EX | LOCK_NB) == 0 ||
        errno != EWOULDBLOCK)
        return true;
    close(*held);
    *held = -1;
    return error_set(err, EXIT_USAGE, "%s: another process writes there",
                     folder);
}

void file_unclaim(int held, const char *folder)
{
    if (held < 0)
        return;
    rmdir(folder);
    close(held);
}

bool file_program_folder(struct strbuf *out)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    while (n > 0 && path[n - 1] != '/')
        n--;
    strbuf_reset(out);
    if (n <= 0)
        return false;
    strbuf_add(out, path, (size_t)n);
    return true;
}

/* A name that is nothing but the ending keeps it. */
static bool drop_ending(const char *name, size_t *n, const char *ending)
{
    size_t k = strlen(ending);
    if (*n <= k || memcmp(name + *n - k, ending, k) != 0)
        return false;
    *n -= k;
    return true;
}

void file_stem(struct strbuf *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    size_t n = strlen(name);
    drop_ending(name, &n, ".gz");
    if (!drop_ending(name, &n, ".tsv") && !drop_ending(name, &n, ".txt"))
        drop_ending(name, &n, ".csv");
    strbuf_add(out, name, n);
}

/* ==== Checksum ==== */

/* Bytes of a checksum that are worth a thread: zlib takes a tenth of a
 * millisecond for them. */
enum { CRC_PIECE = 1 << 18 };

struct crc_work {
    const unsigned char *bytes;
    size_t n;
    uint32_t *piece;       /* [pieces] checksums, each from 0 */
};

static size_t piece_end(const struct crc_work *w, int i)
{
    size_t end = (size_t)(i + 1) * CRC_PIECE;
    return end < w->n ? end : w->n;
}

static void crc_pieces(void *ctx, int lo, int hi)
{
    const struct crc_work *w = ctx;
    for (int i = lo; i < hi; i++) {
        size_t at = (size_t)i * CRC_PIECE;
        w->piece[i] = (uint32_t)crc32(0, w->bytes + at,
                                      (uInt)(piece_end(w, i) - at));
    }
}

uint32_t file_crc32(uint32_t crc, const void *bytes, size_t n)
{
    enum { PIECES = 1024 };
    uint32_t piece[PIECES];
    const unsigned char *p = bytes;
    for (size_t part; n > 0; p += part, n -= part) {
        part = n < (size_t)PIECES * CRC_PIECE ? n
                                              : (size_t)PIECES * CRC_PIECE;
        struct crc_work w = {p, part, piece};
        int pieces = (int)((part + CRC_PIECE - 1) / CRC_PIECE);
        par_range(pieces, 1, crc_pieces, &w);
        for (int i = 0; i < pieces; i++)
            crc = (uint32_t)crc32_combine(
                crc, piece[i],
                (z_off_t)(piece_end(&w, i) - (size_t)i * CRC_PIECE));
    }
    return crc;
}
