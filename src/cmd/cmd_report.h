/* cmd_report: the page about a model, for the commands that leave one. */
#ifndef CMD_CMD_REPORT_H
#define CMD_CMD_REPORT_H

#include "task/story.h"

/* Writes the page to `path` ("-": stdout) and says on stderr where it is. */
bool report_write(const char *path, const struct story *s,
                  struct arena *arena, struct error *err);

/* A row for a command that writes one when asked. */
#define OPT_ROW_REPORT(where)                                               \
    {.name = "report", .type = OPT_FILE, .value = &(where),                 \
     .arg = "FILE", .help = "a page about the model: see s2s report"}

#endif
