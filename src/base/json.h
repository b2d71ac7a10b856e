/* json: cJSON behind a strict gate, and a writer.
 *
 * cJSON accepts duplicate keys, raw control bytes, bad UTF-8, 1e999, and
 * much else that is not JSON, so every outside byte first passes
 * json_check. Getters are case-sensitive and name the key in their errors. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

struct cJSON;

/* Strict RFC 8259 with house limits: UTF-8 valid, no byte below 0x20 except
 * white space between tokens, no \u0000, no lone surrogates, no duplicate
 * keys, depth <= 16, numbers finite in double, the whole input consumed. */
bool json_check(const char *s, size_t n, struct error *err);

/* json_check, then cJSON's parser.  Release with json_free. */
bool json_parse(struct cJSON **out, const char *s, size_t n,
                struct error *err);
void json_free(struct cJSON *j);

/* Member `key` of object j; the error says what is missing or mistyped. */
bool json_get_int(const struct cJSON *j, const char *key, long long min,
                  long long max, long long *out, struct error *err);
bool json_get_number(const struct cJSON *j, const char *key, double *out,
                     struct error *err);
bool json_get_string(const struct cJSON *j, const char *key,
                     const char **out, struct error *err);

/* ==== Writing ==== */

/* Appends s as a JSON string with quotes; also escapes <, >, & and U+2028/9
 * as \u003c..., so that it may stand in a <script>; invalid bytes become
 * U+FFFD. */
void json_put_string(struct strbuf *out, const char *s, size_t n);
/* The same for a string that ends with a NUL. */
void json_put_text(struct strbuf *out, const char *s);
/* The shortest decimal that reads back to the same number; null for what is
 * not finite. */
void json_put_number(struct strbuf *out, double x);

/* A member of the object that out ends with: "key": and a number, a string or
 * a list of n strings; a comma before it unless out ends with the object's
 * {. */
void json_put_member(struct strbuf *out, const char *key, double x);
void json_put_member_text(struct strbuf *out, const char *key, const char *s);
void json_put_member_texts(struct strbuf *out, const char *key,
                           const char *const *s, int n);

#endif
