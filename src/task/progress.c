/* Where training stands, as JSON. */
#include <stddef.h>
#include <string.h>

#include "base/json.h"
#include "task/train.h"

enum { WHOLE, REAL };

/* One row a field: all numbers, so that one loop writes and reads them. */
#define PROGRESS_FIELDS(X)                                                  \
    X(step, long, WHOLE) X(epoch, int, WHOLE) X(batch, int, WHOLE)          \
    X(lr, double, REAL) X(best, double, REAL) X(best_bleu, double, REAL)    \
    X(best_loss, double, REAL) X(best_step, long, WHOLE)                    \
    X(bad, int, WHOLE) X(bad_rate, int, WHOLE) X(skipped, int, WHOLE)       \
    X(rollbacks, int, WHOLE) X(limit, long, WHOLE) X(done, bool, WHOLE)     \
    X(corpus, uint32_t, WHOLE) X(dev, uint32_t, WHOLE)                      \
    X(log, long, WHOLE) X(tokens, double, REAL)

void progress_write(struct strbuf *out, const struct progress *p)
{
    strbuf_puts(out, "{");
#define X(field, type, as)                                                  \
    strbuf_printf(out, "%s\"%s\": ", out->n > 1 ? ", " : "", #field);       \
    json_put_number(out, (double)p->field);
    PROGRESS_FIELDS(X)
#undef X
    strbuf_puts(out, "}\n");
}

static bool field_get(const struct cJSON *j, const char *name, int as,
                      double *out, struct error *err)
{
    long long whole;
    if (as == REAL)
        return json_get_number(j, name, out, err);
    if (!json_get_int(j, name, 0, 1LL << 52, &whole, err))
        return false;
    *out = (double)whole;
    return true;
}

bool progress_read(struct progress *p, const char *json, struct error *err)
{
    struct cJSON *j;
    double x = 0;
    memset(p, 0, sizeof *p);
    if (!json_parse(&j, json, strlen(json), err))
        return false;
    bool ok = true;
#define X(field, type, as)                                                  \
    ok = ok && field_get(j, #field, as, &x, err);                           \
    p->field = (type)x;
    PROGRESS_FIELDS(X)
#undef X
    json_free(j);
    return ok;
}
