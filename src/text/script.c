#include "text/script.h"

#include "base/utf8.h"

/* Blocks of Unicode 15 in rising order; what is between them, and what is
 * not a letter inside the first two, is OTHER. */
static const struct block {
    int first, last;
    enum script script;
} blocks[] = {
    {0x0041, 0x005A, SCRIPT_LATIN},     {0x0061, 0x007A, SCRIPT_LATIN},
    {0x00AA, 0x00AA, SCRIPT_LATIN},     {0x00BA, 0x00BA, SCRIPT_LATIN},
    {0x00C0, 0x00D6, SCRIPT_LATIN},     {0x00D8, 0x00F6, SCRIPT_LATIN},
    {0x00F8, 0x02AF, SCRIPT_LATIN},     {0x0370, 0x03FF, SCRIPT_GREEK},
    {0x0400, 0x052F, SCRIPT_CYRILLIC},  {0x0531, 0x058F, SCRIPT_ARMENIAN},
    {0x0591, 0x05FF, SCRIPT_HEBREW},    {0x0600, 0x077F, SCRIPT_ARABIC},
    {0x0870, 0x08FF, SCRIPT_ARABIC},    {0x0900, 0x0DFF, SCRIPT_INDIC},
    {0x0E00, 0x0E7F, SCRIPT_THAI},      {0x0E80, 0x0EFF, SCRIPT_LAO},
    {0x0F00, 0x0FFF, SCRIPT_TIBETAN},   {0x1000, 0x109F, SCRIPT_MYANMAR},
    {0x10A0, 0x10FF, SCRIPT_GEORGIAN},  {0x1100, 0x11FF, SCRIPT_HANGUL},
    {0x1200, 0x139F, SCRIPT_ETHIOPIC},  {0x1780, 0x17FF, SCRIPT_KHMER},
    {0x1800, 0x18AF, SCRIPT_MONGOLIAN}, {0x1C80, 0x1C8F, SCRIPT_CYRILLIC},
    {0x1C90, 0x1CBF, SCRIPT_GEORGIAN},  {0x1D00, 0x1DBF, SCRIPT_LATIN},
    {0x1E00, 0x1EFF, SCRIPT_LATIN},     {0x1F00, 0x1FFF, SCRIPT_GREEK},
    {0x2C60, 0x2C7F, SCRIPT_LATIN},     {0x2D00, 0x2D2F, SCRIPT_GEORGIAN},
    {0x2D80, 0x2DDF, SCRIPT_ETHIOPIC},  {0x2DE0, 0x2DFF, SCRIPT_CYRILLIC},
    {0x2E80, 0x2FD5, SCRIPT_HAN},       {0x3005, 0x3007, SCRIPT_HAN},
    {0x3041, 0x30FF, SCRIPT_KANA},      {0x3131, 0x318E, SCRIPT_HANGUL},
    {0x31F0, 0x31FF, SCRIPT_KANA},      {0x3400, 0x4DBF, SCRIPT_HAN},
    {0x4E00, 0x9FFF, SCRIPT_HAN},       {0xA640, 0xA69F, SCRIPT_CYRILLIC},
    {0xA722, 0xA7FF, SCRIPT_LATIN},     {0xA8E0, 0xA8FF, SCRIPT_INDIC},
    {0xA960, 0xA97F, SCRIPT_HANGUL},    {0xA9E0, 0xA9FF, SCRIPT_MYANMAR},
    {0xAA60, 0xAA7F, SCRIPT_MYANMAR},   {0xAB30, 0xAB6F, SCRIPT_LATIN},
    {0xAC00, 0xD7FF, SCRIPT_HANGUL},    {0xF900, 0xFAFF, SCRIPT_HAN},
    {0xFB00, 0xFB06, SCRIPT_LATIN},     {0xFB13, 0xFB17, SCRIPT_ARMENIAN},
    {0xFB1D, 0xFB4F, SCRIPT_HEBREW},    {0xFB50, 0xFDFF, SCRIPT_ARABIC},
    {0xFE70, 0xFEFC, SCRIPT_ARABIC},    {0xFF21, 0xFF5A, SCRIPT_LATIN},
    {0xFF66, 0xFF9F, SCRIPT_KANA},      {0x1B000, 0x1B16F, SCRIPT_KANA},
    {0x20000, 0x323AF, SCRIPT_HAN},
};

enum script script_of(int c)
{
    int lo = 0, hi = (int)(sizeof blocks / sizeof blocks[0]);

    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;

        if (c > blocks[mid].last)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == (int)(sizeof blocks / sizeof blocks[0]) || c < blocks[lo].first)
        return SCRIPT_OTHER;
    return blocks[lo].script;
}

void script_count(long long count[SCRIPT_COUNT], const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        int len;

        count[script_of(utf8_next(s + at, n - at, &len))]++;
        at += (size_t)len;
    }
}

long long script_letters(const long long count[SCRIPT_COUNT])
{
    long long sum = 0;

    for (int i = SCRIPT_OTHER + 1; i < SCRIPT_COUNT; i++)
        sum += count[i];
    return sum;
}

double script_overlap(const long long a[SCRIPT_COUNT],
                      const long long b[SCRIPT_COUNT])
{
    long long all_a = script_letters(a), all_b = script_letters(b);
    double sum = 0;

    for (int i = SCRIPT_OTHER + 1; i < SCRIPT_COUNT; i++) {
        double x = all_a ? (double)a[i] / (double)all_a : 0;
        double y = all_b ? (double)b[i] / (double)all_b : 0;

        sum += x < y ? x : y;
    }
    return sum;
}
