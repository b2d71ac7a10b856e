#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { KNOWN = 64 };

static struct {
    dev_t dev;
    ino_t ino;
} known[KNOWN];
static int count;

static void note(const struct stat *st)
{
    if (count == KNOWN || !S_ISREG(st->st_mode))
        return;
    known[count].dev = st->st_dev;
    known[count++].ino = st->st_ino;
}

void file_note_read(int fd)
{
    struct stat st;
    if (fstat(fd, &st) == 0)
        note(&st);
}

void file_note_input(const char *path)
{
    struct stat st;
    if (strcmp(path, "-") == 0)
        file_note_read(STDIN_FILENO);
    else if (stat(path, &st) == 0)
        note(&st);
}

bool file_was_read(const char *path)
{
    struct stat st;
    int i = 0;
    if (stat(path, &st) != 0)
        return false;
    while (i < count &&
           !(known[i].dev == st.st_dev && known[i].ino == st.st_ino))
        i++;
    return i < count;
}
