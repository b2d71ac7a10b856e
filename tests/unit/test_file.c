#include "base/file.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "test.h"

static struct arena arena;
static struct error err;

static void setup(void)
{
    test_enter_dir();
    arena_init(&arena, "test");
    memset(&err, 0, sizeof(err));
}

static void teardown(void)
{
    arena_drop(&arena);
    test_leave_dir();
}

static void check_content(const char *path, const char *want)
{
    char *s;
    size_t n;
    ck_assert_msg(file_read(path, 1 << 20, &arena, &s, &n, &err), "%s",
                  err.text);
    ck_assert_uint_eq(n, strlen(want));
    ck_assert_str_eq(s, want);
}

/* Entries of the current directory. */
static int entries(void)
{
    FILE *f = popen("ls -A | wc -l", "r");
    int n = -1;
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(fscanf(f, "%d", &n), 1);
    pclose(f);
    return n;
}

/* ==== Reading ==== */

START_TEST(reads_what_was_written)
{
    ck_assert(save_all("a", "hello\n", 6, &err));
    check_content("a", "hello\n");
    ck_assert(save_all("a", "", 0, &err));
    check_content("a", "");
    ck_assert(file_exists("a") && !file_exists("b") && !file_is_dir("a"));
    ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(read_errors_name_the_file)
{
    char *s;
    size_t n;
    ck_assert(!file_read("none", 10, &arena, &s, &n, &err));
    ck_assert_int_eq(err.status, EXIT_IO);
    ck_assert_str_eq(err.text, "none: No such file or directory");
    ck_assert(!file_read(".", 10, &arena, &s, &n, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "directory"));
    ck_assert(save_all("big", "0123456789", 10, &err));
    ck_assert(file_read("big", 10, &arena, &s, &n, &err));
    ck_assert(!file_read("big", 9, &arena, &s, &n, &err));
    ck_assert_int_eq(err.status, EXIT_DATA);
}
END_TEST

START_TEST(reads_a_pipe_to_the_limit)
{
    char *s;
    size_t n;
    ck_assert_int_eq(mkfifo("p", 0600), 0);
    ck_assert_int_eq(system("head -c 300000 /dev/zero > p &"), 0);
    ck_assert(file_read("p", 300000, &arena, &s, &n, &err));
    ck_assert_uint_eq(n, 300000);
    ck_assert_int_eq(system("head -c 300000 /dev/zero > p 2> e &"), 0);
    ck_assert(!file_read("p", 299999, &arena, &s, &n, &err));
    ck_assert(file_read("/proc/self/stat", 9999, &arena, &s, &n, &err));
    ck_assert_uint_gt(n, 0);
}
END_TEST

START_TEST(stems)
{
    static const char *const name[][2] = {
        {"a/b/deu.tsv", "deu"}, {"x.tsv.gz", "x"}, {"x.txt", "x"},
        {"x.gz", "x"}, {"x.csv", "x"}, {"x.bin", "x.bin"}, {".tsv", ".tsv"},
        {"a.b.tsv", "a.b"}, {"d.tsv/x", "x"}, {"plain", "plain"}
    };
    struct strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
        strbuf_reset(&out);
        file_stem(&out, name[i][0]);
        ck_assert_str_eq(out.s, name[i][1]);
    }
    strbuf_release(&out);
}
END_TEST

START_TEST(folders_memory_crc)
{
    ck_assert(file_mkdir("d", &err) && file_mkdir("d", &err));
    ck_assert(file_is_dir("d"));
    ck_assert(save_all("f", "x", 1, &err));
    ck_assert(!file_mkdir("f", &err) && !file_mkdir("no/d", &err));
    ck_assert_uint_gt(file_memory_free(), 1 << 20);
    ck_assert_uint_gt(file_memory_peak(), 1 << 20);
    ck_assert_uint_eq(file_crc32(0, "123456789", 9), 0xCBF43926);
    uint32_t half = file_crc32(0, "1234", 4);
    ck_assert_uint_eq(file_crc32(half, "56789", 5), 0xCBF43926);
}
END_TEST

/* The files of a group with this limit, of which so much is used, 10 of it by
 * files. */
static void put_group(const char *folder, const char *limit, const char *used)
{
    char path[64];
    ck_assert(file_mkdir(folder, &err));
    snprintf(path, sizeof path, "%s/memory.max", folder);
    ck_assert(save_all(path, limit, strlen(limit), &err));
    snprintf(path, sizeof path, "%s/memory.current", folder);
    ck_assert(save_all(path, used, strlen(used), &err));
    snprintf(path, sizeof path, "%s/memory.stat", folder);
    ck_assert(save_all(path, "anon 1\ninactive_file 10\n", 24, &err));
}

