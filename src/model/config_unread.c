/* Options that belong to members of a family. */
#include "model/config.h"

#include <string.h>

static const struct reader {
    const char *option, *family, *members;     /* members: words */
} readers[] = {
    {"window", "focus", "local-m or local-p"},
    {"hard-estimator", "focus", "hard"},
    {"heads", "score", "qk"},
    {"attn-scale", "score", "qk"},
    {"mlp-layers", "score", "mlp"},
    {"enc-window", "encoder", "window"},
    {"enc-heads", "encoder", "self"},
    {"self-window", "encoder", "self"},
    {"residual", "encoder", "self"},
    {"layer-norm", "encoder", "self"},
    {"bpe-dropout", "tokens", "bpe"},
};

enum { READERS = sizeof readers / sizeof *readers };

static bool is_member(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += n)
        if ((at == list || at[-1] == ' ') && (!at[n] || at[n] == ' '))
            return true;
    return false;
}

/* What a list of `compare` goes through is some twin's. */
static bool is_listed(struct opt *rows, const char *name)
{
    const struct opt *row = opt_find(rows, name);
    return row && row->list && *row->list;
}

static bool is_read(const struct reader *r, const struct config *c,
                    struct error *err)
{
    struct strbuf member = STRBUF_INIT;
    int i = 0;
    while (strcmp(config_name(i), r->family) != 0)
        i++;
    config_value(&member, c, i);
    bool ok = is_member(r->members, member.s);
    if (!ok) {
        error_set(err, EXIT_USAGE, "--%s: nothing reads it with --%s %s",
                  r->option, r->family, member.s);
        error_hint(err, "it belongs to --%s %s", r->family, r->members);
    }
    strbuf_release(&member);
    return ok;
}

bool config_all_read(const struct config *c, struct opt *rows,
                     struct error *err)
{
    if (is_listed(rows, "attention") || is_listed(rows, "preset"))
        return true;
    for (int i = 0; i < READERS; i++)
        if (opt_find(rows, readers[i].option)->given &&
            !is_listed(rows, readers[i].family) &&
            !is_read(&readers[i], c, err))
            return false;
    return true;
}
