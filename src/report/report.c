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

const char *report_rows(const struct alignment *a)
{
    if (!a->of)
        return "target";
    return strcmp(a->of, "self") == 0 ? "source" : a->of;
}
