#include "base/json.h"

#include <cjson/cJSON.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* ==== Reading ==== */

bool json_parse(struct cJSON **out, const char *s, size_t n,
                struct error *err)
{
    *out = NULL;
    if (!json_check(s, n, err))
        return false;
    const char *end;
    *out = cJSON_ParseWithLengthOpts(s, n, &end, 0);
    if (*out == NULL)
        return error_set(err, EXIT_DATA, "byte %zu: cJSON refuses this JSON",
                         (size_t)(end - s));
    return true;
}

void json_free(struct cJSON *j)
{
    cJSON_Delete(j);
}

static const cJSON *member(const struct cJSON *j, const char *key,
                           struct error *err)
{
    const cJSON *m = cJSON_GetObjectItemCaseSensitive(j, key);
    if (m == NULL)
        error_set(err, EXIT_DATA, "\"%s\" is missing", key);
    return m;
}

bool json_get_int(const struct cJSON *j, const char *key, long long min,
                  long long max, long long *out, struct error *err)
{
    const cJSON *m = member(j, key, err);
    if (m == NULL)
        return false;
    double x = cJSON_IsNumber(m) ? m->valuedouble : (double)NAN;
    /* beyond 2^53 a double no longer tells neighbours apart */
    if (!(fabs(x) <= 0x1p53) || (double)(long long)x != x)
        return error_set(err, EXIT_DATA, "\"%s\" is not a whole number", key);
    if ((long long)x < min || (long long)x > max)
        return error_set(err, EXIT_DATA, "\"%s\" is %lld; expected a whole "
                         "number from %lld to %lld", key, (long long)x, min,
                         max);
    *out = (long long)x;
    return true;
}

bool json_get_number(const struct cJSON *j, const char *key, double *out,
                     struct error *err)
{
    const cJSON *m = member(j, key, err);
    if (m == NULL)
        return false;
    if (!cJSON_IsNumber(m))
        return error_set(err, EXIT_DATA, "\"%s\" is not a number", key);
    *out = m->valuedouble;
    return true;
}

bool json_get_string(const struct cJSON *j, const char *key,
                     const char **out, struct error *err)
{
    const cJSON *m = member(j, key, err);
    if (m == NULL)
        return false;
    if (!cJSON_IsString(m))
        return error_set(err, EXIT_DATA, "\"%s\" is not a string", key);
    *out = m->valuestring;
    return true;
}

/* ==== Writing ==== */

/* What must not stand for itself: JSON's own, and what could end a <script>
 * or, in old JavaScript, a string. */
static bool needs_escape(int c)
{
    return c < 0x20 || c == 0x7F || c == '"' || c == '\\' || c == '<' ||
           c == '>' || c == '&' || c == 0x2028 || c == 0x2029;
}

void json_put_string(struct strbuf *out, const char *s, size_t n)
{
    strbuf_putc(out, '"');
    for (size_t i = 0; i < n;) {
        int len, c = utf8_next(s + i, n - i, &len);
        if (c == '"' || c == '\\')
            strbuf_printf(out, "\\%c", c);
        else if (c == '\n')
            strbuf_puts(out, "\\n");
        else if (c == '\t')
            strbuf_puts(out, "\\t");
        else if (needs_escape(c))
            strbuf_printf(out, "\\u%04x", (unsigned)c);
        else
            utf8_put(out, c);
        i += (size_t)len;
    }
    strbuf_putc(out, '"');
}

void json_put_text(struct strbuf *out, const char *s)
{
    json_put_string(out, s, strlen(s));
}

/* The locale is never set, so the decimal point is always '.'. */
void json_put_number(struct strbuf *out, double x)
{
    char s[40] = "null";
    for (int digits = 15; isfinite(x) && digits <= 17; digits++) {
        snprintf(s, sizeof(s), "%.*g", digits, x);
        if (strtod(s, NULL) == x)
            break;
    }
    strbuf_puts(out, s);
}

static void put_key(struct strbuf *out, const char *key)
{
    bool first = out->n > 0 && out->s[out->n - 1] == '{';
    strbuf_printf(out, "%s\"%s\":", first ? "" : ",", key);
}

void json_put_member(struct strbuf *out, const char *key, double x)
{
    put_key(out, key);
    json_put_number(out, x);
}

void json_put_member_text(struct strbuf *out, const char *key, const char *s)
{
    put_key(out, key);
    json_put_text(out, s);
}

void json_put_member_texts(struct strbuf *out, const char *key,
                           const char *const *s, int n)
{
    put_key(out, key);
    strbuf_putc(out, '[');
    for (int i = 0; i < n; i++) {
        strbuf_puts(out, i ? "," : "");
        json_put_text(out, s[i]);
    }
    strbuf_putc(out, ']');
}
