#include "model/filekind.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static const struct {
    const char *magic;
    size_t n;
    const char *what;
} kinds[] = {
    {"PK\3\4", 4, "a zip archive (a PyTorch or NumPy file?)"},
    {"\x1f\x8b", 2, "a gzip file"},
    {"BZh", 3, "a bzip2 file"},
    {"\xfd"
     "7zXZ",
     5, "an xz file"},
    {"\x28\xb5\x2f\xfd", 4, "a zstd file"},
    {"GGUF", 4, "a GGUF model (llama.cpp)"},
    {"\x93NUMPY", 6, "a NumPy array"},
    {"\x89HDF", 4, "an HDF5 file (Keras?)"},
    {"\x7f"
     "ELF",
     4, "a program"},
    {"%PDF", 4, "a PDF file"},
    {"\x80\2", 2, "a Python pickle (PyTorch?)"},
    {"\x80\3", 2, "a Python pickle"},
    {"\x80\4", 2, "a Python pickle"},
    {"\x80\5", 2, "a Python pickle"},
    {"version https://git-lfs", 23,
     "a Git LFS pointer (fetch the file itself with: git lfs pull)"},
};

/* Words, in the first part of the file, that no binary file begins with. */
static const char *text_kind(const char *s, size_t n)
{
    size_t look = n < 512 ? n : 512, i = 0;
    while (i < look && strchr(" \t\r\n", s[i]) != NULL && s[i] != '\0')
        i++;
    if (look - i >= 5 && (strncasecmp(s + i, "<!doc", 5) == 0 ||
                          strncasecmp(s + i, "<html", 5) == 0))
        return "an HTML page (a failed download?)";
    for (i = 0; i < look; i++)
        if ((unsigned char)s[i] < ' ' && !strchr("\t\r\n\f", s[i]))
            return NULL;
    /* the look may have cut the last character in two */
    if (memchr(s, '\0', look) || utf8_valid_prefix(s, look) + 3 < look)
        return NULL;
    return "a text file (was the corpus given as the model?)";
}

const char *filekind(const char *bytes, size_t n)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (n >= kinds[i].n && memcmp(bytes, kinds[i].magic, kinds[i].n) == 0)
            return kinds[i].what;
    return text_kind(bytes, n);
}
