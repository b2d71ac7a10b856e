/* The file's bytes pass through two windows:
 *
 *     fd -> raw -> inflate -> text -> lines     gzip
 *     fd -> text -> lines                       plain
 *
 * Which of the two is decided by the first two bytes. */
#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/die.h"

struct window {
    size_t at, end;     /* bytes [at, end) are not used yet */
    unsigned char byte[1 << 16];
};

struct lines {
    int fd;
    char *path;         /* for messages */
    bool begun;         /* the first bytes were looked at */
    bool gzip;
    bool mid_member;    /* inside a gzip member: an end here is a cut */
    bool eof;           /* nothing more will come into text */
    long number;
    z_stream z;
    struct window raw, text;
};

/* ==== Bytes ==== */

/* Reads once into the free end of w; false on an error. *got is 0 at the
 * end of the file. */
static bool window_read(struct lines *l, struct window *w, size_t *got,
                        struct error *err)
{
    if (w->at == w->end)
        w->at = w->end = 0;
    ssize_t n;
    do {
        n = read(l->fd, w->byte + w->end, sizeof(w->byte) - w->end);
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(err, EXIT_IO, "%s: cannot be read: %s", l->path,
                         strerror(errno));
    w->end += (size_t)n;
    *got = (size_t)n;
    return true;
}

/* ==== gzip ==== */

static bool bad_gzip(const struct lines *l, const char *what,
                     struct error *err)
{
    error_set(err, EXIT_DATA, "%s: %s", l->path, what);
    return error_hint(err, "\"gzip -t\" tests a file; fetch it again");
}

/* Moves what was read for text to raw and starts inflating it. */
static void gzip_begin(struct lines *l)
{
    l->raw = l->text;
    l->text.at = l->text.end = 0;
    l->gzip = true;
    l->eof = false;
    l->mid_member = true;
    if (inflateInit2(&l->z, 15 + 16) != Z_OK)
        die(EXIT_MEMORY, "out of memory: reading %s", l->path);
}

/* Inflates once.  At the end of a member the next one, if any, begins. */
static bool gzip_step(struct lines *l, struct error *err)
{
    struct window *in = &l->raw, *out = &l->text;
    l->z.next_in = in->byte + in->at;
    l->z.avail_in = (uInt)(in->end - in->at);
    l->z.next_out = out->byte + out->end;
    l->z.avail_out = (uInt)(sizeof(out->byte) - out->end);
    if (!l->mid_member && inflateReset(&l->z) != Z_OK)
        return bad_gzip(l, "the gzip data cannot be read", err);
    l->mid_member = true;
    int rc = inflate(&l->z, Z_NO_FLUSH);
    if (rc == Z_MEM_ERROR)
        die(EXIT_MEMORY, "out of memory: reading %s", l->path);
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
        return bad_gzip(l, "the gzip data is damaged", err);
    in->at = in->end - l->z.avail_in;
    out->end = sizeof(out->byte) - l->z.avail_out;
    l->mid_member = rc != Z_STREAM_END;
    return true;
}

static bool gzip_fill(struct lines *l, struct error *err)
{
    if (l->text.at == l->text.end)
        l->text.at = l->text.end = 0;
    size_t before = l->text.end, got;
    while (l->text.end == before) {
        if (l->raw.at == l->raw.end) {
            if (!window_read(l, &l->raw, &got, err))
                return false;
            if (got == 0 && l->mid_member)
                return bad_gzip(l, "the gzip data is cut short", err);
            if (got == 0) {
                l->eof = true;
                return true;
            }
        }
        if (!l->mid_member)        /* tapes fill blocks up with zeros */
            while (l->raw.at < l->raw.end && l->raw.byte[l->raw.at] == 0)
                l->raw.at++;
        if (l->raw.at < l->raw.end && !gzip_step(l, err))
            return false;
    }
    return true;
}

/* ==== Lines ==== */

/* Adds at least a byte to the text window, which has room, or sets eof. */
static bool fill(struct lines *l, struct error *err)
{
    size_t got;
    if (l->gzip)
        return gzip_fill(l, err);
    if (!window_read(l, &l->text, &got, err))
        return false;
    l->eof = got == 0;
    return true;
}

/* Reads on while what is there is only the beginning of `magic`: nothing
 * typed at a terminal waits for more than it needs. */
static bool starts_with(struct lines *l, const char *magic, bool *is,
                        struct error *err)
{
    const struct window *w = &l->text;
    size_t k = strlen(magic);
    for (;;) {
        size_t n = w->end - w->at < k ? w->end - w->at : k;
        bool agrees = memcmp(w->byte + w->at, magic, n) == 0;
        *is = agrees && n == k;
        if (!agrees || n == k || l->eof)
            return true;
        if (!fill(l, err))
            return false;
    }
}

/* Looks at the first bytes: gzip or not, BOM or not. */
static bool begin(struct lines *l, struct error *err)
{
    bool gzip, bom;
    l->begun = true;
    if (!starts_with(l, "\x1f\x8b", &gzip, err))
        return false;
    if (gzip)
        gzip_begin(l);
    if (!starts_with(l, "\xef\xbb\xbf", &bom, err))
        return false;
    if (bom)
        l->text.at += 3;
    return true;
}

bool lines_open(struct lines **out, const char *path, struct error *err)
{
    static bool stdin_taken;
    bool is_stdin = strcmp(path, "-") == 0;
    if (is_stdin && stdin_taken)
        return error_set(err, EXIT_USAGE, "-: stdin is read once");
    stdin_taken |= is_stdin;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    *out = NULL;
    if (fd < 0 || fstat(fd, &st) != 0)
        return error_set(err, EXIT_IO, "%s: %s", path, strerror(errno));
    if (S_ISDIR(st.st_mode)) {
        if (!is_stdin)
            close(fd);
        return error_set(err, EXIT_IO, "%s: is a directory, not a file", path);
    }
    file_note_read(fd);
    struct lines *l = calloc(1, sizeof(*l));
    char *name = strdup(is_stdin ? "stdin" : path);
    if (l == NULL || name == NULL)
        die(EXIT_MEMORY, "out of memory: reading %s", path);
    l->fd = fd;
    l->path = name;
    *out = l;
    return true;
}

/* Appends what belongs to the line, as far as limit + 1 bytes (a 0x0D may
 * stand at the end), and counts all in *length.  *last is the last byte. */
static void take(struct strbuf *line, size_t limit, const unsigned char *s,
                 size_t n, size_t *length, int *last)
{
    size_t room = limit + 1 - line->n;
    if (n == 0)
        return;
    strbuf_add(line, s, n < room ? n : room);
    *length += n;
    *last = s[n - 1];
}

/* Up to and without the next 0x0A; *ended tells whether there was one. */
static bool read_line(struct lines *l, struct strbuf *line, size_t limit,
                      size_t *length, bool *ended, struct error *err)
{
    struct window *w = &l->text;
    int last = -1;
    *length = 0;
    *ended = false;
    for (;;) {
        const unsigned char *s = w->byte + w->at;
        size_t n = w->end - w->at;
        const unsigned char *lf = n > 0 ? memchr(s, '\n', n) : NULL;
        size_t k = lf != NULL ? (size_t)(lf - s) : n;
        take(line, limit, s, k, length, &last);
        w->at += k;
        if (lf != NULL) {
            w->at++;
            *ended = true;
            *length -= last == '\r';
            return true;
        }
        if (l->eof)
            return true;
        if (!fill(l, err))
            return false;
    }
}

bool lines_next(struct lines *l, struct strbuf *line, size_t limit,
                bool *cut, struct error *err)
{
    size_t length;
    bool ended;
    if (limit == SIZE_MAX)
        limit--;   /* one more is read, to see the line exceed it */
    err->status = EXIT_OK;
    *cut = false;
    strbuf_reset(line);
    if (!l->begun && !begin(l, err))
        return false;
    if (!read_line(l, line, limit, &length, &ended, err))
        return false;
    if (!ended && length == 0)
        return false;
    l->number++;
    *cut = length > limit;
    size_t keep = *cut ? limit : length;
    if (line->n > keep) {
        line->n = keep;
        line->s[keep] = '\0';
    }
    return true;
}

/* To see whether there is a BOM, begin has read. */
bool lines_peek(struct lines *l, const char **s, size_t *n,
                struct error *err)
{
    assert(l->number == 0);
    if (!l->begun && !begin(l, err))
        return false;
    *s = (const char *)l->text.byte + l->text.at;
    *n = l->text.end - l->text.at;
    return true;
}

/* A part of a line in the window is not enough: its end may be a long time
 * coming. */
bool lines_ready(struct lines *l)
{
    const struct window *w = &l->text;
    if (w->at < w->end && memchr(w->byte + w->at, '\n', w->end - w->at))
        return true;
    if (l->eof || l->raw.at < l->raw.end)
        return true;
    struct pollfd p = {.fd = l->fd, .events = POLLIN};
    return poll(&p, 1, 0) > 0;
}

long lines_number(const struct lines *l)
{
    return l->number;
}

void lines_close(struct lines *l)
{
    if (l == NULL)
        return;
    if (l->gzip)
        inflateEnd(&l->z);
    if (l->fd != STDIN_FILENO)
        close(l->fd);
    free(l->path);
    free(l);
}
