/* Where training stands, as JSON. */
#include <limits.h>
#include <stddef.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/json.h"
#include "task/train.h"

/* The largest value of a whole number; none for REAL. */
enum as { REAL, FLAG, COUNT, CRC, LONG };
static const long long most[] = {0, 1, INT_MAX, UINT32_MAX, 1LL << 52};

/* One row a field: all numbers, so that one loop writes and reads them. */
#define PROGRESS_FIELDS(X)                                                  \
    X(step, long, LONG) X(epoch, int, COUNT) X(batch, int, COUNT)           \
    X(lr, double, REAL) X(best, double, REAL) X(best_bleu, double, REAL)    \
    X(best_loss, double, REAL) X(best_step, long, LONG)                     \
    X(bad, int, COUNT) X(bad_rate, int, COUNT) X(skipped, int, COUNT)       \
    X(rollbacks, int, COUNT) X(limit, long, LONG) X(done, bool, FLAG)       \
    X(corpus, uint32_t, CRC) X(dev, uint32_t, CRC)                          \
    X(log, long, LONG) X(tokens, double, REAL)

/* Nothing where nothing is kept: so it was before anything could be. */
static void kept_write(struct strbuf *out, const struct kept *k)
{
    for (int i = 0; i < k->n; i++) {
        strbuf_puts(out, i ? ", [" : ", \"kept\": [[");
        json_put_number(out, (double)k->check[i].step);
        strbuf_puts(out, ", ");
        json_put_number(out, k->check[i].score);
        strbuf_puts(out, i + 1 < k->n ? "]" : "]]");
    }
}

void progress_write(struct strbuf *out, const struct progress *p)
{
    strbuf_puts(out, "{");
#define X(field, type, as)                                                  \
    strbuf_printf(out, "%s\"%s\": ", out->n > 1 ? ", " : "", #field);       \
    json_put_number(out, (double)p->field);
    PROGRESS_FIELDS(X)
#undef X
    kept_write(out, &p->kept);
    strbuf_puts(out, "}\n");
}

static bool field_get(const struct cJSON *j, const char *name, enum as as,
                      double *out, struct error *err)
{
    long long whole;
    if (as == REAL)
        return json_get_number(j, name, out, err);
    if (!json_get_int(j, name, 0, most[as], &whole, err))
        return false;
    *out = (double)whole;
    return true;
}

static bool kept_read(const struct cJSON *j, struct kept *k,
                      struct error *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(j, "kept"), *one;
    cJSON_ArrayForEach(one, list) {
        const cJSON *step = cJSON_GetArrayItem(one, 0);
        const cJSON *score = cJSON_GetArrayItem(one, 1);
        if (k->n == KEPT_MOST || !cJSON_IsNumber(step) ||
            !cJSON_IsNumber(score) || !(step->valuedouble >= 0) ||
            step->valuedouble > (double)most[LONG])
            return error_set(err, EXIT_MODEL, "\"kept\" is not a list of at "
                             "most %d checks", KEPT_MOST);
        k->check[k->n++] = (struct kept_check){(long)step->valuedouble,
                                               score->valuedouble};
    }
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
    ok = ok && kept_read(j, &p->kept, err);
    json_free(j);
    return ok;
}
