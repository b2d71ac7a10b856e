/* Where the bytes go:
 *
 *     a new name or a regular file    a temporary in the same directory,
 *                                     renamed over it at the end
 *     a symbolic link                 the same for what it points to
 *     a device, a pipe (/dev/null)    straight there: a rename would put a
 *                                     plain file in its place
 *     /dev/stdout, /dev/fd/3          to that descriptor, whatever it is, where
 *                                     it is (>> appends)
 *
 * Where the system can (O_TMPFILE), the temporary has no name until all of it
 * is on the disk, so that a process that is killed while it writes leaves
 * nothing behind. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"

struct save {
    int fd;
    char *shown;    /* the path as the user wrote it, for messages */
    char *path;     /* where it ends up */
    char *temp;     /* name of the temporary; NULL: it has none (yet), or
                       the bytes go straight to path */
    bool nameless;  /* ... because it gets one at the end */
    bool failed;    /* a write was; what follows it is lost too */
    size_t fill;    /* bytes waiting in buf */
    char buf[1 << 16];
};

/* ==== Helpers ==== */

/* A limit on file sizes and a reader that went away are to be errors that
 * name the file, not signals that end the process. */
static void signals_to_errors(bool pipe)
{
    signal(SIGXFSZ, SIG_IGN);
    if (pipe)
        signal(SIGPIPE, SIG_IGN);
}

static bool write_all(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, s, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        s += done;
        n -= (size_t)done;
    }
    return true;
}

