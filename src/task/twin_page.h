/* twin_page: the page of a comparison (report/page.h), from what was measured
 * on the twins (task/twin.h) and what their trainings left in the run
 * folders. */
#ifndef TASK_TWIN_PAGE_H
#define TASK_TWIN_PAGE_H

#include "report/page.h"
#include "task/twin.h"

enum { TWIN_SHOWN = 2 }; /* sentences: a short one and a long one */

/* Of one twin, while its model is there. */
struct twin_shown {
    struct page_sentence sentence[TWIN_SHOWN];
    int n;
};

/* Translates with `m`, which `t` was measured on, the sentences of the test
 * part that the page shows. */
void twin_show(struct twin_shown *out, const struct twin_result *t,
               const struct model *m, const struct corpus *test,
               struct arena *arena);

struct twin_page {
    const char *title, *test;         /* names */
    const char *differ;               /* the option */
    const struct twin_result *result; /* [n] */
    const struct twin_shown *shown;   /* [n] */
    const char *const *path;          /* [n] model files */
    int n;
    const struct config *config; /* of one of them */
    const char *command;
};

/* Appends the page. */
void twin_page_put(struct strbuf *out, const struct twin_page *p,
                   struct arena *arena);

#endif
