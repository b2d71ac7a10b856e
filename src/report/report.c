/* The table of reports. */
#include "report/report.h"

#include <string.h>

static const struct report_kind *const kinds[] = {
#define X(name) &report_##name,
    REPORT_KINDS(X)
#undef X
};

enum { KINDS = sizeof kinds / sizeof *kinds };

const struct report_kind *report_kind(int i)
{
    return i >= 0 && i < KINDS ? kinds[i] : NULL;
}

/* Is `name` one of the space-separated words of `list`? */
static bool listed(const char *list, const char *name)
{
    size_t n = strlen(name);

    while (list && *list) {
        size_t word = strcspn(list, " ");

        if (word == n && memcmp(list, name, n) == 0)
            return n > 0;
        list += word;
        list += strspn(list, " ");
    }
    return false;
}

const struct report_kind *report_kind_find(const char *name)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(kinds[i]->name, name) == 0 || listed(kinds[i]->alias, name))
            return kinds[i];
    return NULL;
}

const char *report_rows(const struct alignment *a)
{
    if (!a->of)
        return "target";
    return strcmp(a->of, "self") == 0 ? "source" : a->of;
}
