/* s2s: one binary, one model file: see src/README.md. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/version.h"
#include "cmd/cmd.h"
#include "cmd/cmd_out.h"

/* A program that is started with stdout closed must not get a model file as
 * descriptor 1.  The null device, opened the wrong way round, gives the
 * error that a closed descriptor gives. */
static void open_standard_streams(void)
{
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
            return;
}

/* What the search for one sentence gives back the next one takes: a system
 * that had it in between would zero each page anew.  What is larger than the
 * second number an arena maps on its own (base/arena.c). */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 1 << 28);
    mallopt(M_MMAP_THRESHOLD, 1 << 22);
#endif
}

static bool is_one_of(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static int run(int argc, char **argv)
{
    struct error err;
    if (argc < 2 || is_one_of(argv[1], "-h", "--help")) {
        cmd_screen();
        return EXIT_OK;
    }
    if (is_one_of(argv[1], "-V", "--version")) {
        out_text("s2s " S2S_VERSION "\n");
        return EXIT_OK;
    }
    const struct cmd *c = cmd_find(argv[1]);
    if (c)
        return cmd_run(c, argc - 2, argv + 2);
    cmd_unknown(argv[1], &err);
    return cmd_fail(&err);
}

int main(int argc, char **argv)
{
    open_standard_streams();
    keep_memory();
    signal(SIGPIPE, SIG_IGN);
    return out_finish(run(argc, argv));
}
