/* report_png: what the row of PNG says with libpng and without. */
#ifndef REPORT_REPORT_PNG_H
#define REPORT_REPORT_PNG_H

#define REPORT_PNG_WORDS                                        \
    .name = "png",                                              \
    .what = "the matrix as pixels, for where SVG is not shown", \
    .file = "alignment.png", .variants = NULL

#endif