START_TEST(groups)
{
    static const char other[] = "4:cpu:/x\n", own[] = "4:cpu:/x\n0::/a/b\n",
                      old[] = "7:cpu,memory:/docker\n";
    ck_assert(save_all("none", other, strlen(other), &err));
    ck_assert(save_all("own", own, strlen(own), &err));
    ck_assert(save_all("old", old, strlen(old), &err));
    ck_assert_uint_eq(file_group_left("own", "."), UINT64_MAX);
    put_group("a", "1000\n", "400\n");
    put_group("a/b", "max\n", "300\n");
    ck_assert_uint_eq(file_group_left("own", "."), 610);
    ck_assert_uint_eq(file_group_left("none", "."), UINT64_MAX);
    put_group("a/b", "500\n", "300\n");
    ck_assert_uint_eq(file_group_left("own", "."), 210);
    put_group("a/b", "200\n", "300\n");
    ck_assert_uint_eq(file_group_left("own", "."), 0);
    ck_assert(file_mkdir("memory", &err));
    ck_assert(save_all("memory/memory.limit_in_bytes", "90", 2, &err));
    ck_assert(save_all("memory/memory.usage_in_bytes", "20", 2, &err));
    ck_assert_uint_eq(file_group_left("old", "."), 70);
}
END_TEST

/* ==== Writing ==== */

/* A descriptor's name is written where it is; a pipe that is asked whether it
 * could be written to is not opened. */
START_TEST(descriptors_and_pipes)
{
    char name[32];
    ck_assert(save_all("log", "kept ", 5, &err));
    int fd = open("log", O_WRONLY | O_APPEND);
    snprintf(name, sizeof name, "/dev/fd/%d", fd);
    ck_assert(save_possible(name, &err));
    ck_assert(save_all(name, "more", 4, &err));
    close(fd);
    check_content("log", "kept more");
    ck_assert(!save_possible(name, &err));
    ck_assert(!save_all("/dev/fd/9999", "x", 1, &err));
    ck_assert_int_eq(mkfifo("pipe", 0600), 0);
    ck_assert(save_possible("pipe", &err));
    ck_assert(save_possible("new", &err) && !file_exists("new"));
    ck_assert(!save_possible("no/folder", &err));
    ck_assert_int_eq(entries(), 2);
}
END_TEST

START_TEST(nothing_until_commit)
{
    struct save *s;
    ck_assert(save_all("a", "old", 3, &err));
    ck_assert(save_begin(&s, "a", &err));
    ck_assert(save_write(s, "new", 3, &err));
    check_content("a", "old");
    save_abort(s);
    check_content("a", "old");
    ck_assert_int_eq(entries(), 1);
    ck_assert(save_begin(&s, "a", &err));
    ck_assert(save_write(s, "new", 3, &err) && save_write(s, "er", 2, &err));
    ck_assert(save_commit(s, &err));
    check_content("a", "newer");
    ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(large_writes)
{
    struct save *s;
    char *got;
    size_t n, want = 0;
    static char piece[200000];
    for (size_t i = 0; i < sizeof(piece); i++)
        piece[i] = (char)(i % 251);
    ck_assert(save_begin(&s, "a", &err));
    for (size_t k = 1; k < sizeof(piece); k = k * 3 + 1, want += k)
        ck_assert(save_write(s, piece, k, &err));
    ck_assert(save_commit(s, &err));
    ck_assert(file_read("a", 1 << 22, &arena, &got, &n, &err));
    size_t at = 0;
    for (size_t k = 1; k < sizeof(piece); at += k, k = k * 3 + 1)
        ck_assert_mem_eq(got + at, piece, k);
    ck_assert_uint_eq(n, at);
}
END_TEST

/* Sizes around a page and around what is mapped; what is written to the bytes
 * stays out of the file, and what comes after them is no part of it. */
START_TEST(maps_what_file_read_reads)
{
    static const size_t size[] = {1, 4096, (1 << 22) - 1, 1 << 22,
                                  (1 << 22) + 4095, 5 << 20};
    static char bytes[5 << 20];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i % 251);
    for (size_t k = 0; k < sizeof(size) / sizeof(*size); k++) {
        char *got, *again;
        size_t n;
        ck_assert(save_all("m", bytes, size[k], &err));
        ck_assert(file_map("m", size[k], &arena, &got, &n, &err));
        ck_assert_uint_eq(n, size[k]);
        ck_assert_mem_eq(got, bytes, n);
        ck_assert_int_eq(got[n], 0);
        memset(got, 7, n);
        ck_assert(file_read("m", size[k], &arena, &again, &n, &err));
        ck_assert_mem_eq(again, bytes, n);
        arena_reset(&arena);
        again = arena_alloc(&arena, size[k]);
        for (size_t i = 0; i < n; i++)
            if (again[i] != 0)
                ck_abort_msg("byte %zu of %zu is not zero", i, n);
    }
    char *got;
    size_t n;
    ck_assert(!file_map("m", (5 << 20) - 1, &arena, &got, &n, &err));
    ck_assert_int_eq(err.status, EXIT_DATA);
    ck_assert(!file_map("none", 1, &arena, &got, &n, &err));
}
END_TEST

