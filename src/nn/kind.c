#include "nn/kind.h"

#include <string.h>

#include "base/opt.h"

bool kind_is(const struct kind *k, const char *name)
{
    return strcmp(k->name, name) == 0 || opt_is_listed(k->alias, name);
}
