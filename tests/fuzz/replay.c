/* Runs a fuzz target over files without a fuzzer:
 *
 *     replay DIRECTORY-OR-FILE...
 *
 * A crash or a sanitizer's report is the failure. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int files;

static void run_file(FILE *f)
{
    uint8_t *bytes = NULL;
    size_t n = 0, got;
    do {
        bytes = realloc(bytes, n + 65536);
        if (!bytes)
            abort();
        got = fread(bytes + n, 1, 65536, f);
        n += got;
    } while (got > 0);
    /* A block of exactly n bytes: reading past its end is then seen. */
    uint8_t *exact = malloc(n ? n : 1);
    if (!exact)
        abort();
    memcpy(exact, bytes, n);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    free(bytes);
    files++;
}

static int run_path(const char *path)
{
    DIR *d = opendir(path);
    struct dirent *e;
    int bad = 0;
    if (!d) {
        FILE *f = fopen(path, "rb");
        if (!f) {
            perror(path);
            return 1;
        }
        run_file(f);
        return fclose(f) != 0;
    }
    while ((e = readdir(d)) != NULL) {
        char name[4096];
        if (e->d_name[0] == '.')
            continue;
        snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
        bad |= run_path(name);
    }
    closedir(d);
    return bad;
}

int main(int argc, char **argv)
{
    int bad = 0;
    for (int i = 1; i < argc; i++)
        bad |= run_path(argv[i]);
    printf("%d files\n", files);
    return bad || files == 0;
}
