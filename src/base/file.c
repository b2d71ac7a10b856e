#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

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

static bool read_open(int fd, const char *path, size_t limit,
                      struct arena *arena, char **bytes, size_t *n,
                      struct error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return error_set(err, EXIT_IO, "%s: %s", path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return error_set(err, EXIT_IO, "%s: is a directory, not a file", path);
    if (S_ISREG(st.st_mode) && st.st_size > 0) {
        if ((uint64_t)st.st_size > limit)
            return too_large(path, limit, err);
        return read_sized(fd, path, (size_t)st.st_size, arena, bytes, n, err);
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

bool file_read(const char *path, size_t limit, struct arena *arena,
               char **bytes, size_t *n, struct error *err)
{
    if (strcmp(path, "-") == 0)
        return read_open(STDIN_FILENO, "stdin", limit, arena, bytes, n, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set(err, EXIT_IO, "%s: %s", path, strerror(errno));
    bool ok = read_open(fd, path, limit, arena, bytes, n, err);
    close(fd);
    return ok;
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

/* ==== Memory, checksum ==== */

uint64_t file_memory_free(void)
{
    char line[256];
    unsigned long long kb = 0;
    FILE *f = fopen("/proc/meminfo", "re");
    if (f == NULL)
        return 0;
    while (fgets(line, sizeof(line), f) != NULL)
        if (sscanf(line, "MemAvailable: %llu kB", &kb) == 1)
            break;
    fclose(f);
    return (uint64_t)kb << 10;
}

uint64_t file_memory_peak(void)
{
    struct rusage u;
    if (getrusage(RUSAGE_SELF, &u) != 0)
        return 0;
    return (uint64_t)u.ru_maxrss << 10;
}

/* zlib counts in 32 bits. */
uint32_t file_crc32(uint32_t crc, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    uLong sum = crc;
    while (n > 0) {
        uInt part = n < 1u << 30 ? (uInt)n : 1u << 30;
        sum = crc32(sum, p, part);
        p += part;
        n -= part;
    }
    return (uint32_t)sum;
}
