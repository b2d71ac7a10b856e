/* cmd_story: what a training that has ended leaves in its run folder for
 * `s2s report`, and the page that `train` itself leaves there. */
#ifndef CMD_CMD_STORY_H
#define CMD_CMD_STORY_H

#include "cmd/cmd_training.h"

/* Writes story.json and dev.tsv and, with a->report, report.html into
 * `folder`.  What cannot be written is a warning: the model is there. */
void training_story(const struct training *a, const struct source *source,
                    const struct prepared *p, const struct progress *end,
                    const char *path, const char *folder);

#endif
