/* file: reading whole files and lines, and writing files that are either
 * complete and durable or not there at all.
 *
 * The save protocol: a temporary in the same directory (O_EXCL), checked
 * writes, fsync, rename, fsync of the directory.  On any error the
 * temporary is removed and the old file stays as it was. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

/* ==== Reading ==== */

/* The whole of a regular file ("-" is stdin) in `arena`, with a NUL after
 * the end; at most `limit` bytes.  A directory, a missing or unreadable
 * file is an error that names it. */
bool file_read(const char *path, size_t limit, struct arena *arena,
               char **bytes, size_t *n, struct error *err);

/* The same, but the bytes of a large file are the system's own pages of it
 * until they are written to (never to the file): nothing is copied.  Who
 * writes into such a file, instead of replacing it by its name as `save` does,
 * changes what is read here; who shortens it ends this process (SIGBUS). */
bool file_map(const char *path, size_t limit, struct arena *arena,
              char **bytes, size_t *n, struct error *err);

/* Lines of a plain or gzip file (told by its magic bytes); "-" is stdin.
 * A line ends at 0x0A only. */
struct lines;
bool lines_open(struct lines **l, const char *path, struct error *err);

/* Reads the next line without its 0x0A into `line` (emptied first); one 0x0D
 * before the 0x0A is dropped, and a UTF-8 BOM at the start of the file.  A
 * line of more than `limit` bytes is cut there, the rest skipped, *cut set.
 * Returns false at the end of the file or on an error (then err->status is
 * not EXIT_OK: a truncated gzip stream, a read error). */
bool lines_next(struct lines *l, struct strbuf *line, size_t limit,
                bool *cut, struct error *err);

/* Before the first line: the bytes that the file begins with, as many as one
 * read gives; they are of lines all the same.  *n is 0 where it is empty. */
bool lines_peek(struct lines *l, const char **s, size_t *n,
                struct error *err);

/* True when a read now would not block: more input is already there. */
bool lines_ready(struct lines *l);
long lines_number(const struct lines *l);   /* of the last line, from 1 */
void lines_close(struct lines *l);

/* Is the file that is at this path now one that this process has read?  (The
 * first 64 of them are known; for the main thread.) */
bool file_was_read(const char *path);
void file_note_read(int fd);       /* for those that open files themselves */
void file_note_input(const char *path);     /* that will be read; "-" stdin */

/* ==== Writing ==== */

/* A file being written to a temporary beside `path`. */
struct save;
bool save_begin(struct save **s, const char *path, struct error *err);
bool save_write(struct save *s, const void *bytes, size_t n,
                struct error *err);   /* s stays to be aborted */
/* Makes it durable under its name and frees s.  On failure the temporary is
 * gone, the old file is untouched (unless it is the folder alone that could not
 * be synced), and s is freed too. */
bool save_commit(struct save *s, struct error *err);
void save_abort(struct save *s);
/* Would both names be written as one file, be it there or not? */
bool file_same_place(const char *a, const char *b);
/* Could save_begin succeed?  Nothing is written. */
bool save_possible(const char *path, struct error *err);
/* All of it: n bytes as the file. */
bool save_all(const char *path, const void *bytes, size_t n,
              struct error *err);

bool file_exists(const char *path);
bool file_is_dir(const char *path);
bool file_mkdir(const char *path, struct error *err);  /* ok if it exists */

/* A folder for this process alone, until file_unclaim or its end, however
 * that comes; *held is for file_unclaim, with which the folder goes if nothing
 * is in it.  Fails where another process has it; where the file system cannot
 * tell, nobody is kept out. */
bool file_claim(int *held, const char *folder, struct error *err);
void file_unclaim(int held, const char *folder);

/* The folder of the running program, links followed, "/" at its end; false
 * where the system does not say. */
bool file_program_folder(struct strbuf *out);

/* The path without directory and without a final .tsv, .tsv.gz, .txt, .gz,
 * .csv; in `out`. */
void file_stem(struct strbuf *out, const char *path);

/* Bytes of memory free for use now, the least of what the system, cgroups (a
 * container, a batch system) and `ulimit -v` leave; UINT64_MAX if unknown.
 * Peak resident size of this process in bytes. */
uint64_t file_memory_free(void);
uint64_t file_memory_peak(void);
/* What the group named in `list` (/proc/self/cgroup) and those around it leave,
 * whose files lie under `root` (/sys/fs/cgroup); UINT64_MAX: no limit. */
uint64_t file_group_left(const char *list, const char *root);

/* crc32 (zlib's) of bytes, continued from crc (0 to begin). */
uint32_t file_crc32(uint32_t crc, const void *bytes, size_t n);

#endif
