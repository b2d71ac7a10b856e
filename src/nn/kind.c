#include "nn/kind.h"

#include <string.h>

bool kind_is(const struct kind *k, const char *name)
{
    if (strcmp(k->name, name) == 0)
        return true;
    size_t n = strlen(name);
    for (const char *at = k->alias; at && *at; ) {
        size_t len = strcspn(at, " ");
        if (len == n && memcmp(at, name, n) == 0)
            return true;
        at += len + (at[len] == ' ');
    }
    return false;
}