static char *copy_string(const char *s, size_t n)
{
    char *copy = malloc(n + 1);
    if (copy == NULL)
        die(EXIT_MEMORY, "out of memory: a file name");
    memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

/* Bytes of path up to and with its last slash. */
static size_t dir_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static bool save_failed(struct save *s, struct error *err)
{
    int reason = errno;
    error_set(err, EXIT_IO, "%s: cannot be written: %s", s->shown,
              strerror(reason));
    if (reason == ENOSPC || reason == EDQUOT)
        error_hint(err, "make room on the disk, or write elsewhere");
    save_abort(s);
    return false;
}

/* ==== Begin ==== */

/* The name of the temporary does not grow with that of the file, which may
 * be as long as the system allows. */
static bool name_temp(struct save *s, bool (*make)(struct save *s))
{
    size_t dir = dir_length(s->path), room = dir + 64;
    s->temp = malloc(room);
    if (s->temp == NULL)
        die(EXIT_MEMORY, "out of memory: a file name");
    for (int i = 0; i < 1000; i++) {
        snprintf(s->temp, room, "%.*s.s2s-%ld-%d.tmp", (int)dir, s->path,
                 (long)getpid(), i);
        if (make(s))
            return true;
        if (errno != EEXIST)
            break;
    }
    free(s->temp);
    s->temp = NULL;
    return false;
}

static bool create_temp(struct save *s)
{
    s->fd = open(s->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return s->fd >= 0;
}

static bool link_temp(struct save *s)
{
    char self[64];
    snprintf(self, sizeof(self), "/proc/self/fd/%d", s->fd);
    return linkat(AT_FDCWD, self, AT_FDCWD, s->temp, AT_SYMLINK_FOLLOW) == 0;
}

/* Not every system and file system knows nameless files. */
static bool open_nameless(struct save *s)
{
#ifdef O_TMPFILE
    size_t n = dir_length(s->path);
    char *dir = n > 0 ? copy_string(s->path, n) : copy_string(".", 1);
    if (access("/proc/self/fd", X_OK) == 0)
        s->fd = open(dir, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
    free(dir);
    s->nameless = s->fd >= 0;
#endif
    return s->nameless;
}

static bool open_temp(struct save *s)
{
    return open_nameless(s) || name_temp(s, create_temp);
}

/* The new file belongs to whom the old one belonged to, where that is
 * allowed, and has its permissions. */
static bool take_over(const struct save *s, const struct stat *old)
{
    struct stat now;
    if (fstat(s->fd, &now) != 0)
        return false;
    if ((now.st_uid != old->st_uid || now.st_gid != old->st_gid) &&
        fchown(s->fd, old->st_uid, old->st_gid) != 0 && errno != EPERM)
        return false;
    return fchmod(s->fd, old->st_mode & 0777) == 0;
}

/* The descriptor that a name stands for; -1: none. */
static int named_descriptor(const char *path)
{
    static const char *const folder[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    for (int i = 0; i < 2; i++) {
        size_t n = strlen(folder[i]);
        if (strncmp(path, folder[i], n) == 0 && path[n] != '\0' &&
            path[n + strspn(path + n, "0123456789")] == '\0')
            return (int)strtol(path + n, NULL, 10);
    }
    return -1;
}

static bool save_open(struct save *s)
{
    struct stat st;
    int fd = named_descriptor(s->shown);
    if (fd >= 0) {
        signals_to_errors(true);
        s->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
        return s->fd >= 0;
    }
    if (stat(s->path, &st) != 0)
        return open_temp(s);
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (access(s->path, W_OK) != 0)
        return false;
    if (!S_ISREG(st.st_mode)) {
        signals_to_errors(true);
        s->fd = open(s->path, O_WRONLY | O_CLOEXEC);
        return s->fd >= 0;
    }
    return open_temp(s) && take_over(s, &st);
}

/* The file that a name stands for, links followed, whether it is there yet or
 * not; NULL and ELOOP where they lead nowhere. */
static char *real_name(const char *path)
{
    enum { LINKS = 40 };       /* as the system follows */
    char *name = realpath(path, NULL), to[4096];
    if (name != NULL)
        return name;
    name = copy_string(path, strlen(path));
    for (int i = 0; i < LINKS; i++) {
        ssize_t n = readlink(name, to, sizeof(to) - 1);
        if (n <= 0)
            return name;
        struct strbuf next = STRBUF_INIT;
        if (to[0] != '/')
            strbuf_add(&next, name, dir_length(name));
        strbuf_add(&next, to, (size_t)n);
        free(name);
        name = copy_string(next.s, next.n);
        strbuf_release(&next);
    }
    free(name);
    errno = ELOOP;
    return NULL;
}

/* Are two names the same in one folder, however that is spelt? */
static bool same_in_folder(const char *a, const char *b)
{
    size_t n = dir_length(a), m = dir_length(b);
    if (strcmp(a + n, b + m) != 0)
        return false;
    char *x = n > 0 ? copy_string(a, n) : copy_string(".", 1);
    char *y = m > 0 ? copy_string(b, m) : copy_string(".", 1);
    struct stat s, t;
    bool same = stat(x, &s) == 0 && stat(y, &t) == 0 && s.st_dev == t.st_dev &&
                s.st_ino == t.st_ino;
    free(x);
    free(y);
    return same;
}

bool file_same_place(const char *a, const char *b)
{
    char *x = real_name(a), *y = real_name(b);
    bool same = x && y && same_in_folder(x, y);
    free(x);
    free(y);
    return same;
}

bool save_begin(struct save **out, const char *path, struct error *err)
{
    if (path[0] == '\0')
        return error_set(err, EXIT_USAGE, "the name of an output file is "
                         "empty");
    signals_to_errors(false);
    struct save *s = malloc(sizeof(*s));
    if (s == NULL)
        die(EXIT_MEMORY, "out of memory: a file's buffer");
    s->fd = -1;
    s->failed = s->nameless = false;
    s->fill = 0;
    s->temp = NULL;
    s->shown = copy_string(path, strlen(path));
    s->path = real_name(path);
    *out = NULL;
    if (s->path == NULL || !save_open(s))
        return save_failed(s, err);
    *out = s;
    return true;
}

/* Whoever reads from a pipe must not find it opened and closed. */
bool save_possible(const char *path, struct error *err)
{
    struct stat st;
    struct save *s;
    if (named_descriptor(path) < 0 && stat(path, &st) == 0 &&
        S_ISFIFO(st.st_mode))
        return access(path, W_OK) == 0 ||
               error_set(err, EXIT_IO, "%s: cannot be written: %s", path,
                         strerror(errno));
    if (!save_begin(&s, path, err))
        return false;
    save_abort(s);
    return true;
}

/* ==== Write, commit ==== */

static bool save_flush(struct save *s)
{
    size_t n = s->fill;
    s->fill = 0;
    return write_all(s->fd, s->buf, n);
}

bool save_write(struct save *s, const void *bytes, size_t n,
                struct error *err)
{
    bool ok = true;
    if (n > sizeof(s->buf) - s->fill)
        ok = save_flush(s);
    if (ok && n > sizeof(s->buf)) {
        ok = write_all(s->fd, bytes, n);
    } else if (ok && n > 0) {
        memcpy(s->buf + s->fill, bytes, n);
        s->fill += n;
    }
    if (ok)
        return true;
    s->failed = true;
    return error_set(err, EXIT_IO, "%s: cannot be written: %s", s->shown,
                     strerror(errno));
}

/* Makes the new name itself survive a power cut.  A directory that cannot
 * be opened or synced on this file system is not an error: the file's bytes
 * are safe already. */
static bool sync_dir(const char *path)
{
    size_t n = dir_length(path);
    char *dir = n > 0 ? copy_string(path, n) : copy_string(".", 1);
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(dir);
    if (fd < 0)
        return true;
    bool ok = fsync(fd) == 0 || errno != EIO;
    close(fd);
    return ok;
}

static bool close_checked(struct save *s)
{
    int fd = s->fd;
    s->fd = -1;
    return close(fd) == 0 || errno == EINTR;
}

bool save_commit(struct save *s, struct error *err)
{
    errno = EIO;
    bool ok = !s->failed && save_flush(s);
    if (s->nameless || s->temp != NULL)
        ok = ok && fsync(s->fd) == 0;
    if (s->nameless)
        ok = ok && name_temp(s, link_temp);
    ok = ok && close_checked(s);
    if (ok && s->temp != NULL) {
        ok = rename(s->temp, s->path) == 0;
        if (ok) {
            free(s->temp);
            s->temp = NULL;
            ok = sync_dir(s->path);
        }
    }
    if (!ok)
        return save_failed(s, err);
    save_abort(s);
    return true;
}

void save_abort(struct save *s)
{
    if (s->fd >= 0)
        close(s->fd);
    if (s->temp != NULL)
        unlink(s->temp);
    free(s->temp);
    free(s->path);
    free(s->shown);
    free(s);
}

bool save_all(const char *path, const void *bytes, size_t n,
              struct error *err)
{
    struct save *s;
    if (!save_begin(&s, path, err))
        return false;
    if (save_write(s, bytes, n, err))
        return save_commit(s, err);
    save_abort(s);
    return false;
}
