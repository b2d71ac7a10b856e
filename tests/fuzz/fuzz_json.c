/* Any bytes as JSON.  What json_check accepts, cJSON must parse, to a tree
 * within the house limits; each of its strings and numbers, written and
 * parsed again, must come back the same. */
#include <assert.h>
#include <cjson/cJSON.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Writes one string or number and reads it back; puts the tree in *back. */
static void reread(const struct strbuf *text, cJSON **back)
{
    struct error err;
    bool ok = json_parse(back, text->s, text->n, &err);
    assert(ok);
}

static void check_string(const char *s)
{
    struct strbuf text = STRBUF_INIT;
    cJSON *back;
    assert(utf8_valid_prefix(s, strlen(s)) == strlen(s));
    json_put_string(&text, s, strlen(s));
    reread(&text, &back);
    assert(cJSON_IsString(back) && strcmp(back->valuestring, s) == 0);
    json_free(back);
    strbuf_release(&text);
}

static void check_number(double x)
{
    struct strbuf text = STRBUF_INIT;
    cJSON *back;
    assert(isfinite(x));
    json_put_number(&text, x);
    reread(&text, &back);
    assert(cJSON_IsNumber(back) && back->valuedouble == x);
    json_free(back);
    strbuf_release(&text);
}

static void check_tree(const cJSON *j, int depth)
{
    assert(depth <= 16);
    if (cJSON_IsString(j))
        check_string(j->valuestring);
    if (cJSON_IsNumber(j))
        check_number(j->valuedouble);
    for (const cJSON *k = j->child; k != NULL; k = k->next) {
        if (cJSON_IsObject(j)) {
            check_string(k->string);
            assert(cJSON_GetObjectItemCaseSensitive(j, k->string) == k);
        }
        check_tree(k, depth + (k->child != NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct error err;
    cJSON *tree;
    memset(&err, 0, sizeof(err));
    bool accepted = json_check((const char *)data, n, &err);
    bool parsed = json_parse(&tree, (const char *)data, n, &err);
    assert(parsed == accepted);
    if (parsed)
        check_tree(tree, 1);
    else
        assert(err.status != EXIT_OK && err.text[0] != '\0');
    json_free(tree);
    return 0;
}
