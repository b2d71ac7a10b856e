#include "base/nearest.h"

#include <stdlib.h>
#include <string.h>

/* Damerau-Levenshtein distance (neighbours exchanged count 1), capped at 3.
 * Longer words than 63 bytes are near to nothing. */
static int distance(const char *a, const char *b)
{
    int d[64][64], n = (int)strlen(a), m = (int)strlen(b);
    if (n > 63 || m > 63 || abs(n - m) > 2)
        return 3;
    for (int i = 0; i <= n; i++)
        for (int j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            int best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            best = best < d[i - 1][j] + 1 ? best : d[i - 1][j] + 1;
            best = best < d[i][j - 1] + 1 ? best : d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    return d[n][m] < 3 ? d[n][m] : 3;
}

void nearest_try(const char *word, const char *name, const char **best,
                 int *least)
{
    int d = distance(word, name), n = (int)strlen(word);
    if (d < *least && n > 1 && (d <= 1 || n > 4)) {
        *least = d;
        *best = name;
    }
}

const char *nearest_name(const char *word, const char *(*names)(int i))
{
    const char *best = NULL, *name;
    int least = 3;
    for (int i = 0; (name = names(i)) != NULL; i++)
        nearest_try(word, name, &best, &least);
    return best;
}
