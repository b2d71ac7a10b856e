/* PNG where there is no libpng. */
#include <stddef.h>

#include "report/report.h"
#include "report/report_png.h"

const struct report_kind report_png = {
    REPORT_PNG_WORDS,
    .missing = "libpng",
};
