#include <sys/stat.h>

#include "base/file.h"

enum { KNOWN = 64 };

static struct {
    dev_t dev;
    ino_t ino;
} known[KNOWN];
static int count;

void file_note_read(int fd)
{
    struct stat st;
    if (count == KNOWN || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    known[count].dev = st.st_dev;
    known[count++].ino = st.st_ino;
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
