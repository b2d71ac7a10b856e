/* Options that belong to members of a family. */
#include "model/config.h"

#include <string.h>

/* `option` is read where `family` is one of `members` (NULL: is not 0) and is
 * read itself.  Rows of one option are alternatives, the commonest last. */
static const struct reader {
    const char *option, *family, *members;
} readers[] = {
    {"score", "focus", "soft local-m local-p hard"},
    {"coverage-penalty", "focus", "soft uniform local-m local-p hard"},
    {"summary", "focus", "none"},
    {"summary", "bridge", "map"},
    {"attn-size", "encoder", "selfrnn"},
    {"attn-size", "focus", "local-p"},
    {"attn-size", "score", "concat qk mlp linear"},
    {"window", "focus", "local-m local-p"},
    {"hard-estimator", "focus", "hard"},
    {"heads", "score", "qk"},
    {"attn-scale", "score", "qk"},
    {"mlp-layers", "score", "mlp"},
    {"enc-window", "encoder", "window"},
    {"enc-heads", "encoder", "self"},
    {"self-window", "encoder", "self"},
    {"residual", "encoder", "self"},
    {"layer-norm", "encoder", "self"},
    {"bpe", "tokens", "bpe"},
    {"bpe-association", "tokens", "bpe"},
    {"bpe-dropout", "tokens", "bpe"},
    {"dropout-kind", "dropout", NULL},
};

enum { READERS = sizeof readers / sizeof *readers };

/* What a list of `compare` goes through is some twin's.  No rows: no list. */
static bool is_listed(struct opt *rows, const char *name)
{
    const struct opt *row = rows ? opt_find(rows, name) : NULL;
    return row && row->list && *row->list;
}

static void value_of(struct strbuf *out, const struct config *c,
                     const char *name)
{
    int i = 0;
    while (strcmp(config_name(i), name) != 0)
        i++;
    config_value(out, c, i);
}

static bool is_member(const struct reader *r, const struct config *c)
{
    struct strbuf value = STRBUF_INIT;
    value_of(&value, c, r->family);
    bool is = r->members ? opt_is_listed(r->members, value.s)
                         : strcmp(value.s, "0") != 0;
    strbuf_release(&value);
    return is;
}

/* The row by which nothing reads the option; NULL: something does. */
static const struct reader *obstacle(const char *option,
                                     const struct config *c, struct opt *rows)
{
    const struct reader *found = NULL;
    for (const struct reader *r = readers; r < readers + READERS; r++) {
        if (strcmp(r->option, option) != 0)
            continue;
        bool is = is_listed(rows, r->family) || is_member(r, c);
        found = is ? obstacle(r->family, c, rows) : r;
        if (!found)
            return NULL;
    }
    return found;
}

/* Sizes are often given for twins that have no use for them: they are refused
 * only where nothing but they would tell twins apart. */
static bool is_size(const char *option)
{
    return opt_is_listed("attn-size bpe", option);
}

bool config_takes(const struct config *c, const char *option)
{
    return is_size(option) || !obstacle(option, c, NULL);
}

/* "soft, local-m or hard" */
static void put_members(struct strbuf *out, const char *members)
{
    if (!members) {
        strbuf_puts(out, "above 0");
        return;
    }
    const char *last = strrchr(members, ' ');
    for (const char *s = members; *s; s++)
        if (s == last)
            strbuf_puts(out, " or ");
        else
            strbuf_printf(out, *s == ' ' ? ", " : "%c", *s);
}

static bool refused(const char *option, const struct reader *r,
                    const struct config *c, struct error *err)
{
    struct strbuf value = STRBUF_INIT, members = STRBUF_INIT;
    value_of(&value, c, r->family);
    put_members(&members, r->members);
    error_set(err, EXIT_USAGE, "--%s: nothing reads it with --%s %s", option,
              r->family, value.s);
    error_hint(err, "--%s belongs to --%s %s", r->option, r->family,
               members.s);
    strbuf_release(&value);
    strbuf_release(&members);
    return false;
}

static bool is_asked(struct opt *rows, const char *option)
{
    return is_size(option) ? is_listed(rows, option)
                           : opt_find(rows, option)->given;
}

bool config_all_read(const struct config *c, struct opt *rows,
                     struct error *err)
{
    if (is_listed(rows, "attention") || is_listed(rows, "preset"))
        return true;
    for (int i = 0; i < READERS; i++) {
        const char *option = readers[i].option;
        const struct reader *r =
            is_asked(rows, option) ? obstacle(option, c, rows) : NULL;
        if (r)
            return refused(option, r, c, err);
    }
    return true;
}