/* Many pieces and a rest, from any checksum before, as zlib at once. */
START_TEST(crc_in_pieces)
{
    static unsigned char bytes[3000001];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(i * i % 253);
    for (size_t n = 0; n <= sizeof(bytes); n = 3 * n + 1)
        ck_assert_uint_eq(file_crc32(12345, bytes, n),
                          (uint32_t)crc32(12345, bytes, (uInt)n));
}
END_TEST

START_TEST(keeps_the_mode)
{
    struct stat st;
    umask(022);
    ck_assert(save_all("a", "1", 1, &err));
    ck_assert_int_eq(stat("a", &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0644);
    ck_assert_int_eq(chmod("a", 0640), 0);
    ck_assert(save_all("a", "2", 1, &err));
    ck_assert_int_eq(stat("a", &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0640);
}
END_TEST

START_TEST(follows_links)
{
    struct stat st;
    ck_assert(file_mkdir("d", &err));
    ck_assert(save_all("d/a", "1", 1, &err));
    ck_assert_int_eq(symlink("d/a", "l"), 0);
    ck_assert(save_all("l", "2", 1, &err));
    check_content("d/a", "2");
    ck_assert_int_eq(lstat("l", &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
}
END_TEST

/* Also to what is not there yet: a chain of links, relative to their places. */
START_TEST(follows_links_to_nothing)
{
    struct stat st;
    ck_assert(file_mkdir("d", &err));
    ck_assert_int_eq(symlink("new", "d/near"), 0);
    ck_assert_int_eq(symlink("d/near", "far"), 0);
    ck_assert(save_all("far", "1", 1, &err));
    check_content("d/new", "1");
    ck_assert_int_eq(lstat("far", &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
    ck_assert_int_eq(symlink("loop", "loop"), 0);
    ck_assert(!save_all("loop", "1", 1, &err));
}
END_TEST

START_TEST(devices_stay_devices)
{
    struct stat st;
    ck_assert(save_all("/dev/null", "x", 1, &err));
    ck_assert_int_eq(stat("/dev/null", &st), 0);
    ck_assert(S_ISCHR(st.st_mode));
    ck_assert(!save_all("/dev/full", "x", 1, &err));
    ck_assert_int_eq(err.status, EXIT_IO);
    ck_assert_str_eq(err.text,
                     "/dev/full: cannot be written: No space left on device");
    ck_assert_str_ne(err.hint, "");
}
END_TEST

START_TEST(refuses_bad_places)
{
    char name[300];
    memset(name, 'n', 255);
    name[255] = '\0';
    ck_assert(save_all(name, "x", 1, &err));   /* as long as may be */
    ck_assert(!save_all("", "x", 1, &err));
    ck_assert(!save_all("none/a", "x", 1, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "none/a: "));
    ck_assert(!save_all(".", "x", 1, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "irectory"));
    ck_assert_int_eq(entries(), 1);
}
END_TEST

/* A limit on file sizes stands for the full disk. */
START_TEST(full_disk_keeps_the_old_file)
{
    static char big[200000];
    struct save *s;
    struct rlimit small = {65536, RLIM_INFINITY};
    ck_assert(save_all("a", "old", 3, &err));
    setrlimit(RLIMIT_FSIZE, &small);
    ck_assert(!save_all("a", big, sizeof(big), &err));
    ck_assert_int_eq(err.status, EXIT_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "a: cannot be written: File"));
    ck_assert(save_begin(&s, "a", &err));
    ck_assert(!save_write(s, big, sizeof(big), &err));
    ck_assert(!save_commit(s, &err));   /* never half a file */
    small.rlim_cur = RLIM_INFINITY;
    setrlimit(RLIMIT_FSIZE, &small);
    check_content("a", "old");
    ck_assert_int_eq(entries(), 1);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("file");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, reads_what_was_written);
    tcase_add_test(t, read_errors_name_the_file);
    tcase_add_test(t, reads_a_pipe_to_the_limit);
    tcase_add_test(t, stems);
    tcase_add_test(t, folders_memory_crc);
    tcase_add_test(t, groups);
    tcase_add_test(t, descriptors_and_pipes);
    tcase_add_test(t, nothing_until_commit);
    tcase_add_test(t, large_writes);
    tcase_add_test(t, maps_what_file_read_reads);
    tcase_add_test(t, crc_in_pieces);
    tcase_add_test(t, keeps_the_mode);
    tcase_add_test(t, follows_links);
    tcase_add_test(t, follows_links_to_nothing);
    tcase_add_test(t, devices_stay_devices);
    tcase_add_test(t, refuses_bad_places);
    tcase_add_test(t, full_disk_keeps_the_old_file);
    return test_run("file", t);
}
